package acctest_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// TestJournalCountsEveryService: without a service, all requests for data count,
// and the sign-in does not.
func TestJournalCountsEveryService(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.Test(resource.TestStep{Config: w.Config(invite(`job_title = "Controller"`)), Check: w.Made("POST /invitations", "PATCH /users/{id}")})
	w.ForgetRequests()
	const path = "/adminapi/beta/" + acctest.FabrikamID + "/InvokeCommand"
	resp, err := acctest.Client().Post(w.Server().Clouds()["public"].Exchange+path, "application/json", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if err := w.Wrote("POST " + path); err != nil {
		t.Error(err)
	}
	for service, want := range map[wire.Service]int{wire.Graph: 0, wire.Exchange: 1, wire.Login: 0} {
		if got := w.Requests(service); len(got) != want {
			t.Errorf("requests to %s are %v, want %d", service, got, want)
		}
	}
	if err := w.NotSent(http.MethodPost); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("a request was sent: %v", err)
	}
	if err := w.NotSent(http.MethodDelete); err != nil {
		t.Error(err)
	}
	w.ForgetRequests()
}

// TestCmdletsThatGetAreReads: a request to Exchange Online has the name of its
// cmdlet.
func TestCmdletsThatGetAreReads(t *testing.T) {
	t.Parallel()
	w := start(t)
	for _, cmdlet := range []string{"Get-MailUser", "Set-MailUser", "get-recipient"} {
		resp, err := acctest.Client().Post(w.Server().Clouds()["public"].Exchange+"/adminapi/beta/"+acctest.FabrikamID+"/InvokeCommand", "application/json",
			strings.NewReader(`{"CmdletInput":{"CmdletName":"`+cmdlet+`","Parameters":{}}}`))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	if got := w.Requests(); !slices.Equal(got, []string{"Get-MailUser", "Set-MailUser", "get-recipient"}) {
		t.Errorf("requests are %v", got)
	}
	if err := w.Wrote("Set-MailUser"); err != nil {
		t.Error(err)
	}
	w.ForgetRequests()
}

// TestSignInIsCountedOnRequest: the sign-in precedes the first request for data.
func TestSignInIsCountedOnRequest(t *testing.T) {
	t.Parallel()
	w := start(t)
	acctest.NewWorkspace(t, w.Config(look)).MustRun("apply", "-auto-approve")
	isSignIn := func(r string) bool { return strings.HasSuffix(r, "/oauth2/v2.0/token") }
	if got := w.Requests(wire.Login); !slices.ContainsFunc(got, isSignIn) {
		t.Errorf("requests to the login service are %v", got)
	}
	if got := w.Requests(); len(got) == 0 || slices.ContainsFunc(got, isSignIn) {
		t.Errorf("requests for data are %v", got)
	}
	if err := w.Wrote(); err != nil {
		t.Error(err)
	}
}

// TestWritesAreComparedOneByOne: {id} in an expectation matches any id.
func TestWritesAreComparedOneByOne(t *testing.T) {
	t.Parallel()
	w := start(t)
	acctest.NewWorkspace(t, w.Config(invite(`job_title = "Controller"`))).MustRun("apply", "-auto-approve")
	id := w.Guest(acctest.FabrikamID, anaEmail).ID
	for name, test := range map[string]struct {
		want []string
		same bool
	}{
		"any id":        {[]string{"POST /invitations", "PATCH /users/{id}"}, true},
		"the id":        {[]string{"POST /invitations", "PATCH /users/" + id}, true},
		"another id":    {[]string{"POST /invitations", "PATCH /users/" + acctest.ManagerID}, false},
		"other order":   {[]string{"PATCH /users/{id}", "POST /invitations"}, false},
		"one is missed": {[]string{"POST /invitations"}, false},
		"one too many":  {[]string{"POST /invitations", "PATCH /users/{id}", "PATCH /users/{id}"}, false},
		"below it":      {[]string{"POST /invitations", "PATCH /users"}, false},
		"none":          {nil, false},
	} {
		if err := w.Wrote(test.want...); (err == nil) != test.same {
			t.Errorf("%s: %v", name, err)
		}
	}
}
