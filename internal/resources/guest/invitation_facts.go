package guest

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// gathering collects the facts about one invitation.
type gathering struct {
	*inspect.Inquiry
	resource, home *tenant.Tenant
	plan           creation
	planned        *inspect.PlannedAccess
	facts          rules.InvitationFacts
	// holders are the users of the resource tenant with the address.
	holders, deleted rules.Fact[[]graph.User]
	contacts         rules.Fact[[]graph.Contact]
	// atHome are the users of the home tenant with the address.
	atHome rules.Fact[[]graph.User]
	// aliases are the users of the resource tenant with the user's other addresses
	// in the home tenant, by address.
	aliases rules.Fact[map[string][]graph.User]
	// inbound are the settings of the resource tenant for the home tenant, outbound
	// those of the home tenant for the resource tenant.
	inbound, outbound accessSettings
}

// gatherFacts reads the facts for the rules of a planned invitation from the
// resource tenant and the home tenant.
func (r *invitation) gatherFacts(ctx context.Context, t *tenant.Tenant, plan creation, diags *diag.Diagnostics) *gathering {
	g := &gathering{Inquiry: r.Inspect.Plan(), resource: t, plan: plan, planned: r.PlannedAccess, facts: rules.InvitationFacts{
		Email: plan.Email.ValueString(), InvitedAs: rules.UserType(plan.InvitedUserType.ValueString()),
		OnExisting: plan.OnExisting.ValueString(), OnSoftDeleted: plan.OnSoftDeleted.ValueString(),
		InvitedUserID: plan.InvitedUserID.ValueString(),
		Resource:      inspect.TenantFacts(t), TriesOwnDomain: r.Checks.Of(rules.OwnDomain) != rules.Error,
		Body: plan.SendMessage.ValueBool() && plan.hasBody(), ByUser: t.AzureCLI,
	}}
	// The resource tenant answers while the home tenant is found.
	g.askResource(ctx)
	home, ok := r.planHome(ctx, t, plan.model, diags)
	if !ok {
		g.Answered()
		return nil
	}
	if g.home = home; home != nil {
		facts := inspect.TenantFacts(home)
		g.facts.Home = &facts
		g.askHome(ctx)
		g.Answered()
		g.askAliases(ctx)
	}
	r.ReportUnread(g.Inquiry, path.Root("email"), diags)
	g.learn()
	g.judgeAccess()
	g.foreseeInvitations()
	g.foreseeDomains()
	g.judgeUnfinished()
	return g
}

// askResource reads the users with the address and the access settings from the
// resource tenant.
func (g *gathering) askResource(ctx context.Context) {
	t, email := g.resource, g.facts.Email
	inspect.Holders(email).Ask(ctx, g.Inquiry, t, &g.holders)
	inspect.DeletedHolders(email).Ask(ctx, g.Inquiry, t, &g.deleted)
	inspect.Contacts(email).Ask(ctx, g.Inquiry, t, &g.contacts)
	inspect.OwnDomains.Ask(ctx, g.Inquiry, t, &g.facts.Resource.Domains)
	inspect.Invitations.Ask(ctx, g.Inquiry, t, &g.facts.Invitations)
	if t.Cloud.HasDomainLists {
		inspect.DomainLists.Ask(ctx, g.Inquiry, t, &g.facts.DomainLists)
	}
}

// askHome reads the access settings from both tenants, and the user from the home
// tenant.
func (g *gathering) askHome(ctx context.Context) {
	inspect.HomeDomains.Ask(ctx, g.Inquiry, g.home, &g.facts.Home.Domains)
	inspect.HomeHolders(g.facts.Email).Ask(ctx, g.Inquiry, g.home, &g.atHome)
	g.askAccess(ctx, g.resource, g.home, &g.inbound)
	g.askAccess(ctx, g.home, g.resource, &g.outbound)
	g.askClouds(ctx)
}

// askAliases searches the resource tenant for the user's other addresses, unless
// the invited address itself has a user.
func (g *gathering) askAliases(ctx context.Context) {
	person := g.person()
	holders, known := g.holders.Get()
	if person == nil || !known || slices.ContainsFunc(holders, graph.User.External) {
		return
	}
	inspect.AliasHolders(otherAddresses(*person, g.facts.Email)).Ask(ctx, g.Inquiry, g.resource, &g.aliases)
}

// person is the user of the home tenant with the address, nil if there is no single
// one.
func (g *gathering) person() *graph.User {
	people, _ := g.atHome.Get()
	return owner(people, g.facts.Email)
}

// unreadable reports that the application may not read users of the resource
// tenant.
func (g *gathering) unreadable() bool { return errors.Is(g.holders.Why(), service.ErrForbidden) }

// learn converts the answers to facts of the rules.
func (g *gathering) learn() {
	g.facts.Users = rules.Derived(g.holders, inspect.UsersFacts)
	g.facts.Deleted = rules.Derived(g.deleted, inspect.UsersFacts)
	g.facts.People = rules.Derived(g.atHome, func(people []graph.User) []rules.User { return internal(inspect.UsersFacts(people)) })
	g.facts.Aliases = rules.Derived(g.aliases, aliasHolders)
	g.facts.Contacts = rules.Derived(g.contacts, func(found []graph.Contact) []rules.Contact {
		contacts := make([]rules.Contact, 0, len(found))
		for _, c := range found {
			contacts = append(contacts, rules.Contact{ID: c.ID, DisplayName: c.DisplayName, Mail: c.Mail, Synced: c.Synced})
		}
		return contacts
	})
}

// aliasHolders are the external users among the users found by address, without
// duplicates.
func aliasHolders(found map[string][]graph.User) []rules.AliasHolder {
	holders := []rules.AliasHolder{}
	for _, alias := range slices.Sorted(maps.Keys(found)) {
		for _, u := range inspect.UsersFacts(found[alias]) {
			if u.External && !slices.ContainsFunc(holders, func(h rules.AliasHolder) bool { return h.ID == u.ID }) {
				holders = append(holders, rules.AliasHolder{User: u, Alias: alias})
			}
		}
	}
	return holders
}

// judgeUnfinished marks users left by an interrupted apply, when the tenants'
// consent to automatic redemption is known.
func (g *gathering) judgeUnfinished() {
	// Planned settings do not count: the user was invited before them.
	inbound, _ := g.inbound.partner.Get()
	outbound, _ := g.outbound.partner.Get()
	atOnce := inbound != nil && inbound.AutomaticUserConsent.InboundAllowed &&
		outbound != nil && outbound.AutomaticUserConsent.OutboundAllowed
	users, known := g.facts.Users.Get()
	if !known {
		return
	}
	found, _ := g.holders.Get()
	for i, u := range found {
		users[i].Unfinished = u.External() && unfinished(u, g.plan.model, g.resource.Now(), atOnce)
	}
}

// internal excludes users that are guests in their home tenant: their account is in
// another tenant.
func internal(users []rules.User) []rules.User {
	var own []rules.User
	for _, u := range users {
		if !u.External {
			own = append(own, u)
		}
	}
	return own
}
