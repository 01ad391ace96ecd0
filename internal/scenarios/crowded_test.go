package scenarios_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

const (
	crowd      = 200
	wrongNames = 10
	contacts   = 3
)

// crowded is an estate of three tenants in two clouds with many
// misconfigurations: ten users have a UPN that does not match their address,
// three are mail contacts of Fabrikam, Fabrikam accepts no invitations, and
// Northwind neither allows Contoso's cloud nor lets its users out.
func crowded() *acctest.Estate {
	e := unconnectedEstate()
	contoso, fabrikam, northwind := e.Tenant(acctest.Contoso), e.Tenant(acctest.Fabrikam), e.Tenant(acctest.Northwind)
	for i := range crowd {
		mail := fmt.Sprintf("person%d@contoso.example", i)
		upn := mail
		if i < wrongNames {
			upn = fmt.Sprintf("p%d@contoso.example", i)
		}
		contoso.Users = append(contoso.Users, acctest.Object{
			"userPrincipalName": upn, "mail": mail, "proxyAddresses": []string{"SMTP:" + mail},
			"displayName": mail, "userType": "Member", "accountEnabled": true,
		})
		if i >= crowd-contacts {
			fabrikam.Contacts = append(fabrikam.Contacts, acctest.Object{
				"displayName": mail, "mail": mail, "proxyAddresses": []string{"SMTP:" + mail},
			})
		}
	}
	fabrikam.AuthorizationPolicy = acctest.Object{"allowInvitesFrom": "none"}
	everything := func(kind, target string) acctest.Object {
		return acctest.Object{"accessType": "blocked", "targets": []acctest.Object{{"target": target, "targetType": kind}}}
	}
	northwind.CrossTenantAccess["partners"] = []acctest.Object{{
		"tenantId": acctest.ContosoID, "b2bCollaborationInbound": acctest.Object{
			"usersAndGroups": everything("user", "AllUsers"), "applications": everything("application", "AllApplications"),
		},
	}}
	return e
}

// crowdedConfig allows access from Contoso to Fabrikam and from Northwind to
// Contoso, and invites all users of Contoso to Fabrikam, some of them to
// Northwind, and Northwind's administrators to Contoso. Only the first
// invitations wait for their edge.
const crowdedConfig = `
module "topology" {
  source = "./modules/topology"

  tenants = {
    contoso   = { tenant_id = "11111111-1111-4111-8111-111111111111" }
    fabrikam  = { tenant_id = "22222222-2222-4222-8222-222222222222" }
    northwind = { tenant_id = "33333333-3333-4333-8333-333333333333", cloud = "usgovernment" }
  }
  kind        = "edges"
  edges       = { "contoso->fabrikam" = null, "northwind->contoso" = null }
  on_existing = "adopt"
}

module "fabrikam" {
  source = "./modules/guest_access"

  resource_tenants = ["fabrikam"]
  people           = [for i in range(200) : { email = "person${i}@contoso.example", home_tenant = "contoso" }]
  after            = module.topology.entries
}

module "northwind" {
  source = "./modules/guest_access"

  resource_tenants = ["northwind"]
  people           = [for i in range(100, 120) : { email = "person${i}@contoso.example", home_tenant = "contoso" }]
}

module "contoso" {
  source = "./modules/guest_access"

  resource_tenants = ["contoso"]
  people = [
    { email = "ada.admin@northwind.example", home_tenant = "northwind" },
    { email = "mona.manager@northwind.example", home_tenant = "northwind" },
  ]
}
`

// TestCrowdedPlansSayTheSame plans a misconfigured estate repeatedly with random
// parallelism. Each finding appears once, and every plan has the same findings.
func TestCrowdedPlansSayTheSame(t *testing.T) {
	t.Parallel()
	acctest.NeedsCLI(t, 11)
	w := acctest.StartWith(t, crowded(), kernel.Options{})
	s := workspace(t, w.Config(crowdedConfig))
	s.MustRun("init")
	want := map[string]int{
		"error MT001": wrongNames, "warning MT011": contacts,
		"error MT020 in fabrikam": 1,
		// The first is Northwind's decision; the others are still open in
		// Northwind and Contoso.
		`error MT022 b2bCollaborationInbound of tenant "northwind" for tenant "contoso"`: 1,
		`warning MT022 no entry of tenant "contoso" for tenant "northwind"`:              1,
		"warning MT023 contoso and northwind":                                            1,
		"warning Existing partner configuration will be modified":                        1,
	}
	var first map[string]int
	for range plans(t) {
		parallelism := strconv.Itoa(1 + rand.IntN(40))
		out, err := s.Run("plan", "-json", "-parallelism="+parallelism)
		if err == nil {
			t.Errorf("the plan passes with %s at a time", parallelism)
		}
		facts, texts := findings(t, out)
		if !maps.Equal(facts, want) {
			t.Errorf("%s at a time: found\n%v, want\n%v", parallelism, facts, want)
		}
		if first == nil {
			first = texts
		}
		if !maps.Equal(first, texts) {
			t.Errorf("%s at a time: the plan says\n%v, and the first one said\n%v", parallelism, texts, first)
		}
	}
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("the plans wrote %v", writes)
	}
}

// plans is the number of plans: a few, or SCENARIO_PLANS.
func plans(t *testing.T) int {
	t.Helper()
	text := os.Getenv("SCENARIO_PLANS")
	if text == "" {
		return 3
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

var (
	title  = regexp.MustCompile(`^(MT\d{3}): [^(]*(?:\((.*)\))?$`)
	person = regexp.MustCompile(`^Inviting \S+ to tenant "\w+" `)
)

// findings counts the findings of a plan: by severity, code and shared object,
// and by the complete text without the user that a shared finding is reported
// for.
func findings(t *testing.T, out string) (facts, texts map[string]int) {
	t.Helper()
	facts, texts = map[string]int{}, map[string]int{}
	lines := bufio.NewScanner(strings.NewReader(out))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var message struct {
			Diagnostic *struct{ Severity, Summary, Detail string }
		}
		if err := json.Unmarshal(lines.Bytes(), &message); err != nil {
			t.Fatalf("%v in %s", err, lines.Text())
		}
		d := message.Diagnostic
		if d == nil {
			continue
		}
		fact := d.Summary
		if found := title.FindStringSubmatch(d.Summary); found != nil {
			fact = strings.TrimSpace(found[1] + " " + found[2])
			if found[2] != "" {
				d.Detail = person.ReplaceAllString(d.Detail, "Inviting a user ")
			}
		}
		facts[d.Severity+" "+fact]++
		texts[d.Severity+" "+d.Summary+" "+d.Detail]++
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return facts, texts
}
