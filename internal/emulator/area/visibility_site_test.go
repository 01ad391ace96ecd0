package area_test

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// Ana of Fabrikam looks at Adele of Contoso, who is in a group inside a group.
const (
	innerID = "90000000-0000-4000-8000-0000000000b1"
	outerID = "90000000-0000-4000-8000-0000000000b2"
)

// looking asks about one feature.
func looking(f crosstenant.Feature) crosstenant.Visibility {
	return crosstenant.Visibility{ViewerTenant: "fabrikam", Viewer: "ana@fabrikam.example", OwnerTenant: contosoID, Owner: adminID, Feature: f}
}

// sightOf answers a question about one feature.
func sightOf(t *testing.T, w *kernel.World, f crosstenant.Feature, legacy crosstenant.Legacy) crosstenant.Sight {
	t.Helper()
	sights, err := crosstenant.Sights(w, looking(f), legacy)
	if err != nil || len(sights) != 1 {
		t.Fatalf("sights %v, %v", sights, err)
	}
	return sights[0]
}

// scopes are the scopes of a capability: included, and then excluded.
type scopes [2][]string

// capable is the seed of a capability. A scope is All, or the type and the id.
func capable(name string, isAllowed bool, s scopes) map[string]any {
	lists := [2][]any{{}, {}}
	for i, list := range s {
		for _, text := range list {
			kind, id, _ := strings.Cut(text, " ")
			if text == "All" {
				kind, id = targetUser, "All"
			}
			lists[i] = append(lists[i], map[string]any{"resourceId": id, "resourceType": kind})
		}
	}
	return map[string]any{"@odata.type": "#microsoft.graph." + name, "inboundAccess": map[string]any{
		"isAllowed": isAllowed, "resourceScopes": map[string]any{"included": lists[0], "excluded": lists[1]},
	}}
}

var everyone = scopes{{"All"}}

// site is the estate of questions about visibility, with the settings that decide.
type site struct {
	offered   any
	defaults  map[string]any
	partner   map[string]any // nil: none
	viewerOut any            // m365CollaborationOutbound of the viewer's default
	// further members of the two tenants
	ownerHas, viewerHas map[string]any
}

func (s site) world(t *testing.T, change settings.Change) *kernel.World {
	t.Helper()
	w := newWorld(t, func(o *kernel.Options) { o.Settings = change })
	policy := map[string]any{}
	if s.defaults != nil {
		policy["default"] = s.defaults
	}
	if s.partner != nil {
		s.partner["tenantId"] = fabrikamID
		policy["partners"] = []any{s.partner}
	}
	owner := map[string]any{
		"key": "contoso", "tenant_id": contosoID, "domains": []any{"contoso.example"}, "cross_tenant_access_policy": policy,
		"users": []any{map[string]any{"id": adminID, "userPrincipalName": "adele@contoso.example"}},
		"groups": []any{
			map[string]any{"id": innerID, "displayName": "Inner", "mail": "inner@contoso.example", "mailEnabled": true, "securityEnabled": true, "members": []any{"adele@contoso.example"}},
			map[string]any{"id": outerID, "displayName": "Outer", "members": []any{innerID}},
		},
	}
	if s.offered != nil {
		owner["m365_cross_tenant_capabilities"] = s.offered
	}
	viewer := map[string]any{
		"key": "fabrikam", "tenant_id": fabrikamID, "domains": []any{"fabrikam.example"},
		"users": []any{map[string]any{"id": anaID, "userPrincipalName": "ana@fabrikam.example", "mail": "ana@fabrikam.example"}},
	}
	if s.viewerOut != nil {
		viewer["cross_tenant_access_policy"] = map[string]any{"default": map[string]any{"m365CollaborationOutbound": s.viewerOut}}
	}
	maps.Copy(owner, s.ownerHas)
	maps.Copy(viewer, s.viewerHas)
	text, err := json.Marshal(map[string]any{"tenants": []any{owner, viewer}})
	if err != nil {
		t.Fatal(err)
	}
	load(t, w, string(text))
	return w
}

func users(access, name string) map[string]any {
	return map[string]any{"users": target(access, name, targetUser)}
}

const (
	basic    = "crossTenantCalendarAvailabilityBasic"
	detailed = "crossTenantCalendarAvailabilityLimitedDetails"
)

func trusted(capabilities ...any) map[string]any {
	return map[string]any{"m365CollaborationInbound": users(allowed, allUsers), "m365Capabilities": append([]any{}, capabilities...)}
}
