package graphapi

import (
	"net/http"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// A PATCH binds references like a creation, with or without other properties.
func TestPatchBindsReferences(t *testing.T) {
	t.Parallel()
	const adele, brian = "/v1.0/users/" + adeleID, "/v1.0/users/" + brianID
	b := newBench(t)
	b.do(http.MethodPatch, brian, `{"jobTitle":"Lead","manager@odata.bind":"https://graph.microsoft.com/v1.0/users/adele@contoso.example"}`).want(204)
	if got := b.do(http.MethodGet, brian+"/manager", "").want(200).text("id"); got != adeleID {
		t.Errorf("the manager is %s", got)
	}
	b.do(http.MethodPatch, brian, `{"sponsors@odata.bind":["https://graph.test/v1.0/groups/`+groupID+`"]}`).want(204)
	for _, tt := range []struct {
		body   string
		status int
		code   string
	}{
		{`{"city":"Madrid","manager@odata.bind":"https://graph.test/v1.0/users/` + brianID + `"}`, 400, refusal.CodeBadRequest},
		{`{"city":"Madrid","manager@odata.bind":"https://graph.test/v1.0/users/nobody@contoso.example"}`, 404, refusal.CodeNotFound},
		{`{"city":"Madrid","manager@odata.bind":null}`, 400, refusal.CodeBadRequest},
		{`{"city":"Madrid","friend@odata.bind":"https://graph.test/v1.0/users/` + adeleID + `"}`, 400, refusal.CodeBadRequest},
		{`{"city":"Madrid","memberOf@odata.bind":["https://graph.test/v1.0/groups/` + groupID + `"]}`, 501, refusal.CodeNotImplemented},
	} {
		b.do(http.MethodPatch, brian, tt.body).wantError(tt.status, tt.code, "")
	}
	r := b.do(http.MethodGet, brian+"?$select=city,jobTitle", "").want(200)
	if r.json["city"] != nil || r.json["jobTitle"] != "Lead" {
		t.Errorf("after the refusals %s", r.Body)
	}
	b.caller.Roles = []string{"User-Phone.ReadWrite.All"}
	b.do(http.MethodPatch, adele, `{"mobilePhone":"1","manager@odata.bind":"https://graph.test/v1.0/users/`+brianID+`"}`).wantError(403, refusal.CodeDenied, "")
}
