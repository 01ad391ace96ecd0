package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var (
	writeAssignments = []string{"AppRoleAssignment.ReadWrite.All"}

	opServicePrincipal = operation{"GET /servicePrincipals/{id}", readApplications}
	opAssign           = operation{"POST /servicePrincipals/{id}/appRoleAssignedTo", []string{writeAssignments[0] + " and Application.Read.All"}}
	opUnassign         = operation{"DELETE /servicePrincipals/{id}/appRoleAssignedTo/{id}", writeAssignments}
)

// syncRole is the role whose holders are in the scope of a synchronization. Holders
// of the default role are skipped (graph-cross-tenant §4.2).
const syncRole = "msiam_access"

var _ service.Adviser = (*NoSyncRoleError)(nil)

// NoSyncRoleError means that a service principal has no role for synchronization:
// it is not one of a synchronization.
type NoSyncRoleError struct{ ID, Name string }

func (e *NoSyncRoleError) Error() string {
	return fmt.Sprintf("service principal %s (%s) has no application role %s", e.ID, e.Name, syncRole)
}

// Advice is what to do about another application.
func (e *NoSyncRoleError) Advice(tenant string) string {
	return fmt.Sprintf("Use the object id of the service principal of a cross-tenant synchronization in tenant %q: the Object ID of the enterprise"+
		" application, not the Application ID. Its role %s is the one whose holders are synchronized.", tenant, syncRole)
}

type roleHolder struct{ ID, PrincipalID, PrincipalType, AppRoleID string }

// Assigned reports whether a group is assigned to the service principal of a
// synchronization with the role whose holders are synchronized.
//
// GET /servicePrincipals/{id}, GET /servicePrincipals/{id}/appRoleAssignedTo.
func (c *Client) Assigned(ctx context.Context, applicationID, groupID string) (bool, error) {
	_, held, err := c.syncAssignments(ctx, applicationID, groupID)
	return len(held) > 0, err
}

// SynchronizationsOf lists the configurations of cross-tenant synchronization to
// which a group is assigned with the role whose holders are synchronized, one for
// each job. The configurations are read once, the assignments with each call.
//
// GET /servicePrincipals, GET /servicePrincipals/{id}/synchronization/jobs,
// GET /servicePrincipals/{id}/synchronization/secrets, GET /servicePrincipals/{id},
// GET /servicePrincipals/{id}/appRoleAssignedTo.
func (c *Client) SynchronizationsOf(ctx context.Context, groupID string) ([]rules.Synchronization, error) {
	all, err := c.Synchronizations(ctx)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, s := range all {
		if !slices.Contains(ids, s.ID) {
			ids = append(ids, s.ID)
		}
	}
	assigned, err := share.Together(ctx, mostAsked, ids, func(ctx context.Context, id string) (bool, error) {
		has, err := c.Assigned(ctx, id, groupID)
		var other *NoSyncRoleError
		if errors.As(err, &other) || errors.Is(err, service.ErrNotFound) {
			return false, nil
		}
		return has, err
	})
	return slices.DeleteFunc(slices.Clone(all), func(s rules.Synchronization) bool { return !assigned[s.ID] }), err
}

// AssignGroup assigns a group to the service principal of a synchronization, unless
// it is assigned, and returns when that can be read. Assignments with other roles
// remain.
//
// GET /servicePrincipals/{id}, GET /servicePrincipals/{id}/appRoleAssignedTo,
// POST /servicePrincipals/{id}/appRoleAssignedTo.
func (c *Client) AssignGroup(ctx context.Context, applicationID, groupID string) error {
	defer c.forgetAssignments(applicationID)
	role, held, err := c.syncAssignments(ctx, applicationID, groupID)
	if err != nil || len(held) > 0 {
		return err
	}
	err = c.withGroup(ctx, opAssign, groupID, func(ctx context.Context) error {
		return c.send(transport.WithSafeRepeat(ctx), call{
			op: opAssign, method: http.MethodPost, path: applicationPath(applicationID) + "/appRoleAssignedTo",
			body: map[string]string{"principalId": groupID, "resourceId": applicationID, "appRoleId": role},
		}, nil)
	})
	if err != nil && !roleAssigned(err) {
		return err
	}
	err = transport.Poll(ctx, c.clock, "the assignment of group "+groupID, func(ctx context.Context) (bool, string, error) {
		seen, err := c.Assigned(ctx, applicationID, groupID)
		return seen, "the assignments as they were before", err
	})
	return c.named(opAssigned, err)
}

