// Package multitenant implements multitenant organizations: the organization as each
// of its tenants sees it, the list of tenants with their roles and states, and the
// request of a tenant to join. Joins, removals, changes of roles and the creation are
// carried out some time after their requests.
//
// Every tenant has its own copy of the organization and of the list. One request
// changes all copies, so a request about one tenant writes into the directories of
// others.
package multitenant

import (
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

const path = "/tenantRelationships/multiTenantOrganization"

// editions have multitenant organizations (graph-cross-tenant §3).
const editions = schema.V1Worldwide | schema.BetaWorldwide

// maxTenants limits the active tenants of an organization, the owner included
// (graph-cross-tenant §3.4).
const maxTenants = 100

// That reading the organization needs the permission for reading its tenants is
// inferred (graph-cross-tenant §3.5).
var (
	read  = []string{"MultiTenantOrganization.Read.All", "MultiTenantOrganization.ReadWrite.All"}
	write = read[1:]
)

// Offer is the Graph offer of multitenant organizations besides the list of tenants.
var Offer = operation.Offer{
	Area: kernel.Area{
		Name: "multitenant", Parts: []kernel.Part{Organizations, Tenants, Requests, transitions},
		Seeds:    []kernel.Member{{Name: "multi_tenant_organization", Parse: parseOrganization}},
		Watches:  []kernel.Watch{kernel.Awaiting(Tenants, awaitTenant)},
		Snapshot: snapshot,
	},
	Rows: []operation.Row{
		row(operation.Get, path, read, getOrganization),
		row(operation.Put, path, write, createOrganization),
		row(operation.Patch, path, write, changeOrganization),
		row(operation.Post, path+"/tenants", write, addTenant),
		row(operation.Patch, path+"/tenants/{id}", write, changeTenant),
		row(operation.Delete, path+"/tenants/{id}", write, removeTenant),
		row(operation.Get, path+"/joinRequest", read, getRequest),
		row(operation.Patch, path+"/joinRequest", write, changeRequest),
	},
	NotOffered: []string{"DELETE " + path, "POST " + path},
}

func row(method, path string, permissions []string, run func(*operation.Call) (operation.Answer, error)) operation.Row {
	return operation.Row{Method: method, Path: path, Permissions: permissions, Source: "graph-cross-tenant §3.1", In: editions, Run: run}
}

// snapshot shows the organization of a tenant that is in one.
func snapshot(d *kernel.Directory, into map[string]any) {
	o := Organizations.Truth(d)
	if o.Shared == "" {
		return
	}
	tenants := []any{}
	for _, m := range Tenants.All(d) {
		tenants = append(tenants, m.Settings)
	}
	into["multi_tenant_organization"] = map[string]any{
		"id": o.Settings["id"], "displayName": o.Settings["displayName"], "description": o.Settings["description"], "tenants": tenants,
	}
}

// in reports whether a tenant is in an organization.
func in(d *kernel.Directory, shared string) bool {
	return shared != "" && Organizations.Truth(d).Shared == shared
}

// each calls f for every tenant of the world that is active in the organization of a
// tenant, itself included.
func each(d *kernel.Directory, f func(*kernel.Directory)) {
	shared := Organizations.Truth(d).Shared
	for _, m := range Tenants.All(d) {
		if other, ok := d.Other(m.TenantID); ok && in(other, shared) {
			f(other)
		}
	}
}

// seconds is a time of the service, in whole seconds.
func seconds(t time.Time) string { return t.UTC().Truncate(time.Second).Format(time.RFC3339) }

// same compares tenant ids.
func same(a, b string) bool { return strings.EqualFold(a, b) }

// unmark removes the marks from the entries of two tenants about each other.
func unmark(a, b *kernel.Directory, at kernel.Moment) {
	crosstenant.Leave(a, b.ID, at)
	crosstenant.Leave(b, a.ID, at)
}

// mark completes the entries of two tenants about each other.
func mark(a, b *kernel.Directory, at kernel.Moment) {
	crosstenant.Join(a, b.ID, at)
	crosstenant.Join(b, a.ID, at)
}
