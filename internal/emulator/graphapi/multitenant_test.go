package graphapi

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/multitenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

const (
	organizationPath = "/v1.0/tenantRelationships/multiTenantOrganization"
	joinPath         = organizationPath + "/joinRequest"
	tailspinID       = "44444444-4444-4444-8444-444444444444"
	templatePath     = "/v1.0/policies/crossTenantAccessPolicy/templates/multiTenantOrganization"
)

// group is three tenants of one cloud, and one of another.
const group = `{"tenants":[
 {"key":"contoso","tenant_id":"` + contosoID + `","display_name":"Contoso"},
 {"key":"fabrikam","tenant_id":"` + fabrikamID + `"},
 {"key":"tailspin","tenant_id":"` + tailspinID + `"},
 {"key":"northwind","tenant_id":"` + northwindID + `","cloud":"usgovernment"}]}`

func newGroup(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	b.caller.Roles = append(b.caller.Roles, "MultiTenantOrganization.ReadWrite.All")
	b.seed(group)
	return b
}

// as switches to a tenant of the same cloud.
func (b *bench) as(tenantID string) *bench {
	b.caller.TenantID = tenantID
	return b
}

func (b *bench) members(want map[string]string) {
	b.t.Helper()
	got := map[string]string{}
	for _, v := range b.do(get, organizationPath+"/tenants", "").want(200).values() {
		got[fmt.Sprint(v["tenantId"])] = fmt.Sprint(v["role"], " ", v["state"])
	}
	if !reflect.DeepEqual(got, want) {
		b.t.Fatalf("tenants of %s: %v, want %v", b.caller.TenantID, got, want)
	}
}

func (b *bench) add(tenantID, more string) reply {
	return b.do(post, organizationPath+"/tenants", `{"tenantId":"`+tenantID+`","displayName":"Name"`+more+`}`)
}

func (b *bench) join(owner string) reply {
	return b.do(patch, joinPath, `{"addedByTenantId":"`+owner+`"}`)
}

// A tenant without an organization, the creation, and the shapes of the documentation
// (graph-cross-tenant §3.2).
func TestOrganizationIsCreated(t *testing.T) {
	t.Parallel()
	b := newGroup(t)
	id := b.do(get, organizationPath, "").want(200).text("id")
	if got := b.do(get, organizationPath+"?$select=state,displayName", "").want(200).json; got["state"] != "inactive" || got["displayName"] != nil {
		t.Errorf("before: %v", got)
	}
	b.members(map[string]string{})
	b.do(patch, organizationPath, `{"displayName":"Group"}`).wantError(404, refusal.CodeObjectNotFound, "company information")
	b.add(fabrikamID, "").want(404)
	b.do(put, organizationPath, `{"description":"All"}`).wantError(400, refusal.CodeBadRequest, "displayName")
	b.do(put, organizationPath, `{"displayName":"Group","state":"active"}`).wantError(400, refusal.CodeBadRequest, "Invalid property 'state'")
	made := b.do(put, organizationPath, `{"displayName":"Group","description":"All"}`).want(201).json
	want := map[string]any{
		"@odata.context": "https://graph.test/v1.0/$metadata#tenantRelationships/multiTenantOrganization/$entity",
		"id":             id, "createdDateTime": "2026-01-15T09:00:00Z", "displayName": "Group", "description": "All", "state": "active",
	}
	if !reflect.DeepEqual(made, want) {
		t.Errorf("created %v", made)
	}
	b.do(put, organizationPath, `{"displayName":"Again"}`).wantError(400, refusal.CodeBadRequest, "already part")
	b.do(patch, organizationPath, `{"displayName":null}`).want(400)
	b.do(patch, organizationPath, `{"displayName":"Renamed","description":null}`).want(204)
	if got := b.do(get, organizationPath, "").want(200).json; got["displayName"] != "Renamed" || got["description"] != nil {
		t.Errorf("renamed: %v", got)
	}
	own := b.do(get, organizationPath+"/tenants/"+contosoID, "").want(200).json
	if own["role"] != "owner" || own["state"] != "active" || own["joinedDateTime"] != nil || own["displayName"] != "Contoso" || own["transitionDetails"] != nil {
		t.Errorf("the owner: %v", own)
	}
	b.do("DELETE", organizationPath, "").want(405)
	b.do(get, organizationPath+"/tenants/"+fabrikamID, "").wantError(404, refusal.CodeObjectNotFound, "Unable to read the company information from the directory.")
	b.do(get, organizationPath+"/tenants/unknown", "").want(400)
}

