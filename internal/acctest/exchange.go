package acctest

import (
	"fmt"
	"maps"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
)

// WithExchange gives the first application of every tenant the permission and a
// directory role for Exchange Online.
func (e *Estate) WithExchange(role string) *Estate {
	for i := range e.Tenants {
		app := &e.Tenants[i].Applications[0]
		app.DirectoryRoles = append(app.DirectoryRoles, role)
	}
	return e.Grant("Exchange.ManageAsApp")
}

// Cmdlet runs a cmdlet of Exchange Online in a tenant, as an administrator does
// without Terraform. Numbers are [json.Number].
func (w *World) Cmdlet(tenantID, name string, parameters Object) (command.Answer, error) {
	rows := area.Cmdlets()
	i := slices.IndexFunc(rows, func(r command.Row) bool { return r.Name == name })
	if i < 0 {
		return command.Answer{}, fmt.Errorf("the emulator has no cmdlet %s", name)
	}
	var sent []command.Sent
	for _, parameter := range slices.Sorted(maps.Keys(parameters)) {
		sent = append(sent, command.Sent{Name: parameter, Value: parameters[parameter]})
	}
	arguments, err := rows[i].Bind(sent)
	if err != nil {
		return command.Answer{}, err
	}
	return rows[i].Run(&command.Call{World: w.World, Tenant: tenantID, Session: "administrator|", Arguments: arguments})
}

// Sees is what a user of one tenant sees of a user of another for a feature, and
// what decides about it. Tenants are given by key, users by address.
func (w *World) Sees(viewerTenant, viewer, ownerTenant, owner string, feature crosstenant.Feature) crosstenant.Sight {
	w.t.Helper()
	sights, err := crosstenant.Sights(w.World, crosstenant.Visibility{
		ViewerTenant: viewerTenant, Viewer: viewer, OwnerTenant: ownerTenant, Owner: owner, Feature: feature,
	}, exchange.Legacy{})
	if err != nil {
		w.t.Fatal(err)
	}
	return sights[0]
}
