package graph

import (
	"context"
	"errors"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
)

var opGroupUsers = operation{
	"GET /groups/{id}/transitiveMembers/microsoft.graph.user",
	[]string{"GroupMember.Read.All and User.Read.All (and Member.Read.Hidden for a group that hides its members)", "Directory.Read.All"},
}

// listSelect lists the properties of users in lists: fewer than userSelect,
// because lists are long.
var listSelect = strings.Join([]string{
	"id", "userPrincipalName", "mail", "otherMails", "userType", "creationType", "externalUserState",
	"createdDateTime", "accountEnabled", "displayName", "givenName", "surname", "jobTitle", "department",
	"companyName", "employeeId", "usageLocation",
}, ",")

// ExternalSearch filters a list of external users. Its zero value selects all of
// them.
type ExternalSearch struct {
	UserType string // "Guest" or "Member"
	State    string // externalUserState
	// Domain is the domain of any of the user's addresses. The caller must check
	// the relevant address.
	Domain string
	// CreatedFrom is inclusive, CreatedBefore is not.
	CreatedFrom, CreatedBefore time.Time
}

// ExternalUsers lists the external users of the tenant. A user is external by its
// identity, not by its user type (MicrosoftDocs/microsoft-365-docs#8526).
//
// GET /users, GET /organization.
func (c *Client) ExternalUsers(ctx context.Context, s ExternalSearch) ([]User, error) {
	return collect(c.externalPages(ctx, s, listSelect))
}

// ExternalUserPages is ExternalUsers page by page, with every property of a user. A
// page is read when the caller is done with the one before.
//
// GET /users, GET /organization.
func (c *Client) ExternalUserPages(ctx context.Context, s ExternalSearch) iter.Seq2[[]User, error] {
	return c.externalPages(ctx, s, userSelect)
}

func (c *Client) externalPages(ctx context.Context, s ExternalSearch, properties string) iter.Seq2[[]User, error] {
	return func(yield func([]User, error) bool) {
		o, err := c.Organization(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		list := peoplePages(ctx, c, opListUsers, "/users", url.Values{"$select": {properties}, "$filter": {s.filter(o.InitialDomain)}})
		for some, err := range list {
			external := slices.DeleteFunc(some, func(u User) bool {
				return !u.External() || !s.CreatedBefore.IsZero() && !u.CreatedDateTime.Before(s.CreatedBefore)
			})
			if !yield(external, err) {
				return
			}
		}
	}
}

// filter returns the service-side filter. Users that only the user principal name
// shows to be external are selected by the end of the name, which holds the
// tenant's initial domain (graph-identity §1.6, §2.4).
func (s ExternalSearch) filter(initialDomain string) string {
	nameEnd := "#EXT#@" + initialDomain
	clauses := []string{
		"(creationType eq 'Invitation' or externalUserState eq 'PendingAcceptance' or externalUserState eq 'Accepted'" +
			" or endsWith(userPrincipalName,'" + quoted(nameEnd) + "'))",
	}
	if s.UserType != "" {
		clauses = append(clauses, "userType eq '"+quoted(s.UserType)+"'")
	}
	if s.State != "" {
		clauses = append(clauses, "externalUserState eq '"+quoted(s.State)+"'")
	}
	if s.Domain != "" {
		end := quoted(s.Domain)
		clauses = append(clauses, "(endsWith(mail,'@"+end+"') or otherMails/any(x:endsWith(x,'@"+end+"'))"+
			" or endsWith(userPrincipalName,'_"+end+quoted(nameEnd)+"'))")
	}
	if !s.CreatedFrom.IsZero() {
		clauses = append(clauses, "createdDateTime ge "+instant(s.CreatedFrom))
	}
	if !s.CreatedBefore.IsZero() {
		// Dates do not support lt; a user created at exactly that time is removed
		// from the answer.
		clauses = append(clauses, "createdDateTime le "+instant(s.CreatedBefore))
	}
	return strings.Join(clauses, " and ")
}

// UsersWhere lists the users that match an OData filter.
//
// GET /users.
func (c *Client) UsersWhere(ctx context.Context, filter string) ([]User, error) {
	return c.listPeople(ctx, opListUsers, "/users", filter)
}

// GroupUsers lists the direct and nested users of a group.
//
// GET /groups/{id}/transitiveMembers/microsoft.graph.user.
func (c *Client) GroupUsers(ctx context.Context, groupID string) ([]User, error) {
	found, err := c.listPeople(ctx, opGroupUsers, "/groups/"+url.PathEscape(groupID)+"/transitiveMembers/microsoft.graph.user", "")
	for _, u := range found {
		// Without a permission for users, members are listed without their
		// properties.
		if u.UserPrincipalName == "" {
			return nil, c.failed(opGroupUsers, errNamelessMembers)
		}
	}
	return found, err
}

var errNamelessMembers = errors.New("the group's members come without names, which means that the application lacks User.Read.All")

// UsersByAddresses returns the users with any of the addresses, by address; an
// address without a user is missing.
//
// GET /users.
func (c *Client) UsersByAddresses(ctx context.Context, addresses []string) (map[string][]User, error) {
	return together(ctx, addresses, c.UsersByAddress)
}

// UsersByNames returns the users with the user principal names, by name; a name
// without a user is missing.
//
// GET /users/{id}.
func (c *Client) UsersByNames(ctx context.Context, names []string) (map[string][]User, error) {
	return together(ctx, names, func(ctx context.Context, name string) ([]User, error) {
		u, err := c.UserByName(ctx, name)
		if errors.Is(err, service.ErrNotFound) {
			return nil, nil
		}
		return []User{u}, err
	})
}

// listPeople reads all pages of a collection of users.
func (c *Client) listPeople(ctx context.Context, op operation, path, filter string) ([]User, error) {
	query := url.Values{"$select": {listSelect}}
	if filter != "" {
		query.Set("$filter", filter)
	}
	return collect(peoplePages(ctx, c, op, path, query))
}

// peoplePages iterates over the pages of a collection of users.
func peoplePages(ctx context.Context, c *Client, op operation, path string, query url.Values) iter.Seq2[[]User, error] {
	query.Set("$top", strconv.Itoa(perPage))
	query.Set("$count", "true")
	k := call{op: op, method: http.MethodGet, path: path, query: query, advanced: true}
	return pages[User](c, k, func(k call, out any) error { return c.send(ctx, k, out) })
}

func instant(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// mostAsked keeps a full batch waiting while another is in flight.
const mostAsked = 2 * mostPerBatch

// together reads each item, many concurrently, and collects the answers that are
// not empty.
func together(ctx context.Context, items []string, ask func(context.Context, string) ([]User, error)) (map[string][]User, error) {
	answers, err := share.Together(ctx, mostAsked, items, ask)
	maps.DeleteFunc(answers, func(_ string, found []User) bool { return len(found) == 0 })
	return answers, err
}
