package graphapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

func TestInvitation(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.do(http.MethodPost, "/v1.0/invitations", `{"invitedUserEmailAddress":"ana@fabrikam.example","inviteRedirectUrl":"https://myapps.microsoft.com/?tenantid=x",
	  "invitedUserDisplayName":"Ana","sendInvitationMessage":true,"invitedUserMessageInfo":{"customizedMessageBody":"Hi","ccRecipients":[{"emailAddress":{"address":"cc@x.example"}}]},
	  "invitedUserSponsors@odata.bind":["https://graph.test/v1.0/users/`+adeleID+`"]}`).want(201)
	if r.text("status") != "PendingAcceptance" || r.text("invitedUserType") != "Guest" || r.text("invitedUserDisplayName") != "Ana" || r.json["sendInvitationMessage"] != true {
		t.Errorf("got %s", r.Body)
	}
	if !strings.Contains(r.text("inviteRedeemUrl"), r.text("id")) {
		t.Errorf("redeem URL %s lacks the invitation", r.text("inviteRedeemUrl"))
	}
	guest, _ := r.json["invitedUser"].(map[string]any)
	if len(guest) != 1 {
		t.Errorf("invitedUser %v", guest)
	}
	again := b.do(http.MethodPost, "/v1.0/invitations", `{"invitedUserEmailAddress":"ana@fabrikam.example","inviteRedirectUrl":"https://x.example"}`).want(201)
	second, _ := again.json["invitedUser"].(map[string]any)
	if second["id"] != guest["id"] || again.text("inviteRedeemUrl") == r.text("inviteRedeemUrl") {
		t.Errorf("invited again: %s", again.Body)
	}
	if recipients := fmt.Sprint(again.json["invitedUserMessageInfo"]); !strings.Contains(recipients, "map[address:<nil> name:<nil>]") {
		t.Errorf("message info %s", recipients)
	}
	sponsors := b.do(http.MethodGet, fmt.Sprintf("/v1.0/users/%v/sponsors", guest["id"]), "").want(200).values()
	if len(sponsors) != 1 || sponsors[0]["id"] != adeleID {
		t.Errorf("sponsors %v", sponsors)
	}
}

func TestRefusedInvitationBodies(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, body, part string }{
		{"no address", `{"inviteRedirectUrl":"https://x.example"}`, "invitedUserEmailAddress"},
		{"no redirect", `{"invitedUserEmailAddress":"a@fabrikam.example"}`, "inviteRedirectUrl"},
		{"bad redirect", `{"invitedUserEmailAddress":"a@fabrikam.example","inviteRedirectUrl":"here"}`, "inviteRedirectUrl"},
		{"bad type", `{"invitedUserEmailAddress":"a@fabrikam.example","inviteRedirectUrl":"https://x.example","invitedUserType":"Owner"}`, "invitedUserType"},
		{"unknown", `{"invitedUserEmailAddress":"a@fabrikam.example","inviteRedirectUrl":"https://x.example","givenName":"A"}`, "givenName"},
		{"reset without a user", `{"invitedUserEmailAddress":"a@fabrikam.example","inviteRedirectUrl":"https://x.example","resetRedemption":true}`, "invitedUser"},
		{"two recipients", `{"invitedUserMessageInfo":{"ccRecipients":[{"emailAddress":{"address":"a@b.c"}},{"emailAddress":{"address":"a@b.c"}}]}}`, "invitedUserMessageInfo"},
		{"plus", `{"invitedUserEmailAddress":"a+b@fabrikam.example","inviteRedirectUrl":"https://x.example"}`, "Primary SMTP Address"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			newBench(t).do(http.MethodPost, "/v1.0/invitations", tt.body).wantError(400, refusal.CodeInvitation, tt.part)
		})
	}
}

func TestSponsorsAreWorldwideOnly(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.api = New(Config{World: b.world, Offers: area.All(), Delegated: directory.Delegated, Cloud: schema.CloudUSGov, BaseURL: func() string { return "https://graph.test" }})
	b.caller.TenantID = northwindID
	const body = `{"invitedUserEmailAddress":"a@partner.example","inviteRedirectUrl":"https://x.example"%s}`
	b.do(http.MethodPost, "/v1.0/invitations", fmt.Sprintf(body, `,"invitedUserSponsors@odata.bind":[]`)).wantError(400, refusal.CodeInvitation, "invitedUserSponsors")
	b.do(http.MethodPost, "/v1.0/invitations", fmt.Sprintf(body, "")).want(201)
}

