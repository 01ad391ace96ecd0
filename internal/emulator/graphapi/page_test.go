package graphapi

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/provisioning"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// pages follows the links of a list.
func (b *bench) pages(target string) []reply {
	b.t.Helper()
	var all []reply
	for target != "" {
		r := b.do(http.MethodGet, target, "").want(200)
		all = append(all, r)
		next, _ := r.json["@odata.nextLink"].(string)
		target = strings.TrimPrefix(next, "https://graph.test")
	}
	return all
}

// Every paged list starts with an empty page, filtered lists included: a client
// must follow the link to see the objects.
func TestListsBeginEmpty(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.header.Set("ConsistencyLevel", "eventual")
	b.header.Set("ConsistencyLevel", "eventual")
	if _, err := crosstenant.Partners.Create(b.world, contosoID, kernel.Draft{Properties: map[string]any{"tenantId": fabrikamID}}, kernel.Actor{}); err != nil {
		t.Fatal(err)
	}
	filter := func(f string) string { return "?$filter=" + url.QueryEscape(f) }
	b.do(http.MethodDelete, "/v1.0/users/"+brianID, "").want(204)
	lists := map[string]int{
		"/v1.0/users" + filter("mail eq 'adele@contoso.example'"):                                  1,
		"/v1.0/users" + filter("mail eq 'no-one@contoso.example'"):                                 0,
		"/v1.0/contacts" + filter("mail eq 'carla@fabrikam.example'"):                              1,
		"/v1.0/directory/deletedItems/microsoft.graph.user" + filter("displayName eq 'Brian'"):     1,
		"/v1.0/policies/crossTenantAccessPolicy/partners":                                          1,
		"/v1.0/policies/crossTenantAccessPolicy/partners" + filter("tenantId eq '"+fabrikamID+"'"): 1,
		"/v1.0/groups":                         1,
		"/v1.0/groups/" + groupID + "/members": 0,
		"/v1.0/groups/" + groupID + "/transitiveMembers/graph.user?$count=true":                           0,
		"/v1.0/servicePrincipals" + filter("applicationTemplateId eq '"+provisioning.SyncTemplateID+"'"):  0,
		"/v1.0/servicePrincipals" + filter("appId eq '00000000-0000-4000-8000-000000000000'") + "&$top=5": 0,
	}
	for _, on := range []bool{true, false} {
		b.set(func(s *settings.Settings) { s.EmptyPageWithNextLink = on })
		pages := map[bool]int{true: 2, false: 1}[on]
		for target, want := range lists {
			got := b.pages(target)
			if len(got) != pages || on && len(got[0].values()) != 0 || len(got[pages-1].values()) != want {
				t.Errorf("%v: %s: %d pages, last %s", on, target, len(got), got[len(got)-1].Body)
			}
		}
	}
}

// The empty page contains the count and preserves the size of later pages.
func TestEmptyPageKeepsOptions(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.set(func(s *settings.Settings) { s.EmptyPageWithNextLink = true })
	b.header.Set("ConsistencyLevel", "eventual")
	got := b.pages("/v1.0/users?$top=1&$count=true&$select=id&$orderby=displayName")
	if len(got) != 3 || len(got[0].values()) != 0 || len(got[1].values()) != 1 || len(got[2].values()) != 1 {
		t.Fatalf("%d pages", len(got))
	}
	if got[0].json["@odata.count"] != 2.0 || got[1].json["@odata.count"] != nil {
		t.Errorf("counts %v, %v", got[0].json["@odata.count"], got[1].json["@odata.count"])
	}
	if one := got[1].values()[0]; len(one) != 1 || one["id"] != adeleID {
		t.Errorf("first user %v", one)
	}
}
