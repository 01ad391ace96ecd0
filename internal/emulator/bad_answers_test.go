package emulator

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// The user is invited and the client gets an HTML page: the journal and the
// tenant show the invitation.
func TestFaultActsAndAnswersAPage(t *testing.T) {
	t.Parallel()
	r := start(t, Config{})
	token, base := r.contosoToken(), r.base(schema.CloudPublic)
	r.control("POST", "/faults", `{"method":"POST","path":"/invitations","act":true,"body":"<html>","times":1}`, http.StatusCreated)
	if a := r.do("POST", base+"/v1.0/invitations", token, invitation); a.status != 201 || a.body != "<html>" || !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		t.Fatalf("got %+v", a)
	}
	if a := r.do("GET", base+"/v1.0/users/lee.gu_fabrikam.example%23EXT%23@contoso.onmicrosoft.com", token, ""); a.status != 200 {
		t.Errorf("got %+v", a)
	}
}

func TestFaultRedirects(t *testing.T) {
	t.Parallel()
	r := start(t, Config{})
	r.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	r.control("POST", "/faults", `{"service":"login","status":302,"location":"https://elsewhere.example/token"}`, http.StatusCreated)
	if a := r.signIn(contosoID, contosoApp, contosoSecret); a.status != 302 || a.header.Get("Location") != "https://elsewhere.example/token" {
		t.Errorf("got %+v", a)
	}
}

// Responses of batch items are replaced one by one. A page is the base64 text
// that a batch makes of content other than JSON; a truncated item truncates the
// batch.
func TestBadAnswersOfBatchItems(t *testing.T) {
	t.Parallel()
	r := start(t, Config{})
	token, batch := r.contosoToken(), r.base(schema.CloudPublic)+"/v1.0/$batch"
	const body = `{"requests":[
		{"id":"1","method":"GET","url":"/users/kim.akers@contoso.example?$select=id"},
		{"id":"2","method":"GET","url":"/contacts?$select=id"}]}`
	r.control("POST", "/faults", `{"path":"/users/*","status":404,"body":"<html>","times":1}`, http.StatusCreated)
	a := r.do("POST", batch, token, body)
	var answers struct {
		Responses []struct {
			ID      string
			Status  int
			Headers map[string]string
			Body    any
		}
	}
	if err := json.Unmarshal([]byte(a.body), &answers); err != nil || len(answers.Responses) != 2 {
		t.Fatalf("got %+v", a)
	}
	for _, item := range answers.Responses {
		replaced := item.Status == 404 && item.Body == "PGh0bWw+" && strings.HasPrefix(item.Headers["Content-Type"], "text/html")
		if replaced != (item.ID == "1") {
			t.Errorf("item %+v", item)
		}
	}
	r.control("POST", "/faults", `{"path":"/contacts","truncate":true,"times":1}`, http.StatusCreated)
	if a, err := r.try("POST", batch, token, body); err == nil || a.status != 200 || a.body == "" || json.Valid([]byte(a.body)) {
		t.Errorf("got %+v, %v", a, err)
	}
	if a := r.do("POST", batch, token, body); a.status != 200 || !json.Valid([]byte(a.body)) {
		t.Errorf("afterwards: %+v", a)
	}
}

// TestFaultResetsTheConnection: the request is not carried out, and the journal has
// it without a status.
func TestFaultResetsTheConnection(t *testing.T) {
	t.Parallel()
	r := start(t, Config{})
	token, base := r.contosoToken(), r.base(schema.CloudPublic)
	r.control("POST", "/faults", `{"method":"POST","path":"/invitations","reset":true,"times":1}`, http.StatusCreated)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/v1.0/invitations", strings.NewReader(invitation))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	if resp, err := r.client.Do(req); err == nil {
		resp.Body.Close()
		t.Fatalf("the answer is %s", resp.Status)
	}
	entries, _ := r.server.Journal().Entries(wire.Filter{Path: "/invitations"})
	if len(entries) != 1 || entries[0].Status != 0 || !entries[0].Dropped {
		t.Errorf("the journal has %+v", entries)
	}
	if a := r.do("GET", base+"/v1.0/users/lee.gu_fabrikam.example%23EXT%23@contoso.onmicrosoft.com", token, ""); a.status != 404 {
		t.Errorf("got %+v", a)
	}
	if a := r.do("POST", base+"/v1.0/invitations", token, invitation); a.status != 201 {
		t.Errorf("got %+v", a)
	}
}
