package multitenant

import (
	"maps"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Request is the request of a tenant to join an organization (graph-cross-tenant
// §3.2).
type Request struct {
	Settings schema.Policy `json:"settings"`
}

// noTenant is the tenant id of a request that has not been made, and resets a failed
// one.
const noTenant = "00000000-0000-0000-0000-000000000000"

const failed = "failed"

var requestClass = schema.NewPolicyClass("multiTenantOrganizationJoinRequestRecord", schema.Object(map[string]schema.Shape{
	"id":                {Kind: schema.KindText, Fixed: true},
	"addedByTenantId":   {Kind: schema.KindGUID},
	"memberState":       {Kind: schema.KindText, Fixed: true},
	"role":              {Kind: schema.KindText, Fixed: true},
	"transitionDetails": {Kind: schema.KindObject, Fixed: true, Null: true},
}), func(r *Request) schema.Policy { return r.Settings })

// Requests are the join requests of the tenants.
var Requests = &kernel.Single[Request]{
	Declaration: kernel.Declaration{Name: "joinRequest", State: "multi_tenant_organization_request", Class: requestClass},
	Initial:     func(_ *kernel.Directory, at kernel.Moment) *Request { return noRequest(at.NewID()) },
	Unsaved:     func(*kernel.Directory) *Request { return noRequest(kernel.NewGUID()) },
	Copy:        (*Request).copied,
}

func noRequest(id string) *Request {
	return &Request{schema.Policy{"id": id, "addedByTenantId": noTenant, "memberState": nil, "role": nil, "transitionDetails": nil}}
}

func (r *Request) copied() *Request { return &Request{maps.Clone(r.Settings)} }

// status is that of the transition, empty without one.
func (r *Request) status() string {
	d, _ := r.Settings["transitionDetails"].(map[string]any)
	status, _ := d["status"].(string)
	return status
}

func getRequest(c *operation.Call) (operation.Answer, error) {
	var found *Request
	err := c.World.Read(c.Tenant, func(d *kernel.Directory, at kernel.Moment) error {
		misses(d, at, func(t transition) bool { return same(t.Tenant, d.ID) })
		found = Requests.As(d, kernel.ByID, at)
		return nil
	})
	if err != nil {
		return operation.Answer{}, err
	}
	return show(c, requestClass, found, "/joinRequest")
}

// changeRequest asks to join, or resets a failed request. A request that cannot
// succeed is accepted, and fails later. That a failed one must be reset first is
// inferred from the documentation of the reset.
func changeRequest(c *operation.Call) (operation.Answer, error) {
	body, err := c.Body("addedByTenantId")
	if err != nil {
		return operation.Answer{}, err
	}
	addedBy, _ := body["addedByTenantId"].(string)
	if !schema.IsGUID(addedBy) {
		return operation.Answer{}, schema.PolicyValue("addedByTenantId")
	}
	addedBy = strings.ToLower(addedBy)
	return operation.Done(c.World.Write(c.Tenant, func(d *kernel.Directory, at kernel.Moment) error {
		now := Requests.Truth(d)
		id, _ := now.Settings["id"].(string)
		switch {
		case addedBy == noTenant && now.Settings["memberState"] == stateActive, addedBy != noTenant && now.status() == failed:
			return refusal.BadRequest("The join request cannot be changed in its current state.")
		case addedBy == noTenant:
			Requests.Put(d, noRequest(id), at)
			return nil
		}
		next := noRequest(id)
		next.Settings["addedByTenantId"], next.Settings["memberState"] = addedBy, statePending
		next.Settings["transitionDetails"] = progress(notStarted, "")
		Requests.Put(d, next, at)
		begin(d, transition{Kind: joining, Tenant: d.ID, Owner: addedBy}, at)
		return nil
	}))
}

func progress(status, details string) map[string]any {
	return map[string]any{"desiredMemberState": stateActive, "status": status, "details": details}
}

// join carries a request out.
func join(d *kernel.Directory, addedBy string, at kernel.Moment) {
	r := Requests.Truth(d)
	if r.Settings["addedByTenantId"] != addedBy || r.status() != notStarted {
		return
	}
	next := r.copied()
	owner, ok := d.Other(addedBy)
	if !ok || !admits(owner, d) {
		// The only text that the documentation shows (graph-cross-tenant §3.2).
		next.Settings["transitionDetails"] = progress(failed, "DirectoryService Exception")
		Requests.Put(d, next, at)
		return
	}
	admitted := Tenants.Truth(owner, d.ID).copied()
	admitted.Settings["state"], admitted.Settings["transitionDetails"] = stateActive, nil
	admitted.Settings["joinedDateTime"] = seconds(at.Now)
	next.Settings["memberState"], next.Settings["role"], next.Settings["transitionDetails"] = stateActive, admitted.Settings["role"], nil
	Requests.Put(d, next, at)
	enroll(d, owner, admitted, at)
}

// admits reports whether a tenant can join the organization of another one: it was
// added, is not being removed, has no organization, and does not exceed the limit.
func admits(owner, joiner *kernel.Directory) bool {
	t := Tenants.Truth(owner, joiner.ID)
	if t == nil {
		return false
	}
	addedBy, _ := t.Settings["addedByTenantId"].(string)
	return t.Settings["state"] == statePending && t.desired("desiredState") != stateRemoved && same(addedBy, owner.ID) &&
		Organizations.Truth(joiner).Shared == "" && activeTenants(owner) < maxTenants
}

// enroll makes a tenant active in all tenants of an organization.
func enroll(d, owner *kernel.Directory, admitted *Tenant, at kernel.Moment) {
	each(owner, func(other *kernel.Directory) {
		Tenants.Put(other, admitted.copied(), at)
		mark(other, d, at)
	})
	shared := Organizations.Truth(owner).copied()
	shared.Settings["id"] = Organizations.Truth(d).Settings["id"]
	Organizations.Put(d, shared, at)
	for _, t := range Tenants.All(owner) {
		Tenants.Put(d, t.copied(), at)
	}
}
