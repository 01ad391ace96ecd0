package directory

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

const scopedContext = "scopedRoleMemberships"

// scopedRoles lists the roles in the scope of the unit of the path.
func scopedRoles(c *operation.Call) ([]map[string]any, error) {
	values := []map[string]any{}
	err := c.World.Read(c.Tenant, func(d *kernel.Directory, at kernel.Moment) error {
		unit, err := AdministrativeUnits.Lookup(d, c.Params["id"], at)
		if err != nil {
			return err
		}
		for _, a := range RoleAssignments(d, at) {
			if a.Scope == unitScope(unit.ID) {
				values = append(values, scopedRole(d, a, at))
			}
		}
		return nil
	})
	return values, err
}

// scopedRole is an assignment as a scopedRoleMembership.
func scopedRole(d *kernel.Directory, a *RoleAssignment, at kernel.Moment) map[string]any {
	info := map[string]any{"id": a.PrincipalID, "displayName": nil}
	if l, ok := d.Resolve(a.PrincipalID, at); ok {
		info["displayName"] = operation.Linked(l)["displayName"]
		if u := kernel.As[User](l); u != nil {
			info["userPrincipalName"] = u.UserPrincipalName
		}
	}
	return map[string]any{"id": a.ID, "administrativeUnitId": a.unit(), "roleId": roleObjectID(d, a.RoleID), "roleMemberInfo": info}
}

func listScoped(c *operation.Call) (operation.Answer, error) {
	if err := c.NoQuery(); err != nil {
		return operation.Answer{}, err
	}
	values, err := scopedRoles(c)
	return c.Collection(scopedContext, values), err
}

func getScoped(c *operation.Call) (operation.Answer, error) {
	if err := c.NoQuery(); err != nil {
		return operation.Answer{}, err
	}
	values, err := scopedRoles(c)
	if err != nil {
		return operation.Answer{}, err
	}
	i := slices.IndexFunc(values, func(v map[string]any) bool { return v["id"] == c.Params["member"] })
	if i < 0 {
		return operation.Answer{}, refusal.NotFound(c.Params["member"])
	}
	return c.Single(scopedContext+"/$entity", values[i]), nil
}

// addScoped takes the id of a directory role, which differs from the id of its
// template.
func addScoped(c *operation.Call) (operation.Answer, error) {
	body, err := c.Body("roleId", "roleMemberInfo")
	if err != nil {
		return operation.Answer{}, err
	}
	roleID, err := operation.TextMember(body, "roleId")
	info, _ := body["roleMemberInfo"].(map[string]any)
	principal, isText := info["id"].(string)
	if err != nil || !isText {
		return operation.Answer{}, refusal.InvalidValue("roleMemberInfo", "ScopedRoleMembership")
	}
	var values map[string]any
	err = c.World.Write(c.Tenant, func(d *kernel.Directory, at kernel.Moment) error {
		template, known := roleOfObject(d, roleID)
		if !known {
			return refusal.NotFound(roleID)
		}
		unit, err := AdministrativeUnits.ForChange(d, c.Params["id"], at)
		if err != nil {
			return err
		}
		created, err := AssignRole(d, RoleAssignment{RoleID: template, PrincipalID: strings.ToLower(principal), Scope: unitScope(unit.ID)}, at)
		if err == nil {
			values = scopedRole(d, created, at)
		}
		return err
	})
	if err != nil {
		return operation.Answer{}, err
	}
	values["@odata.context"] = c.Context(scopedContext + "/$entity")
	return operation.Created(values), nil
}

func removeScoped(c *operation.Call) (operation.Answer, error) {
	return operation.Done(c.World.Write(c.Tenant, func(d *kernel.Directory, at kernel.Moment) error {
		a, err := roleAssignment(d, c.Params["member"], at)
		if err != nil || a.Scope != unitScope(strings.ToLower(c.Params["id"])) {
			return refusal.NotFound(c.Params["member"])
		}
		return RevokeRole(d, a.ID, at)
	}))
}

// directoryRoleClass is a role as an object of one tenant.
var directoryRoleClass = schema.NewClass(
	"DirectoryRole", "directoryRole",
	schema.ReadText("id", func(r *directoryRole) *string { return &r.ID }),
	schema.Null("deletedDateTime"), schema.Null("description"),
	schema.ReadText("displayName", func(r *directoryRole) *string { return &r.Name }),
	schema.ReadText("roleTemplateId", func(r *directoryRole) *string { return &r.Template }),
)

type directoryRole struct{ ID, Name, Template string }

// activatedRoles are the roles as objects of the tenant. All roles that the emulator
// knows are activated.
var activatedRoles = &kernel.Set[directoryRole]{
	Declaration: kernel.Declaration{
		Name: "directoryRoles", Class: directoryRoleClass, Served: kernel.Served{
			Path: "/directoryRoles", Read: readRoles, Uncounted: true, Options: []string{"$select", "$filter"}, Source: roleSource,
		},
	},
	ID: func(r *directoryRole) *string { return &r.ID },
	Derived: func(d *kernel.Directory, at kernel.Moment) ([]*directoryRole, error) {
		definitions, err := roleDefinitions.Derived(d, at)
		all := make([]*directoryRole, 0, len(definitions))
		for _, r := range definitions {
			all = append(all, &directoryRole{roleObjectID(d, r.ID), r.Name, r.ID})
		}
		return all, err
	},
}

// roleObjectID is the id of a role in a tenant: that of its template, with the end of
// the tenant id.
func roleObjectID(d *kernel.Directory, template string) string { return template[:24] + d.ID[24:] }

func roleOfObject(d *kernel.Directory, id string) (template string, known bool) {
	for _, template := range directoryRoles {
		if strings.EqualFold(roleObjectID(d, template), id) {
			return template, true
		}
	}
	return "", false
}
