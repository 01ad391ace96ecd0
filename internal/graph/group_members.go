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
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var (
	readMembers  = []string{"GroupMember.Read.All", "GroupMember.ReadWrite.All", "Group.Read.All", "Group.ReadWrite.All"}
	writeMembers = []string{"GroupMember.ReadWrite.All", "Group.ReadWrite.All"}

	opMembers      = operation{"GET /groups/{id}/members", readMembers}
	opBindMembers  = operation{"PATCH /groups/{id} with members", writeMembers}
	opAddMember    = operation{"POST /groups/{id}/members/$ref", writeMembers}
	opRemoveMember = operation{"DELETE /groups/{id}/members/{id}/$ref", writeMembers}
)

// mostPerBind is the number of members that one PATCH may add (graph-identity §7.1).
const mostPerBind = 20

// Members are the direct members of a group, by object ids, each list sorted.
type Members struct {
	Users, Groups []string
	// Others are contacts, devices and service principals.
	Others []string
}

// All lists every member, sorted.
func (m Members) All() []string {
	all := slices.Concat(m.Users, m.Groups, m.Others)
	slices.Sort(all)
	return all
}

// GroupMembers reads the direct members of a group, in pages of 999. It keeps the
// ids alone.
//
// GET /groups/{id}/members.
func (c *Client) GroupMembers(ctx context.Context, groupID string) (Members, error) {
	type member struct {
		Type string `json:"@odata.type"`
		ID   string
	}
	k := call{op: opMembers, method: http.MethodGet, path: groupPath(groupID) + "/members", query: url.Values{"$select": {"id"}, "$top": {"999"}}}
	var m Members
	err := c.withGroup(ctx, opMembers, groupID, func(ctx context.Context) error {
		m = Members{}
		for page, err := range pages[member](c, k, func(k call, out any) error { return c.send(ctx, k, out) }) {
			if err != nil {
				return err
			}
			for _, one := range page {
				m.add(one.Type, strings.ToLower(one.ID))
			}
		}
		return nil
	})
	for _, list := range [][]string{m.Users, m.Groups, m.Others} {
		slices.Sort(list)
	}
	return m, err
}

func (m *Members) add(kind, id string) {
	switch kind {
	case "#microsoft.graph.user":
		m.Users = append(m.Users, id)
	case "#microsoft.graph.group":
		m.Groups = append(m.Groups, id)
	default:
		m.Others = append(m.Others, id)
	}
}

var _ service.Adviser = (*MissingMembersError)(nil)

// MissingMembersError means that users to be added to a group do not exist in its
// tenant.
type MissingMembersError struct {
	IDs []string
	err error
}

func (e *MissingMembersError) Error() string {
	return "the tenant has no users " + strings.Join(e.IDs, ", ")
}

// Advice is what to do about members that do not exist.
func (e *MissingMembersError) Advice(tenant string) string {
	return fmt.Sprintf("Tenant %q has no users %s. Remove the ids or correct them: the members are users of the tenant of the group. The other"+
		" members are added.", tenant, strings.Join(e.IDs, ", "))
}

// Unwrap returns Graph's refusal.
func (e *MissingMembersError) Unwrap() error { return e.err }

// AddMembers adds users to a group, 20 in a request. Graph adds all of a request or
// none: what it refuses is added one by one, so that one wrong id does not keep out
// others. A member that is present already is no error, and one that does not exist
// is a *MissingMembersError.
//
// PATCH /groups/{id} with members, POST /groups/{id}/members/$ref.
func (c *Client) AddMembers(ctx context.Context, groupID string, ids []string) error {
	var missing *MissingMembersError
	for some := range slices.Chunk(ids, mostPerBind) {
		references := make([]string, len(some))
		for i, id := range some {
			references[i] = c.reference(id)["@odata.id"]
		}
		err := c.send(ctx, call{
			op: opBindMembers, method: http.MethodPatch, path: groupPath(groupID), body: map[string]any{"members@odata.bind": references},
		}, nil)
		if refusesMember(err) {
			err = c.addEach(ctx, groupID, some)
		}
		switch absent := (*MissingMembersError)(nil); {
		case errors.As(err, &absent) && missing == nil:
			missing = absent
		case errors.As(err, &absent):
			missing.IDs = append(missing.IDs, absent.IDs...)
		case err != nil:
			return err
		}
	}
	if missing == nil {
		return nil
	}
	return missing
}

