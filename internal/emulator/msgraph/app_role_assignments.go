package msgraph

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

// assignments have no filters here: which ones Graph accepts is not in the
// reference, so that one is a 400 in the words for a property without filters.
var assignments = resource[world.AppRoleAssignment]{
	typeName:   "AppRoleAssignment",
	entityType: "microsoft.graph.appRoleAssignment",
	set:        "appRoleAssignments",
	properties: world.AppRoleAssignmentProperties(),
}

func (r *request) assignmentSet() string {
	return "servicePrincipals('" + r.params["principal"] + "')/appRoleAssignedTo"
}

func listAssignments(r *request) (response, error) {
	q, err := r.query(optSelect, optTop, optCount, optSkipToken)
	if err != nil {
		return response{}, err
	}
	chosen, err := assignments.selected(q.Select)
	if err != nil {
		return response{}, err
	}
	l, err := listing(r, assignments, q)
	if err != nil {
		return response{}, err
	}
	page, err := r.world().AppRoleAssignments(r.tenant(), r.params["principal"], l)
	if err != nil {
		return response{}, err
	}
	path := "/servicePrincipals/" + r.params["principal"] + "/appRoleAssignedTo"
	return collection(r, path, chosen.fragment(r.assignmentSet()), page, l.Count,
		func(a *world.AppRoleAssignment) (map[string]any, error) { return chosen.render(a), nil })
}

func getAssignment(r *request) (response, error) {
	q, err := r.query(optSelect)
	if err != nil {
		return response{}, err
	}
	chosen, err := assignments.selected(q.Select)
	if err != nil {
		return response{}, err
	}
	a, err := r.world().AppRoleAssignment(r.tenant(), r.params["principal"], r.params["assignment"])
	if err != nil {
		return response{}, err
	}
	return single(r, chosen.fragment(r.assignmentSet())+"/$entity", chosen.render(a)), nil
}

// addAssignment assigns a user or a group to a role of the service principal in
// the path, which the body names once more.
func addAssignment(r *request) (response, error) {
	if err := r.mayAssign(); err != nil {
		return response{}, err
	}
	body, err := r.body("principalId", "resourceId", "appRoleId")
	if err != nil {
		return response{}, err
	}
	var given [3]string
	for i, name := range []string{"principalId", "resourceId", "appRoleId"} {
		if given[i], err = textMember(body, name); err != nil {
			return response{}, err
		}
		if given[i] == "" {
			return response{}, badRequest("A value is required for property '%s' of resource 'AppRoleAssignment'.", name)
		}
	}
	if !strings.EqualFold(given[1], r.params["principal"]) {
		return response{}, badRequest("The resourceId '%s' is not the service principal of the path.", given[1])
	}
	a, err := r.world().AssignAppRole(r.tenant(), r.params["principal"], world.AppRoleAssignment{PrincipalID: given[0], AppRoleID: given[2]})
	if err != nil {
		return response{}, err
	}
	answer := allOf(assignments, a)
	answer["@odata.context"] = r.context(r.assignmentSet() + "/$entity")
	return created(answer), nil
}

func removeAssignment(r *request) (response, error) {
	if err := r.mayAssign(); err != nil {
		return response{}, err
	}
	return done(r.world().RemoveAppRoleAssignment(r.tenant(), r.params["principal"], r.params["assignment"]))
}

// mayAssign asks for the second permission that assigning needs, to see the
// application; that it is needed is assumed (graph-cross-tenant §4.2).
func (r *request) mayAssign() error {
	if !r.caller.actor().Has(readApplications...) {
		return denied()
	}
	return nil
}
