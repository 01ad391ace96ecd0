package directory

import (
	"maps"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

var unitRows = slices.Concat(unitMembers.rows(readUnits, "graph-identity §7.5"), []operation.Row{
	{
		Method: operation.Post, Path: "/directory/administrativeUnits/{id}/members", Permissions: createGroups, Source: "graph-identity §7.5",
		Run: createInUnit,
	},
})

// createInUnit creates a group inside a unit. The caller needs a role in the scope
// of the unit that manages groups, and a permission to read units (graph-identity
// §7.5).
func createInUnit(c *operation.Call) (operation.Answer, error) {
	if err := c.Require(readUnits...); err != nil {
		return operation.Answer{}, err
	}
	body, err := c.Object()
	if err != nil {
		return operation.Answer{}, err
	}
	if kind, _ := body["@odata.type"].(string); !strings.EqualFold(strings.TrimPrefix(kind, "#"), groupClass.QualifiedType()) {
		return operation.Answer{}, refusal.NotModeled("creating a '%v' in an administrative unit", body["@odata.type"])
	}
	draft := kernel.Draft{Properties: operation.WithoutControl(body), In: c.Edition()}
	for _, name := range slices.Sorted(maps.Keys(draft.Properties)) {
		if strings.HasSuffix(name, "@odata.bind") {
			return operation.Answer{}, refusal.NotModeled("%s of a group that is created in an administrative unit", name)
		}
	}
	var created *Group
	err = c.World.Write(c.Tenant, func(d *kernel.Directory, at kernel.Moment) (err error) {
		created, err = makeInUnit(d, c.Params["id"], draft, c.Actor, at)
		return err
	})
	if err != nil {
		return operation.Answer{}, err
	}
	answer := operation.Linked(kernel.Linked{Set: Groups, Value: created})
	answer["@odata.context"] = c.Context("directoryObjects/$entity")
	return operation.Created(answer), nil
}

func makeInUnit(d *kernel.Directory, unitID string, draft kernel.Draft, by kernel.Actor, at kernel.Moment) (*Group, error) {
	unit, err := AdministrativeUnits.ForChange(d, unitID, at)
	if err != nil {
		return nil, err
	}
	if !holdsIn(d, unit.ID, by.PrincipalID, managersOfGroups, at) {
		return nil, refusal.Denied()
	}
	created, err := Groups.Make(d, draft, by, at)
	if err != nil {
		return nil, err
	}
	if !unitAccepts(unit, kernel.Linked{Set: Groups, Value: created}) {
		Groups.Remove(d, created.ID, at)
		return nil, refusal.InvalidLink("members")
	}
	next := AdministrativeUnits.Clone(unit)
	next.Members = slices.Concat(unit.Members, []string{created.ID})
	AdministrativeUnits.Put(d, next, at)
	return Groups.Truth(d, created.ID), nil
}