func TestContacts(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.do(http.MethodGet, "/v1.0/contacts?$filter=proxyAddresses/any(p:p+eq+'smtp:CARLA@fabrikam.example')&$select=id,mail,onPremisesSyncEnabled", "").want(200)
	if len(r.values()) != 1 || r.values()[0]["id"] != contactID {
		t.Errorf("got %s", r.Body)
	}
	b.do(http.MethodGet, "/v1.0/contacts?$orderby=displayName", "").wantError(400, refusal.CodeUnsupportedQuery, "displayName")
	b.do(http.MethodGet, "/v1.0/contacts/"+contactID, "").want(200)
	b.do(http.MethodPost, "/v1.0/contacts", "{}").wantError(405, refusal.CodeBadRequest, "")
}

func TestOrganizationAndDomains(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	org := b.do(http.MethodGet, "/v1.0/organization?$select=id,verifiedDomains", "").want(200).values()
	if len(org) != 1 || org[0]["id"] != contosoID {
		t.Fatalf("organization %v", org)
	}
	if domains, _ := org[0]["verifiedDomains"].([]any); len(domains) != 2 {
		t.Errorf("verified domains %v", domains)
	}
	if all := b.do(http.MethodGet, "/v1.0/domains", "").want(200).values(); len(all) != 3 {
		t.Errorf("domains %v", all)
	}
	if r := b.do(http.MethodGet, "/v1.0/domains/contoso.example", "").want(200); r.json["isDefault"] != true {
		t.Errorf("domain %s", r.Body)
	}
	b.do(http.MethodGet, "/v1.0/domains/none.example", "").wantError(404, refusal.CodeNotFound, "none.example")
	find := "/v1.0/tenantRelationships/findTenantInformationBy"
	if r := b.do(http.MethodGet, find+"DomainName(domainName='fabrikam.example')", "").want(200); r.text("tenantId") != fabrikamID {
		t.Errorf("found %s", r.Body)
	}
	b.do(http.MethodGet, find+"TenantId(tenantId='"+fabrikamID+"')", "").want(200)
	b.do(http.MethodGet, find+"TenantId(tenantId='"+northwindID+"')", "").wantError(404, refusal.CodeNotFound, northwindID)
}

func TestPolicies(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if r := b.do(http.MethodGet, "/v1.0/policies/authorizationPolicy", "").want(200); r.text("allowInvitesFrom") != "everyone" {
		t.Errorf("got %s", r.Body)
	}
	b.do(http.MethodPatch, "/v1.0/policies/authorizationPolicy", `{"allowInvitesFrom":"none","defaultUserRolePermissions":{"allowedToCreateApps":false}}`).want(204)
	beta := b.do(http.MethodGet, "/beta/policies/authorizationPolicy", "").want(200).values()
	permissions, _ := beta[0]["defaultUserRolePermissions"].(map[string]any)
	if beta[0]["allowInvitesFrom"] != "none" || permissions["allowedToCreateApps"] != false || permissions["allowedToReadOtherUsers"] != true {
		t.Errorf("got %v", beta)
	}
	b.do(http.MethodPatch, "/beta/policies/authorizationPolicy", `{}`).want(405)
	b.do(http.MethodPatch, "/beta/policies/authorizationPolicy/authorizationPolicy", `{"allowInvitesFrom":"everyone"}`).want(204)

	access := "/v1.0/policies/crossTenantAccessPolicy"
	b.do(http.MethodPatch, access, `{"allowedCloudEndpoints":["microsoftonline.us"]}`).want(204)
	b.do(http.MethodGet, access, "").want(200)
	b.do(http.MethodPatch, access+"/default", `{"inboundTrust":{"isMfaAccepted":true}}`).want(204)
	if r := b.do(http.MethodGet, access+"/default", "").want(200); r.json["isServiceDefault"] != false {
		t.Errorf("got %s", r.Body)
	}
	b.do(http.MethodPost, access+"/default/resetToSystemDefault", "").want(204)
	if r := b.do(http.MethodGet, access+"/default?$select=isServiceDefault", "").want(200); r.json["isServiceDefault"] != true {
		t.Errorf("got %s", r.Body)
	}
	r := b.do(http.MethodPost, access+"/partners", `{"tenantId":"`+fabrikamID+`"}`).want(201)
	if _, shown := r.json["inboundTrust"]; !shown || r.json["inboundTrust"] != nil {
		t.Errorf("got %s", r.Body)
	}
	b.do(http.MethodPost, access+"/partners", `{"tenantId":"`+fabrikamID+`"}`).wantError(409, refusal.CodeSameKey, "tenantId")
	b.do(http.MethodPatch, access+"/partners/"+fabrikamID, `{"b2BCollaborationInbound":null}`).wantError(400, refusal.CodeBadRequest, "Invalid property 'b2BCollaborationInbound'")
	b.do(http.MethodPatch, access+"/partners/"+fabrikamID, `{"automaticUserConsentSettings":{"inboundAllowed":true}}`).want(204)
	if all := b.do(http.MethodGet, access+"/partners?$filter=tenantId+eq+'"+fabrikamID+"'", "").want(200).values(); len(all) != 1 {
		t.Errorf("partners %v", all)
	}
	b.do(http.MethodDelete, access+"/partners/"+fabrikamID, "").want(204)
	b.do(http.MethodGet, access+"/partners/"+fabrikamID, "").wantError(404, refusal.CodeObjectNotFound, "company information")
}

