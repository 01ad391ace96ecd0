package main

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

const (
	targetKey = "fabrikam"
	targetID  = "22222222-2222-4222-8222-222222222222"
	// anchor marks the users of a sync in the resource tenant.
	anchor = "extensionAttribute15"
)

// homes are the home tenants of a sync, one of them in US Government, with their parts
// of the users.
var homes = []struct {
	key, id, cloud, domain string
	part                   int
}{
	{"contoso", "11111111-1111-4111-8111-111111111111", "public", "contoso.example", 60},
	{"northwind", "33333333-3333-4333-8333-333333333333", "usgovernment", "northwind.example", 40},
}

// The parts of the users with a peculiarity, in per mille.
const (
	renamedPart  = 40 // the user principal name is not the SMTP address
	contactPart  = 20 // the target has a mail contact with the address
	guestPart    = 10 // the target has a guest already
	deletedPart  = 10 // the target deleted the guest last week
	blockedPart  = 3  // the target blocks the domain
	occupiedPart = 2  // an internal user of the target has the address
)

// employee is a user of a home tenant.
type employee struct {
	home              int
	id, upn, mail     string
	contact, guest    bool
	deleted, occupied bool
	blocked           bool
	// left means that the employee has left: a deletion is no harm.
	left bool
}

// invitable reports whether the employee can have an external user.
func (e *employee) invitable() bool { return !e.blocked && !e.occupied }

// crowd is the estate of a measurement.
type crowd struct {
	employees []employee
	// synced means that the target has all external users already, as after a first
	// run.
	synced bool
	random *rand.ChaCha8
}

// newCrowd spreads the peculiarities evenly: of each thousand users the first ones.
func newCrowd(people int, synced bool) *crowd {
	c := &crowd{synced: synced, random: rand.NewChaCha8([32]byte{1})}
	for i := range people {
		home := 0
		if i%100 >= homes[0].part {
			home = 1
		}
		e := employee{home: home, id: c.guid(), upn: fmt.Sprintf("user%d@%s", i, homes[home].domain)}
		// A stride that has no factor in common with 1,000 mixes the home tenants.
		switch n := i * 7 % 1000; {
		case n < renamedPart:
			e.mail = fmt.Sprintf("first.last%d@%s", i, homes[home].domain)
		case n < renamedPart+contactPart:
			e.contact = true
		case n < renamedPart+contactPart+guestPart:
			e.guest = true
		case n < renamedPart+contactPart+guestPart+deletedPart:
			e.deleted = true
		case n < renamedPart+contactPart+guestPart+deletedPart+blockedPart:
			e.blocked, e.upn = true, fmt.Sprintf("user%d@labs.%s", i, homes[home].domain)
		case n < renamedPart+contactPart+guestPart+deletedPart+blockedPart+occupiedPart:
			e.occupied = true
		}
		if e.mail == "" {
			e.mail = e.upn
		}
		c.employees = append(c.employees, e)
	}
	return c
}

// guid is a random object id: in contrast to numbers in sequence it does not compress.
func (c *crowd) guid() string {
	b := make([]byte, 16)
	_, _ = c.random.Read(b) // it does not fail
	h := hex.EncodeToString(b)
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-8" + h[17:20] + "-" + h[20:]
}

var syncPermissions = append([]string{"Application.Read.All", "Synchronization.Read.All"}, permissions...)

// seed writes the seed of the emulator.
func (c *crowd) seed() ([]byte, error) {
	users := map[string][]object{}
	var contacts []object
	for i := range c.employees {
		e := &c.employees[i]
		key := homes[e.home].key
		users[key] = append(users[key], object{
			"id": e.id, "userPrincipalName": e.upn, "mail": e.mail, "displayName": fmt.Sprintf("User %d", i), "department": fmt.Sprintf("Department %d", i%50),
			"jobTitle": "Agent", "userType": "Member", "accountEnabled": true,
		})
		if e.contact {
			contacts = append(contacts, object{"displayName": "Contact", "mail": e.mail})
		}
		if u := c.inTarget(e, i); u != nil {
			users[targetKey] = append(users[targetKey], u)
		}
	}
	var tenants []object
	for i, h := range homes {
		tenants = append(tenants, tenantOf(h.key, h.id, h.cloud, h.domain, i+1, users[h.key]))
	}
	target := tenantOf(targetKey, targetID, "public", "fabrikam.example", len(homes)+1, users[targetKey])
	target["contacts"] = contacts
	var blocked []string
	for _, h := range homes {
		blocked = append(blocked, "labs."+h.domain)
	}
	target["b2b_management_policy"] = object{"blocked_domains": blocked}
	return json.Marshal(object{"tenants": append(tenants, target)})
}

// tenantOf is a tenant whose settings admit the users of all others.
func tenantOf(key, id, cloud, domain string, number int, users []object) object {
	other, partner := "microsoftonline.us", homes[1].id
	if cloud != "public" {
		other, partner = "microsoftonline.com", targetID
	}
	return object{
		"key": key, "tenant_id": id, "cloud": cloud, "display_name": key, "initial_domain": initialDomain(key, cloud),
		"domains": []string{domain, "labs." + domain}, "users": users,
		"applications":               []object{{"client_id": clientOf(number), "client_secret": secret, "permissions": syncPermissions}},
		"cross_tenant_access_policy": object{"allowedCloudEndpoints": []string{other}, "partners": []object{{"tenantId": partner}}},
	}
}

