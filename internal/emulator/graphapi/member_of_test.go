package graphapi

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// Adele is a member of Sales and of its nested group; the two contain each other.
func TestMemberOf(t *testing.T) {
	t.Parallel()
	const (
		adele, brian, sales      = "/v1.0/users/adele@contoso.example", "/v1.0/users/" + brianID, "/v1.0/groups/" + salesID
		onlySecurity, everything = `{"securityEnabledOnly":true}`, `{"securityEnabledOnly":false}`
	)
	tests := []struct {
		path, body string
		want       []string // nil means an error
		status     int
	}{
		{adele + "/getMemberGroups", everything, []string{nestedID, salesID}, 200},
		{adele + "/microsoft.graph.getMemberGroups", onlySecurity, []string{nestedID, salesID}, 200},
		{brian + "/getMemberObjects", everything, []string{nestedID, salesID, hiddenID}, 200},
		{sales + "/getMemberGroups", everything, []string{nestedID}, 200},
		{sales + "/getMemberGroups", onlySecurity, nil, 400},
		{adele + "/getMemberGroups", `{"securityEnabledOnly":"no"}`, nil, 400},
		{adele + "/getMemberGroups", `{"shade":"red"}`, nil, 400},
		{adele + "/checkMemberGroups", `{"groupIds":["` + salesID + `","` + hiddenID + `"]}`, []string{salesID}, 200},
		{adele + "/checkMemberGroups", `{"groupIds":"x"}`, nil, 400},
		{"/v1.0/users/nobody@contoso.example/getMemberGroups", everything, nil, 404},
	}
	for _, tt := range tests {
		t.Run(tt.path+tt.body, func(t *testing.T) {
			t.Parallel()
			r := newGroupBench(t).do(http.MethodPost, tt.path, tt.body).want(tt.status)
			if tt.want == nil {
				return
			}
			var got struct {
				Context string   `json:"@odata.context"`
				Value   []string `json:"value"`
			}
			if err := json.Unmarshal(r.Body.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			slices.Sort(got.Value)
			slices.Sort(tt.want)
			if !slices.Equal(got.Value, tt.want) || got.Context != "https://graph.test/v1.0/$metadata#Collection(Edm.String)" {
				t.Errorf("got %s", r.Body)
			}
		})
	}
	b := newGroupBench(t)
	b.caller.Roles = []string{"GroupMember.Read.All"}
	b.do(http.MethodPost, adele+"/getMemberGroups", everything).wantError(403, refusal.CodeDenied, "")
	b.do(http.MethodPost, sales+"/getMemberGroups", everything).want(200)
}

func TestGetByIDs(t *testing.T) {
	t.Parallel()
	b := newGroupBench(t)
	const path, all = "/v1.0/directoryObjects/getByIds", `"ids":["` + adeleID + `","` + salesID + `","` + contactID + `","e0000000-0000-4000-8000-ffffffffffff"]`
	b.do(http.MethodPost, path, "{"+all+"}").wantError(403, refusal.CodeDenied, "")
	b.caller.Roles = []string{"Directory.Read.All"}
	r := b.do(http.MethodPost, path, "{"+all+"}").want(200)
	if got := ids(r.values()); !slices.Equal(got, []any{adeleID, salesID, contactID}) || r.values()[1]["@odata.type"] != "#microsoft.graph.group" ||
		r.text("@odata.context") != "https://graph.test/v1.0/$metadata#directoryObjects" {
		t.Errorf("answer %s", r.Body)
	}
	r = b.do(http.MethodPost, path, "{"+all+`,"types":["user","device"]}`).want(200)
	if got := ids(r.values()); !slices.Equal(got, []any{adeleID}) {
		t.Errorf("users %s", r.Body)
	}
	b.do(http.MethodPost, path, `{"types":["user"]}`).wantError(400, refusal.CodeBadRequest, "'ids'")
}
