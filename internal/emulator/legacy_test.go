package emulator

import (
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// Ana of Fabrikam looks at Adele of Contoso, whose tenants have legacy sharing and
// the policy.
const legacySeed = `{"tenants":[
{"key":"contoso","tenant_id":"` + contosoID + `","domains":["contoso.example"],
 "users":[{"userPrincipalName":"adele@contoso.example","mail":"adele@contoso.example"}],
 "cross_tenant_access_policy":{"partners":[{"tenantId":"` + fabrikamID + `",
  "m365CollaborationInbound":{"users":{"accessType":"allowed","targets":[{"target":"AllUsers","targetType":"user"}]}},
  "m365Capabilities":[{"@odata.type":"#microsoft.graph.crossTenantCalendarAvailabilityBasic",
   "inboundAccess":{"isAllowed":true,"resourceScopes":{"included":[{"resourceId":"All","resourceType":"user"}],"excluded":[]}}}]}]},
 "organization_relationships":[{"Name":"Fabrikam","DomainNames":["fabrikam.example"],"FreeBusyAccessEnabled":true,"FreeBusyAccessLevel":"LimitedDetails"}],
 "sharing_policies":[{"Name":"Default Sharing Policy","Default":true,"Domains":["*:CalendarSharingFreeBusySimple"]}]},
{"key":"fabrikam","tenant_id":"` + fabrikamID + `","domains":["fabrikam.example"],
 "users":[{"userPrincipalName":"ana@fabrikam.example","mail":"ana@fabrikam.example"}],
 "availability_address_spaces":[{"ForestName":"contoso.example"}]}]}`

// The control API tells legacy sharing from the policy, until Exchange Web Services
// end by the emulator's clock.
func TestLegacySharing(t *testing.T) {
	t.Parallel()
	before := time.Date(2027, 3, 31, 12, 0, 0, 0, time.UTC)
	r := start(t, Config{World: area.NewWorld(kernel.Options{Now: func() time.Time { return before }})})
	r.control("PUT", "/seed", legacySeed, 204)
	look := func(feature string, parts ...string) {
		t.Helper()
		got := r.control("POST", "/visibility", `{"viewer_tenant":"fabrikam","viewer":"ana@fabrikam.example","owner_tenant":"contoso","owner":"adele@contoso.example","feature":"`+feature+`"}`, 200)
		for _, part := range parts {
			if !strings.Contains(got, part) {
				t.Errorf("%s: %s\nlacks %s", feature, got, part)
			}
		}
	}
	const space = `{"layer":"legacy","tenant":"fabrikam","setting":"availability address space 'contoso.example'","holds":true,"says":"requests do not reach the policy"}`
	look("calendar_availability", `"sees":"details","decided_by":"legacy","after_legacy":"times"`, space,
		`{"layer":"legacy","tenant":"contoso","setting":"organization relationship 'Fabrikam'","holds":true,"says":"shows details"}`)
	look("calendar_sharing", `"sees":"times","decided_by":"legacy","after_legacy":"nothing"`, `"sharing policy 'Default Sharing Policy'"`)
	look("mail_tips", `"sees":"nothing","decided_by":"policy"`)

	r.control("POST", "/clock/advance", `{"seconds":43200}`, 200)
	look("calendar_availability", `"sees":"nothing","decided_by":"legacy","after_legacy":"times","because":[`+space)
	look("calendar_sharing", `"sees":"nothing","decided_by":"policy"`)
	r.control("PATCH", "/settings", `{"address_spaces_end_with_web_services":true}`, 200)
	look("calendar_availability", `"sees":"times","decided_by":"policy"`)
}
