package guest

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// creation is a planned invitation.
type creation struct {
	model
	// restores is set if on_soft_deleted restores the deleted user.
	restores bool
	// awaited are the resources that the invitation waits for.
	awaited awaited
}

// checkCreation reports the findings about a planned invitation. It returns whether
// the apply can read the users of the tenant.
func (r *invitation) checkCreation(ctx context.Context, t *tenant.Tenant, plan creation, resp *resource.ModifyPlanResponse) (sees bool) {
	// The apply plans again, with values that are known by then.
	for _, v := range []attr.Value{
		plan.Email, plan.HomeTenant, plan.InvitedUserType, plan.InvitedUserID, plan.OnExisting, plan.OnSoftDeleted,
	} {
		if v.IsUnknown() {
			return false
		}
	}
	r.Report(rules.CheckAddress(inspect.TenantFacts(t), plan.Email.ValueString()), attributeOf, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return false
	}
	claimant := rules.Claimant{ID: r.Notices.Unique(), Name: "A new guest of this plan"}
	twice := r.claim(t, plan.model, claimant, resp)
	if plan.restores {
		plan.OnExisting = types.StringValue(existingAdopt)
	}
	g := r.gatherFacts(ctx, t, plan, &resp.Diagnostics)
	if g == nil {
		return false
	}
	findings := rules.CheckInvitation(g.facts)
	if !twice {
		findings = append(findings, r.claimPerson(t, g, claimant)...)
	}
	findings = append(findings, rules.CheckArriving(r.Renames, inspect.TenantFacts(t), g.facts.Email, g.addresses())...)
	r.Notices.Leave(invitationKey(t, plan.model), r.Report(findings, attributeOf, &resp.Diagnostics))
	r.reportWriters(g.invited(), &resp.Diagnostics)
	g.sayWhoIsThere(&resp.Diagnostics)
	if g.unreadable() && plan.SendMessage.ValueBool() {
		cannotArrive(t, plan.model, &unreadableError{tenant: t.Key}, &resp.Diagnostics)
	}
	r.declare(ctx, t, plan.model, rules.DeclaredGuest{
		ID: invitationKey(t, plan.model), HomeID: g.homeID(), Invites: g.facts.Invites(), New: true, Judged: g.judged(findings),
	}, &resp.Diagnostics)
	_, sees = g.facts.Users.Get()
	return sees
}

// claimPerson claims all addresses of the invited user: the service would answer a
// second invitation with the same user. Other rules find an existing user.
func (r *invitation) claimPerson(t *tenant.Tenant, g *gathering, claimant rules.Claimant) []rules.Finding {
	person := g.person()
	holders, _ := g.facts.Aliases.Get()
	if person == nil || len(holders) > 0 {
		return nil
	}
	return rules.CheckClaim(r.Claims, inspect.TenantFacts(t), person.UserPrincipalName, claimant)
}

// invited is the invited user, to be compared with those of guest syncs.
func (g *gathering) invited() rules.Invited {
	i := rules.Invited{Resource: g.facts.Resource, Email: g.facts.Email, Addresses: g.addresses()}
	if person := g.person(); person != nil {
		i.HomeTenantID, i.HomeUserID = g.home.ID, person.ID
	}
	holders, _ := g.holders.Get()
	for _, u := range holders {
		if u.External() {
			i.UserIDs = append(i.UserIDs, u.ID)
		}
	}
	return i
}

// reportWriters is MT081.
func (r *invitation) reportWriters(invited rules.Invited, diags *diag.Diagnostics) {
	r.Report(rules.CheckInvited(r.Writers, invited), attributeOf, diags)
}

// invitationKey identifies an invitation in a run: a tenant has one for each
// address.
func invitationKey(t *tenant.Tenant, m model) string {
	return t.ID + " " + strings.ToLower(m.Email.ValueString())
}

// addresses are all addresses of the user in the home tenant, and the invited one.
func (g *gathering) addresses() []string {
	all := []string{g.facts.Email}
	if person := g.person(); person != nil {
		all = append(all, otherAddresses(*person, g.facts.Email)...)
	}
	return all
}

// checkReferences checks the manager and the sponsors of a plan that differ from
// the state.
func (r *invitation) checkReferences(ctx context.Context, t *tenant.Tenant, plan, state model, diags *diag.Diagnostics) {
	type reference struct {
		attribute, id string
		exists        rules.Fact[bool]
	}
	var references []*reference
	inquiry := r.Inspect.Plan()
	look := func(attribute, id string, ask func(string) inspect.Question[bool]) {
		references = append(references, &reference{attribute: attribute, id: id})
		ask(id).Ask(ctx, inquiry, t, &references[len(references)-1].exists)
	}
	l := plan.linksSince(state)
	if l.manager != nil && *l.manager != "" {
		look("manager_id", *l.manager, inspect.Manager)
	}
	for _, id := range l.sponsors {
		look("sponsors", id, inspect.Sponsor)
	}
	r.ReportUnread(inquiry, path.Root("sponsors"), diags)
	for _, ref := range references {
		if exists, known := ref.exists.Get(); known && !exists {
			finding := rules.MissingReference(inspect.TenantFacts(t), plan.Email.ValueString(), ref.attribute, ref.id)
			r.Report([]rules.Finding{finding}, func(rules.Code) path.Path { return path.Root(ref.attribute) }, diags)
		}
	}
}

// claim claims the address for the invited user, and reports whether another object
// of the plan has it.
func (r *invitation) claim(t *tenant.Tenant, plan model, claimant rules.Claimant, resp *resource.ModifyPlanResponse) (twice bool) {
	if plan.Email.IsUnknown() {
		return false
	}
	found := rules.CheckClaim(r.Claims, inspect.TenantFacts(t), plan.Email.ValueString(), claimant)
	r.Report(found, attributeOf, &resp.Diagnostics)
	return len(found) > 0
}

// attributeOf is the attribute at which a finding is shown.
func attributeOf(code rules.Code) path.Path {
	switch code {
	case rules.ContactBlocks, rules.MemberWithoutMail:
		return path.Root("invited_user_type")
	case rules.NoInvitations:
		return path.Root("tenant")
	case rules.BodyLeftOut:
		return path.Root("message").AtName("body")
	}
	return path.Root("email")
}
