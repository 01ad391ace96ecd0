package graphapi

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// Sets are returned in arbitrary order in every response, and writing back a value
// that was read changes nothing.
func TestOtherMailsUnordered(t *testing.T) {
	t.Parallel()
	const seed = `{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","domains":["contoso.example"],
	 "users":[{"id":"` + adeleID + `","userPrincipalName":"adele@contoso.example","proxyAddresses":["SMTP:a@x.example","smtp:b@x.example"],"manager":"brian@contoso.example"},
	          {"id":"` + brianID + `","userPrincipalName":"brian@contoso.example"}],
	 "groups":[{"id":"` + groupID + `","displayName":"Team","members":["adele@contoso.example"]}],
	 "contacts":[{"id":"` + contactID + `","displayName":"Carla","mail":"carla@x.example","proxyAddresses":["SMTP:carla@x.example","smtp:c@x.example"]}]}]}`
	const user, contact = "id,otherMails,proxyAddresses", "id,proxyAddresses"
	reads := map[string]string{
		"/v1.0/users/" + adeleID + "?$select=" + user:                                    "[SMTP:a@x.example smtp:b@x.example]",
		"/v1.0/users?$select=" + user:                                                    "[SMTP:a@x.example smtp:b@x.example]",
		"/v1.0/users/delta?$select=" + user:                                              "[SMTP:a@x.example smtp:b@x.example]",
		"/v1.0/groups/" + groupID + "/members?$select=" + contact:                        "[SMTP:a@x.example smtp:b@x.example]",
		"/v1.0/groups/" + groupID + "/members/graph.user?$count=true&$select=" + contact: "[SMTP:a@x.example smtp:b@x.example]",
		"/v1.0/contacts/" + contactID + "?$select=" + contact:                            "[SMTP:carla@x.example smtp:c@x.example]",
		"/v1.0/contacts?$select=" + contact:                                              "[SMTP:carla@x.example smtp:c@x.example]",
	}
	turned := map[string]string{
		"[SMTP:a@x.example smtp:b@x.example]":     "[smtp:b@x.example SMTP:a@x.example]",
		"[SMTP:carla@x.example smtp:c@x.example]": "[smtp:c@x.example SMTP:carla@x.example]",
	}
	for _, on := range []bool{true, false} {
		b := newBench(t)
		b.header.Set("ConsistencyLevel", "eventual")
		b.seed(seed)
		b.set(func(s *settings.Settings) { s.OtherMailsUnordered = on })
		for path, written := range reads {
			r := b.do(http.MethodGet, path, "").want(200)
			object := r.json
			if _, list := r.json["value"]; list {
				object = r.values()[0]
			}
			want := written
			if on {
				want = turned[written]
			}
			if got := fmt.Sprint(object["proxyAddresses"]); got != want {
				t.Errorf("%v: %s: got %s, want %s", on, path, got, want)
			}
		}
		b.do(http.MethodPatch, "/v1.0/users/"+brianID, `{"otherMails":["one@x.example","two@x.example","three@x.example"]}`).want(204)
		want := map[bool]string{true: "[three@x.example two@x.example one@x.example]", false: "[one@x.example two@x.example three@x.example]"}[on]
		for range 2 { // reading does not change the stored order
			if got := fmt.Sprint(b.do(http.MethodGet, "/v1.0/users/"+brianID+"?$select="+user, "").want(200).json["otherMails"]); got != want {
				t.Errorf("%v: got %s, want %s", on, got, want)
			}
		}
	}
}