func TestBatch(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.do(http.MethodPost, "/v1.0/$batch", `{"requests":[
	 {"id":"1","method":"GET","url":"/users/`+adeleID+`?$select=id"},
	 {"id":"2","method":"GET","url":"users/unknown"},
	 {"id":"3","method":"PATCH","url":"/users/`+adeleID+`","headers":{"Content-Type":"application/json"},"body":{"city":"x"},"dependsOn":["1"]},
	 {"id":"4","method":"GET","url":"/users","dependsOn":["2"]},
	 {"id":"5","method":"GET","url":"/users/$count","headers":{"ConsistencyLevel":"eventual"}},
	 {"id":"6","method":"POST","url":"/$batch","headers":{"Content-Type":"application/json"},"body":{}}]}`).want(200)
	list, _ := r.json["responses"].([]any)
	status := map[string]float64{}
	var order []string
	for _, v := range list {
		item, _ := v.(map[string]any)
		id := fmt.Sprint(item["id"])
		order = append(order, id)
		status[id], _ = item["status"].(float64)
		if _, has := item["body"]; has == (id == "3") {
			t.Errorf("item %s: %v", id, item)
		}
	}
	want := map[string]float64{"1": 200, "2": 404, "3": 204, "4": 424, "5": 200, "6": 400}
	for id, s := range want {
		if status[id] != s {
			t.Errorf("item %s answers %v, want %v", id, status[id], s)
		}
	}
	if strings.Join(order, "") == "123456" {
		t.Error("answers come in the order of requests; clients would rely on it")
	}
	b.do(http.MethodPost, "/v1.0/$batch", `{"requests":[{"id":"a","method":"GET","url":"/users"},{"id":"A","method":"GET","url":"/users"}]}`).wantError(400, "BadRequest", "more than once")
	b.do(http.MethodPost, "/v1.0/$batch", `{"requests":[{"id":"a","method":"PATCH","url":"/users/x","body":{}}]}`).wantError(400, "BadRequest", "Content-Type")
	items := strings.Repeat(`{"id":"%d","method":"GET","url":"/users"},`, 21)
	ids := make([]any, 21)
	for i := range ids {
		ids[i] = i
	}
	b.do(http.MethodPost, "/v1.0/$batch", `{"requests":[`+strings.TrimSuffix(fmt.Sprintf(items, ids...), ",")+`]}`).wantError(400, "BadRequest", "20")
}