// UnassignGroup removes the assignment of a group to the service principal of a
// synchronization. A service principal that is gone has no assignments.
//
// GET /servicePrincipals/{id}, GET /servicePrincipals/{id}/appRoleAssignedTo,
// DELETE /servicePrincipals/{id}/appRoleAssignedTo/{id}.
func (c *Client) UnassignGroup(ctx context.Context, applicationID, groupID string) error {
	defer c.forgetAssignments(applicationID)
	_, held, err := c.syncAssignments(ctx, applicationID, groupID)
	if err != nil {
		return unless(err, service.ErrNotFound)
	}
	for _, id := range held {
		err := c.send(ctx, call{
			op: opUnassign, method: http.MethodDelete, path: applicationPath(applicationID) + "/appRoleAssignedTo/" + url.PathEscape(id),
		}, nil)
		if unless(err, service.ErrNotFound) != nil {
			return err
		}
	}
	return nil
}

// forgetAssignments drops what was read about the scope of a synchronization.
func (c *Client) forgetAssignments(applicationID string) {
	c.forgetSyncs()
	c.facts.syncScopes.Forget(strings.ToLower(applicationID))
}

// syncAssignments returns the id of the role for synchronization, and the ids of the
// assignments of the group that have it.
func (c *Client) syncAssignments(ctx context.Context, applicationID, groupID string) (role string, held []string, err error) {
	role, holders, err := c.syncHolders(ctx, applicationID)
	for _, a := range holders {
		if strings.EqualFold(a.PrincipalID, groupID) {
			held = append(held, a.ID)
		}
	}
	return role, held, err
}

// syncHolders returns the id of the role for synchronization, and the assignments
// that have it.
func (c *Client) syncHolders(ctx context.Context, applicationID string) (role string, holders []roleHolder, err error) {
	role, assigned, err := share.Both(ctx,
		func(ctx context.Context) (string, error) { return c.syncRoleOf(ctx, applicationID) },
		func(ctx context.Context) ([]roleHolder, error) {
			return readAll[roleHolder](ctx, c, call{
				op: opAssigned, path: applicationPath(applicationID) + "/appRoleAssignedTo", query: url.Values{"$top": {"999"}},
			})
		})
	return role, slices.DeleteFunc(assigned, func(a roleHolder) bool { return !strings.EqualFold(a.AppRoleID, role) }), err
}

func (c *Client) syncRoleOf(ctx context.Context, applicationID string) (string, error) {
	p, err := c.principal(ctx, applicationID)
	if err != nil {
		return "", err
	}
	return c.syncRoleIn(p)
}

// appRole is an application role.
type appRole struct {
	ID, DisplayName string
	IsEnabled       bool
}

// syncRoleAmong returns the id of the role whose holders are synchronized; it is empty
// if an application has none.
func syncRoleAmong(roles []appRole) string {
	for _, r := range roles {
		if r.IsEnabled && r.DisplayName == syncRole {
			return r.ID
		}
	}
	return ""
}

// principalWithRoles is a service principal with its application roles.
type principalWithRoles struct {
	syncPrincipal
	AppRoles []appRole
}

func (c *Client) principal(ctx context.Context, id string) (principalWithRoles, error) {
	var p principalWithRoles
	err := c.read(ctx, call{op: opServicePrincipal, path: applicationPath(id), query: url.Values{"$select": {principalSelect + ",appRoles"}}}, &p)
	return p, err
}

func (c *Client) syncRoleIn(p principalWithRoles) (string, error) {
	role := syncRoleAmong(p.AppRoles)
	if role == "" {
		return "", c.failed(opServicePrincipal, &NoSyncRoleError{ID: p.ID, Name: p.DisplayName})
	}
	return role, nil
}

func applicationPath(id string) string { return "/servicePrincipals/" + url.PathEscape(id) }
