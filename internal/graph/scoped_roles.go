package graph

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var (
	opRoleAssignments = operation{
		"GET /roleManagement/directory/roleAssignments", []string{"RoleManagement.Read.Directory", "RoleManagement.ReadWrite.Directory"},
	}
	opAssignRole = operation{"POST /roleManagement/directory/roleAssignments", []string{"RoleManagement.ReadWrite.Directory"}}
)

// DirectoryRole is a built-in Entra role.
type DirectoryRole struct {
	Name string
	// TemplateID is the same in every tenant.
	TemplateID string
}

// GroupsAdministrator is the least role that allows to change and delete the groups
// of a restricted unit (graph-cross-tenant §5).
var GroupsAdministrator = DirectoryRole{"Groups Administrator", "fdd7a751-b60b-444a-984c-02652fe8fa1c"}

type roleAssignment struct{ ID, RoleDefinitionID, DirectoryScopeID string }

// HasScopedRole reports whether a principal has a role with a unit as its scope.
//
// GET /roleManagement/directory/roleAssignments.
func (c *Client) HasScopedRole(ctx context.Context, principalID string, role DirectoryRole, unitID string) (bool, error) {
	held, err := readAll[roleAssignment](ctx, c, call{
		op: opRoleAssignments, path: "/roleManagement/directory/roleAssignments",
		query: url.Values{"$filter": {"principalId eq '" + quoted(principalID) + "'"}},
	})
	return slices.ContainsFunc(held, func(a roleAssignment) bool {
		return strings.EqualFold(a.RoleDefinitionID, role.TemplateID) && strings.EqualFold(a.DirectoryScopeID, scopeOf(unitID))
	}), err
}

// GrantScopedRole assigns a role with a unit as its scope, unless the principal has
// it. It takes effect after some minutes.
//
// GET /roleManagement/directory/roleAssignments, POST /roleManagement/directory/roleAssignments.
func (c *Client) GrantScopedRole(ctx context.Context, principalID string, role DirectoryRole, unitID string) error {
	has, err := c.HasScopedRole(ctx, principalID, role, unitID)
	if err != nil || has {
		return err
	}
	err = transport.Poll(ctx, c.clock, "administrative unit "+unitID+" to appear", func(ctx context.Context) (bool, string, error) {
		err := c.send(transport.WithSafeRepeat(ctx), call{
			op: opAssignRole, method: http.MethodPost, path: "/roleManagement/directory/roleAssignments", body: map[string]any{
				"principalId": principalID, "roleDefinitionId": role.TemplateID, "directoryScopeId": scopeOf(unitID),
			},
		}, nil)
		if c.notYet(unitID, err) {
			return false, err.Error(), nil
		}
		return true, "", err
	})
	if errors.Is(err, service.ErrConflict) || says(err, "conflicting object") {
		// A repeated request finds the assignment of an earlier one.
		return nil
	}
	return c.named(opAssignRole, err)
}

func scopeOf(unitID string) string { return "/administrativeUnits/" + unitID }