// Clients may send numeric ids, and read headers with their documented spelling.
func TestBatchWithNumbers(t *testing.T) {
	t.Parallel()
	r := newBench(t).do(http.MethodPost, "/v1.0/$batch", `{"requests":[{"id":1,"method":"GET","url":"/users"},{"id":2,"method":"GET","url":"/users","dependsOn":[1]}]}`).want(200)
	list, _ := r.json["responses"].([]any)
	ids := map[any]bool{}
	for _, v := range list {
		item, _ := v.(map[string]any)
		headers, _ := item["headers"].(map[string]any)
		ids[item["id"]] = item["status"] == 200.0 && headers["OData-Version"] == "4.0" && headers["x-ms-resource-unit"] != nil && headers["request-id"] != nil
	}
	if len(ids) != 2 || !ids["1"] || !ids["2"] {
		t.Errorf("got %s", r.Body)
	}
}

func TestDelta(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	follow := func(link string) reply {
		return b.do(http.MethodGet, strings.TrimPrefix(link, "https://graph.test"), "")
	}
	latest := b.do(http.MethodGet, "/v1.0/users/delta?$deltatoken=latest", "").want(200)
	if len(latest.values()) != 0 {
		t.Errorf("latest has %s", latest.Body)
	}
	b.header.Set("Prefer", "odata.maxpagesize=1")
	first := b.do(http.MethodGet, "/v1.0/users/delta()?$select=id,jobTitle,manager", "").want(200)
	second := follow(first.text("@odata.nextLink")).want(200)
	if len(first.values()) != 1 || len(second.values()) != 1 {
		t.Fatalf("pages %s, %s", first.Body, second.Body)
	}
	b.header.Del("Prefer")
	link := second.text("@odata.deltaLink")
	b.do(http.MethodPatch, "/v1.0/users/"+adeleID, `{"city":"x"}`).want(204) // not tracked
	if r := follow(link).want(200); len(r.values()) != 0 {
		t.Errorf("untracked change: %s", r.Body)
	}
	b.do(http.MethodPatch, "/v1.0/users/"+adeleID, `{"jobTitle":"Lead"}`).want(204)
	b.do(http.MethodDelete, "/v1.0/users/"+brianID, "").want(204)
	r := follow(link).want(200)
	raw, err := json.Marshal(r.json["value"])
	if err != nil {
		t.Fatal(err)
	}
	if got := string(raw); got != `[{"id":"`+adeleID+`","jobTitle":"Lead"},{"@removed":{"reason":"changed"},"id":"`+brianID+`"}]` {
		t.Errorf("changes %s", got)
	}
	b.do(http.MethodGet, "/v1.0/users/delta?$filter=mail+eq+'a'", "").wantError(400, refusal.CodeUnsupportedQuery, "id eq")
	if one := b.do(http.MethodGet, "/v1.0/users/delta?$filter=id+eq+'"+adeleID+"'", "").want(200).values(); len(one) != 1 {
		t.Errorf("filtered by id: %v", one)
	}
	b.world.Advance(8 * 24 * time.Hour)
	b.set(func(s *settings.Settings) { s.ExpiredDeltaTokensAreGone = false })
	follow(link).wantError(400, refusal.CodeNoSyncState, "data must be synchronized again")
	b.set(func(s *settings.Settings) { s.ExpiredDeltaTokensAreGone = true })
	expired := follow(link)
	expired.wantError(410, refusal.CodeResync, "")
	restart := expired.Header().Get("Location")
	if all := follow(restart).want(200).values(); len(all) != 1 {
		t.Errorf("resync at %s gives %v", restart, all)
	}
}

func TestCost(t *testing.T) {
	t.Parallel()
	tests := []struct {
		method, target string
		units          int
		write          bool
	}{
		{http.MethodGet, "/v1.0/users", 2, false},
		{http.MethodGet, "/v1.0/users?$select=id", 1, false},
		{http.MethodGet, "/v1.0/users?$select=id&$top=5", 1, false},
		{http.MethodGet, "/v1.0/users?$expand=manager", 3, false},
		{http.MethodGet, "/v1.0/users/x", 1, false},
		{http.MethodPost, "/v1.0/invitations", 1, true},
		{http.MethodPost, "/v1.0/$batch", 0, false},
	}
	for _, tt := range tests {
		r, err := http.NewRequestWithContext(t.Context(), tt.method, tt.target, nil)
		if err != nil {
			t.Fatal(err)
		}
		if units, write := Cost(r); units != tt.units || write != tt.write {
			t.Errorf("%s %s costs %d, %v", tt.method, tt.target, units, write)
		}
	}
}
