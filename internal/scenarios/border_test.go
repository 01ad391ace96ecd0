package scenarios_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// border is the module between Contoso and Northwind, in both directions.
const border = `
module "border" {
  source = "./modules/border"

  tenants = {
    contoso   = { tenant_id = "11111111-1111-4111-8111-111111111111" }
    northwind = { tenant_id = "33333333-3333-4333-8333-333333333333", cloud = "usgovernment" }
  }

  allow_list  = ["displayName", "department"]
  on_existing = "adopt"

  edges = {
    "contoso->northwind" = {
      scope = { group_ids = ["eeeeeeee-0000-4000-8000-000000000001"] }
      attributes = {
        display_name = { from = "displayName", suffix = " (Contoso)" }
        company_name = { value = "Contoso" }
        department   = { from = "department", apply = "creation" }
      }
      withhold_if = { attribute = "extensionAttribute7", equals = "ITAR" }
      evidence    = { path = "contoso-to-northwind.jsonl", values = "plain" }
      preview     = true
    }
    "northwind->contoso" = {
      scope       = { filter = "startsWith(userPrincipalName,'Mona')" }
      attributes  = { display_name = { from = "displayName" } }
      withhold_if = null
    }
  }
}

output "preview" {
  value = module.border.previews["contoso->northwind"]
}

output "syncs" {
  value = module.border.syncs
}
`

// borderGroup is the scope of the border.
const borderGroup = "eeeeeeee-0000-4000-8000-000000000001"

// canary is in every property of every user of Contoso that may not cross.
const canary = "Canary"

func markedID(n int) string { return fmt.Sprintf("bbbbbbbb-0000-4000-8000-%012d", n) }

// marked is a user of Contoso whose properties are all marked, but for those on the
// allow list, unless the user is withheld.
func marked(n int, withheld bool) acctest.Object {
	u := acctest.Object{
		"id": markedID(n), "userPrincipalName": fmt.Sprintf("user%d@contoso.example", n), "userType": "Member",
		"accountEnabled": true, "displayName": fmt.Sprintf("User %d", n), "department": "Sales",
		"businessPhones": []string{canary}, "otherMails": []string{"other.canary@contoso.example"},
		"mail": fmt.Sprintf("mail%d.canary@contoso.example", n), "preferredLanguage": "fr-CA", "usageLocation": "CA",
	}
	for _, name := range []string{
		"givenName", "surname", "jobTitle", "companyName", "officeLocation", "mobilePhone", "employeeId", "employeeType", "faxNumber",
		"city", "state", "streetAddress", "postalCode", "country", "mailNickname",
	} {
		u[name] = canary
	}
	extensions := acctest.Object{}
	for i := range 15 {
		extensions[fmt.Sprintf("extensionAttribute%d", i+1)] = canary
	}
	if withheld {
		extensions["extensionAttribute7"] = "itar"
		u["displayName"], u["department"], u["userPrincipalName"] = canary, canary, fmt.Sprintf("canary%d@contoso.example", n)
	}
	u["onPremisesExtensionAttributes"] = extensions
	return u
}

// traffic is everything that was sent to a cloud.
type traffic struct {
	mu   sync.Mutex
	sent []string
}

// watch records the requests of a configuration to the Graph of a cloud, with their
// bodies.
func watch(t *testing.T, w *acctest.World, cloud, config string) (*traffic, string) {
	t.Helper()
	g, seen := w.GatewayOf(cloud), &traffic{}
	g.Answer(func(req *http.Request) http.HandlerFunc {
		path, err := url.QueryUnescape(req.URL.RequestURI())
		if err != nil {
			t.Error(err)
		}
		seen.mu.Lock()
		defer seen.mu.Unlock()
		seen.sent = append(seen.sent, req.Method+" "+path+" "+body(t, req))
		return nil
	})
	return seen, g.Before("graph", config)
}

// body reads the body of a request, and puts it back.
func body(t *testing.T, req *http.Request) string {
	t.Helper()
	data, err := io.ReadAll(req.Body)
	if err != nil {
		t.Error(err)
	}
	req.Body = io.NopCloser(bytes.NewReader(data))
	if req.Header.Get("Content-Encoding") != "gzip" || len(data) == 0 {
		return string(data)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Error(err)
		return ""
	}
	data, err = io.ReadAll(unpacked)
	if err != nil {
		t.Error(err)
	}
	return string(data)
}

// without expects that no request has any of the texts, in any case, and returns the
// number of requests.
func (s *traffic) without(t *testing.T, texts ...string) int {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, request := range s.sent {
		for _, text := range texts {
			if strings.Contains(strings.ToLower(request), strings.ToLower(text)) {
				t.Errorf("%s is in %s", text, request)
			}
		}
	}
	return len(s.sent)
}

