package directory

import (
	"maps"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// The permissions for roles (graph-identity §7.5).
var (
	readRoles  = []string{"RoleManagement.Read.Directory", "RoleManagement.ReadWrite.Directory", "Directory.Read.All", "Directory.ReadWrite.All"}
	writeRoles = []string{manageRoles}
	// readAllRoles is for users only (rbacapplication-list-roleassignments).
	readAllRoles = []string{"RoleManagement.Read.All"}
)

const (
	assignmentsPath = "/roleManagement/directory/roleAssignments"
	scopedPath      = "/directory/administrativeUnits/{id}/scopedRoleMembers"
	roleSource      = "graph-identity §7.5"
)

var roleRows = []operation.Row{
	{Method: operation.Get, Path: assignmentsPath, Permissions: readRoles, Delegated: readAllRoles, Source: roleSource, Run: listAssignments},
	{Method: operation.Post, Path: assignmentsPath, Permissions: writeRoles, Source: roleSource, Run: addAssignment},
	{Method: operation.Get, Path: assignmentsPath + "/{id}", Permissions: readRoles, Delegated: readAllRoles, Source: roleSource, Run: getAssignment},
	{Method: operation.Delete, Path: assignmentsPath + "/{id}", Permissions: writeRoles, Source: roleSource, Run: removeAssignment},
	{Method: operation.Get, Path: scopedPath, Permissions: readRoles, Source: roleSource, Run: listScoped},
	{Method: operation.Post, Path: scopedPath, Permissions: writeRoles, Source: roleSource, Run: addScoped},
	{Method: operation.Get, Path: scopedPath + "/{member}", Permissions: readRoles, Source: roleSource, Run: getScoped},
	{Method: operation.Delete, Path: scopedPath + "/{member}", Permissions: writeRoles, Source: roleSource, Run: removeScoped},
}

// assignmentView has the filters of the page of the type, eq and in, and no rules
// for advanced queries.
func assignmentView(c *operation.Call) operation.View {
	view := c.View(roleAssignmentClass)
	view.Plain = true
	return view
}

func listAssignments(c *operation.Call) (operation.Answer, error) {
	q, err := c.Query(operation.OptSelect, operation.OptFilter)
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
	values := []map[string]any{}
	err = c.World.Read(c.Tenant, func(d *kernel.Directory, at kernel.Moment) error {
		for _, a := range RoleAssignments(d, at) {
			shown := true
			if l.Match != nil {
				if shown, err = l.Match(a); err != nil {
					return err
				}
			}
			if shown {
				values = append(values, chosen.Render(a))
			}
		}
		return nil
	})
	return c.Collection(chosen.Fragment(assignmentsPath[1:]), values), err
}

func getAssignment(c *operation.Call) (operation.Answer, error) {
	q, err := c.Query(operation.OptSelect)
	if err != nil {
		return operation.Answer{}, err
	}
	chosen, err := assignmentView(c).Select(q.Select)
	if err != nil {
		return operation.Answer{}, err
	}
	var found *RoleAssignment
	err = c.World.Read(c.Tenant, func(d *kernel.Directory, at kernel.Moment) (err error) {
		found, err = roleAssignment(d, c.Params["id"], at)
		return err
	})
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Single(chosen.Fragment(assignmentsPath[1:])+"/$entity", chosen.Render(found)), nil
}

func addAssignment(c *operation.Call) (operation.Answer, error) {
	body, err := c.Body("roleDefinitionId", "principalId", "directoryScopeId")
	if err != nil {
		return operation.Answer{}, err
	}
	var given [3]string
	for i, name := range []string{"roleDefinitionId", "principalId", "directoryScopeId"} {
		if given[i], err = operation.TextMember(body, name); err != nil {
			return operation.Answer{}, err
		}
		if given[i] == "" {
			return operation.Answer{}, refusal.Missing(name, roleAssignmentClass.Name)
		}
	}
	created, err := assign(c, RoleAssignment{RoleID: strings.ToLower(given[0]), PrincipalID: strings.ToLower(given[1]), Scope: given[2]})
	if err != nil {
		return operation.Answer{}, err
	}
	answer := operation.Whole(roleAssignmentClass, created)
	answer["@odata.context"] = c.Context(assignmentsPath[1:] + "/$entity")
	return operation.Created(answer), nil
}

func assign(c *operation.Call, a RoleAssignment) (created *RoleAssignment, err error) {
	err = c.World.Write(c.Tenant, func(d *kernel.Directory, at kernel.Moment) (err error) {
		created, err = AssignRole(d, a, at)
		return err
	})
	return created, err
}

func removeAssignment(c *operation.Call) (operation.Answer, error) {
	return operation.Done(c.World.Write(c.Tenant, func(d *kernel.Directory, at kernel.Moment) error {
		return RevokeRole(d, c.Params["id"], at)
	}))
}

// roleDefinitionClass is the built-in roles; their permissions are not modeled.
var roleDefinitionClass = schema.NewClass(
	"UnifiedRoleDefinition", "unifiedRoleDefinition",
	schema.ReadText("id", func(r *role) *string { return &r.ID }),
	schema.ReadText("displayName", func(r *role) *string { return &r.Name }),
	schema.Read("isBuiltIn", func(*role) any { return true }),
	schema.Read("isEnabled", func(*role) any { return true }),
	schema.Read("resourceScopes", func(*role) any { return []string{wholeTenant} }),
	schema.ReadText("templateId", func(r *role) *string { return &r.ID }),
)

// role is a built-in directory role.
type role struct{ ID, Name string }

var roleDefinitions = &kernel.Set[role]{
	Declaration: kernel.Declaration{
		Name: "roleDefinitions", Class: roleDefinitionClass, Served: kernel.Served{
			Path: "/roleManagement/directory/roleDefinitions", Read: readRoles, Uncounted: true, Options: []string{"$select", "$filter"}, Source: roleSource,
		},
	},
	ID: func(r *role) *string { return &r.ID },
	Derived: func(*kernel.Directory, kernel.Moment) ([]*role, error) {
		var all []*role
		for _, name := range slices.Sorted(maps.Keys(directoryRoles)) {
			all = append(all, &role{directoryRoles[name], name})
		}
		return all, nil
	},
}
