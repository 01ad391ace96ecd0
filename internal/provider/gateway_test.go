package provider_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const (
	anaEmail = "ana.ruiz@contoso.example"

	guestOfFabrikam = `
resource "multitenant_b2b_invitation" "ana" {
  tenant = "fabrikam"
  email  = "` + anaEmail + `"
}
`
)

func page(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, "<html><title>No such page</title></html>")
	}
}

// everything gives the same response to every request.
func everything(h http.HandlerFunc) func(*http.Request) http.HandlerFunc {
	return func(*http.Request) http.HandlerFunc { return h }
}

// TestRefreshBehindAGateway reads a user and a partner through a gateway that
// answers 404. The response is not Graph's, so the user is not gone.
func TestRefreshBehindAGateway(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard().Grant("Policy.Read.All", "Policy.ReadWrite.CrossTenantAccess"))
	g := w.Gateway()
	config := g.Before("graph", w.Config(guestOfFabrikam+`
resource "multitenant_cross_tenant_access_partner" "contoso" {
  tenant            = "fabrikam"
  partner_tenant_id = "`+acctest.ContosoID+`"
  inbound_trust     = { is_mfa_accepted = true }
}
`))
	w.Test(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig:    func() { g.Answer(everything(page(http.StatusNotFound))) },
			RefreshState: true,
			ExpectError:  acctest.Message("Cannot read", "unexpected response from", "404 Not Found, text/html", "No such page", "is not from Microsoft Graph"),
		},
		resource.TestStep{
			PreConfig:    func() { g.Answer(everything(page(http.StatusForbidden))) },
			RefreshState: true,
			ExpectError:  acctest.Message("unexpected response from", "403 Forbidden"),
		},
		resource.TestStep{
			PreConfig:        func() { g.Answer(nil) },
			Config:           config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		},
	)
}

// TestRedirectsAreNotFollowed uses a Graph and a login service that redirect to
// another host, which gets no request.
func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard())
	g, other := w.Gateway(), w.Gateway()
	redirect := func(method, path string, status int) func(*http.Request) http.HandlerFunc {
		return func(req *http.Request) http.HandlerFunc {
			if req.Method != method && method != "" || !strings.HasSuffix(req.URL.Path, path) {
				return nil
			}
			return func(w http.ResponseWriter, req *http.Request) { http.Redirect(w, req, other.URL+req.URL.Path, status) }
		}
	}
	host := strings.TrimPrefix(other.URL, "https://")
	steps := []resource.TestStep{}
	for _, test := range []struct {
		service, method, path string
		status                int
	}{
		{"graph", http.MethodGet, "", http.StatusFound},
		{"graph", http.MethodPost, "/invitations", http.StatusFound},
		{"graph", http.MethodPost, "/invitations", http.StatusTemporaryRedirect},
		{"authority", "", "", http.StatusFound},
	} {
		steps = append(steps, resource.TestStep{
			PreConfig:   func() { g.Answer(redirect(test.method, test.path, test.status)) },
			Config:      g.Before(test.service, w.Config(guestOfFabrikam)),
			ExpectError: acctest.Message(fmt.Sprintf("answered with a redirect (%d) to %s, which was not followed", test.status, host)),
		})
	}
	w.Test(steps...)
	if seen := other.Seen(); len(seen) > 0 {
		t.Errorf("the other host has seen %q", seen)
	}
	if len(w.Guests(acctest.FabrikamID)) > 0 {
		t.Error("a user was invited")
	}
}

// TestRefusedSignInFailsThePlanOnce plans three invitations to a tenant with an
// invalid credential.
func TestRefusedSignInFailsThePlanOnce(t *testing.T) {
	t.Parallel()
	const unknownID = "99999999-0000-4000-8000-000000000000"
	w := acctest.Start(t, acctest.Standard())
	right := w.Entry(acctest.Fabrikam, "")
	for name, test := range map[string]struct{ entry, code, check string }{
		"secret": {w.Entry(acctest.Fabrikam, clientID(`client_secret = "wrong"`)), "AADSTS7000215", "Use the secret's value"},
		"client": {strings.Replace(right, acctest.ClientID(acctest.Fabrikam), unknownID, 1), "AADSTS700016", "Check client_id"},
		"tenant": {strings.Replace(right, acctest.FabrikamID, unknownID, 1), "AADSTS90002", "Check tenant_id"},
		"cloud":  {strings.Replace(w.Entry(acctest.Northwind, ""), acctest.NorthwindID, acctest.FabrikamID, 1), "AADSTS90002", "Check tenant_id"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewWorkspace(t, block(test.entry)+`
resource "multitenant_b2b_invitation" "people" {
  for_each = toset(["ana.ruiz", "bo.lind", "cy.hart"])
  tenant   = "fabrikam"
  email    = "${each.key}@tailspin.example"
}

resource "multitenant_cross_tenant_access_policy" "fabrikam" {
  tenant                  = "fabrikam"
  allowed_cloud_endpoints = []
}
`)
			out, err := s.Run("plan")
			if err == nil {
				t.Errorf("the plan passes:\n%s", out)
			}
			for part, want := range map[string]int{`Cannot sign in to tenant "fabrikam"`: 1, test.code: 1, "Plan check skipped": 0} {
				if got := strings.Count(out, part); got != want {
					t.Errorf("%q is said %d times, want %d:\n%s", part, got, want, out)
				}
			}
			if !acctest.Message(test.check).MatchString(out) {
				t.Errorf("the plan does not say what to check:\n%s", out)
			}
		})
	}
}

// TestBrokenAnswers truncates the answer to an invitation: the user is found and
// continued.
func TestBrokenAnswers(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard())
	g := w.Gateway()
	broken := 0
	g.Answer(func(req *http.Request) http.HandlerFunc {
		if req.Method != http.MethodPost || broken > 0 || !strings.HasSuffix(req.URL.Path, "/invitations") {
			return nil
		}
		broken++
		return func(rw http.ResponseWriter, req *http.Request) {
			recorder := httptest.NewRecorder()
			g.Pass(recorder, req)
			rw.Header().Set("Content-Type", "application/json")
			rw.Header().Set("Content-Length", fmt.Sprint(recorder.Body.Len()))
			rw.WriteHeader(recorder.Code)
			_, _ = rw.Write(recorder.Body.Bytes()[:recorder.Body.Len()/2])
		}
	})
	w.Test(resource.TestStep{Config: g.Before("graph", w.Config(guestOfFabrikam))})
	if broken != 1 {
		t.Error("no answer was broken")
	}
	invitations := 0
	for _, request := range w.Requests() {
		if request == "POST /invitations" {
			invitations++
		}
	}
	if invitations != 1 {
		t.Errorf("the user was invited %d times", invitations)
	}
}