// refusesMember reports whether Graph may have refused a request because of one of
// its members.
func refusesMember(err error) bool {
	var refused *service.Error
	return errors.As(err, &refused) && refused.Code != "" &&
		(refused.Status == http.StatusBadRequest || refused.Status == http.StatusNotFound)
}

// addEach adds members one by one, and looks again for those that Graph does not
// find: a new user reaches its replicas late.
func (c *Client) addEach(ctx context.Context, groupID string, ids []string) error {
	pending, looks, began := ids, 0, c.clock.Now()
	err := transport.Poll(ctx, c.clock, "group "+groupID+" to take its members", func(ctx context.Context) (bool, string, error) {
		late, unheard, err := c.tryEach(ctx, groupID, pending)
		if err != nil || len(late) == 0 {
			return true, "", err
		}
		pending = late
		if looks++; looks >= mostLooks {
			if absent := c.absent(ctx, pending); len(absent) > 0 {
				return true, "", &MissingMembersError{IDs: absent, err: unheard}
			}
			if c.clock.Now().Sub(began) > referencePatience || !c.isFresh(groupID) {
				return true, "", unheard
			}
		}
		return false, unheard.Error(), nil
	})
	return c.named(opAddMember, err)
}

// tryEach returns the members that Graph does not find, with its last answer about
// one of them.
func (c *Client) tryEach(ctx context.Context, groupID string, ids []string) (late []string, unheard, refused error) {
	calls := make([]call, len(ids))
	for i, id := range ids {
		calls[i] = call{op: opAddMember, method: http.MethodPost, path: groupPath(groupID) + "/members/$ref", body: c.reference(id)}
	}
	for i, err := range c.sendAll(ctx, calls) {
		switch {
		case err == nil, referenceExists(err):
		case referenceUnheard(err):
			late, unheard = append(late, ids[i]), err
		default:
			refused = err
		}
	}
	return late, unheard, refused
}

// absent returns the ids that are known to be no users.
func (c *Client) absent(ctx context.Context, ids []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !c.missing(ctx, id, []kind{kindUser}) })
}

// RemoveMembers removes direct members of any kind from a group, 20 in a request.
// One that is not a member is no error.
//
// DELETE /groups/{id}/members/{id}/$ref.
func (c *Client) RemoveMembers(ctx context.Context, groupID string, ids []string) error {
	calls := make([]call, len(ids))
	for i, id := range ids {
		// Without /$ref Graph would delete the user itself (graph-identity §7.1).
		calls[i] = call{op: opRemoveMember, method: http.MethodDelete, path: groupPath(groupID) + "/members/" + url.PathEscape(id) + "/$ref"}
	}
	for _, err := range c.sendAll(ctx, calls) {
		if err != nil && !referenceMissing(err) {
			return err
		}
	}
	return nil
}

// mostPerIn is the number of values of an "in" filter (graph-identity §2.4).
const mostPerIn = 15

// GroupsAmong returns the ids that are groups, in lower case and sorted. It reads 15
// ids at a time, 300 in a request.
//
// GET /groups.
func (c *Client) GroupsAmong(ctx context.Context, ids []string) ([]string, error) {
	var filters []string
	for some := range slices.Chunk(ids, mostPerIn) {
		filters = append(filters, "id in ('"+strings.Join(some, "','")+"')")
	}
	answers, err := share.Together(ctx, mostAsked, filters, func(ctx context.Context, filter string) ([]Group, error) {
		return readAll[Group](ctx, c, call{op: opListGroups, path: "/groups", query: url.Values{"$filter": {filter}, "$select": {"id"}}})
	})
	var groups []string
	for _, found := range answers {
		for _, g := range found {
			groups = append(groups, strings.ToLower(g.ID))
		}
	}
	slices.Sort(groups)
	return groups, err
}
