package graphapi

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

const (
	auditsPath  = "/v1.0/auditLogs/directoryAudits"
	accessPath  = "/v1.0/policies/crossTenantAccessPolicy"
	partnerPath = accessPath + "/partners/" + fabrikamID
)

// newAuditBench has a caller that may read the audit log.
func newAuditBench(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	b.caller.Roles = append(slices.Clone(everyPermission), "AuditLog.Read.All", "Directory.Read.All", "Group.ReadWrite.All", "GroupMember.ReadWrite.All")
	return b
}

// audits lists the records that match a filter.
func (b *bench) audits(filter string) []map[string]any {
	b.t.Helper()
	query := "?$orderby=" + url.QueryEscape("activityDateTime asc")
	if filter != "" {
		query += "&$filter=" + url.QueryEscape(filter)
	}
	return b.do(get, auditsPath+query, "").want(200).values()
}

func activities(records []map[string]any) []string {
	var names []string
	for _, r := range records {
		names = append(names, fmt.Sprint(r["activityDisplayName"]))
	}
	return names
}

// first is the first object in a list of an object.
func first(t *testing.T, of map[string]any, list string) map[string]any {
	t.Helper()
	all, _ := of[list].([]any)
	if len(all) == 0 {
		t.Fatalf("no %s in %v", list, of)
	}
	found, _ := all[0].(map[string]any)
	return found
}

// Queries of published alerts and detection rules, on the records of cross-tenant
// access (graph-identity §11).
func TestAuditsOfCrossTenantAccess(t *testing.T) {
	t.Parallel()
	b := newAuditBench(t)
	const blocked = `{"b2bDirectConnectInbound":{"usersAndGroups":{"accessType":"blocked","targets":[{"target":"AllUsers","targetType":"user"}]},"applications":{"accessType":"blocked","targets":[{"target":"AllApplications","targetType":"application"}]}}}`
	b.do(post, accessPath+"/partners", `{"tenantId":"`+fabrikamID+`"}`).want(201)
	b.do(patch, partnerPath, blocked).want(204)
	b.do(put, partnerPath+"/identitySynchronization", `{"userSyncInbound":{"isSyncAllowed":false}}`).want(204)
	b.do(patch, partnerPath+"/identitySynchronization", `{"userSyncInbound":{"isSyncAllowed":true}}`).want(204)
	b.do("DELETE", partnerPath+"/identitySynchronization", "").want(204)
	b.do("DELETE", partnerPath, "").want(204)
	b.do(patch, accessPath+"/default", `{"inboundTrust":{"isMfaAccepted":true,"isCompliantDeviceAccepted":false,"isHybridAzureADJoinedDeviceAccepted":false}}`).want(204)
	b.do(post, accessPath+"/default/resetToSystemDefault", "").want(204)

	want := []string{
		"Add a partner to cross-tenant access setting", "Update a partner cross-tenant access setting",
		"Create a partner cross-tenant identity sync setting", "Update a partner cross-tenant identity sync setting",
		"Delete a partner cross-tenant identity sync setting", "Delete partner specific cross-tenant access setting",
		"Update the company default cross-tenant access setting", "Reset the cross-tenant access default setting",
	}
	all := b.audits("")
	if got := activities(all); !slices.Equal(got, want) {
		t.Fatalf("activities %q", got)
	}
	added := first(t, all[0], "targetResources")
	if m := first(t, added, "modifiedProperties"); added["type"] != "Policy" || m["displayName"] != "tenantId" || m["newValue"] != `"`+fabrikamID+`"` || m["oldValue"] != nil {
		t.Errorf("added %v", added)
	}
	var direct string
	changed, _ := first(t, all[1], "targetResources")["modifiedProperties"].([]any)
	for _, m := range changed {
		if p, _ := m.(map[string]any); p["displayName"] == "b2bDirectConnectInbound" && p["oldValue"] == nil {
			direct, _ = p["newValue"].(string)
		}
	}
	if !strings.Contains(direct, `"accessType":"blocked"`) {
		t.Errorf("changed %v", changed)
	}
	if m := first(t, first(t, all[3], "targetResources"), "modifiedProperties"); !strings.Contains(fmt.Sprint(m["newValue"]), "true") {
		t.Errorf("synchronization allowed: %v", m)
	}
	for i, category := range map[int]string{0: "CrossTenantAccessSettings", 2: "CrossTenantIdentitySyncSettings", 6: "CrossTenantIdentitySyncSettings", 7: "CrossTenantAccessSettings"} {
		if all[i]["category"] != category || all[i]["loggedByService"] != "Core Directory" || all[i]["result"] != "success" {
			t.Errorf("record %v", all[i])
		}
	}
	by := object(t, object(t, all[0], "initiatedBy"), "app")
	if by["appId"] != "app" || object(t, all[0], "initiatedBy")["user"] != nil || all[0]["correlationId"] == all[1]["correlationId"] {
		t.Errorf("record %v", all[0])
	}
}

