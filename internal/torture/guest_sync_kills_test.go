package torture_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// The numbers of kills and users of the short version, and those of `make torture`.
const (
	shortKills, longKills = 3, 30
	shortCrowd, longCrowd = 30, 300
)

// TestTortureGuestSync kills the provider or the CLI at random requests of a guest
// sync, during its first run and during runs with changes in both tenants. Undisturbed
// applies then continue: the same users have the same external users, none is invited
// twice, mailed or deleted, and nothing has to be imported.
func TestTortureGuestSync(t *testing.T) {
	t.Parallel()
	seed, kills, people := number(t, seedVariable, shortSeed), shortKills, shortCrowd
	if os.Getenv(roundsVariable) != "" {
		kills, people = longKills, longCrowd
	}
	t.Logf("%s=%d repeats these kills", seedVariable, seed)
	c := newCrowd(t, seed, people)
	for done := 0; done < kills; {
		if c.kill() {
			done++
		}
		c.settle()
		c.check()
		c.change()
	}
}

// crowd is a guest sync of many users.
type crowd struct {
	*rand.Rand
	t         *testing.T
	world     *acctest.World
	workspace *acctest.Workspace
	members   []*member
	// size is the number of users at the beginning.
	size int
}

// member is a user of Contoso in scope.
type member struct {
	id, upn    string
	department string
	away       bool
	// guest is the object id of the external user, as soon as there is one.
	guest string
}

func newCrowd(t *testing.T, seed, people int) *crowd {
	t.Helper()
	c := &crowd{Rand: rand.New(rand.NewPCG(uint64(seed), 1<<32)), t: t, size: people}
	e := acctest.Standard()
	contoso := e.Tenant(acctest.Contoso)
	contoso.Users = nil
	for i := range people {
		m := &member{id: fmt.Sprintf("eeeeeeee-0000-4000-8000-%012x", i), upn: fmt.Sprintf("user.%d@contoso.example", i), department: "Sales"}
		c.members = append(c.members, m)
		contoso.Users = append(contoso.Users, acctest.Object{
			"id": m.id, "userPrincipalName": m.upn, "mail": m.upn, "displayName": m.upn, "department": m.department, "userType": "Member",
		})
	}
	c.world = acctest.Start(t, e)
	c.workspace = acctest.NewWorkspace(t, c.world.Config(`
resource "multitenant_guest_sync" "crowd" {
  tenant        = "fabrikam"
  source        = "contoso"
  scope         = { all_users = true }
  source_anchor = "extensionAttribute15"
  attributes = {
    department   = { from = "department" }
    company_name = { value = "Contoso" }
  }
  on_leave = { action = "delete", after_days = 30, first = "hide", max_people = -1, max_percent = -1 }
}
`))
	return c
}

// kill applies, and kills the provider or all of it at a random request.
func (c *crowd) kill() (killed bool) {
	c.t.Helper()
	at := acctest.Moment{CarriedOut: c.IntN(2) == 0, CLI: c.IntN(2) == 0}
	most := 2*c.size + c.size/2
	switch c.IntN(4) {
	case 0:
		at.Any, most = true, 3*c.size
	case 1:
		at.Method, at.Path, most = http.MethodPatch, "/users", c.size
	case 2:
		at.Method, at.Path, most = http.MethodPost, "/invitations", c.size
	}
	// Later runs have fewer requests.
	if slices.ContainsFunc(c.members, func(m *member) bool { return m.guest != "" }) {
		most = c.size / 5
	}
	at.Number = 1 + c.IntN(most)
	_, killed, err := c.world.TryKill(c.workspace, at, command...)
	c.t.Logf("apply with %+v: killed %t, %v", at, killed, err)
	return killed
}

// settle applies without a disturbance. A kill can lose the ledger: then the first run
// finds the users again, and only the second one has a plan that may remove any.
func (c *crowd) settle() {
	c.t.Helper()
	c.workspace.MustRun(command...)
	c.workspace.MustRun(command...)
	c.workspace.Unchanged()
}