// Only the worldwide cloud has it, in both versions, with the permission.
func TestOrganizationIsWorldwideOnly(t *testing.T) {
	t.Parallel()
	b := newGroup(t)
	b.do(get, "/beta/tenantRelationships/multiTenantOrganization", "").want(200)
	b.caller.Roles = everyPermission
	for _, r := range []reply{
		b.do(get, organizationPath, ""), b.do(get, organizationPath+"/tenants", ""), b.do(get, joinPath, ""),
		b.do(put, organizationPath, `{"displayName":"G"}`), b.join(contosoID), b.add(fabrikamID, ""),
	} {
		r.want(403)
	}
	b.caller.Roles = []string{"MultiTenantOrganization.Read.All"}
	b.do(get, organizationPath+"/tenants", "").want(200)
	b.do(put, organizationPath, `{"displayName":"G"}`).want(403)
	b.caller.Roles = append(b.caller.Roles, "MultiTenantOrganization.ReadWrite.All", "Policy.Read.All")
	b.in(schema.CloudUSGov, northwindID)
	for _, path := range []string{organizationPath, joinPath, organizationPath + "/tenants", templatePath + "PartnerConfiguration"} {
		b.do(get, path, "").wantError(400, "BadRequest", "Resource not found for the segment")
	}
}

// The whole life of an organization with three tenants (graph-cross-tenant §3.3).
func TestOrganizationOfThree(t *testing.T) {
	t.Parallel()
	b := newGroup(t)
	b.do(put, organizationPath, `{"displayName":"Group"}`).want(201)
	if got := b.add(fabrikamID, "").want(201).json; got["state"] != "pending" || got["role"] != "member" || got["transitionDetails"] != nil || got["addedByTenantId"] != contosoID {
		t.Errorf("added %v", got)
	}
	b.add(fabrikamID, "").wantError(400, refusal.CodeBadRequest, "Tenant is already being added in Multi-Tenant Organization.")
	b.add(contosoID, "").want(400)
	b.add(northwindID, "").want(404)
	b.add("x", "").want(400)
	b.add(tailspinID, `,"role":"boss"`).want(400)
	b.add(tailspinID, `,"role":"owner"`).want(201)
	pending := b.do(get, organizationPath+"/tenants/"+fabrikamID, "").want(200).json["transitionDetails"]
	if !reflect.DeepEqual(pending, map[string]any{"desiredState": "active", "desiredRole": "member", "status": "notStarted", "details": nil}) {
		t.Errorf("pending: %v", pending)
	}
	b.as(fabrikamID).members(map[string]string{})
	b.join(contosoID).want(204)
	if got := b.do(get, joinPath, "").want(200).json; got["memberState"] != "active" || got["role"] != "member" || got["transitionDetails"] != nil {
		t.Errorf("joined %v", got)
	}
	b.join(contosoID).want(204) // refused later, and without effect
	b.do(patch, organizationPath, `{"displayName":"Mine"}`).want(403)
	b.add(northwindID, "").want(403)
	b.do("DELETE", organizationPath+"/tenants/"+contosoID, "").want(403)
	b.as(tailspinID).join(contosoID).want(204)
	all := map[string]string{contosoID: "owner active", fabrikamID: "member active", tailspinID: "owner active"}
	ids := map[string]bool{}
	for _, id := range []string{contosoID, fabrikamID, tailspinID} {
		b.as(id).members(all)
		ids[b.do(get, organizationPath, "").text("id")] = true
		for other := range all {
			if other != id && b.do(get, partnersPath+"/"+other, "").want(200).json["isInMultiTenantOrganization"] != true {
				t.Errorf("%s has no mark about %s", id, other)
			}
		}
	}
	if len(ids) != 3 {
		t.Errorf("the ids are %v", ids)
	}
	b.as(contosoID).do(patch, organizationPath+"/tenants/"+contosoID, `{"role":"member"}`).want(204)
	b.as(fabrikamID).members(map[string]string{contosoID: "member active", fabrikamID: "member active", tailspinID: "owner active"})
	b.as(tailspinID).do(patch, organizationPath+"/tenants/"+tailspinID, `{"role":"member"}`).wantError(400, refusal.CodeBadRequest, "at least one active owner")
	b.do("DELETE", organizationPath+"/tenants/"+tailspinID, "").wantError(400, refusal.CodeBadRequest, "at least one active owner")
	b.do("DELETE", organizationPath+"/tenants/"+fabrikamID, "").want(204)
	b.as(fabrikamID).members(map[string]string{})
	if got := b.do(get, organizationPath, "").json["state"]; got != "inactive" {
		t.Errorf("removed: %v", got)
	}
	entry := b.do(get, partnersPath+"/"+contosoID+"?$expand=identitySynchronization", "").want(200).json
	if entry["isInMultiTenantOrganization"] != false || entry["identitySynchronization"] == nil {
		t.Errorf("left behind: %v", entry)
	}
	b.as(contosoID).do("DELETE", organizationPath+"/tenants/"+contosoID, "").want(204)
	b.as(tailspinID).do("DELETE", organizationPath+"/tenants/"+tailspinID, "").want(204)
	if got := b.do(get, organizationPath, "").json["state"]; got != "inactive" {
		t.Errorf("deleted: %v", got)
	}
}