// The observed sequence of an invitation and its redemption (graph-identity §11).
func TestAuditsOfInvitations(t *testing.T) {
	t.Parallel()
	b := newAuditBench(t)
	body := b.do(post, "/v1.0/invitations", `{"invitedUserEmailAddress":"ana@elsewhere.example","inviteRedirectUrl":"https://x.example","invitedUserSponsors":[]}`).want(201).json
	userID, _ := object(t, body, "invitedUser")["id"].(string)
	b.do(post, "/v1.0/users/"+userID+"/sponsors/$ref", `{"@odata.id":"https://graph.test/v1.0/users/`+adeleID+`"}`).want(204)
	if err := invitation.Redeem(b.world, contosoID, userID, "", "ana@elsewhere.example"); err != nil {
		t.Fatal(err)
	}
	all := b.audits("targetResources/any(t:t/id eq '" + userID + "')")
	want := []string{"Add user", "Invite external user", "Add user sponsor", "Update user", "Redeem external user invite"}
	if got := activities(all); !slices.Equal(got, want) {
		t.Fatalf("activities %q", got)
	}
	if all[0]["correlationId"] != all[1]["correlationId"] {
		t.Error("two correlations in one request")
	}
	if d := first(t, all[1], "additionalDetails"); d["key"] != "invitedUserEmailAddress" || d["value"] != "ana@elsewhere.example" || all[1]["loggedByService"] != "Invited Users" {
		t.Errorf("invited %v", all[1])
	}
	if by := object(t, object(t, all[4], "initiatedBy"), "user"); by["userPrincipalName"] != "ana@elsewhere.example" {
		t.Errorf("redeemed by %v", by)
	}
	b.do(patch, "/v1.0/users/"+userID, `{"accountEnabled":false}`).want(204)
	b.do("DELETE", "/v1.0/users/"+userID, "").want(204)
	b.do(post, "/v1.0/directory/deletedItems/"+userID+"/restore", "").want(200)
	b.do("DELETE", "/v1.0/users/"+userID, "").want(204)
	b.do("DELETE", "/v1.0/directory/deletedItems/"+userID, "").want(204)
	want = []string{"Disable account", "Update user", "Delete user", "Restore user", "Delete user", "Hard Delete user"}
	if got := activities(b.audits("targetResources/any(t:t/id eq '" + userID + "')"))[5:]; !slices.Equal(got, want) {
		t.Errorf("activities %q", got)
	}
	b.set(func(s *settings.Settings) { s.RedemptionIsLoggedByB2BAuth = true })
	other, _ := object(t, b.do(post, "/v1.0/invitations", `{"invitedUserEmailAddress":"ben@elsewhere.example","inviteRedirectUrl":"https://x.example"}`).want(201).json, "invitedUser")["id"].(string)
	if err := invitation.Redeem(b.world, contosoID, other, "", "ben@elsewhere.example"); err != nil {
		t.Fatal(err)
	}
	if got := b.audits("loggedByService eq 'B2B Auth'"); len(got) != 1 {
		t.Errorf("records %v", got)
	}
}

func TestAuditsOfMembers(t *testing.T) {
	t.Parallel()
	b := newAuditBench(t)
	b.do(post, "/v1.0/groups/"+groupID+"/members/$ref", `{"@odata.id":"https://graph.test/v1.0/users/`+adeleID+`"}`).want(204)
	b.do("DELETE", "/v1.0/groups/"+groupID+"/members/"+adeleID+"/$ref", "").want(204)
	all := b.audits("category eq 'GroupManagement'")
	if got := activities(all); !slices.Equal(got, []string{"Add member to group", "Remove member from group"}) {
		t.Fatalf("activities %q", got)
	}
	member := first(t, all[0], "targetResources")
	if m := first(t, member, "modifiedProperties"); member["id"] != adeleID || member["type"] != "User" || m["displayName"] != "Group.ObjectID" || m["newValue"] != `"`+groupID+`"` {
		t.Errorf("member %v", member)
	}
}

