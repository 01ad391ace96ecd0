package addressbook_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// warned expects warnings, by parts of each, and no others. An apply repeats those of
// its plan.
func warned(t *testing.T, said []acctest.Said, want ...[]string) {
	t.Helper()
	for _, parts := range want {
		others := slices.DeleteFunc(slices.Clone(said), func(d acctest.Said) bool {
			return d.Severity == "warning" && !slices.ContainsFunc(parts, func(p string) bool { return !strings.Contains(d.Summary+"\n"+d.Detail, p) })
		})
		if len(others) == len(said) {
			t.Errorf("no warning has %q among %+v", parts, said)
		}
		said = others
	}
	if len(said) > 0 {
		t.Errorf("also said: %+v", said)
	}
}

// TestReaderOfExchange: an application that may only read Exchange sets Graph, which
// Exchange follows or not; the difference is reported.
func TestReaderOfExchange(t *testing.T) {
	t.Parallel()
	notUsed := []string{`Exchange Online of tenant "fabrikam" is not used`, "Exchange refused Set-MailUser", "Entra role Exchange Recipient Administrator"}
	differs := []string{"MT040", "as hidden (HiddenFromAddressListsEnabled = true), Graph as visible (showInAddressList = true)", "lacks a permission"}
	t.Run("Exchange follows", func(t *testing.T) {
		t.Parallel()
		w := start(t, withRole("Global Reader"))
		id := hiddenGuest(w)
		s := acctest.NewWorkspace(t, w.Config(shows(quoted(id), true)))
		said, ok := s.Diagnostics("apply", "-auto-approve")
		if warned(t, said, notUsed, differs); !ok {
			t.Error("the apply failed")
		}
		// A refresh reads and does not need the role.
		s.MustRun("apply", "-refresh-only", "-auto-approve")
		s.Unchanged()
		if err := inBoth(w, id, true)(nil); err != nil {
			t.Error(err)
		}
	})
	t.Run("Exchange does not follow", func(t *testing.T) {
		t.Parallel()
		w := start(t, withRole("Global Reader"), apart)
		id := hiddenGuest(w)
		s := acctest.NewWorkspace(t, w.Config(shows(quoted(id), true)))
		s.MustRun("apply", "-auto-approve")
		said, _ := s.Diagnostics("plan")
		warned(t, said, differs)
		if out := s.MustRun("plan"); !strings.Contains(out, "1 to change") {
			t.Errorf("no change is planned:\n%s", acctest.Tail(out))
		}
		assign(t, w, "Exchange Recipient Administrator")
		said, ok := s.Diagnostics("apply", "-auto-approve")
		if warned(t, said, differs); !ok {
			t.Error("the apply failed")
		}
		s.Unchanged()
	})
}

// TestReaderOfGraph: Exchange has the value, and the refusal of Graph leaves a
// difference that the apply and the plans report.
func TestReaderOfGraph(t *testing.T) {
	t.Parallel()
	e := withExchange()
	for i := range e.Tenants {
		e.Tenants[i].Applications[0].Permissions = []string{"User.Read.All", "Exchange.ManageAsApp"}
	}
	w := start(t, e, apart)
	id := hiddenGuest(w)
	differs := []string{"MT040", "as visible (HiddenFromAddressListsEnabled = false), Graph as hidden (showInAddressList = false)", "The address book follows Exchange"}
	s := acctest.NewWorkspace(t, w.Config(shows(quoted(id), true)))
	said, ok := s.Diagnostics("apply", "-auto-approve")
	if warned(t, said, differs); !ok {
		t.Error("the apply failed")
	}
	said, _ = s.Diagnostics("plan")
	warned(t, said, differs)
	if err := inExchange(w, id, true)(nil); err != nil {
		t.Error(err)
	}
}

// TestTenantWithoutExchange: a refused token for Exchange is no refused sign-in to the
// tenant. It is simulated by a resource that the tenant does not know.
func TestTenantWithoutExchange(t *testing.T) {
	t.Parallel()
	w := start(t, acctest.Standard())
	id := hiddenGuest(w)
	config := func(mode string) string {
		before, after, _ := strings.Cut(w.Config(shows(quoted(id), true, `exchange = "`+mode+`"`)), `tenant_id = "`+acctest.FabrikamID+`"`)
		return before + `tenant_id = "` + acctest.FabrikamID + `"` +
			strings.Replace(after, "endpoints = {\n", "endpoints = {\nexchange_audience = \"https://exchange.example\"\n", 1)
	}
	why := []string{`Exchange Online of tenant "fabrikam" is not used`, "AADSTS500011", "A tenant without Exchange Online does not know Exchange"}
	s := acctest.NewWorkspace(t, config("required"))
	out, err := s.Run("apply", "-auto-approve")
	if err == nil || !acctest.Message("Cannot show user "+id, "AADSTS500011", "A tenant without Exchange Online").MatchString(out) {
		t.Errorf("%v:\n%s", err, acctest.Tail(out))
	}
	s.Write(config("auto"))
	said, ok := s.Diagnostics("apply", "-auto-approve")
	warned(t, said, why)
	if err := inGraph(w, id, true)(nil); err != nil || !ok {
		t.Errorf("applied %t: %v", ok, err)
	}
	if asked := w.Requests(wire.Exchange); len(asked) > 0 {
		t.Errorf("Exchange was asked: %v", asked)
	}
	said, _ = s.Diagnostics("plan")
	warned(t, said, why)
}

// TestTokens: with "off" no token for Exchange is requested.
func TestTokens(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange())
	id := hiddenGuest(w)
	s := acctest.NewWorkspace(t, w.Config(shows(quoted(id), true, `exchange = "off"`)))
	s.MustRun("apply", "-auto-approve")
	tokens := func() int {
		w.ForgetRequests()
		s.MustRun("plan")
		entries := w.Entries(wire.Filter{Service: wire.Login, Method: http.MethodPost})
		return len(slices.DeleteFunc(entries, func(e wire.Entry) bool { return !strings.Contains(e.Path, "/token") }))
	}
	off := tokens()
	s.Write(w.Config(shows(quoted(id), true, `exchange = "required"`)))
	s.MustRun("apply", "-auto-approve")
	if on := tokens(); off != 1 || on != 2 {
		t.Errorf("%d tokens with exchange = off, and %d with it required", off, on)
	}
}
