package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// tenants are the home tenant of the guests and the tenant that they are invited to.
var tenants = []struct{ key, id, client string }{
	{"contoso", "11111111-1111-4111-8111-111111111111", "c1111111-0000-4000-8000-000000000000"},
	{"fabrikam", "22222222-2222-4222-8222-222222222222", "c2222222-0000-4000-8000-000000000000"},
}

// permissions are those that the plan checks and the guests need.
var permissions = []string{
	"User.Invite.All", "User.ReadWrite.All", "Organization.Read.All", "OrgContact.Read.All", "Policy.Read.All",
	"Policy.Read.B2BManagementPolicy",
}

const secret = "bench"

type object = map[string]any

// seed has a home tenant with a number of employees.
func seed(guests int) ([]byte, error) {
	var all []object
	for _, t := range tenants {
		all = append(all, object{
			"key": t.key, "tenant_id": t.id, "display_name": t.key, "initial_domain": t.key + ".onmicrosoft.com", "domains": []string{t.key + ".example"},
			"applications": []object{{"client_id": t.client, "client_secret": secret, "permissions": permissions}},
		})
	}
	employees := make([]object, guests)
	for i := range employees {
		name := address(fmt.Sprint(i))
		employees[i] = object{"userPrincipalName": name, "mail": name, "displayName": name, "userType": "Member", "accountEnabled": true}
	}
	all[0]["users"] = employees
	return json.Marshal(object{"tenants": all})
}

func address(number string) string { return "person" + number + "@contoso.example" }

// startEmulator starts an emulator whose authority is in a file.
func startEmulator(ca *emulator.CA, guests int, latency time.Duration) (*emulator.Server, error) {
	data, err := seed(guests)
	if err != nil {
		return nil, err
	}
	parsed, err := area.ParseSeed("bench", data)
	if err != nil {
		return nil, err
	}
	// An empty page is a variation for tests, and costs a request.
	world := area.NewWorld(kernel.Options{Settings: settings.With(func(s *settings.Settings) { s.EmptyPageWithNextLink = false })})
	if err := world.Load(parsed); err != nil {
		return nil, err
	}
	return emulator.Start(emulator.Config{CA: ca, World: world, Latency: latency})
}

const requirements = "terraform {\n  required_providers {\n    multitenant = {\n      source = \"registry.terraform.io/multitenant-as-code/multitenant\"\n    }\n  }\n}\n\n"

// configuration invites the employees, each with one attribute of the profile.
func configuration(e emulator.Endpoints, guests int) string {
	var b strings.Builder
	b.WriteString(requirements + "provider \"multitenant\" {\n  tenants = {\n")
	for _, t := range tenants {
		fmt.Fprintf(&b, "    %s = {\n      tenant_id = %q\n      client_id = %q\n      client_secret = %q\n"+
			"      endpoints = {\n        authority = %q\n        graph = %q\n        exchange = %q\n      }\n    }\n",
			t.key, t.id, t.client, secret, e.Authority, e.Graph, e.Exchange)
	}
	fmt.Fprintf(&b, "  }\n}\n\nresource \"multitenant_b2b_invitation\" \"guest\" {\n  count      = %d\n  tenant     = \"fabrikam\"\n"+
		"  email      = %q\n  department = \"Finance\"\n}\n", guests, address("${count.index}"))
	return b.String()
}

// dataConfiguration has as many resources of Terraform itself.
func dataConfiguration(guests int) string {
	return fmt.Sprintf("resource \"terraform_data\" \"guest\" {\n  count = %d\n  input = %q\n}\n", guests, address("${count.index}"))
}

// traffic is what a service has received.
type traffic struct {
	// Requests are those to Graph; a batch is one. SignIns are those to the login
	// service.
	Requests int `json:"requests"`
	Writes   int `json:"writes"`
	SignIns  int `json:"sign_ins"`
}

// trafficOf counts the requests since the last call.
func trafficOf(s *emulator.Server) traffic {
	var t traffic
	if s == nil {
		return t
	}
	entries, _ := s.Journal().Entries(wire.Filter{})
	for _, e := range entries {
		switch {
		case e.Batch:
		case e.Service == wire.Login:
			t.SignIns++
		default:
			t.Requests++
			if e.Writes() {
				t.Writes++
			}
		}
	}
	s.Journal().Clear()
	return t
}

// writeCA writes the authority for clients.
func writeCA(dir string) (*emulator.CA, string, error) {
	ca, err := emulator.NewCA()
	if err != nil {
		return nil, "", err
	}
	file := filepath.Join(dir, "ca.pem")
	return ca, file, os.WriteFile(file, ca.PEM(), 0o600)
}