// TestBorder applies the module between two clouds, with a canary in every attribute of
// every user: no request to the other cloud, no evidence and no preview has one.
func TestBorder(t *testing.T) {
	t.Parallel()
	e := acctest.Standard().Grant("Policy.ReadWrite.CrossTenantAccess", "GroupMember.Read.All")
	contoso := e.Tenant(acctest.Contoso)
	contoso.Users = nil
	for n := 1; n <= 7; n++ {
		contoso.Users = append(contoso.Users, marked(n, n == 4 || n == 6))
	}
	contoso.Groups = []acctest.Object{{
		"id": borderGroup, "displayName": "Border", "members": []string{markedID(1), markedID(2), markedID(3), markedID(4)},
	}}
	w := acctest.Start(t, e)
	seen, config := watch(t, w, "usgovernment", w.Config(border))
	s := workspace(t, config)
	s.MustRun("init")
	if out := s.MustRun("plan"); !strings.Contains(out, "3 create") {
		t.Errorf("the plan says\n%s", acctest.Tail(out))
	}
	s.MustRun("apply", "-auto-approve")
	// The preview is an output, which changes with the run.
	s.MustRun("apply", "-auto-approve")
	s.Unchanged()
	// The second run has only changes, so that it searches for users.
	w.Change(acctest.ContosoID, markedID(1), acctest.Object{"displayName": "User One", "department": canary})
	join(t, w, 5, 6)
	s.MustRun("apply", "-auto-approve")
	s.MustRun("apply", "-auto-approve")

	guests := names(w, acctest.NorthwindID)
	if want := []string{"User 2 (Contoso)", "User 3 (Contoso)", "User 5 (Contoso)", "User One (Contoso)"}; !slices.Equal(guests, want) {
		t.Errorf("Northwind has the guests %v", guests)
	}
	if guests := names(w, acctest.ContosoID); !slices.Equal(guests, []string{"Mona Manager"}) {
		t.Errorf("Contoso has the guests %v", guests)
	}
	if n := seen.without(t, canary, "itar", "fr-CA"); n < 20 {
		t.Errorf("only %d requests were seen", n)
	}
	crossed(t, s, w)
	closed(t, s, w)
}

// join adds users to the scope.
func join(t *testing.T, w *acctest.World, users ...int) {
	t.Helper()
	for _, n := range users {
		if err := directory.Groups.Link(w.World, acctest.ContosoID, borderGroup, "members", markedID(n)); err != nil {
			t.Fatal(err)
		}
	}
}

// names lists the external users of a tenant.
func names(w *acctest.World, tenantID string) []string {
	var all []string
	for _, u := range w.Guests(tenantID) {
		all = append(all, u.DisplayName)
	}
	slices.Sort(all)
	return all
}

// crossed checks the evidence, the preview and the state for canaries.
func crossed(t *testing.T, s *acctest.Workspace, w *acctest.World) {
	t.Helper()
	var outputs struct {
		Preview struct{ Value string }
		Syncs   struct {
			Value map[string]struct {
				People int
				Head   string `json:"evidence_head"`
			}
		}
	}
	if err := json.Unmarshal([]byte(s.MustRun("output", "-json")), &outputs); err != nil {
		t.Fatal(err)
	}
	sync := outputs.Syncs.Value["contoso->northwind"]
	if sync.People != 4 || sync.Head == "" || !strings.Contains(outputs.Preview.Value, `"withheld": 2`) {
		t.Errorf("the outputs are %+v", outputs)
	}
	evidence := read(t, s.Path("contoso-to-northwind.jsonl"))
	if !strings.Contains(evidence, "User One (Contoso)") {
		t.Errorf("the evidence is %s", evidence)
	}
	for where, text := range map[string]string{
		"evidence": evidence, "preview": outputs.Preview.Value, "state": read(t, s.Path("terraform.tfstate")),
	} {
		if strings.Contains(strings.ToLower(text), "canary") {
			t.Errorf("the %s has a canary: %s", where, text)
		}
	}
}

// closed loses the withholding attribute between a plan and its apply: nothing is
// written.
func closed(t *testing.T, s *acctest.Workspace, w *acctest.World) {
	t.Helper()
	join(t, w, 7)
	s.MustRun("plan", "-out", "saved")
	unreadable := `{"value":[{"id":"bbbbbbbb-0000-4000-8000-000000000001"}]}`
	w.Fault(wire.Fault{
		Service: wire.Graph, Method: http.MethodGet, Path: "/user*", Tenant: acctest.Contoso, Status: http.StatusOK, Body: &unreadable,
		ContentType: "application/json",
	})
	w.ForgetRequests()
	for _, args := range [][]string{{"apply", "saved"}, {"apply", "-auto-approve"}} {
		if out, err := s.Run(args...); err == nil || !strings.Contains(out, "Withheld users cannot be determined") {
			t.Errorf("%v: %v\n%s", args, err, acctest.Tail(out))
		}
	}
	if err := w.Wrote(); err != nil {
		t.Error(err)
	}
}

// TestBorderRefusesOtherAttributes stops a plan whose edge reads what is not allowed.
func TestBorderRefusesOtherAttributes(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard())
	s := workspace(t, w.Config(strings.Replace(border, `{ from = "department", apply = "creation" }`, `{ from = "jobTitle" }`, 1)))
	s.MustRun("init")
	if out, err := s.Run("plan"); err == nil || !acctest.Message("jobTitle is not on the allow list of the border").MatchString(out) {
		t.Errorf("%v\n%s", err, acctest.Tail(out))
	}
}
