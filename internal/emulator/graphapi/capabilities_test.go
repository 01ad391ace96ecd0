package graphapi

import (
	"net/http"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

const (
	capabilitiesPath        = fabrikamPath + "/m365Capabilities"
	defaultCapabilitiesPath = "/v1.0/policies/crossTenantAccessPolicy/default/m365Capabilities"

	allowAll  = `{"isAllowed":true,"resourceScopes":{"included":[{"resourceId":"All","resourceType":"user"}],"excluded":[]}}`
	allowTeam = `{"isAllowed":true,"resourceScopes":{"included":[{"resourceId":"` + groupID + `","resourceType":"group"}],"excluded":[]}}`
)

// capability is the body of a POST or PATCH.
func capability(name, access string) string {
	return `{"@odata.type":"#microsoft.graph.` + name + `","inboundAccess":` + access + `}`
}

func newCapabilityBench(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	b.do(post, partnersPath, `{"tenantId":"`+fabrikamID+`"}`).want(201)
	return b
}

func TestCapabilitiesOfPartners(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.do(get, capabilitiesPath, "").wantError(404, refusal.CodeObjectNotFound, "company information")
	b.do(post, capabilitiesPath, capability("crossTenantMailTipsAll", allowAll)).wantError(404, refusal.CodeObjectNotFound, "company information")
	b.do(post, partnersPath, `{"tenantId":"`+fabrikamID+`"}`).want(201)
	if got := b.do(get, capabilitiesPath, "").want(200); len(got.values()) != 0 {
		t.Errorf("capabilities of a new partner: %s", got.Body)
	}
	r := b.do(post, capabilitiesPath, capability("crossTenantMailTipsAll", allowTeam)).want(201)
	if r.text("name") != "crossTenantMailTipsAll" || r.text("@odata.type") != "#microsoft.graph.crossTenantMailTipsAll" ||
		r.text("lastModifiedDateTime") != "2026-01-15T09:00:00Z" || r.json["inboundAccess"] == nil {
		t.Errorf("created %s", r.Body)
	}
	b.do(post, capabilitiesPath, capability("crossTenantMailTipsAll", allowAll)).wantError(409, refusal.CodeSameKey, "name already exists")
	b.do(post, capabilitiesPath, capability("crossTenantOpenProfileCard", allowAll)).want(201)
	one := capabilitiesPath + "/crossTenantMailTipsAll"
	if r := b.do(patch, one, capability("crossTenantMailTipsAll", `{"isAllowed":false}`)).want(204); r.Body.Len() != 0 {
		t.Errorf("body %s", r.Body)
	}
	access, _ := b.do(get, one, "").want(200).json["inboundAccess"].(map[string]any)
	if access["isAllowed"] != false || access["resourceScopes"] != nil {
		t.Errorf("changed access %v", access)
	}
	if got := b.do(get, capabilitiesPath+"?$count=true&$top=1&$select=name", "").want(200); len(got.values()) != 1 || got.json["@odata.count"] != 2.0 ||
		got.values()[0]["@odata.type"] == nil || got.values()[0]["inboundAccess"] != nil {
		t.Errorf("list %s", got.Body)
	}
	if got := b.do(get, capabilitiesPath+"?$filter=inboundAccess/isAllowed+eq+true", "").want(200).values(); len(got) != 1 || got[0]["name"] != "crossTenantOpenProfileCard" {
		t.Errorf("filtered %v", got)
	}
	b.do(http.MethodDelete, one, "").want(204)
	b.do(get, one, "").wantError(404, refusal.CodeNotFound, "crossTenantMailTipsAll")
	b.do(patch, one, capability("crossTenantMailTipsAll", allowAll)).wantError(404, refusal.CodeNotFound, "")
	b.do(http.MethodDelete, one, "").wantError(404, refusal.CodeNotFound, "")
	if got := b.do(get, defaultCapabilitiesPath, "").want(200).values(); len(got) != 0 {
		t.Errorf("the default has the capabilities of a partner: %v", got)
	}
}

func TestBodiesOfCapabilities(t *testing.T) {
	t.Parallel()
	scoped := func(scopes string) string {
		return `{"isAllowed":true,"resourceScopes":{"included":[` + scopes + `],"excluded":[{}]}}`
	}
	tests := []struct {
		name, path, body string
		refusal          string // empty: 201
	}{
		{"without a type", capabilitiesPath, `{"inboundAccess":` + allowAll + `}`, "'@odata.type'"},
		{"unknown type", capabilitiesPath, capability("crossTenantMail", allowAll), "not a Microsoft 365 capability"},
		{"type of something else", capabilitiesPath, `{"@odata.type":"#microsoft.exchange.crossTenantMailTipsAll","inboundAccess":` + allowAll + `}`, "not a Microsoft 365 capability"},
		{"another spelling", capabilitiesPath, capability("CrossTenantMailTipsAll", allowAll), "not a Microsoft 365 capability"},
		{"type without a number sign", capabilitiesPath, `{"@odata.type":"microsoft.graph.crossTenantMailTipsAll","inboundAccess":` + allowAll + `}`, ""},
		{"without access", capabilitiesPath, `{"@odata.type":"#microsoft.graph.crossTenantMailTipsAll"}`, "'inboundAccess'"},
		{"without a decision", capabilitiesPath, capability("crossTenantMailTipsAll", `{"resourceScopes":null}`), "'isAllowed'"},
		{"an unknown member", capabilitiesPath, capability("crossTenantMailTipsAll", `{"isAllowed":true,"shade":1}`), "Invalid property 'shade'"},
		{"a name", capabilitiesPath, `{"@odata.type":"#microsoft.graph.crossTenantMailTipsAll","name":"x","inboundAccess":` + allowAll + `}`, "read-only"},
		{"a user that is no id", capabilitiesPath, capability("crossTenantMailTipsAll", scoped(`{"resourceId":"kim","resourceType":"user"}`)), "invalid scope 'kim'"},
		{"a scope without a type", capabilitiesPath, capability("crossTenantMailTipsAll", scoped(`{"resourceId":"All"}`)), "invalid scope 'All'"},
		{"a scope of another type", capabilitiesPath, capability("crossTenantMailTipsAll", scoped(`{"resourceId":"All","resourceType":"role"}`)), "resourceType"},
		{"all users as a group", capabilitiesPath, capability("crossTenantCalendarSharingFreeBusySimple", scoped(`{"resourceId":"All","resourceType":"group"}`)), ""},
		{"migration on a partner", capabilitiesPath, capability("crossTenantMigration", allowAll), ""},
		{"migration on the default", defaultCapabilitiesPath, capability("crossTenantMigration", allowAll), "on the partner only"},
		{"publishing on the default", defaultCapabilitiesPath, capability("anonymousCalendarSharingFreeBusyDetail", allowAll), ""},
		{"publishing on a partner", capabilitiesPath, capability("anonymousCalendarSharingFreeBusyDetail", allowAll), "on the default only"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newCapabilityBench(t).do(post, tt.path, tt.body)
			if tt.refusal != "" {
				r.wantError(400, refusal.CodeBadRequest, tt.refusal)
				return
			}
			r.want(201)
		})
	}
	b := newCapabilityBench(t)
	b.do(post, capabilitiesPath, capability("crossTenantMailTipsAll", allowAll)).want(201)
	b.do(patch, capabilitiesPath+"/crossTenantMailTipsAll", capability("crossTenantMailTipsLimited", allowAll)).
		wantError(400, refusal.CodeBadRequest, "not that of the capability")
	b.do(patch, capabilitiesPath+"/crossTenantMailTipsAll", `{"inboundAccess":`+allowAll+`}`).wantError(400, refusal.CodeBadRequest, "'@odata.type'")
}

