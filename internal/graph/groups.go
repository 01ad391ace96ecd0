package graph

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var (
	readGroups  = []string{"GroupMember.Read.All", "Group.Read.All", "Group.ReadWrite.All"}
	writeGroups = []string{"Group.ReadWrite.All", "Directory.ReadWrite.All"}

	opListGroups  = operation{"GET /groups", readGroups}
	opCreateGroup = operation{"POST /groups", []string{"Group.Create", "Group.ReadWrite.All", "Directory.ReadWrite.All"}}
	opUpdateGroup = operation{"PATCH /groups/{id}", writeGroups}
	opDeleteGroup = operation{"DELETE /groups/{id}", []string{"Group.ReadWrite.All"}}
)

// dynamicMembership is the type of a group whose members follow from a rule.
const dynamicMembership = "DynamicMembership"

// Group is a group without its members. Text that Graph reports as null is empty.
type Group struct {
	ID              string   `json:"id"`
	DisplayName     string   `json:"displayName"`
	Description     string   `json:"description"`
	MailNickname    string   `json:"mailNickname"`
	MailEnabled     bool     `json:"mailEnabled"`
	SecurityEnabled bool     `json:"securityEnabled"`
	GroupTypes      []string `json:"groupTypes"`
	// MembershipRule may remain on a group that is no longer dynamic; see Rule.
	MembershipRule string `json:"membershipRule"`
	// Synced is set for groups of an on-premises directory, which Graph cannot
	// change.
	Synced *bool `json:"onPremisesSyncEnabled"`
	// Restricted is set for groups in a restricted management administrative unit.
	Restricted *bool     `json:"isManagementRestricted"`
	Created    time.Time `json:"createdDateTime"`
	// RoleAssignable is set for groups that can have Entra roles.
	RoleAssignable *bool `json:"isAssignableToRole"`
}

var groupSelect = strings.Join([]string{
	"id", "displayName", "description", "mailNickname", "mailEnabled", "securityEnabled", "groupTypes", "membershipRule",
	"onPremisesSyncEnabled", "isManagementRestricted", "isAssignableToRole", "createdDateTime",
}, ",")

// Dynamic reports whether the members follow from a rule.
func (g Group) Dynamic() bool { return slices.Contains(g.GroupTypes, dynamicMembership) }

// Rule is the rule of a dynamic group, and empty for one with assigned members.
func (g Group) Rule() string {
	if g.Dynamic() {
		return g.MembershipRule
	}
	return ""
}

// Security reports whether the group is a security group of the cloud, without mail:
// only such groups can be in a restricted management administrative unit
// (graph-cross-tenant §5).
func (g Group) Security() bool {
	return g.SecurityEnabled && !g.MailEnabled && !slices.Contains(g.GroupTypes, "Unified") && !isTrue(g.Synced)
}

// InRestrictedUnit reports whether the group is in a restricted management
// administrative unit.
func (g Group) InRestrictedUnit() bool { return isTrue(g.Restricted) }

func isTrue(b *bool) bool { return b != nil && *b }

// GroupChange is a patch of a group, or a new one. Members have methods of their
// own.
type GroupChange struct {
	// DisplayName and MailNickname are left alone when they are empty.
	DisplayName, MailNickname string
	// Description is left alone when it is nil, and cleared when it is empty.
	Description *string
	// Rule is left alone when it is nil. A rule makes the group dynamic, an empty
	// one gives it assigned members; either keeps its id (graph-identity §7.2).
	Rule *string
}

// Empty reports whether the change has no effect.
func (c GroupChange) Empty() bool {
	return c.DisplayName == "" && c.MailNickname == "" && c.Description == nil && c.Rule == nil
}

// SeenIn reports whether the group shows every value of the change.
func (c GroupChange) SeenIn(g Group) bool {
	return (c.DisplayName == "" || c.DisplayName == g.DisplayName) &&
		(c.MailNickname == "" || c.MailNickname == g.MailNickname) &&
		(c.Description == nil || *c.Description == g.Description) &&
		(c.Rule == nil || *c.Rule == g.Rule())
}

// body returns the PATCH body. A group that gets assigned members keeps its rule,
// paused, as in Microsoft's procedure (groups-change-type).
func (c GroupChange) body() map[string]any {
	body := map[string]any{}
	if c.DisplayName != "" {
		body["displayName"] = c.DisplayName
	}
	if c.MailNickname != "" {
		body["mailNickname"] = c.MailNickname
	}
	if c.Description != nil {
		body["description"] = textOrNull(*c.Description)
	}
	switch {
	case c.Rule == nil:
	case *c.Rule == "":
		body["groupTypes"], body["membershipRuleProcessingState"] = []string{}, "Paused"
	default:
		body["groupTypes"], body["membershipRule"], body["membershipRuleProcessingState"] = []string{dynamicMembership}, *c.Rule, "On"
	}
	return body
}

func textOrNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// Group reads a group by object id. Concurrent reads share their requests.
//
// GET /groups/{id}.
func (c *Client) Group(ctx context.Context, id string) (Group, error) {
	var g Group
	err := c.read(ctx, call{op: opReadGroup, path: groupPath(id), query: url.Values{"$select": {groupSelect}}}, &g)
	return g, err
}

// GroupsByName returns the groups with a display name, of which a tenant may have
// several.
//
// GET /groups.
func (c *Client) GroupsByName(ctx context.Context, name string) ([]Group, error) {
	return readAll[Group](ctx, c, call{
		op: opListGroups, path: "/groups",
		query: url.Values{"$filter": {"displayName eq '" + quoted(name) + "'"}, "$select": {groupSelect}},
	})
}

// CreateGroup creates a security group without members and owners, and returns when
// it can be read. The caller has found no group with the name: after a lost answer,
// one that has it now is the new one. If there is none, the error is ambiguous.
//
// POST /groups.
func (c *Client) CreateGroup(ctx context.Context, n GroupChange) (Group, error) {
	body := n.body()
	body["mailEnabled"], body["securityEnabled"] = false, true
	if n.Rule == nil || *n.Rule == "" {
		delete(body, "membershipRuleProcessingState")
	}
	var g Group
	err := c.send(ctx, call{op: opCreateGroup, method: http.MethodPost, path: "/groups", body: body}, &g)
	if err == nil && g.ID == "" {
		err = c.failed(opCreateGroup, &transport.AmbiguousError{Err: errors.New("the answer names no group")})
	}
	if errors.Is(err, service.ErrAmbiguous) {
		lost, found := lostResult(ctx, c, "a group "+n.DisplayName, func(ctx context.Context) (Group, bool, error) {
			return firstOf(c.GroupsByName(ctx, n.DisplayName))
		})
		if found {
			g, err = lost, nil
		}
	}
	if err != nil {
		return Group{}, err
	}
	c.markFresh(g.ID)
	return c.AwaitGroup(ctx, g.ID, n)
}

// UpdateGroup changes a group, and returns it as soon as Graph shows the change.
//
// PATCH /groups/{id}.
func (c *Client) UpdateGroup(ctx context.Context, id string, change GroupChange) (Group, error) {
	err := c.withGroup(ctx, opUpdateGroup, id, func(ctx context.Context) error {
		return c.send(ctx, call{op: opUpdateGroup, method: http.MethodPatch, path: groupPath(id), body: change.body()}, nil)
	})
	if err != nil {
		return Group{}, err
	}
	return c.AwaitGroup(ctx, id, change)
}

// AwaitGroup returns a group as soon as Graph shows a change of it.
//
// GET /groups/{id}.
func (c *Client) AwaitGroup(ctx context.Context, id string, change GroupChange) (Group, error) {
	var found Group
	err := transport.Poll(ctx, c.clock, "the change of group "+id, func(ctx context.Context) (bool, string, error) {
		g, err := c.Group(ctx, id)
		if c.notYet(id, err) {
			return false, "the group does not exist", nil
		}
		found = g
		return err == nil && change.SeenIn(g), "the group as it was before the change", err
	})
	return found, c.named(opReadGroup, err)
}

// DeleteGroup deletes a group. Deleting a missing group succeeds.
//
// DELETE /groups/{id}.
func (c *Client) DeleteGroup(ctx context.Context, id string) error {
	err := c.send(ctx, call{op: opDeleteGroup, method: http.MethodDelete, path: groupPath(id)}, nil)
	return unless(err, service.ErrNotFound)
}

// withGroup repeats a call for a group that this client just created while Graph
// answers 404.
func (c *Client) withGroup(ctx context.Context, op operation, id string, do func(context.Context) error) error {
	err := transport.Poll(ctx, c.clock, "group "+id+" to appear", func(ctx context.Context) (bool, string, error) {
		err := do(ctx)
		if c.notYet(id, err) {
			return false, err.Error(), nil
		}
		return true, "", err
	})
	return c.named(op, err)
}

func groupPath(id string) string { return "/groups/" + url.PathEscape(id) }
