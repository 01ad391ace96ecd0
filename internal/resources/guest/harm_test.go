package guest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guest"
)

// TestNoUserIsHarmed applies invitations in random directories, with random facts
// of the service, lag and lost responses, and applies them again as after an
// interruption. In every case no user is mailed twice, no existing user is mailed
// or deleted by default, and no user is duplicated.
func TestNoUserIsHarmed(t *testing.T) {
	t.Parallel()
	for part := range randomWorlds {
		t.Run(fmt.Sprint(part), func(t *testing.T) {
			t.Parallel()
			w := start(t)
			arrivals, mails := 0, 0
			for i := range randomCases / randomWorlds {
				number := uint64(part*randomCases/randomWorlds + i)
				d := dice{rand.New(rand.NewPCG(number, 9))}
				c := newRandomCase(d.Rand)
				c.Invited.OnExisting = pick(d, "error", "error", "adopt")
				c.Invited.OnSoftDeleted = pick(d, "error", "ignore", "restore")
				if c.Resource == acctest.Fabrikam {
					d.alias(&c)
				}
				arrived, mailed, err := c.harm(t, w, d)
				if err != nil {
					data, _ := json.MarshalIndent(c, "", " ")
					settings, _ := json.Marshal(w.Settings())
					t.Errorf("case %d: %v\nsettings %s\n%s", number, err, settings, data)
				}
				arrivals, mails = arrivals+arrived, mails+mailed
			}
			t.Logf("%d arrivals, %d mails", arrivals, mails)
			if arrivals == 0 || mails == 0 {
				t.Error("the directories are not random enough")
			}
		})
	}
}

// alias sometimes adds another address to the account in the home tenant, by which
// the resource tenant has an external user.
func (d dice) alias(c *randomCase) {
	home, resource := c.Estate.Tenant(acctest.Contoso), c.Estate.Tenant(c.Resource)
	i := slices.IndexFunc(home.Users, func(u acctest.Object) bool { return u["id"] == atHomeID })
	if i < 0 || !d.one(2) {
		return
	}
	const alias = "alias@contoso.example"
	proxies, _ := home.Users[i]["proxyAddresses"].([]string)
	if len(proxies) == 0 {
		mail, _ := home.Users[i]["mail"].(string)
		proxies = []string{"SMTP:" + mail}
	}
	home.Users[i]["proxyAddresses"] = append(proxies, "smtp:"+alias)
	resource.Users = append(resource.Users, acctest.Object{
		"id": "dddddddd-0000-4000-8000-000000000007", "mail": alias, "creationType": "Invitation", "externalUserState": pick(d, "PendingAcceptance", "Accepted"),
		"userPrincipalName": "alias_contoso.example#EXT#@" + resource.InitialDomain, "userType": "Guest", "createdDateTime": "2024-01-31T00:00:00Z",
	})
}

// settings draws the facts of the service.
func (w drawn) settings(d dice) {
	err := w.ChangeSettings(func(s *settings.Settings) error {
		v := reflect.ValueOf(s).Elem()
		for i := range v.NumField() {
			if v.Field(i).Kind() == reflect.Bool {
				v.Field(i).SetBool(d.one(2))
			}
		}
		s.DerivedDisplayName = pick(d, settings.NameFromLocalPart, settings.NameFromAddress, settings.NoName)
		s.RefusedCharacters = pick(d, settings.Default().RefusedCharacters, settings.Default().RefusedCharacters+"'")
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

type drawn struct {
	*acctest.World
	t *testing.T
}

// harm applies the invitation of a case twice, and reports any harm.
func (c randomCase) harm(t *testing.T, w *acctest.World, d dice) (arrived, mailed int, err error) {
	t.Helper()
	for _, u := range c.Estate.Tenant(c.Resource).Users {
		if u["createdDateTime"] == nil {
			u["createdDateTime"] = "2024-01-31T00:00:00Z"
		}
	}
	c.load(t, w)
	drawn{w, t}.settings(d)
	id := c.Estate.Tenant(c.Resource).TenantID
	before := map[string]bool{}
	for _, u := range append(w.People(id), w.RecycleBin(id)...) {
		before[u.ID] = true
	}
	w.SetLag(pick(d, 0, 0, time.Second, 10*time.Minute))
	defer w.SetLag(0)
	defer w.Server().Faults().Clear()
	if d.one(3) {
		w.Fault(wire.Fault{
			Service: wire.Graph, Method: "POST", Path: pick(d, "/invitations", "/directory/deletedItems/*/restore"), Times: 1,
			DropResponse: true,
		})
	}
	for range 2 {
		// A new process, as after an interruption.
		tenants := registry(t, w)
		resource, err := tenants.Get(c.Resource)
		if err != nil {
			return 0, 0, err
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		a, err := guest.Arrive(ctx, tenants, resource, c.Invited)
		cancel()
		if err == nil {
			arrived++
			if a.Deletes && before[a.UserID] {
				return arrived, 0, fmt.Errorf("user %s was there before, and a destroy would delete them", a.UserID)
			}
		}
		w.Advance(2 * time.Second)
	}
	mails := map[string]int{}
	for _, m := range w.Mails(id) {
		mails[m.UserID]++
		if before[m.UserID] && m.UserID != c.Invited.InvitedUserID {
			return arrived, 0, fmt.Errorf("user %s was there before, and was mailed", m.UserID)
		}
	}
	for user, n := range mails {
		if n > 1 {
			return arrived, 0, fmt.Errorf("user %s was mailed %d times", user, n)
		}
	}
	fresh := slices.DeleteFunc(w.People(id), func(u *directory.User) bool { return before[u.ID] })
	if len(fresh) > 1 {
		return arrived, 0, fmt.Errorf("%d users came into being", len(fresh))
	}
	return arrived, len(slices.Collect(maps.Keys(mails))), nil
}

// TestInterruptKeepsTheRedeemURL interrupts a creation while the service processes
// the invitation: the apply waits for the response.
func TestInterruptKeepsTheRedeemURL(t *testing.T) {
	t.Parallel()
	w := start(t)
	tenants := registry(t, w)
	fabrikam, err := tenants.Get(acctest.Fabrikam)
	if err != nil {
		t.Fatal(err)
	}
	ctx, interrupt := context.WithCancel(t.Context())
	w.When(acctest.Moment{Path: "/invitations"}, interrupt)
	a, err := guest.Arrive(ctx, tenants, fabrikam, guest.Planned{Email: "bo@partner.example", UserType: "Guest", OnExisting: "error", OnSoftDeleted: "error"})
	if err != nil || a.RedeemURL == "" {
		t.Errorf("the interrupt costs the redeem URL: %v", err)
	}
	if _, err := guest.Arrive(ctx, tenants, fabrikam, guest.Planned{Email: "li@partner.example", UserType: "Guest", OnExisting: "error", OnSoftDeleted: "error"}); err == nil {
		t.Error("an invitation was begun after the interrupt")
	}
}