func TestAuditQueries(t *testing.T) {
	t.Parallel()
	b := newAuditBench(t)
	b.do(post, accessPath+"/partners", `{"tenantId":"`+fabrikamID+`"}`).want(201)
	b.world.Advance(time.Hour)
	b.do(patch, "/v1.0/users/"+adeleID, `{"jobTitle":"Head"}`).want(204)
	for filter, want := range map[string]int{
		"activityDateTime ge 2026-01-15T09:30:00Z":                                             1,
		"activityDateTime le 2026-01-15T09:30:00Z":                                             1,
		"activityDateTime ge 2026-01-15T09:00:00Z and category eq 'CrossTenantAccessSettings'": 1,
		"activityDisplayName eq 'Update user'":                                                 1,
		"startsWith(activityDisplayName,'Add a partner')":                                      1,
		"category eq 'CrossTenantAccessSettings' or category eq 'UserManagement'":              2,
		"initiatedBy/app/appId eq 'app'":                                                       2,
		"initiatedBy/user/userPrincipalName eq 'adele@contoso.example'":                        0,
		"targetResources/any(t:startsWith(t/displayName,'Ade'))":                               1,
		"result eq 'success'":                                                                  2,
		"loggedByService eq 'Invited Users'":                                                   0,
	} {
		if got := b.audits(filter); len(got) != want {
			t.Errorf("%s: %d records", filter, len(got))
		}
	}
	for _, filter := range []string{"category ne 'UserManagement'", "not(category eq 'X')", "operationType eq 'Add'", "activityDateTime gt 2026-01-15T09:30:00Z"} {
		b.do(get, auditsPath+"?$filter="+url.QueryEscape(filter), "").want(501)
	}
	b.do(get, auditsPath+"?$orderby=category", "").want(501)
	b.do(get, auditsPath+"?$filter="+url.QueryEscape("nonsense eq 'x'"), "").want(400)
	page := b.do(get, auditsPath+"?$top=1", "").want(200)
	if next, _ := page.json["@odata.nextLink"].(string); len(page.values()) != 1 || !strings.Contains(next, "skiptoken") {
		t.Errorf("page %v", page.json)
	}
	one, _ := page.values()[0]["id"].(string)
	if got := b.do(get, auditsPath+"/"+one, "").want(200).json; got["id"] != one {
		t.Errorf("record %v", got)
	}
	b.caller.Roles = []string{"Directory.Read.All"}
	b.do(get, auditsPath, "").wantError(403, "Authentication_MSGraphPermissionMissing", "AuditLog.Read.All")
	b.caller.Roles = []string{"AuditLog.Read.All"}
	b.do(get, auditsPath+"/"+one, "").wantError(403, "Authentication_ApplicationHasNoDirectoryReadAccess", "")
	b.set(func(s *settings.Settings) { s.AuditNeedsDirectoryRead = false })
	b.do(get, auditsPath, "").want(200)
}

// Records appear late, and last 30 days, or seven without Entra ID P1
// (graph-identity §11).
func TestAuditsInTime(t *testing.T) {
	t.Parallel()
	b := newAuditBench(t)
	change := func() { b.do(patch, "/v1.0/users/"+adeleID, `{"jobTitle":"`+b.world.Now().String()+`"}`).want(204) }
	count := func(after time.Duration, want int) {
		t.Helper()
		b.world.Advance(after)
		if got := b.audits(""); len(got) != want {
			t.Errorf("%d records, want %d", len(got), want)
		}
	}
	b.world.SetLag(10 * time.Minute)
	change()
	count(19*time.Minute, 0)
	count(2*time.Minute, 1)
	b.set(func(s *settings.Settings) { s.AuditDelay = settings.Never })
	change()
	count(time.Hour, 1)
	b.set(func(s *settings.Settings) { s.AuditDelay = 0 })
	change()
	count(0, 2)
	count(29*24*time.Hour, 2)
	count(2*24*time.Hour, 0)

	b.seed(strings.Replace(estate, `"key":"contoso"`, `"entra_id_p1":false,"key":"contoso"`, 1))
	change()
	count(6*24*time.Hour, 1)
	count(2*24*time.Hour, 0)
}

// What a service does by itself has the name of the service as its origin.
func TestAuditsOfOthers(t *testing.T) {
	t.Parallel()
	b := newAuditBench(t)
	b.caller = Caller{TenantID: contosoID, AppID: "cli", UserID: adeleID, Scopes: []string{"User.ReadWrite.All"}, WIDs: []string{"62e90394-69f5-4237-9190-012177145e10"}}
	b.do(patch, "/v1.0/users/"+brianID, `{"jobTitle":"Head"}`).want(204)
	b.caller = Caller{TenantID: contosoID, AppID: "app", Roles: []string{"AuditLog.Read.All", "Directory.Read.All"}}
	by := object(t, object(t, b.audits("")[0], "initiatedBy"), "user")
	if by["id"] != adeleID || by["userPrincipalName"] != "adele@contoso.example" || by["ipAddress"] != "192.0.2.1" {
		t.Errorf("by %v", by)
	}
	service := b.world.From(kernel.Origin{Service: "Some Service"})
	if err := invitation.Redeem(service, contosoID, brianID, "", "x@y.example"); err == nil {
		t.Error("an internal user redeemed")
	}
	if got := b.audits(""); len(got) != 1 {
		t.Errorf("a refused change is recorded: %v", got)
	}
}