// change changes both tenants: users come, leave, return and move, external users are
// changed and deleted.
func (c *crowd) change() {
	c.t.Helper()
	for range 1 + c.size/5 {
		m := c.members[c.IntN(len(c.members))]
		switch c.IntN(6) {
		case 0:
			c.toggle(m)
		case 1:
			c.hire()
		case 2:
			if !m.away && m.guest != "" {
				c.world.Change(acctest.FabrikamID, m.guest, acctest.Object{"companyName": "Northwind"})
			}
		case 3:
			if !m.away && c.exists(m.guest) {
				c.world.Remove(acctest.FabrikamID, m.guest)
				// Another change of the same external user would fail.
				return
			}
		default:
			if !m.away {
				m.department = fmt.Sprintf("Department %d", c.IntN(1000))
				c.world.Change(acctest.ContosoID, m.id, acctest.Object{"department": m.department})
			}
		}
	}
}

func (c *crowd) exists(guest string) bool {
	return slices.ContainsFunc(c.world.Guests(acctest.FabrikamID), func(u *directory.User) bool { return u.ID == guest })
}

// toggle deletes a user of the home tenant, or restores it.
func (c *crowd) toggle(m *member) {
	c.t.Helper()
	if m.away = !m.away; m.away {
		c.world.Remove(acctest.ContosoID, m.id)
		return
	}
	administrator := kernel.Actor{Permissions: []string{"User.ReadWrite.All", "Directory.ReadWrite.All"}}
	if _, err := directory.Users.Restore(c.world.World, acctest.ContosoID, m.id, nil, administrator); err != nil {
		c.t.Fatal(err)
	}
}

// hire adds a user to the home tenant.
func (c *crowd) hire() {
	c.t.Helper()
	administrator := kernel.Actor{Permissions: []string{"User.ReadWrite.All", "Directory.ReadWrite.All"}}
	m := &member{upn: fmt.Sprintf("user.%d@contoso.example", len(c.members)), department: "Sales"}
	u, err := directory.Users.Create(c.world.World, acctest.ContosoID, kernel.Draft{Properties: map[string]any{
		"userPrincipalName": m.upn, "mail": m.upn, "displayName": m.upn, "department": m.department, "accountEnabled": true,
		"mailNickname": strings.ReplaceAll(m.upn, "@", "."), "passwordProfile": map[string]any{"password": "Pa55-w0rd-of-bench"},
	}}, administrator)
	if err != nil {
		c.t.Fatal(err)
	}
	m.id = u.ID
	c.members = append(c.members, m)
}

// check compares the external users with the users of the home tenant.
func (c *crowd) check() {
	c.t.Helper()
	found := map[string][]*directory.User{}
	for _, u := range c.world.Guests(acctest.FabrikamID) {
		found[strings.ToLower(u.Mail)] = append(found[strings.ToLower(u.Mail)], u)
	}
	for _, m := range c.members {
		c.compare(m, found[m.upn])
		delete(found, m.upn)
	}
	if len(found) > 0 {
		c.t.Errorf("unknown external users: %v", found)
	}
	if bin := c.world.RecycleBin(acctest.FabrikamID); len(bin) > 0 {
		c.t.Errorf("%d external users were deleted", len(bin))
	}
	if mails := c.world.Mails(acctest.FabrikamID); len(mails) > 0 {
		c.t.Errorf("%d mails were sent", len(mails))
	}
	if c.t.Failed() {
		c.t.FailNow()
	}
}

func (c *crowd) compare(m *member, users []*directory.User) {
	c.t.Helper()
	if len(users) == 0 && m.away && m.guest == "" {
		return
	}
	if len(users) != 1 {
		c.t.Errorf("%s has %d external users", m.upn, len(users))
		return
	}
	u := users[0]
	if m.guest != "" && m.guest != u.ID {
		c.t.Errorf("%s had the external user %s, and has %s", m.upn, m.guest, u.ID)
	}
	m.guest = u.ID
	hidden := u.ShowInAddressList != nil && !*u.ShowInAddressList
	if m.away {
		if !hidden {
			c.t.Errorf("%s has left and is not hidden: %+v", m.upn, u)
		}
		return
	}
	if u.UserType != "Guest" || u.Department != m.department || u.CompanyName != "Contoso" || u.Extensions["extensionAttribute15"] != m.id {
		c.t.Errorf("%s is %+v", m.upn, u)
	}
}
