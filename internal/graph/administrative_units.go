package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var (
	readUnits  = []string{"AdministrativeUnit.Read.All", "AdministrativeUnit.ReadWrite.All"}
	writeUnits = []string{"AdministrativeUnit.ReadWrite.All"}

	opGroupUnits     = operation{"GET /groups/{id}/memberOf", readUnits}
	opReadUnit       = operation{"GET /directory/administrativeUnits/{id}", readUnits}
	opListUnits      = operation{"GET /directory/administrativeUnits", readUnits}
	opCreateUnit     = operation{"POST /directory/administrativeUnits", writeUnits}
	opAddToUnit      = operation{"POST /directory/administrativeUnits/{id}/members/$ref", writeUnits}
	opRemoveFromUnit = operation{"DELETE /directory/administrativeUnits/{id}/members/{id}/$ref", writeUnits}
)

// AdministrativeUnit is an administrative unit without its members.
type AdministrativeUnit struct {
	// Type is set in lists of objects of several types.
	Type        string `json:"@odata.type"`
	ID          string `json:"id"`
	DisplayName string `json:"displayName"`
	// Restricted is isMemberManagementRestricted, which is set at creation only.
	Restricted *bool `json:"isMemberManagementRestricted"`
}

// IsRestricted reports whether only roles with the unit as their scope allow to
// change its members.
func (u AdministrativeUnit) IsRestricted() bool { return isTrue(u.Restricted) }

const unitSelect = "id,displayName,isMemberManagementRestricted"

// GroupUnits lists the administrative units of a group. Limiting the list to their type
// would take an advanced query, whose index gets a change late (graph-identity §7.6).
//
// GET /groups/{id}/memberOf.
func (c *Client) GroupUnits(ctx context.Context, groupID string) (units []AdministrativeUnit, err error) {
	err = c.withGroup(ctx, opGroupUnits, groupID, func(ctx context.Context) (err error) {
		units, err = readAll[AdministrativeUnit](ctx, c, call{
			op: opGroupUnits, path: groupPath(groupID) + "/memberOf", query: url.Values{"$select": {unitSelect}},
		})
		return err
	})
	return slices.DeleteFunc(units, func(u AdministrativeUnit) bool { return u.Type != "#microsoft.graph.administrativeUnit" }), err
}

// AdministrativeUnit reads a unit by object id.
//
// GET /directory/administrativeUnits/{id}.
func (c *Client) AdministrativeUnit(ctx context.Context, id string) (AdministrativeUnit, error) {
	var u AdministrativeUnit
	err := c.read(ctx, call{op: opReadUnit, path: unitPath(id), query: url.Values{"$select": {unitSelect}}}, &u)
	return u, err
}

// AdministrativeUnitsByName returns the units with a display name.
//
// GET /directory/administrativeUnits.
func (c *Client) AdministrativeUnitsByName(ctx context.Context, name string) ([]AdministrativeUnit, error) {
	return readAll[AdministrativeUnit](ctx, c, call{
		op: opListUnits, path: "/directory/administrativeUnits",
		query: url.Values{"$filter": {"displayName eq '" + quoted(name) + "'"}, "$select": {unitSelect}},
	})
}

// UnitNamed returns the unit with a display name, and creates a restricted management
// administrative unit if the tenant has none. Concurrent callers get the same unit:
// lists show a new one late.
//
// GET /directory/administrativeUnits, POST /directory/administrativeUnits.
func (c *Client) UnitNamed(ctx context.Context, name string) (AdministrativeUnit, error) {
	return remembered(ctx, c, &c.facts.units, strings.ToLower(name), func(ctx context.Context) (AdministrativeUnit, error) {
		found, err := c.AdministrativeUnitsByName(ctx, name)
		switch {
		case err != nil:
			return AdministrativeUnit{}, err
		case len(found) == 0:
			return c.createRestrictedUnit(ctx, name)
		case len(found) > 1:
			return AdministrativeUnit{}, fmt.Errorf("%d administrative units have the display name %q. Set restricted_unit.id instead", len(found), name)
		}
		return found[0], nil
	})
}

// createRestrictedUnit creates a unit. The caller has found none with the name; after
// a lost answer, one that has it now is the new one. If there is none, the error is
// ambiguous.
//
// POST /directory/administrativeUnits.
func (c *Client) createRestrictedUnit(ctx context.Context, name string) (AdministrativeUnit, error) {
	var u AdministrativeUnit
	err := c.send(ctx, call{op: opCreateUnit, method: http.MethodPost, path: "/directory/administrativeUnits", body: map[string]any{
		"displayName": name, "isMemberManagementRestricted": true,
	}}, &u)
	if errors.Is(err, service.ErrAmbiguous) {
		lost, found := lostResult(ctx, c, "an administrative unit "+name, func(ctx context.Context) (AdministrativeUnit, bool, error) {
			return firstOf(c.AdministrativeUnitsByName(ctx, name))
		})
		if found {
			u, err = lost, nil
		}
	}
	if err == nil {
		c.markFresh(u.ID)
	}
	return u, err
}

// AddToUnit adds a group to a unit. A group that is in it is no error.
//
// POST /directory/administrativeUnits/{id}/members/$ref.
func (c *Client) AddToUnit(ctx context.Context, unitID, groupID string) error {
	err := transport.Poll(ctx, c.clock, "administrative unit "+unitID+" to take group "+groupID, func(ctx context.Context) (bool, string, error) {
		err := c.send(transport.WithSafeRepeat(ctx), call{
			op: opAddToUnit, method: http.MethodPost, path: unitPath(unitID) + "/members/$ref",
			body: map[string]string{"@odata.id": c.root + version + groupPath(groupID)},
		}, nil)
		if c.notYet(unitID, err) || c.notYet(groupID, err) {
			return false, err.Error(), nil
		}
		return true, "", err
	})
	if referenceExists(err) {
		return nil
	}
	return c.named(opAddToUnit, err)
}

// AwaitUnit returns when a group is seen in a unit.
//
// GET /groups/{id}/memberOf.
func (c *Client) AwaitUnit(ctx context.Context, unitID, groupID string) error {
	err := transport.Poll(ctx, c.clock, "group "+groupID+" to be in administrative unit "+unitID, func(ctx context.Context) (bool, string, error) {
		units, err := c.GroupUnits(ctx, groupID)
		return slices.ContainsFunc(units, func(u AdministrativeUnit) bool { return strings.EqualFold(u.ID, unitID) }), "the units as they were", err
	})
	return c.named(opGroupUnits, err)
}

// RemoveFromUnit removes a group from a unit. A group that is not in it is no error.
//
// DELETE /directory/administrativeUnits/{id}/members/{id}/$ref.
func (c *Client) RemoveFromUnit(ctx context.Context, unitID, groupID string) error {
	err := c.send(ctx, call{
		op: opRemoveFromUnit, method: http.MethodDelete, path: unitPath(unitID) + "/members/" + url.PathEscape(groupID) + "/$ref",
	}, nil)
	if referenceMissing(err) {
		return nil
	}
	return err
}

func unitPath(id string) string { return "/directory/administrativeUnits/" + url.PathEscape(id) }