// What sources leave open about capabilities (m365-capabilities §3).
func TestSettingsOfCapabilities(t *testing.T) {
	t.Parallel()
	b := newCapabilityBench(t)
	tips := capability("crossTenantMailTipsAll", allowAll)
	b.set(func(s *settings.Settings) { s.CapabilityNeedsTrust = true })
	b.do(post, capabilitiesPath, tips).wantError(400, refusal.CodeBadRequest, "needs 'm365CollaborationInbound'")
	b.do(post, capabilitiesPath, capability("crossTenantMigration", allowAll)).wantError(400, refusal.CodeBadRequest, "needs 'appServiceConnectInbound'")
	b.do(post, defaultCapabilitiesPath, capability("anonymousCalendarSharingFreeBusySimple", allowAll)).want(201)
	b.do(patch, fabrikamPath, `{"m365CollaborationInbound":{"users":{"accessType":"allowed","targets":[{"target":"AllUsers","targetType":"user"}]}}}`).want(204)
	b.do(post, capabilitiesPath, tips).want(201)

	b.set(func(s *settings.Settings) { s.DuplicateCapabilityIsBadRequest = true })
	b.do(post, capabilitiesPath, tips).wantError(400, refusal.CodeSameKey, "name already exists")

	other := strings.ToUpper("crossTenantMailTipsAll")
	b.do(get, capabilitiesPath+"/"+other, "").wantError(404, refusal.CodeNotFound, other)
	b.set(func(s *settings.Settings) { s.CapabilityNamesIgnoreCase = true })
	if r := b.do(get, capabilitiesPath+"/"+other, "").want(200); r.text("name") != "crossTenantMailTipsAll" {
		t.Errorf("by another spelling %s", r.Body)
	}
	b.do(patch, capabilitiesPath+"/"+other, capability(other, `{"isAllowed":false,"resourceScopes":null}`)).want(204)

	b.set(func(s *settings.Settings) { s.CapabilityScopesMerge = true })
	b.do(patch, capabilitiesPath+"/"+other, tips).want(204)
	b.do(patch, capabilitiesPath+"/"+other, capability("crossTenantMailTipsAll", `{"isAllowed":false}`)).want(204)
	if access, _ := b.do(get, capabilitiesPath+"/"+other, "").want(200).json["inboundAccess"].(map[string]any); access["resourceScopes"] == nil || access["isAllowed"] != false {
		t.Errorf("merged access %v", access)
	}

	b.set(func(s *settings.Settings) { s.CalendarSharingTakesGroupsOnly = true })
	b.do(post, capabilitiesPath, capability("crossTenantCalendarSharingFreeBusySimple", allowAll)).wantError(400, refusal.CodeBadRequest, "type 'group' only")
	b.do(post, capabilitiesPath, capability("crossTenantCalendarAvailabilityBasic", allowAll)).want(201)

	b.set(func(s *settings.Settings) { s.CapabilitiesInBetaOnly = true })
	b.do(get, capabilitiesPath, "").wantError(400, "BadRequest", "Resource not found for the segment 'm365Capabilities'")
	b.do(get, strings.Replace(capabilitiesPath, "v1.0", "beta", 1), "").want(200)
}

