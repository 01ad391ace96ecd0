package graphapi

import (
	"net/http"
	"net/url"
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// A search requires only the header, not $count (graph-identity §2.4).
func TestSearches(t *testing.T) {
	t.Parallel()
	tests := []struct {
		path, search string
		want         []any
	}{
		{"/v1.0/users", `"displayName:adel"`, []any{"Adele"}},
		{"/v1.0/users", `"displayName:dele"`, []any{}},
		{"/v1.0/users", `"mail:brian@"`, []any{"Brian"}},
		{"/v1.0/users", `"mail:contoso"`, []any{}},
		{"/v1.0/users", `"userPrincipalName:adele@contoso.example" OR "mail:brian"`, []any{"Adele", "Brian"}},
		{"/beta/groups", `"displayName:north"`, []any{"Sales north"}},
		{"/v1.0/groups", `"displayName:sales"`, []any{"Sales", "Sales north"}},
		{"/v1.0/groups", `"displayName:sales" AND "mail:sales"`, []any{"Sales"}},
		{"/v1.0/contacts", `"mail:carla"`, []any{"Carla"}},
		{"/v1.0/groups/" + salesID + "/members/microsoft.graph.user", `"displayName:ade"`, []any{"Adele"}},
	}
	for _, tt := range tests {
		t.Run(tt.path+tt.search, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.seed(searchEstate)
			b.header.Set("ConsistencyLevel", "eventual")
			r := b.do(http.MethodGet, tt.path+"?$count=true&$search="+url.QueryEscape(tt.search), "").want(200)
			got := []any{}
			for _, v := range r.values() {
				got = append(got, v["displayName"])
			}
			if !slices.Equal(got, tt.want) || r.json["@odata.count"] != float64(len(tt.want)) {
				t.Errorf("got %v of %v, want %v", got, r.json["@odata.count"], tt.want)
			}
		})
	}
	b := newBench(t)
	b.seed(searchEstate)
	b.header.Set("ConsistencyLevel", "eventual")
	with := func(search string) reply {
		return b.do(http.MethodGet, "/v1.0/users?$filter=accountEnabled+eq+true&$search="+url.QueryEscape(search), "")
	}
	if got := with(`"displayName:adele"`).want(200).values(); len(got) != 1 {
		t.Errorf("with a filter %v", got)
	}
	with(`adele`).wantError(400, refusal.CodeBadRequest, "$search")
	with(`"shoeSize:40"`).wantError(400, "BadRequest", "shoeSize")
}

const searchEstate = `{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","domains":["contoso.example"],
  "users":[{"id":"` + adeleID + `","userPrincipalName":"adele@contoso.example","displayName":"Adele"},
           {"id":"` + brianID + `","userPrincipalName":"brian@contoso.example","mail":"brian@contoso.example","displayName":"Brian"}],
  "contacts":[{"id":"` + contactID + `","displayName":"Carla","mail":"carla@fabrikam.example"}],
  "groups":[{"id":"` + salesID + `","displayName":"Sales","mail":"sales@contoso.example","mailEnabled":true,"groupTypes":["Unified"],"members":["adele@contoso.example"]},
            {"id":"` + nestedID + `","displayName":"Sales north"}]}]}`
