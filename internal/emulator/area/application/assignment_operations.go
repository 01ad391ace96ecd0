package application

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

func assignmentSet(c *operation.Call) string {
	return "servicePrincipals('" + c.Params["id"] + "')/appRoleAssignedTo"
}

func listAssignments(c *operation.Call) (operation.Answer, error) {
	q, err := c.Query(operation.OptSelect, operation.OptTop, operation.OptCount, operation.OptSkipToken)
	if err != nil {
		return operation.Answer{}, err
	}
	view := assignmentView(c)
	chosen, err := view.Select(q.Select)
	if err != nil {
		return operation.Answer{}, err
	}
	l, err := c.Listing(view, q)
	if err != nil {
		return operation.Answer{}, err
	}
	page, err := AppRoleAssignments(c.World, c.Tenant, c.Params["id"], l)
	if err != nil {
		return operation.Answer{}, err
	}
	path := "/servicePrincipals/" + c.Params["id"] + "/appRoleAssignedTo"
	return c.PageOf(path, assignmentSet(c), kernel.Any(page), l.Count, chosen), nil
}

// assignmentView has no filters: the reference does not list which ones Graph
// accepts.
func assignmentView(c *operation.Call) operation.View { return c.ViewOf(Assignments) }

func getAssignment(c *operation.Call) (operation.Answer, error) {
	q, err := c.Query(operation.OptSelect)
	if err != nil {
		return operation.Answer{}, err
	}
	chosen, err := assignmentView(c).Select(q.Select)
	if err != nil {
		return operation.Answer{}, err
	}
	a, err := FindAssignment(c.World, c.Tenant, c.Params["id"], c.Params["assignment"])
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Single(chosen.Fragment(assignmentSet(c))+"/$entity", chosen.Render(a)), nil
}

// addAssignment assigns a user or a group to a role of the service principal in the
// path, which the body has to repeat.
func addAssignment(c *operation.Call) (operation.Answer, error) {
	body, err := c.Body("principalId", "resourceId", "appRoleId")
	if err != nil {
		return operation.Answer{}, err
	}
	var given [3]string
	for i, name := range []string{"principalId", "resourceId", "appRoleId"} {
		if given[i], err = operation.TextMember(body, name); err != nil {
			return operation.Answer{}, err
		}
		if given[i] == "" {
			return operation.Answer{}, refusal.BadRequest("A value is required for property '%s' of resource 'AppRoleAssignment'.", name)
		}
	}
	if !strings.EqualFold(given[1], c.Params["id"]) {
		return operation.Answer{}, refusal.BadRequest("The resourceId '%s' is not the service principal of the path.", given[1])
	}
	a, err := AssignAppRole(c.World, c.Tenant, c.Params["id"], AppRoleAssignment{PrincipalID: given[0], AppRoleID: given[2]})
	if err != nil {
		return operation.Answer{}, err
	}
	answer := operation.Whole(assignmentClass, a)
	answer["@odata.context"] = c.Context(assignmentSet(c) + "/$entity")
	return operation.Created(answer), nil
}

func removeAssignment(c *operation.Call) (operation.Answer, error) {
	return operation.Done(RemoveAppRoleAssignment(c.World, c.Tenant, c.Params["id"], c.Params["assignment"]))
}