// The capabilities reached clouds, versions and tenants one after the other.
func TestWhereCapabilitiesAre(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.in(schema.CloudUSGov, northwindID)
	for _, method := range []string{get, post} {
		b.do(method, defaultCapabilitiesPath, "").wantError(400, "BadRequest", "segment 'm365Capabilities'")
	}
	b.do(get, strings.Replace(defaultCapabilitiesPath, "v1.0", "beta", 1), "").want(200)

	b = newBench(t)
	b.seed(strings.Replace(estate, `"key":"contoso",`, `"key":"contoso","m365_cross_tenant_capabilities":false,`, 1))
	b.do(post, defaultCapabilitiesPath, capability("crossTenantMailTipsAll", allowAll)).wantError(400, "BadRequest", "segment 'm365Capabilities'")
	b.set(func(s *settings.Settings) { s.MissingCapabilitiesAreNotFound = true })
	b.do(get, defaultCapabilitiesPath, "").wantError(404, refusal.CodeNotFound, "segment 'm365Capabilities'")
	b.caller.TenantID = fabrikamID
	b.do(get, defaultCapabilitiesPath, "").want(200)
}

func TestPermissionsOfCapabilities(t *testing.T) {
	t.Parallel()
	b := newCapabilityBench(t)
	b.do(post, capabilitiesPath, capability("crossTenantMailTipsAll", allowAll)).want(201)
	one := capabilitiesPath + "/crossTenantMailTipsAll"
	for permission, may := range map[string][2]bool{ // read, write
		"Policy.Read.All":                        {true, false},
		"Policy.ReadWrite.CrossTenantAccess":     {false, false},
		"Policy.ReadWrite.CrossTenantCapability": {true, true},
	} {
		b.caller.Roles = []string{permission}
		if got := b.do(get, one, "").Code; (got == 200) != may[0] {
			t.Errorf("%s reads: %d", permission, got)
		}
		if got := b.do(patch, one, capability("crossTenantMailTipsAll", allowAll)).Code; (got == 204) != may[1] {
			t.Errorf("%s writes: %d", permission, got)
		}
	}
}

// Capabilities go to the recycle bin with their partner, and come back with it. The
// reset of the default removes its own (m365-capabilities §3).
func TestEndOfCapabilities(t *testing.T) {
	t.Parallel()
	const restore = "/beta/policies/deletedItems/crossTenantPartners/" + fabrikamID + "/restore"
	const reset = "/v1.0/policies/crossTenantAccessPolicy/default/resetToSystemDefault"
	b := newCapabilityBench(t)
	for _, path := range []string{capabilitiesPath, defaultCapabilitiesPath} {
		b.do(post, path, capability("crossTenantMailTipsAll", allowAll)).want(201)
	}
	b.set(func(s *settings.Settings) {
		s.PartnerWithCapabilitiesStays, s.DefaultResetKeepsCapabilities = true, true
	})
	b.do(http.MethodDelete, fabrikamPath, "").wantError(400, refusal.CodeBadRequest, "must be deleted before the partner")
	b.do(post, reset, "").want(204)
	b.do(get, defaultCapabilitiesPath+"/crossTenantMailTipsAll", "").want(200)
	b.set(func(s *settings.Settings) {
		s.PartnerWithCapabilitiesStays, s.DefaultResetKeepsCapabilities = false, false
	})
	b.do(post, reset, "").want(204)
	b.do(get, defaultCapabilitiesPath+"/crossTenantMailTipsAll", "").wantError(404, refusal.CodeNotFound, "")

	b.do(http.MethodDelete, fabrikamPath, "").want(204)
	b.do(get, capabilitiesPath, "").wantError(404, refusal.CodeObjectNotFound, "")
	b.do(post, restore, "").want(200)
	b.do(get, capabilitiesPath+"/crossTenantMailTipsAll", "").want(200)
	b.do(http.MethodDelete, fabrikamPath, "").want(204)
	b.do(post, partnersPath, `{"tenantId":"`+fabrikamID+`"}`).want(201)
	if got := b.do(get, capabilitiesPath, "").want(200).values(); len(got) != 0 {
		t.Errorf("a new partner has the capabilities of the deleted one: %v", got)
	}
}
