package graphapi

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// ruled are the members of a body for a dynamic group.
func ruled(rule, state string) string {
	return `"groupTypes":["DynamicMembership"],"membershipRule":"` + rule + `","membershipRuleProcessingState":"` + state + `"`
}

const (
	sales    = `user.department -eq \"Sales\"`
	everyone = `user.objectId -ne null`
	selected = "?$select=id,membershipRuleProcessingStatus"
)

func (b *bench) memberIDs(group string) []any {
	b.t.Helper()
	return ids(b.do(http.MethodGet, group+"/members?$select=id", "").want(200).values())
}

func (b *bench) wantMembers(group string, want ...any) {
	b.t.Helper()
	if got := b.memberIDs(group); !slices.Equal(got, want) {
		b.t.Errorf("members %v, want %v", got, want)
	}
}

// The members of a dynamic group follow its rule, its users and their deletion.
func TestDynamicGroups(t *testing.T) {
	t.Parallel()
	b := newGroupWriter(t)
	b.caller.Roles = append(b.caller.Roles, "User.DeleteRestore.All")
	r := b.do(http.MethodPost, "/v1.0/groups", security+","+ruled(sales, "On")+"}").want(201)
	group := "/v1.0/groups/" + r.text("id")
	if r.json["membershipRule"] != `user.department -eq "Sales"` || r.json["membershipRuleProcessingState"] != "On" {
		t.Errorf("created %s", r.Body)
	}
	b.wantMembers(group, adeleID)
	b.do(http.MethodPatch, "/v1.0/users/"+brianID, `{"department":"Sales"}`).want(204)
	b.wantMembers(group, adeleID, brianID)
	b.do(http.MethodPatch, "/v1.0/users/"+adeleID, `{"department":null}`).want(204)
	b.wantMembers(group, brianID)
	b.do(http.MethodDelete, "/v1.0/users/"+brianID, "").want(204)
	b.wantMembers(group)
	b.do(http.MethodPost, "/v1.0/directory/deletedItems/"+brianID+"/restore", "").want(200)
	b.wantMembers(group, brianID)
	nora := b.do(http.MethodPost, "/v1.0/users", newUser+`,"department":"Sales"}`).want(201).text("id")
	b.wantMembers(group, brianID, nora)
	b.do(http.MethodPatch, group, `{"membershipRule":"`+everyone+`"}`).want(204)
	b.wantMembers(group, adeleID, brianID, nora)

	b.do(http.MethodPatch, group, `{"membershipRuleProcessingState":"Paused"}`).want(204)
	b.do(http.MethodDelete, "/v1.0/users/"+nora, "").want(204)
	b.do(http.MethodPatch, group, `{"membershipRule":"`+sales+`"}`).want(204)
	b.wantMembers(group, adeleID, brianID)
	b.do(http.MethodPatch, group, `{"membershipRuleProcessingState":"On"}`).want(204)
	b.wantMembers(group, brianID)
}

// Requests cannot change the members of a dynamic group, paused or not.
func TestMembersOfDynamicGroupsAreRefused(t *testing.T) {
	t.Parallel()
	for _, state := range []string{"On", "Paused"} {
		b := newGroupWriter(t)
		group := "/v1.0/groups/" + b.do(http.MethodPost, "/v1.0/groups", security+","+ruled(sales, state)+"}").want(201).text("id")
		link := `{"@odata.id":"https://graph.test/v1.0/directoryObjects/` + brianID + `"}`
		b.do(http.MethodPost, group+"/members/$ref", link).wantError(403, refusal.CodeDenied, "Insufficient")
		b.do(http.MethodDelete, group+"/members/"+adeleID+"/$ref", "").wantError(403, refusal.CodeDenied, "Insufficient")
		b.do(http.MethodPatch, group, `{`+bound("members", brianID)+`}`).wantError(403, refusal.CodeDenied, "Insufficient")
		b.do(http.MethodPost, group+"/owners/$ref", link).want(204)
	}
}

// A group changes between assigned and dynamic in place: a dynamic group starts
// without the assigned members, an assigned one keeps those that the rule selected.
func TestSwitchMembership(t *testing.T) {
	t.Parallel()
	const group = "/v1.0/groups/" + groupID
	b := newGroupWriter(t)
	b.set(func(s *settings.Settings) { s.MembershipRuleDelay = settings.Never })
	b.do(http.MethodPatch, group, `{`+bound("members", adeleID, brianID)+`}`).want(204)
	b.do(http.MethodPatch, group, `{`+ruled(sales, "On")+`}`).want(204)
	b.wantMembers(group)

	b.set(func(s *settings.Settings) { s.MembershipRuleDelay = 1 })
	b.do(http.MethodPatch, group, `{"membershipRule":"(`+sales+`)"}`).want(204)
	b.wantMembers(group, adeleID)
	b.do(http.MethodPatch, group, `{"groupTypes":[]}`).wantError(400, refusal.CodeBadRequest, "'membershipRuleProcessingState'")
	b.do(http.MethodPatch, group, `{"groupTypes":[],"membershipRuleProcessingState":"Paused"}`).want(204)
	b.wantMembers(group, adeleID)
	b.do(http.MethodPatch, group, `{`+bound("members", brianID)+`}`).want(204)
	b.do(http.MethodPatch, "/v1.0/users/"+adeleID, `{"department":null}`).want(204)
	b.wantMembers(group, adeleID, brianID)
	b.do(http.MethodPatch, group, `{"membershipRule":"`+everyone+`"}`).wantError(400, refusal.CodeBadRequest, "'membershipRule'")
	b.do(http.MethodPatch, group, `{"membershipRule":null,"membershipRuleProcessingState":null}`).want(204)
	if r := b.do(http.MethodGet, group, "").want(200); r.text("id") != groupID || r.json["membershipRule"] != nil {
		t.Errorf("assigned again %s", r.Body)
	}
}

