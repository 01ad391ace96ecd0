package directory

import (
	"cmp"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

var groupWrites = &kernel.Writes[Group]{
	Required: []string{"displayName", "mailEnabled", "mailNickname", "securityEnabled"},
	Settle:   settleGroup,
}

func (g *Group) is(groupType string) bool { return slices.Contains(g.GroupTypes, groupType) }

// refuseByRule protects the members of a group with a membership rule
// (graph-identity §7.2).
func refuseByRule(v any) error {
	if schema.Of[Group](v).is(dynamic) {
		return refusal.Denied()
	}
	return nil
}

// manageRoles is also required to create role-assignable groups and to change their
// members (graph-identity §7.2, §7.3).
const manageRoles = "RoleManagement.ReadWrite.Directory"

func membersNeed(v any) string {
	if schema.Of[Group](v).IsAssignableToRole {
		return manageRoles
	}
	return ""
}

func settleGroup(d *kernel.Directory, before, next *Group, by kernel.Actor, at kernel.Moment) error {
	if before != nil {
		if err := keepsItsKind(before, next); err != nil {
			return err
		}
	} else if err := begin(d, next, by, at); err != nil {
		return err
	}
	if err := next.check(before, at); err != nil {
		return err
	}
	next.restart(before)
	if at.Settings.GroupsNeedP1 && d.WithoutP1 && next.licensed() && (before == nil || !before.licensed()) {
		return refusal.New(403, refusal.CodeDenied, "The tenant does not have the Microsoft Entra ID P1 license that this group needs.")
	}
	return d.ClaimProxies(next.ProxyAddresses, next.ID)
}

// begin completes a new group. A Microsoft 365 group has a mailbox; the user that
// creates a group owns it, and the application as a setting says (graph-identity
// §7.1).
func begin(d *kernel.Directory, g *Group, by kernel.Actor, at kernel.Moment) error {
	g.Created = at.Now
	if g.is(unified) {
		g.Mail = g.MailNickname + "@" + d.DefaultDomain
		g.ProxyAddresses = []string{"SMTP:" + g.Mail}
		g.Visibility = cmp.Or(g.Visibility, "Public")
	}
	if g.IsAssignableToRole && !by.Has(manageRoles) {
		return refusal.Denied()
	}
	owner := by.UserID
	if at.Settings.ApplicationsOwnNewGroups {
		owner = by.PrincipalID
	}
	switch {
	case owner == "":
	case slices.Contains(g.Owners, owner):
		return refusal.Duplicates()
	default:
		g.Owners = append(g.Owners, owner)
	}
	return nil
}

// keepsItsKind refuses changes of properties that can be set at creation only
// (graph-identity §7.2).
func keepsItsKind(before, next *Group) error {
	switch {
	case next.MailEnabled != before.MailEnabled:
		return refusal.ReadOnly("mailEnabled")
	case next.is(unified) != before.is(unified):
		return refusal.ReadOnly("groupTypes")
	case next.IsAssignableToRole != before.IsAssignableToRole:
		return refusal.ReadOnly("isAssignableToRole")
	case next.hidesMembers() != before.hidesMembers():
		return refusal.InvalidValue("visibility", groupClass.Name)
	}
	return nil
}

// check refuses kinds of groups that Graph cannot create.
func (g *Group) check(before *Group, at kernel.Moment) error {
	switch {
	case g.MailEnabled && !g.is(unified), !g.MailEnabled && !g.SecurityEnabled:
		return refusal.BadRequest("The service does not currently support writes of mail-enabled groups. Please ensure that the mail-enablement property is unset and the security-enablement property is set.")
	case !g.MailEnabled && g.is(unified):
		return refusal.InvalidValue("mailEnabled", groupClass.Name)
	case g.Visibility != "" && !slices.Contains([]string{"Private", "Public", hiddenMembership}, g.Visibility),
		g.hidesMembers() && !g.is(unified) && before == nil:
		return refusal.InvalidValue("visibility", groupClass.Name)
	case g.IsAssignableToRole && (!g.SecurityEnabled || g.is(dynamic)):
		return refusal.InvalidValue("isAssignableToRole", groupClass.Name)
	}
	return g.checkRule(before, at)
}

// licensed reports whether the group requires Entra ID P1: it has a membership rule
// or is role-assignable (graph-identity §7.2).
func (g *Group) licensed() bool { return g.is(dynamic) || g.IsAssignableToRole }

// ownNickname is the mail nickname of a Microsoft 365 group; other groups may share
// theirs (graph-identity §7.2).
func (g *Group) ownNickname() string {
	if g.is(unified) {
		return g.MailNickname
	}
	return ""
}

// groupReturns allows the restore of a deleted group unless another has its name.
func groupReturns(d *kernel.Directory, g *Group, how map[string]any, _ kernel.Moment) error {
	if len(how) > 0 {
		return refusal.NotModeled("the options of a restore of a group")
	}
	return d.ClaimProxies(g.ProxyAddresses, g.ID)
}
