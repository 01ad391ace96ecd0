package msgraph

import (
	"errors"
	"net/http"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

func listUsers(r *request) (response, error) {
	q, err := r.query(collectionOptions...)
	if err != nil {
		return response{}, err
	}
	chosen, err := selectUsers(r, users, q.Select)
	if err != nil {
		return response{}, err
	}
	l, err := listing(r, users, q)
	if err != nil {
		return response{}, err
	}
	page, err := r.world().Users(r.tenant(), l)
	if err != nil {
		return response{}, err
	}
	render, err := expanded(r, chosen, q.Expand)
	if err != nil {
		return response{}, err
	}
	return collection(r, "/users", chosen.fragment(users.set), page, l.Count, render)
}

func countUsers(r *request) (response, error) {
	return count(r, users, func(l world.Listing[world.User]) (int, error) {
		page, err := r.world().Users(r.tenant(), l)
		return page.Total, err
	})
}

// count answers …/$count, which needs the header (graph-identity §0.2).
func count[T any](r *request, s resource[T], total func(world.Listing[T]) (int, error)) (response, error) {
	q, err := r.query(optFilter)
	if err != nil {
		return response{}, err
	}
	if !r.eventual() {
		return response{}, badRequest("$count is not currently supported.")
	}
	q.Count = true
	l, err := listing(r, s, q)
	if err != nil {
		return response{}, err
	}
	l.Limit = 1
	n, err := total(l)
	if err != nil {
		return response{}, err
	}
	return response{status: http.StatusOK, text: itoa(n)}, nil
}

func getUser(r *request) (response, error) {
	q, err := r.query(optSelect, optExpand)
	if err != nil {
		return response{}, err
	}
	chosen, err := selectUsers(r, users, q.Select)
	if err != nil {
		return response{}, err
	}
	render, err := expanded(r, chosen, q.Expand)
	if err != nil {
		return response{}, err
	}
	u, err := r.world().User(r.tenant(), r.params["user"])
	if err != nil {
		return response{}, err
	}
	body, err := render(u)
	if err != nil {
		return response{}, err
	}
	return single(r, chosen.fragment(users.set)+"/$entity", body), nil
}

// expanded renders users with their manager where that is asked for.
func expanded(r *request, chosen selection[world.User], expand []string) (func(*world.User) (map[string]any, error), error) {
	for _, e := range expand {
		if e != "manager" {
			return nil, world.NotModelled("$expand=%s of users", e)
		}
	}
	if len(expand) > 0 && !r.caller.actor().Has(readProfiles...) {
		return nil, denied()
	}
	return func(u *world.User) (map[string]any, error) {
		body := chosen.render(u)
		if len(expand) == 0 || u.Manager == "" {
			return body, nil
		}
		manager, err := r.world().Manager(r.tenant(), u.ID)
		if absent(err) {
			return body, nil
		}
		if err != nil {
			return nil, err
		}
		body["manager"] = renderLinked(manager)
		return body, nil
	}, nil
}

// absent tells a manager that has not replicated, or is gone, from a failure.
func absent(err error) bool {
	var fault *world.Fault
	return errors.As(err, &fault) && fault.Status == http.StatusNotFound
}

// narrowPermissions let an application change single properties without
// User.ReadWrite.All (graph-identity §2.2).
var narrowPermissions = map[string][]string{
	"accountEnabled": {"User.EnableDisableAccount.All", "User.Read.All"},
	"businessPhones": {"User-Phone.ReadWrite.All"},
	"mobilePhone":    {"User-Phone.ReadWrite.All"},
	"otherMails":     {"User-Mail.ReadWrite.All"},
	"identities":     {"User.ManageIdentities.All"},
}

func updateUser(r *request) (response, error) {
	body, err := r.object()
	if err != nil {
		return response{}, err
	}
	body = withoutControl(body)
	for name := range body {
		if !r.mayWrite(name) {
			return response{}, denied()
		}
	}
	if err := r.world().UpdateUser(r.tenant(), r.params["user"], body, r.caller.actor()); err != nil {
		return response{}, err
	}
	return noContent(), nil
}

// mayWrite says whether the caller may change a property of a user at all. The
// identities need a permission of their own, whatever else is granted.
func (r *request) mayWrite(property string) bool {
	actor := r.caller.actor()
	if property != "identities" && actor.Has(writeUsers...) {
		return true
	}
	needed, ok := narrowPermissions[property]
	return ok && !slices.ContainsFunc(needed, func(p string) bool { return !actor.Has(p) })
}

func deleteUser(r *request) (response, error) {
	if err := r.world().DeleteUser(r.tenant(), r.params["user"], r.caller.actor()); err != nil {
		return response{}, err
	}
	return noContent(), nil
}

// revokeSessions changes nothing that the emulator keeps; it only has to reach
// an existing user.
func revokeSessions(r *request) (response, error) {
	if _, err := r.world().User(r.tenant(), r.params["user"]); err != nil {
		return response{}, err
	}
	return ok(map[string]any{"@odata.context": r.context("Edm.Boolean"), "value": true}), nil
}

// convertUser makes an external user an internal one (graph-identity §10.1).
func convertUser(r *request) (response, error) {
	body, err := r.object()
	if err != nil {
		return response{}, err
	}
	c, err := conversion(withoutControl(body))
	if err != nil {
		return response{}, err
	}
	u, err := r.world().ConvertToInternal(r.tenant(), r.params["user"], c)
	if err != nil {
		return response{}, err
	}
	return single(r, "microsoft.graph.conversionUserDetails", map[string]any{
		"displayName": u.DisplayName, "userPrincipalName": u.UserPrincipalName, "mail": orNull(u.Mail),
		"convertedToInternalUserDateTime": world.Instant(u.ExternalUserStateChanged),
	}), nil
}

// minPassword is the shortest password that Entra takes.
const minPassword = 8

func conversion(body map[string]any) (world.Conversion, error) {
	var c world.Conversion
	for name, value := range body {
		var valid bool
		switch name {
		case "userPrincipalName":
			c.UserPrincipalName, valid = value.(string)
		case "mail":
			c.Mail, valid = value.(string)
			if valid && c.Mail == "" {
				return c, badRequest("The mail provided cannot be empty.")
			}
		case "passwordProfile":
			var profile map[string]any
			profile, valid = value.(map[string]any)
			password, _ := profile["password"].(string)
			c.HasPassword = len(password) >= minPassword
		default:
			return c, badRequest("Invalid property '%s'.", name)
		}
		if !valid {
			return c, badRequest("Invalid value specified for property '%s' of resource 'User'.", name)
		}
	}
	return c, nil
}
