package graphapi

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// Activities and categories of connected organizations, whose description names the
// tenant, as an alert expects it (graph-identity §11).
func TestAuditsOfConnectedOrganizations(t *testing.T) {
	t.Parallel()
	b := newAuditBench(t)
	b.caller.Roles = append(b.caller.Roles, "EntitlementManagement.ReadWrite.All")
	one := connectedPath + "/" + b.connect(ofDomain("fabrikam.example")).want(201).text("id")
	b.do(patch, one, `{"displayName":"Fabrikam"}`).want(202)
	b.do(post, one+"/internalSponsors/$ref", `{"@odata.id":"https://graph.test/v1.0/users/`+adeleID+`"}`).want(204)
	b.do("DELETE", one+"/internalSponsors/"+adeleID+"/$ref", "").want(204)
	b.do("DELETE", one, "").want(204)
	records := b.audits("category eq 'EntitlementManagement' and loggedByService eq 'Entitlement Management'")
	want := []string{
		"Create connected organization", "Update connected organization", "Assign user as internal sponsor", "Remove user as internal sponsor", "Delete connected organization",
	}
	if got := activities(records); !slices.Equal(got, want) {
		t.Fatalf("activities %q", got)
	}
	if detail := first(t, records[0], "additionalDetails"); detail["key"] != "Description" || detail["value"] != "Partner\n"+fabrikamID {
		t.Errorf("details %v", detail)
	}
	changed := first(t, first(t, records[1], "targetResources"), "modifiedProperties")
	if changed["displayName"] != "DisplayName" || changed["newValue"] != `["Fabrikam"]` {
		t.Errorf("changed %v", changed)
	}
}

// Activities of a multitenant organization, in the owner and in a tenant that joins and
// leaves.
func TestAuditsOfMultitenantOrganizations(t *testing.T) {
	t.Parallel()
	b := newGroup(t)
	b.caller.Roles = append(b.caller.Roles, "AuditLog.Read.All", "Directory.Read.All")
	later := func() { b.world.Advance(time.Hour) }
	b.do(put, organizationPath, `{"displayName":"Group"}`).want(201)
	later()
	b.add(fabrikamID, "").want(201)
	b.as(fabrikamID).join(contosoID).want(204)
	later()
	b.as(contosoID).do(patch, organizationPath+"/tenants/"+fabrikamID, `{"role":"owner"}`).want(204)
	later()
	b.do(patch, organizationPath, `{"displayName":"Holding"}`).want(204)
	b.do(patch, templatePath+"PartnerConfiguration", `{"inboundTrust":{"isMfaAccepted":true,"isCompliantDeviceAccepted":false,"isHybridAzureADJoinedDeviceAccepted":false}}`).want(204)
	b.as(fabrikamID).do("DELETE", organizationPath+"/tenants/"+fabrikamID, "").want(204)
	later()
	of := func(tenantID string) []string {
		b.as(tenantID)
		return activities(slices.DeleteFunc(b.audits(""), func(r map[string]any) bool {
			category, _ := r["category"].(string)
			return !strings.HasPrefix(category, "MultiTenantOrg")
		}))
	}
	want := []string{
		"Create a MultiTenantOrg", "Add MultiTenantOrg tenant", "Tenant joining MultiTenantOrg tenant", "Update MultiTenantOrg tenant", "Update a MultiTenantOrg",
		"Update a multi tenant org partner configuration template", "Delete MultiTenantOrg tenant",
	}
	if got := of(contosoID); !slices.Equal(got, want) {
		t.Errorf("the owner records %q", got)
	}
	want = []string{"Tenant joining MultiTenantOrg tenant", "Update MultiTenantOrg tenant", "Update a MultiTenantOrg", "Hard Delete MultiTenantOrg"}
	got := of(fabrikamID)
	got = slices.DeleteFunc(got, func(a string) bool { return a == "Delete MultiTenantOrg tenant" })
	if !slices.Equal(got, want) {
		t.Errorf("the member records %q", got)
	}
}

// Domain lists are policies, and capabilities are part of the access for a partner.
func TestAuditsOfListsAndCapabilities(t *testing.T) {
	t.Parallel()
	b := newAuditBench(t)
	b.caller.Roles = append(b.caller.Roles, "Policy.ReadWrite.B2BManagementPolicy")
	const lists = "/beta/policies/b2bManagementPolicies"
	id := b.do(post, lists, `{"displayName":"B2BManagementPolicy","isOrganizationDefault":true,`+
		`"definition":["{\"B2BManagementPolicy\":{\"InvitationsAllowedAndBlockedDomainsPolicy\":{\"AllowedDomains\":[],\"BlockedDomains\":[\"a.example\"]}}}"]}`).want(201).text("id")
	b.do("DELETE", lists+"/"+id, "").want(204)
	b.do(post, accessPath+"/partners", `{"tenantId":"`+fabrikamID+`"}`).want(201)
	b.do(post, partnerPath+"/m365Capabilities", `{"@odata.type":"#microsoft.graph.crossTenantMailTipsAll","inboundAccess":{"isAllowed":true}}`).want(201)
	records := b.audits("")
	want := []string{
		"Add policy", "Delete policy", "Add a partner to cross-tenant access setting", "Update a partner cross-tenant access setting",
	}
	if got := activities(records); !slices.Equal(got, want) {
		t.Fatalf("activities %q", got)
	}
	if target := first(t, records[0], "targetResources"); target["type"] != "Policy" || target["displayName"] != "B2BManagementPolicy" {
		t.Errorf("target %v", target)
	}
	all, _ := first(t, records[3], "targetResources")["modifiedProperties"].([]any)
	last, _ := all[len(all)-1].(map[string]any)
	if text, _ := last["newValue"].(string); last["displayName"] != "m365Capabilities" || !strings.Contains(text, "crossTenantMailTipsAll") {
		t.Errorf("changed %v", all)
	}
}

// A seed has a multitenant organization with an active and a pending tenant.
func TestSeededOrganization(t *testing.T) {
	t.Parallel()
	b := newGroup(t)
	b.seed(strings.NewReplacer(
		`"display_name":"Contoso"`, `"display_name":"Contoso","multi_tenant_organization":{"display_name":"Group"}`,
		`"`+fabrikamID+`"`, `"`+fabrikamID+`","multi_tenant_organization":{"owner":"contoso","role":"owner"}`,
		`"`+tailspinID+`"`, `"`+tailspinID+`","multi_tenant_organization":{"owner":"contoso","state":"pending"}`,
	).Replace(group))
	want := map[string]string{contosoID: "owner active", fabrikamID: "owner active", tailspinID: "member pending"}
	b.members(want)
	b.as(fabrikamID).members(want)
	b.as(tailspinID).members(map[string]string{})
	b.join(contosoID).want(204)
	b.world.Advance(time.Hour)
	want[tailspinID] = "member active"
	b.members(want)
}
