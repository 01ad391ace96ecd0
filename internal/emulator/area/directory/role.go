package directory

import (
	"cmp"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Roles are the holders of directory roles: role template id → principal ids.
var Roles = &kernel.Value[map[string][]string]{
	State: "roles", New: func() map[string][]string { return map[string][]string{} },
}

// RoleSeed is a directory role in a seed: its name or template id, and its
// holders, by id or UPN. The service principal of an application is given by id.
type RoleSeed struct {
	Role    string   `json:"role"`
	Members []string `json:"members"`
	// Unit is the administrative unit that is the scope of the role, by id or name;
	// empty for the whole tenant.
	Unit string `json:"administrative_unit,omitempty"`
}

// parseRoles parses the holders of directory roles.
func parseRoles(_ *kernel.SeedTenant, n *kernel.Node) (kernel.Fill, error) {
	nodes, err := n.List()
	if err != nil {
		return nil, err
	}
	var fills []kernel.Fill
	for _, n := range nodes {
		var r RoleSeed
		if err := n.Into(&r); err != nil {
			return nil, err
		}
		template, ok := RoleTemplate(r.Role)
		if !ok {
			return nil, n.Fail("role: %q is not a directory role that the emulator knows", r.Role)
		}
		fills = append(fills, func(d *kernel.Directory, _ *kernel.SeedTenant, at kernel.Moment) error {
			return n.Because(r.grant(d, template, at))
		})
	}
	return func(d *kernel.Directory, t *kernel.SeedTenant, at kernel.Moment) error {
		for _, fill := range fills {
			if err := fill(d, t, at); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

func (r RoleSeed) grant(d *kernel.Directory, template string, at kernel.Moment) error {
	if r.Unit != "" {
		return r.grantInUnit(d, template, at)
	}
	roles := *Roles.In(d)
	for _, name := range r.Members {
		id, err := d.Find(name)
		if err != nil {
			return err
		}
		roles[template] = append(roles[template], id)
	}
	return nil
}

// grantInUnit does not require a principal given by id to exist: applications are
// seeded later.
func (r RoleSeed) grantInUnit(d *kernel.Directory, template string, at kernel.Moment) error {
	units := AdministrativeUnits.All(d)
	i := slices.IndexFunc(units, func(u *AdministrativeUnit) bool { return strings.EqualFold(u.ID, r.Unit) || u.DisplayName == r.Unit })
	if i < 0 {
		return refusal.BadRequest("The administrative unit '%s' does not exist in this tenant.", r.Unit)
	}
	for _, name := range r.Members {
		id, err := d.Find(name)
		if err != nil && !schema.IsGUID(name) {
			return err
		}
		ScopedRoles.Fill(d, &RoleAssignment{
			ID: assignmentID(template, at.NewID()), RoleID: template, PrincipalID: cmp.Or(id, strings.ToLower(name)), Scope: unitScope(units[i].ID),
		})
	}
	return nil
}

// The roles that let an application change sensitive properties of
// administrators (graph-identity §2.2).
var administratorsOfAdministrators = []string{
	directoryRoles["Global Administrator"],
	directoryRoles["Privileged Authentication Administrator"],
	directoryRoles["User Administrator"],
}

// ManagesAdministrators reports whether an actor may change administrators.
func ManagesAdministrators(a kernel.Actor) bool {
	return slices.ContainsFunc(administratorsOfAdministrators, func(r string) bool { return slices.Contains(a.DirectoryRoles, r) })
}

// administrative reports whether a user holds a directory role, or is a member or
// owner of a role-assignable group (graph-identity §2.2).
func administrative(d *kernel.Directory, id string) bool {
	if HoldsRole(d, id) {
		return true
	}
	return slices.ContainsFunc(Groups.All(d), func(g *Group) bool {
		return g.IsAssignableToRole && (slices.Contains(g.Members, id) || slices.Contains(g.Owners, id))
	})
}

// HoldsRole reports whether an object holds a directory role.
func HoldsRole(d *kernel.Directory, id string) bool {
	for _, members := range *Roles.In(d) {
		if slices.Contains(members, id) {
			return true
		}
	}
	return false
}

// RoleTemplate returns the template id of a directory role, given its display name
// or the id itself.
func RoleTemplate(name string) (string, bool) {
	if schema.IsGUID(name) {
		return strings.ToLower(name), true
	}
	for display, id := range directoryRoles {
		if strings.EqualFold(display, name) {
			return id, true
		}
	}
	return "", false
}

// directoryRoles are built-in Entra roles by display name; the ids are the same
// in every tenant and cloud.
var directoryRoles = map[string]string{
	"Application Administrator":               "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
	"Authentication Administrator":            "c4e39bd9-1100-46d3-8c65-fb160da0071f",
	"Authentication Policy Administrator":     "0526716b-113d-4c15-b2c8-68e3c22b9f80",
	"Cloud Application Administrator":         "158c047a-c907-4556-b7ef-446551a6b5f7",
	"Compliance Administrator":                "17315797-102d-40b4-93e0-432062caca18",
	"Conditional Access Administrator":        "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9",
	"Directory Readers":                       "88d8e3e3-8f55-4a1e-953a-9b9898b8876b",
	"Directory Writers":                       "9360feb5-f418-4baa-8175-e2a00bac4301",
	"Exchange Administrator":                  "29232cdf-9323-42fd-ade2-1d097af3e4de",
	"Exchange Recipient Administrator":        "31392ffb-586c-42d1-9346-e59415a2cc4e",
	"Global Administrator":                    "62e90394-69f5-4237-9190-012177145e10",
	"Global Reader":                           "f2ef992c-3afb-46b9-b7cf-a126ee74c451",
	"Groups Administrator":                    "fdd7a751-b60b-444a-984c-02652fe8fa1c",
	"Guest Inviter":                           "95e79109-95c0-4d8e-aee3-d01accf2d47b",
	"Helpdesk Administrator":                  "729827e3-9c14-49f7-bb1b-9608f156bbb8",
	"Hybrid Identity Administrator":           "8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2",
	"Privileged Authentication Administrator": "7be44c8a-adaf-4e2a-84d6-ab2649e08a13",
	"Privileged Role Administrator":           "e8611ab8-c189-46e8-94e1-60213ab1f814",
	"Security Administrator":                  "194ae4cb-b126-40b2-bd5b-6091b380977d",
	"Security Reader":                         "5d6b6bb7-de71-4623-b4af-96380a352509",
	"Teams Administrator":                     "69091246-20e8-4a56-aa4d-066075b2a7a8",
	"User Administrator":                      "fe930be7-5e62-47db-91af-98c3a49a38b1",
}