func initialDomain(key, cloud string) string {
	if cloud == "public" {
		return key + ".onmicrosoft.com"
	}
	return key + ".onmicrosoft.us"
}

func clientOf(number int) string { return fmt.Sprintf("c%07d-0000-4000-8000-000000000000", number) }

// inTarget is what the target has for an employee before the first run; nil for
// nothing.
func (c *crowd) inTarget(e *employee, i int) object {
	switch {
	case e.occupied:
		return object{"userPrincipalName": fmt.Sprintf("internal%d@fabrikam.example", i), "displayName": "Internal", "otherMails": []string{e.upn}, "userType": "Member"}
	case c.synced && e.invitable():
		name := fmt.Sprintf("User %d (%s)", i, homes[e.home].key)
		return object{
			"id": c.guid(), "mail": e.upn, "displayName": name, "department": fmt.Sprintf("Department %d", i%50), "jobTitle": "Agent", "companyName": homes[e.home].key,
			"userType": "Guest", "externalUserState": "PendingAcceptance", "onPremisesExtensionAttributes": object{anchor: e.id},
		}
	case e.guest || e.deleted:
		return object{"id": c.guid(), "mail": e.upn, "displayName": "Known before", "userType": "Guest", "externalUserState": "Accepted"}
	}
	return nil
}

// start starts an emulator with the estate and Graph's published quotas. Layer is
// around each request.
func (c *crowd) start(ca *emulator.CA, latency time.Duration, layer wire.Layer) (*emulator.Server, error) {
	data, err := c.seed()
	if err != nil {
		return nil, err
	}
	parsed, err := area.ParseSeed("bench", data)
	if err != nil {
		return nil, err
	}
	world := area.NewWorld(kernel.Options{Settings: settings.With(func(s *settings.Settings) { s.EmptyPageWithNextLink = false })})
	if err := world.Load(parsed); err != nil {
		return nil, err
	}
	if err := c.deleteSome(world); err != nil {
		return nil, err
	}
	// One entry for each request, with a read and two writes for each user.
	limits := wire.Limits{Entries: 10*len(c.employees) + wire.DefaultJournalSize, Bytes: 1 << 40}
	return emulator.Start(emulator.Config{CA: ca, World: world, Latency: latency, Throttle: true, Layer: layer, Journal: limits})
}

// deleteSome deletes guests of the target, a week ago.
func (c *crowd) deleteSome(world *kernel.World) error {
	if c.synced {
		return nil
	}
	deleted := map[string]bool{}
	for i := range c.employees {
		if c.employees[i].deleted {
			deleted[c.employees[i].upn] = true
		}
	}
	users, err := peopleOf(world, targetID)
	if err != nil {
		return err
	}
	for _, u := range users {
		if u.External() && deleted[u.Mail] {
			if err := directory.Users.Delete(world, targetID, u.ID, administrator); err != nil {
				return err
			}
		}
	}
	world.Advance(7 * 24 * time.Hour)
	return nil
}

// administrator changes tenants beside the sync.
var administrator = kernel.Actor{Permissions: []string{"User.ReadWrite.All", "Directory.ReadWrite.All"}}

// syncConfiguration is one sync for each home tenant.
func syncConfiguration(clouds map[string]emulator.Endpoints) string {
	var b bytes.Buffer
	b.WriteString(requirements + "provider \"multitenant\" {\n  plan_checks = { MT081 = \"off\" }\n  tenants = {\n")
	entry := func(key, id, cloud string, number int) {
		e := clouds[cloud]
		fmt.Fprintf(&b, "    %s = {\n      tenant_id = %q\n      cloud = %q\n      client_id = %q\n      client_secret = %q\n"+
			"      endpoints = {\n        authority = %q\n        graph = %q\n        exchange = %q\n      }\n    }\n",
			key, id, cloud, clientOf(number), secret, e.Authority, e.Graph, e.Exchange)
	}
	for i, h := range homes {
		entry(h.key, h.id, h.cloud, i+1)
	}
	entry(targetKey, targetID, "public", len(homes)+1)
	b.WriteString("  }\n}\n")
	for _, h := range homes {
		b.WriteString(strings.NewReplacer("HOME", h.key, "ANCHOR", anchor, "TARGET", targetKey).Replace(`
resource "multitenant_guest_sync" "HOME" {
  tenant        = "TARGET"
  source        = "HOME"
  scope         = { all_users = true }
  source_anchor = "ANCHOR"
  attributes = {
    display_name = { from = "displayName", suffix = " (HOME)" }
    department   = { from = "department" }
    job_title    = { from = "jobTitle" }
    company_name = { value = "HOME" }
  }
  on_leave = { action = "delete", after_days = 30, first = "hide" }
}
`))
	}
	return b.String()
}
