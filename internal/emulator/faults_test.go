package emulator

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

const invitation = `{"invitedUserEmailAddress":"lee.gu@fabrikam.example","inviteRedirectUrl":"https://myapps.microsoft.com"}`

func TestFaultOfGraph(t *testing.T) {
	t.Parallel()
	r := start(t, Config{})
	token, users := r.contosoToken(), r.base(schema.CloudPublic)+"/v1.0/users"
	r.control("POST", "/faults", `{"service":"graph","path":"/users","status":429,"retry_after":"2.128","times":1,"tenant":"contoso"}`, http.StatusCreated)
	a := r.do("GET", users, token, "")
	if a.status != 429 || a.header.Get("Retry-After") != "2.128" || a.code() != "TooManyRequests" || a.header.Get("request-id") == "" {
		t.Errorf("got %+v", a)
	}
	if a := r.do("GET", users, token, ""); a.status != 200 {
		t.Errorf("after the rule is spent: %+v", a)
	}
}

func TestFaultOfLogin(t *testing.T) {
	t.Parallel()
	r := start(t, Config{})
	r.control("POST", "/faults", `{"service":"login","path":"/oauth2/v2.0/token","status":503,"retry_after":1}`, http.StatusCreated)
	if a := r.signIn(contosoID, contosoApp, contosoSecret); a.status != 503 || !strings.Contains(a.body, "AADSTS90033") {
		t.Errorf("got %+v", a)
	}
	r.control("DELETE", "/faults", "", http.StatusNoContent)
	r.contosoToken()
}

// The request is carried out and its response is dropped: the next one finds the
// effect.
func TestFaultDropsResponse(t *testing.T) {
	t.Parallel()
	r := start(t, Config{})
	token, base := r.contosoToken(), r.base(schema.CloudPublic)
	r.control("POST", "/faults", `{"method":"POST","path":"/invitations","drop_response":true,"times":1}`, http.StatusCreated)
	if a, err := r.try("POST", base+"/v1.0/invitations", token, invitation); err == nil {
		t.Fatalf("got %+v", a)
	}
	a := r.do("GET", base+"/v1.0/users?$select=mail", token, "")
	if n := strings.Count(a.body, "lee.gu@fabrikam.example"); n != 1 {
		t.Errorf("%d guests: %s", n, a.body)
	}
	if text := r.control("GET", "/requests?method=POST&path=/invitations", "", http.StatusOK); !strings.Contains(text, `"status":201`) || !strings.Contains(text, `"dropped":true`) {
		t.Errorf("journal %s", text)
	}
}

type batchAnswer struct {
	Responses []struct {
		ID      string
		Status  int
		Headers map[string]string
	}
}

func TestFaultOfBatchItem(t *testing.T) {
	t.Parallel()
	r := start(t, Config{})
	token, batch := r.contosoToken(), r.base(schema.CloudPublic)+"/v1.0/$batch"
	const body = `{"requests":[
		{"id":"1","method":"GET","url":"/users/kim.akers@contoso.example?$select=id"},
		{"id":"2","method":"GET","url":"/contacts?$select=id"}]}`
	r.control("POST", "/faults", `{"path":"/users/*","status":429,"retry_after":7,"times":1}`, http.StatusCreated)
	a := r.do("POST", batch, token, body)
	var answers batchAnswer
	if err := json.Unmarshal([]byte(a.body), &answers); err != nil || a.status != http.StatusOK {
		t.Fatalf("got %+v", a)
	}
	for _, item := range answers.Responses {
		want := map[string]int{"1": 429, "2": 200}[item.ID]
		if item.Status != want || want == 429 && item.Headers["Retry-After"] != "7" {
			t.Errorf("item %+v", item)
		}
	}
	// A dropped item drops the batch.
	r.control("POST", "/faults", `{"path":"/contacts","drop_response":true,"times":1}`, http.StatusCreated)
	if a, err := r.try("POST", batch, token, body); err == nil {
		t.Errorf("got %+v", a)
	}
	if a := r.do("POST", batch, token, body); a.status != http.StatusOK {
		t.Errorf("afterwards: %+v", a)
	}
}

// A held request is answered when the clock has advanced, and not before.
func TestFaultHolds(t *testing.T) {
	t.Parallel()
	frozen := time.Now()
	r := start(t, Config{World: area.NewWorld(kernel.Options{Now: func() time.Time { return frozen }})})
	token := r.contosoToken()
	r.control("POST", "/faults", `{"path":"/users","hold_seconds":60}`, http.StatusCreated)
	answered := make(chan answer, 1)
	go func() {
		a, err := r.try("GET", r.base(schema.CloudPublic)+"/v1.0/users", token, "")
		if err != nil {
			t.Error(err)
		}
		answered <- a
	}()
	if !r.server.Faults().Await(t.Context(), "1") {
		t.Fatal("the rule did not select the request")
	}
	r.control("POST", "/clock/advance", `{"seconds":59}`, http.StatusOK)
	if entries, _ := r.server.Journal().Entries(wire.Filter{Path: "/users"}); len(entries) != 1 || entries[0].Status != 0 {
		t.Errorf("the request was not held: %+v", entries)
	}
	r.control("POST", "/clock/advance", `{"seconds":1}`, http.StatusOK)
	if a := <-answered; a.status != http.StatusOK {
		t.Errorf("got %+v", a)
	}
}

// Items are throttled one by one, with the write quota of one application in one
// tenant.
func TestThrottleOfBatchItems(t *testing.T) {
	t.Parallel()
	frozen := time.Now()
	r := start(t, Config{Throttle: true, World: area.NewWorld(kernel.Options{Now: func() time.Time { return frozen }})})
	token, batch := r.contosoToken(), r.base(schema.CloudPublic)+"/v1.0/$batch"
	items := make([]string, 20)
	for i := range items {
		items[i] = `{"id":"` + string(rune('a'+i)) + `","method":"DELETE","url":"/users/missing@contoso.example"}`
	}
	body := `{"requests":[` + strings.Join(items, ",") + `]}`
	for i := range 151 {
		a := r.do("POST", batch, token, body)
		if a.status != http.StatusOK {
			t.Fatalf("batch %d: %+v", i, a)
		}
		throttled := strings.Count(a.body, `"status":429`)
		if want := map[bool]int{true: 20}[i == 150]; throttled != want {
			t.Fatalf("batch %d: %d items throttled, want %d", i, throttled, want)
		}
	}
	r.control("POST", "/clock/advance", `{"seconds":150}`, http.StatusOK)
	if a := r.do("POST", batch, token, body); strings.Contains(a.body, `"status":429`) {
		t.Errorf("after the window: %s", a.body)
	}
}

func TestThrottleIsOffByDefault(t *testing.T) {
	t.Parallel()
	r := start(t, Config{})
	token := r.contosoToken()
	for range 3 {
		a := r.do("GET", r.base(schema.CloudPublic)+"/v1.0/identity/conditionalAccess/policies", token, "")
		if a.status == http.StatusTooManyRequests {
			t.Fatalf("got %+v", a)
		}
	}
}
