package rules_test

import (
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

var (
	contoso  = rules.Tenant{Key: "contoso", ID: "11111111-1111-4111-8111-111111111111"}
	fabrikam = rules.Tenant{Key: "fabrikam", ID: "22222222-2222-4222-8222-222222222222"}
	tailspin = rules.Tenant{Key: "tailspin", ID: "44444444-4444-4444-8444-444444444444"}
)

// named are the users of a guest sync, by address.
type named []string

func (n named) Has(i rules.Invited) bool {
	for _, a := range n {
		if strings.EqualFold(a, i.Email) {
			return true
		}
	}
	return false
}

func (n named) Shared(other rules.SyncedUsers, sameSource bool) (count int, name string) {
	for _, a := range n {
		if sameSource && other.Has(rules.Invited{Email: a}) {
			count, name = count+1, a
		}
	}
	return count, name
}

func TestWriters(t *testing.T) {
	t.Parallel()
	type register = func(*rules.Writers) []rules.Finding
	invite := func(to rules.Tenant, email string) register {
		return func(w *rules.Writers) []rules.Finding {
			return rules.CheckInvited(w, rules.Invited{Resource: to, Email: email})
		}
	}
	sync := func(from, to rules.Tenant, isNew bool, settings string, users ...string) register {
		return func(w *rules.Writers) []rules.Finding {
			return rules.CheckGuestSync(w, rules.GuestSync{Source: from, Target: to, New: isNew, Settings: settings, Users: named(users)})
		}
	}
	job := func(from, to rules.Tenant) register {
		return func(w *rules.Writers) []rules.Finding {
			return rules.CheckStartedJob(w, rules.PlannedJob{Name: "Sync", Source: from, Target: to})
		}
	}
	const pia, mia = "pia@contoso.example", "mia@contoso.example"
	for name, test := range map[string]struct {
		all []register
		// want are texts of the only finding; nil means that there is none.
		want []string
	}{
		"invited and in scope": {
			[]register{invite(fabrikam, pia), sync(contoso, fabrikam, true, "a", pia)},
			[]string{pia, `to tenant "fabrikam"`, `of "contoso" to "fabrikam"`, "remove the invitation"},
		},
		"invited to another tenant":     {[]register{invite(tailspin, pia), sync(contoso, fabrikam, true, "a", pia)}, nil},
		"invited and not in scope":      {[]register{invite(fabrikam, mia), sync(contoso, fabrikam, true, "a", pia)}, nil},
		"two syncs of one user":         {[]register{sync(contoso, fabrikam, true, "a", pia), sync(contoso, fabrikam, true, "b", pia, mia)}, []string{"same 1 ", pia, "Two guest syncs"}},
		"two equal new syncs":           {[]register{sync(contoso, fabrikam, true, "a", pia), sync(contoso, fabrikam, true, "a", pia)}, []string{pia}},
		"a sync that is replaced":       {[]register{sync(contoso, fabrikam, false, "a", pia), sync(contoso, fabrikam, true, "a", pia)}, nil},
		"syncs with different scopes":   {[]register{sync(contoso, fabrikam, true, "a", mia), sync(contoso, fabrikam, true, "b", pia)}, nil},
		"syncs into different tenants":  {[]register{sync(contoso, fabrikam, true, "a", pia), sync(contoso, tailspin, true, "a", pia)}, nil},
		"syncs from different tenants":  {[]register{sync(contoso, fabrikam, true, "a", pia), sync(tailspin, fabrikam, true, "a", pia)}, nil},
		"a job that is started":         {[]register{job(contoso, fabrikam), sync(contoso, fabrikam, false, "a", pia)}, []string{`synchronization "Sync"`, "paused"}},
		"a job of the other direction":  {[]register{job(fabrikam, contoso), sync(contoso, fabrikam, true, "a", pia)}, nil},
		"an invitation and another job": {[]register{job(contoso, fabrikam), invite(fabrikam, pia)}, nil},
	} {
		for _, order := range [][]register{test.all, {test.all[1], test.all[0]}} {
			w := &rules.Writers{}
			if first := order[0](w); len(first) > 0 {
				t.Errorf("%s: the first has %+v", name, first)
			}
			findings := order[1](w)
			if len(findings) != min(len(test.want), 1) {
				t.Errorf("%s: %+v", name, findings)
				continue
			}
			for _, text := range test.want {
				if f := findings[0]; f.Code != rules.WrittenTwice || !strings.Contains(f.Detail+f.Remedy, text) {
					t.Errorf("%s: %+v lacks %q", name, f, text)
				}
			}
		}
	}
}

// TestManyInvitations names the first of many invitations in one finding.
func TestManyInvitations(t *testing.T) {
	t.Parallel()
	w, emails := &rules.Writers{}, named{"b@contoso.example", "a@contoso.example"}
	for _, e := range emails {
		rules.CheckInvited(w, rules.Invited{Resource: fabrikam, Email: e})
	}
	findings := rules.CheckGuestSync(w, rules.GuestSync{Source: contoso, Target: fabrikam, Users: emails})
	if len(findings) != 1 || !strings.Contains(findings[0].Detail, "2 users are invited") || !strings.Contains(findings[0].Detail, "a@contoso.example, b@contoso.example") {
		t.Errorf("findings %+v", findings)
	}
}

// TestFoundUsers keeps what a refresh has found.
func TestFoundUsers(t *testing.T) {
	t.Parallel()
	w := &rules.Writers{}
	if w.FoundBy("x") != nil {
		t.Error("there are users before")
	}
	w.Found("x", named{"a"})
	if w.FoundBy("x") == nil || w.FoundBy("y") != nil {
		t.Error("the users of x are missing, or are those of y")
	}
}