func TestRefusedRules(t *testing.T) {
	t.Parallel()
	tests := []struct {
		rule, state string
		status      int
		code, part  string
	}{
		{`user.employeeType -eq \"x\"`, "On", 400, "DynamicGroupQueryParseError", "Unsupported property 'employeeType'"},
		{`user.department -eq`, "On", 400, "DynamicGroupQueryParseError", "position 19"},
		{`accountEnabled -eq true`, "On", 400, "InvalidObjectTypeException", "No object type"},
		{`device.displayName -eq \"x\"`, "On", 501, refusal.CodeNotImplemented, "about devices"},
		{sales, "Running", 400, refusal.CodeBadRequest, "'membershipRuleProcessingState'"},
		{`user.employeeType -eq \"x\"`, "Paused", 201, "", ""},
		{`device.displayName -eq \"x\"`, "Paused", 201, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.rule+tt.state, func(t *testing.T) {
			t.Parallel()
			b := newGroupWriter(t)
			r := b.do(http.MethodPost, "/v1.0/groups", security+","+ruled(tt.rule, tt.state)+"}")
			if tt.status == 201 {
				r.want(201)
				return
			}
			r.wantError(tt.status, tt.code, tt.part)
		})
	}
}

// A paused rule is looked at only when it is processed: then the status says that
// the processing has failed, and the members stay as they are.
func TestRuleThatFails(t *testing.T) {
	t.Parallel()
	b := newGroupWriter(t)
	b.do(http.MethodPatch, "/v1.0/groups/"+groupID, `{`+ruled(sales, "On")+`}`).want(204)
	const group = "/beta/groups/" + groupID
	status := func() map[string]any {
		s, _ := b.do(http.MethodGet, group+selected, "").want(200).json["membershipRuleProcessingStatus"].(map[string]any)
		return s
	}
	if s := status(); s["status"] != "Succeeded" || s["lastMembershipUpdated"] != "2026-01-15T09:00:00Z" || s["errorMessage"] != nil {
		t.Errorf("processed %v", s)
	}
	b.do(http.MethodPatch, group, `{"membershipRuleProcessingState":"Paused"}`).want(204)
	if s := status(); s != nil {
		t.Errorf("paused %v", s)
	}
	b.do(http.MethodPatch, group, `{"membershipRule":"user.shade -eq null"}`).want(204)
	b.do(http.MethodPatch, group, `{"membershipRuleProcessingState":"On"}`).want(204)
	if s := status(); s["status"] != "Failed" || s["errorMessage"] != "Membership updates could not be evaluated: unsupported property." {
		t.Errorf("failed %v", s)
	}
	b.do(http.MethodPatch, "/v1.0/users/"+brianID, `{"department":"Sales"}`).want(204)
	b.wantMembers("/v1.0/groups/"+groupID, adeleID)
	b.do(http.MethodPatch, group, `{"membershipRule":"user.shade -ne null"}`).wantError(400, "DynamicGroupQueryParseError", "'shade'")
	if r := b.do(http.MethodGet, group, "").want(200); r.json["membershipRuleProcessingStatus"] != nil {
		t.Errorf("without $select %s", r.Body)
	}
	b.do(http.MethodGet, "/v1.0/groups/"+groupID+selected, "").wantError(400, "BadRequest", "membershipRuleProcessingStatus")
}

// The processing takes its time, which requests move on like replication.
func TestRulesAreProcessedLate(t *testing.T) {
	t.Parallel()
	for name, advance := range map[string]func(b *bench){
		"requests": func(*bench) {},
		"time":     func(b *bench) { b.world.Advance(4 * time.Minute) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBenchWith(t, kernel.Options{RequestsMoveLag: name == "requests"})
			b.caller.Roles = []string{"Group.ReadWrite.All", "User.ReadWrite.All"}
			const group = "/v1.0/groups/" + groupID
			b.world.SetLag(time.Minute)
			b.do(http.MethodPatch, group, `{`+ruled(sales, "On")+`}`).want(204)
			b.wantMembers(group)
			reads := 1
			for advance(b); len(b.memberIDs(group)) == 0; reads++ {
				if reads > 10 {
					t.Fatal("the rule has not been processed after ten reads")
				}
				advance(b)
			}
			b.wantMembers(group, adeleID)
		})
	}
}

// A seed with a rule contains the members that it selects.
func TestSeededRules(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.caller.Roles = []string{"Group.Read.All", "User.Read.All"}
	b.seed(`{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","domains":["contoso.example"],
	 "users":[{"id":"` + adeleID + `","userPrincipalName":"adele@contoso.example","department":"Sales","onPremisesExtensionAttributes":{"extensionAttribute3":"x"}},
	  {"id":"` + brianID + `","userPrincipalName":"brian@contoso.example","manager":"adele@contoso.example"}],
	 "groups":[{"id":"` + groupID + `","displayName":"Sales",` + ruled(sales, "On") + `},
	  {"id":"` + salesID + `","displayName":"Paused","members":["brian@contoso.example"],` + ruled(sales, "Paused") + `},
	  {"id":"` + nestedID + `","displayName":"Reports",` + ruled(`Direct Reports for \"`+adeleID+`\"`, "On") + `},
	  {"id":"` + hiddenID + `","displayName":"X",` + ruled(`user.extensionAttribute3 -eq \"X\" -and user.accountEnabled -eq true`, "On") + `}]}]}`)
	for group, want := range map[string]string{groupID: adeleID, salesID: brianID, nestedID: brianID, hiddenID: adeleID} {
		b.wantMembers("/v1.0/groups/"+group, want)
	}
}
