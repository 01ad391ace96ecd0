package world

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"time"
)

// AppRoleAssignment assigns a user or a group to an application; what is
// assigned to a synchronization is its scope (graph-cross-tenant §4.6).
type AppRoleAssignment struct {
	ID            string    `json:"id"`
	AppRoleID     string    `json:"appRoleId"`
	Created       time.Time `json:"createdDateTime"`
	PrincipalID   string    `json:"principalId"`
	PrincipalType string    `json:"principalType"`
	PrincipalName string    `json:"principalDisplayName,omitempty"`
	ResourceID    string    `json:"resourceId"`
	ResourceName  string    `json:"resourceDisplayName,omitempty"`
}

// tick is the unit of time of the services: what does not count in whole seconds
// has at most seven decimals.
const tick = 100 * time.Nanosecond

var assignmentProperties = []Property[AppRoleAssignment]{
	{Name: "id", Get: func(a *AppRoleAssignment) any { return a.ID }},
	{Name: "deletedDateTime", Get: func(*AppRoleAssignment) any { return nil }},
	{Name: "appRoleId", Get: func(a *AppRoleAssignment) any { return a.AppRoleID }},
	{Name: "createdDateTime", Get: func(a *AppRoleAssignment) any { return a.Created.UTC().Truncate(tick) }},
	{Name: "principalDisplayName", Get: func(a *AppRoleAssignment) any { return textOrNull(a.PrincipalName) }},
	{Name: "principalId", Get: func(a *AppRoleAssignment) any { return a.PrincipalID }},
	{Name: "principalType", Get: func(a *AppRoleAssignment) any { return a.PrincipalType }},
	{Name: "resourceDisplayName", Get: func(a *AppRoleAssignment) any { return textOrNull(a.ResourceName) }},
	{Name: "resourceId", Get: func(a *AppRoleAssignment) any { return a.ResourceID }},
}

// AppRoleAssignmentProperties lists the properties of an assignment in a fixed
// order.
func AppRoleAssignmentProperties() []Property[AppRoleAssignment] { return assignmentProperties }

// AppRoleAssignments serves one page of who is assigned to a service principal.
// Deleted users are left out until they are restored.
func (w *World) AppRoleAssignments(tenantID, principalID string, l Listing[AppRoleAssignment]) (Page[AppRoleAssignment], error) {
	var page Page[AppRoleAssignment]
	err := w.read(tenantID, func(d *directory, at moment) error {
		p, err := d.servicePrincipal(principalID, at)
		if err != nil {
			return err
		}
		page, err = d.assignments.page(l, at, func(a *AppRoleAssignment) bool {
			_, exists := d.linked(a.PrincipalID, at)
			return exists && a.ResourceID == p.ID
		})
		return err
	})
	return page, err
}

// AppRoleAssignment finds an assignment to a service principal by id.
func (w *World) AppRoleAssignment(tenantID, principalID, id string) (*AppRoleAssignment, error) {
	var found *AppRoleAssignment
	err := w.read(tenantID, func(d *directory, at moment) (err error) {
		found, err = d.assignment(principalID, id, at)
		return err
	})
	return found, err
}

func (d *directory) assignment(principalID, id string, at moment) (*AppRoleAssignment, error) {
	p, err := d.servicePrincipal(principalID, at)
	if err != nil {
		return nil, err
	}
	a := d.assignments.seen(id, at)
	if a == nil || a.ResourceID != p.ID {
		return nil, errNotFound(id)
	}
	return a, nil
}

// AssignAppRole assigns the principal of a to a role of the service principal;
// the other fields of a are filled in.
func (w *World) AssignAppRole(tenantID, principalID string, a AppRoleAssignment) (*AppRoleAssignment, error) {
	var created *AppRoleAssignment
	err := w.write(tenantID, func(d *directory, at moment) error {
		p, err := d.servicePrincipalForChange(principalID, at)
		if err != nil {
			return err
		}
		created, err = w.assign(d, p, a, at)
		return err
	})
	return created, err
}

func (w *World) assign(d *directory, p *ServicePrincipal, a AppRoleAssignment, at moment) (*AppRoleAssignment, error) {
	next := a
	next.PrincipalID, next.AppRoleID = strings.ToLower(a.PrincipalID), strings.ToLower(a.AppRoleID)
	switch target, ok := d.linked(next.PrincipalID, at); {
	case !ok && d.servicePrincipals.seen(next.PrincipalID, at) != nil:
		return nil, NotModelled("assigning a service principal to an application")
	case !ok || target.Contact != nil:
		return nil, errNotFound(a.PrincipalID)
	case target.User != nil:
		next.PrincipalType, next.PrincipalName = "User", target.User.DisplayName
	default:
		next.PrincipalType, next.PrincipalName = "Group", target.Group.DisplayName
	}
	if !p.hasRole(next.AppRoleID) {
		return nil, badRequest("Permission being assigned was not found on application '%s'.", p.AppID)
	}
	for _, other := range d.assignments.truths() {
		if other.ResourceID == p.ID && other.PrincipalID == next.PrincipalID && other.AppRoleID == next.AppRoleID {
			// Widely reported (graph-cross-tenant §4.6).
			return nil, badRequest("Permission being assigned already exists on the object")
		}
	}
	next.ID = assignmentID(next.PrincipalID, w.options.NewID())
	next.Created, next.ResourceID, next.ResourceName = at.now, p.ID, p.DisplayName
	d.assignments.put(next.ID, &next, at)
	return &next, nil
}

// assignmentID joins two GUIDs in the alphabet that real ids of assignments
// have, which are case-sensitive and no GUIDs.
func assignmentID(principalID, id string) string {
	both := strings.ReplaceAll(principalID+id, "-", "")
	raw, err := hex.DecodeString(both)
	if err != nil {
		return both // a source of ids that are no GUIDs
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// RemoveAppRoleAssignment takes an assignment away.
func (w *World) RemoveAppRoleAssignment(tenantID, principalID, id string) error {
	return w.write(tenantID, func(d *directory, at moment) error {
		a, err := d.assignment(principalID, id, at)
		if err != nil {
			return err
		}
		if d.assignments.truth(a.ID) == nil {
			return errNotFound(id)
		}
		d.assignments.put(a.ID, nil, at)
		return nil
	})
}