// Requests that cannot succeed are accepted and fail; a reset allows another one.
func TestJoinRequestFails(t *testing.T) {
	t.Parallel()
	b := newGroup(t)
	b.do(put, organizationPath, `{"displayName":"Group"}`).want(201)
	b.as(tailspinID).do(put, organizationPath, `{"displayName":"Other"}`).want(201)
	b.as(fabrikamID).join("x").want(400)
	b.do(patch, joinPath, `{}`).want(400)
	b.join(contosoID).want(204)
	details, _ := b.do(get, joinPath, "").want(200).json["transitionDetails"].(map[string]any)
	if details["status"] != "failed" || details["details"] != "DirectoryService Exception" {
		t.Fatalf("not added: %v", details)
	}
	b.join(contosoID).want(400)
	b.join("00000000-0000-0000-0000-000000000000").want(204)
	b.as(contosoID).add(fabrikamID, "").want(201)
	b.add(tailspinID, "").want(201)
	// The limit counts active tenants.
	err := b.world.Write(contosoID, func(d *kernel.Directory, at kernel.Moment) error {
		for i := range 99 {
			id := fmt.Sprintf("f0000000-0000-4000-8000-%012d", i)
			multitenant.Tenants.Put(d, &multitenant.Tenant{TenantID: id, Settings: schema.Policy{"tenantId": id, "role": "member", "state": "active"}}, at)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, tenant := range []string{fabrikamID, tailspinID} {
		b.as(tenant).join(contosoID).want(204)
		if details, _ := b.do(get, joinPath, "").json["transitionDetails"].(map[string]any); details["status"] != "failed" {
			t.Errorf("%s: %v", tenant, details)
		}
	}
}

// Every transition takes the delay of the setting, or never ends.
func TestTransitionsTakeTime(t *testing.T) {
	t.Parallel()
	b := newGroup(t)
	b.world.SetLag(time.Minute)
	// The result of a transition is replicated like any other write.
	wait := func() {
		b.world.Advance(10 * time.Minute)
		b.world.Advance(10 * time.Minute)
	}
	b.do(put, organizationPath, `{"displayName":"Group"}`).want(201)
	if got := b.do(get, organizationPath, "").json["state"]; got != "inactive" {
		t.Errorf("at once: %v", got)
	}
	wait()
	b.add(fabrikamID, "").want(201)
	wait()
	b.as(fabrikamID).join(contosoID).want(204)
	wait()
	b.as(contosoID).members(map[string]string{contosoID: "owner active", fabrikamID: "member active"})
	b.do(patch, organizationPath+"/tenants/"+fabrikamID, `{"role":"owner"}`).want(204)
	b.world.Advance(2 * time.Minute)
	got := b.do(get, organizationPath+"/tenants/"+fabrikamID, "").json
	if details, _ := got["transitionDetails"].(map[string]any); got["role"] != "member" || details["desiredRole"] != "owner" {
		t.Errorf("before the role: %v", got)
	}
	wait()
	b.as(fabrikamID).members(map[string]string{contosoID: "owner active", fabrikamID: "owner active"})
	b.do("DELETE", organizationPath+"/tenants/"+fabrikamID, "").want(204)
	b.world.Advance(2 * time.Minute)
	got = b.do(get, organizationPath+"/tenants/"+fabrikamID, "").want(200).json
	if details, _ := got["transitionDetails"].(map[string]any); details["desiredState"] != "removed" {
		t.Errorf("before the removal: %v", got)
	}
	b.as(contosoID).add(fabrikamID, "").want(400)
	wait()
	b.members(map[string]string{contosoID: "owner active"})
	b.set(func(s *settings.Settings) { s.OrganizationDelay = settings.Never })
	b.add(fabrikamID, "").want(201)
	wait()
	b.as(fabrikamID).join(contosoID).want(204)
	b.world.Advance(1000 * time.Hour)
	if got := b.do(get, joinPath, "").json; got["memberState"] != "pending" {
		t.Errorf("never: %v", got)
	}
}
