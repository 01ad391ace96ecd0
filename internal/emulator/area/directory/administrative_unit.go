package directory

import (
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// AdministrativeUnit is a scope for directory roles. The members of a restricted
// one can be changed only by principals with a role in its scope.
type AdministrativeUnit struct {
	ID          string    `json:"id"`
	DisplayName string    `json:"displayName,omitempty"`
	Description string    `json:"description,omitempty"`
	Visibility  string    `json:"visibility,omitempty"`
	Restricted  *bool     `json:"isMemberManagementRestricted,omitempty"`
	Deleted     time.Time `json:"deletedDateTime,omitzero"`
	Members     []string  `json:"members,omitempty"`
}

// unitClass has the operators of the page of the type (graph-identity §7.5). The
// rules of units with dynamic membership are not modeled.
var unitClass = schema.NewClass(
	"AdministrativeUnit", "administrativeUnit",
	schema.ReadText("id", func(u *AdministrativeUnit) *string { return &u.ID }).Filter("eq in", ""),
	schema.Read("deletedDateTime", func(u *AdministrativeUnit) any { return schema.Instant(u.Deleted) }),
	schema.Text("description", 0, func(u *AdministrativeUnit) *string { return &u.Description }).
		Filter("", "eq ne in startsWith").Search(schema.ByWords),
	schema.Text("displayName", 256, func(u *AdministrativeUnit) *string { return &u.DisplayName }).Required().
		Filter("eq in ge le startsWith $orderby", "ne not null").Search(schema.ByWords),
	schema.Writes(schema.Read("isMemberManagementRestricted", func(u *AdministrativeUnit) any { return schema.BoolOrNull(u.Restricted) }), setRestricted),
	membershipType, schema.Null("membershipRule"), schema.Null("membershipRuleProcessingState"),
	schema.Text("visibility", 0, func(u *AdministrativeUnit) *string { return &u.Visibility }),
)

func setRestricted(u *AdministrativeUnit, value any) error {
	b, isFlag := value.(bool)
	if value != nil && !isFlag {
		return errInvalidValue("isMemberManagementRestricted")
	}
	u.Restricted = nil
	if isFlag {
		u.Restricted = &b
	}
	return nil
}

// membershipType is null for units with assigned members.
var membershipType = func() schema.Property {
	p := schema.Null("membershipType")
	p.Set = func(_, value any) error {
		if value != nil && value != "assigned" {
			return refusal.NotModeled("the membershipType '%v' of microsoft.graph.administrativeUnit", value)
		}
		return nil
	}
	return p
}()

// restricts reports whether only roles in the scope of the unit can change its
// members.
func (u *AdministrativeUnit) restricts() bool { return u.Restricted != nil && *u.Restricted }

func (u *AdministrativeUnit) hidesMembers() bool { return u.Visibility == hiddenMembership }

// AdministrativeUnits are the administrative units of a tenant.
var AdministrativeUnits = &kernel.Set[AdministrativeUnit]{
	Declaration: kernel.Declaration{
		Name: "administrative_units", Class: unitClass, IsObject: true,
		Served: kernel.Served{
			Path: "/directory/administrativeUnits", Read: readUnits, Create: writeUnits, Change: writeUnits, Remove: writeUnits,
			Source: "graph-identity §7.5", Unpurgeable: true,
		},
		References: []kernel.Reference{
			kernel.Many(kernel.Reference{
				Name: "members", Targets: []string{"users", "groups"}, Write: writeUnits, Accept: unitAccepts,
			}, func(u *AdministrativeUnit) *[]string { return &u.Members }),
		},
	},
	ID: func(u *AdministrativeUnit) *string { return &u.ID },
	Bin: &kernel.Bin[AdministrativeUnit]{
		Name:    "deleted_administrative_units",
		Deleted: func(u *AdministrativeUnit) *time.Time { return &u.Deleted },
	},
	Writes: &kernel.Writes[AdministrativeUnit]{Required: []string{"displayName"}, Settle: settleUnit},
	Seeds: &kernel.Seeds[AdministrativeUnit]{
		Check: func(n *kernel.Node, u *AdministrativeUnit) error {
			if u.DisplayName == "" {
				return n.Fail("an administrative unit needs a displayName")
			}
			return nil
		},
	},
}

// The permissions for administrative units (graph-identity §7.5).
var (
	readUnits  = []string{"AdministrativeUnit.Read.All", "AdministrativeUnit.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"}
	writeUnits = []string{"AdministrativeUnit.ReadWrite.All"}
)

// unitAccepts limits restricted units to users and security groups (graph-cross-tenant
// §5).
func unitAccepts(v any, target kernel.Linked) bool {
	g := kernel.As[Group](target)
	return g == nil || !g.MailEnabled || !schema.Of[AdministrativeUnit](v).restricts()
}

func settleUnit(d *kernel.Directory, before, next *AdministrativeUnit, _ kernel.Actor, at kernel.Moment) error {
	switch {
	case next.Visibility != "" && next.Visibility != "Public" && !next.hidesMembers():
		return refusal.InvalidValue("visibility", unitClass.Name)
	case before != nil && before.restricts() != next.restricts():
		return refusal.ReadOnly("isMemberManagementRestricted")
	case before == nil && next.restricts() && d.WithoutP1 && at.Settings.UnitsNeedP1:
		return refusal.New(403, refusal.CodeDenied, "The tenant does not have the Microsoft Entra ID P1 license that this administrative unit needs.")
	}
	return nil
}
