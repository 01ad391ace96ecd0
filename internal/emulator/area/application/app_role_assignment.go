package application

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// AppRoleAssignment assigns a user or a group to an application. The assignments of
// a synchronization's application are its scope (graph-cross-tenant §4.6).
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

var assignmentClass = schema.NewClass(
	"AppRoleAssignment", "appRoleAssignment",
	schema.Read("id", func(a *AppRoleAssignment) any { return a.ID }),
	schema.Null("deletedDateTime"),
	schema.Read("appRoleId", func(a *AppRoleAssignment) any { return a.AppRoleID }),
	schema.Read("createdDateTime", func(a *AppRoleAssignment) any { return a.Created.UTC().Truncate(schema.Tick) }),
	schema.ReadText("principalDisplayName", func(a *AppRoleAssignment) *string { return &a.PrincipalName }),
	schema.Read("principalId", func(a *AppRoleAssignment) any { return a.PrincipalID }),
	schema.Read("principalType", func(a *AppRoleAssignment) any { return a.PrincipalType }),
	schema.ReadText("resourceDisplayName", func(a *AppRoleAssignment) *string { return &a.ResourceName }),
	schema.Read("resourceId", func(a *AppRoleAssignment) any { return a.ResourceID }),
)

// Assignments are the assignments of a tenant, to all service principals.
var Assignments = &kernel.Set[AppRoleAssignment]{
	Declaration: kernel.Declaration{
		Name: "appRoleAssignments", State: "app_role_assignments", Class: assignmentClass, Unlisted: true, Exact: true, Owner: "servicePrincipals",
	},
	ID:      func(a *AppRoleAssignment) *string { return &a.ID },
	OwnerID: func(a *AppRoleAssignment) string { return a.ResourceID },
}

// AppRoleAssignments returns one page of the assignments to a service principal.
// Deleted users are omitted until they are restored.
func AppRoleAssignments(w *kernel.World, tenantID, principalID string, l kernel.Listing) (kernel.Page[*AppRoleAssignment], error) {
	var page kernel.Page[*AppRoleAssignment]
	err := w.Read(tenantID, func(d *kernel.Directory, at kernel.Moment) error {
		p, err := ServicePrincipals.Lookup(d, principalID, at)
		if err != nil {
			return err
		}
		page, err = Assignments.Page(d, l, at, func(a *AppRoleAssignment) bool {
			_, exists := d.Resolve(a.PrincipalID, at)
			return exists && a.ResourceID == p.ID
		})
		return err
	})
	return page, err
}

// FindAssignment finds an assignment to a service principal by id.
func FindAssignment(w *kernel.World, tenantID, principalID, id string) (*AppRoleAssignment, error) {
	var found *AppRoleAssignment
	err := w.Read(tenantID, func(d *kernel.Directory, at kernel.Moment) (err error) {
		found, err = assignment(d, principalID, id, at)
		return err
	})
	return found, err
}

func assignment(d *kernel.Directory, principalID, id string, at kernel.Moment) (*AppRoleAssignment, error) {
	p, err := ServicePrincipals.Lookup(d, principalID, at)
	if err != nil {
		return nil, err
	}
	a, err := Assignments.Lookup(d, id, at)
	if err != nil || a.ResourceID != p.ID {
		return nil, refusal.NotFound(id)
	}
	return a, nil
}

// AssignAppRole assigns the principal of a to a role of the service principal, and
// fills in the other fields of a.
func AssignAppRole(w *kernel.World, tenantID, principalID string, a AppRoleAssignment) (*AppRoleAssignment, error) {
	var created *AppRoleAssignment
	err := w.Write(tenantID, func(d *kernel.Directory, at kernel.Moment) error {
		p, err := ServicePrincipals.ForChange(d, principalID, at)
		if err != nil {
			return err
		}
		created, err = Assign(d, p, a, at)
		return err
	})
	return created, err
}

// Assign assigns a principal to a role of a service principal.
func Assign(d *kernel.Directory, p *ServicePrincipal, a AppRoleAssignment, at kernel.Moment) (*AppRoleAssignment, error) {
	next := a
	next.PrincipalID, next.AppRoleID = strings.ToLower(a.PrincipalID), strings.ToLower(a.AppRoleID)
	target, _ := d.Resolve(next.PrincipalID, at)
	user, group := kernel.As[directory.User](target), kernel.As[directory.Group](target)
	switch {
	case kernel.As[ServicePrincipal](target) != nil:
		return nil, refusal.NotModeled("assigning a service principal to an application")
	case user != nil:
		next.PrincipalType, next.PrincipalName = "User", user.DisplayName
	case group != nil:
		next.PrincipalType, next.PrincipalName = "Group", group.DisplayName
	default:
		return nil, refusal.NotFound(a.PrincipalID)
	}
	if !p.hasRole(next.AppRoleID) {
		return nil, refusal.BadRequest("Permission being assigned was not found on application '%s'.", p.AppID)
	}
	for _, other := range Assignments.All(d) {
		if other.ResourceID == p.ID && other.PrincipalID == next.PrincipalID && other.AppRoleID == next.AppRoleID {
			// Widely reported (graph-cross-tenant §4.6).
			return nil, refusal.BadRequest("Permission being assigned already exists on the object")
		}
	}
	next.ID = assignmentID(next.PrincipalID, at.NewID())
	next.Created, next.ResourceID, next.ResourceName = at.Now, p.ID, p.DisplayName
	Assignments.Put(d, &next, at)
	return &next, nil
}

// assignmentID joins two GUIDs in the alphabet of real assignment ids, which are
// case-sensitive and not GUIDs.
func assignmentID(principalID, id string) string {
	both := strings.ReplaceAll(principalID+id, "-", "")
	raw, err := hex.DecodeString(both)
	if err != nil {
		return both // a source of ids that are no GUIDs
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// RemoveAppRoleAssignment removes an assignment.
func RemoveAppRoleAssignment(w *kernel.World, tenantID, principalID, id string) error {
	return w.Write(tenantID, func(d *kernel.Directory, at kernel.Moment) error {
		a, err := assignment(d, principalID, id, at)
		if err != nil {
			return err
		}
		if Assignments.Truth(d, a.ID) == nil {
			return refusal.NotFound(id)
		}
		Assignments.Remove(d, a.ID, at)
		return nil
	})
}
