package guest

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/cloud"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

// gathering collects the facts about one invitation. Each question writes a
// field of its own, so the answers need no lock.
type gathering struct {
	*tfkit.Inquiry
	resource, home *tenant.Tenant
	plan           creation
	planned        *tfkit.PlannedAccess
	facts          topology.InvitationFacts
	// person is whom the address belongs to at home, nil when that cannot be told.
	person *graph.User
	// found are the external users who hold the address, as Graph has them.
	found []graph.User
	// unreadable is set when the application may not read users here.
	unreadable bool
	// inbound is what the resource tenant says about the home tenant, outbound
	// what the home tenant says about the resource tenant.
	inbound, outbound accessSettings
}

// gatherFacts asks the resource tenant and the home tenant for what the rules
// want to know about the invitation of a plan.
func (r *invitation) gatherFacts(ctx context.Context, t *tenant.Tenant, plan creation, diags *diag.Diagnostics) *gathering {
	home, ok := r.planHome(ctx, t, plan.model, diags)
	if !ok {
		return nil
	}
	g := &gathering{Inquiry: r.NewInquiry(), resource: t, home: home, plan: plan, planned: r.PlannedAccess, facts: topology.InvitationFacts{
		Email: plan.Email.ValueString(), InvitedAs: topology.UserType(plan.InvitedUserType.ValueString()),
		OnExisting: plan.OnExisting.ValueString(), OnSoftDeleted: plan.OnSoftDeleted.ValueString(),
		InvitedUserID: plan.InvitedUserID.ValueString(),
		Resource:      tfkit.TenantFacts(t), TriesOwnDomain: r.Checks.Of(topology.OwnDomain) != topology.Error,
		Body: plan.SendMessage.ValueBool() && plan.hasBody(), ByUser: t.AzureCLI,
	}}
	g.askPeople(ctx)
	g.askGates(ctx)
	if home != nil {
		facts := tfkit.TenantFacts(home)
		g.facts.Home = &facts
		g.askHome(ctx)
		g.Answered()
		g.askAliases(ctx)
	}
	g.Wait(path.Root("email"), diags)
	g.judgeAccess()
	g.judgeUnfinished()
	return g
}

// askPeople asks who holds the address in the resource tenant.
func (g *gathering) askPeople(ctx context.Context) {
	t, email := g.resource, g.facts.Email
	g.Ask(ctx, t, permission.AddressHolders.Checks, func(ctx context.Context) error {
		people, err := t.Graph.Holders(ctx, email)
		g.found, g.unreadable = people, errors.Is(err, service.ErrForbidden)
		return learn(&g.facts.Users, ruleUsers(people), err)
	})
	g.Ask(ctx, t, permission.DeletedHolders.Checks, func(ctx context.Context) error {
		people, err := t.Graph.DeletedByAddress(ctx, email)
		return learn(&g.facts.Deleted, ruleUsers(people), err)
	})
	g.Ask(ctx, t, permission.Contacts.Checks, func(ctx context.Context) error {
		found, err := t.Graph.ContactsByAddress(ctx, email)
		contacts := make([]topology.Contact, 0, len(found))
		for _, c := range found {
			contacts = append(contacts, topology.Contact{ID: c.ID, DisplayName: c.DisplayName, Mail: c.Mail, Synced: c.Synced})
		}
		return learn(&g.facts.Contacts, contacts, err)
	})
}

// askGates asks what the resource tenant lets in.
func (g *gathering) askGates(ctx context.Context) {
	t := g.resource
	g.Ask(ctx, t, permission.OwnDomains.Checks, func(ctx context.Context) error {
		o, err := t.Graph.Organization(ctx)
		return learn(&g.facts.Resource.Domains, o.Domains, err)
	})
	g.Ask(ctx, t, permission.InvitationPolicy.Checks, func(ctx context.Context) error {
		from, err := t.Graph.AllowInvitesFrom(ctx)
		return learn(&g.facts.Invitations, topology.InvitationPolicy{AllowInvitesFrom: from}, err)
	})
	if t.Cloud.Name == cloud.Public {
		// The other clouds have no interface to their domain lists.
		g.Ask(ctx, t, permission.DomainLists.Checks, func(ctx context.Context) error {
			lists, err := t.Graph.DomainLists(ctx)
			return learn(&g.facts.DomainLists, topology.DomainLists{Allowed: lists.Allowed, Blocked: lists.Blocked}, err)
		})
	}
}

// askHome asks both sides about each other, and the home tenant for the person.
func (g *gathering) askHome(ctx context.Context) {
	home := g.home
	g.Ask(ctx, home, permission.HomeDomains.Checks, func(ctx context.Context) error {
		o, err := home.Graph.Organization(ctx)
		return learn(&g.facts.Home.Domains, o.Domains, err)
	})
	g.Ask(ctx, home, permission.HomePerson.Checks, func(ctx context.Context) error {
		people, err := home.Graph.UsersByAddress(ctx, g.facts.Email)
		g.person = owner(people, g.facts.Email)
		return learn(&g.facts.People, internal(ruleUsers(people)), err)
	})
	g.askAccess(ctx, g.resource, home, &g.inbound)
	g.askAccess(ctx, home, g.resource, &g.outbound)
	g.askClouds(ctx)
}

// askAliases asks the resource tenant who holds the other addresses of the
// person at home, unless the invited address itself is held.
func (g *gathering) askAliases(ctx context.Context) {
	users, known := g.facts.Users.Get()
	if g.person == nil || !known || slices.ContainsFunc(users, func(u topology.User) bool { return u.External }) {
		return
	}
	g.Ask(ctx, g.resource, permission.AliasHolders.Checks, func(ctx context.Context) error {
		found, err := g.resource.Graph.UsersByAddresses(ctx, otherAddresses(*g.person, g.facts.Email))
		holders := []topology.AliasHolder{}
		for _, alias := range slices.Sorted(maps.Keys(found)) {
			for _, u := range ruleUsers(found[alias]) {
				if u.External && !slices.ContainsFunc(holders, func(h topology.AliasHolder) bool { return h.ID == u.ID }) {
					holders = append(holders, topology.AliasHolder{User: u, Alias: alias})
				}
			}
		}
		return learn(&g.facts.Aliases, holders, err)
	})
}

// learn makes a fact of an answer.
func learn[T any](fact *topology.Fact[T], value T, err error) error {
	if err == nil {
		*fact = topology.Known(value)
	}
	return err
}

// judgeUnfinished finds those who were left behind by an interrupted apply, once
// the tenants' consent to automatic redemption is known.
func (g *gathering) judgeUnfinished() {
	// What is planned does not count: the user was invited before it.
	inbound, _ := g.inbound.partner.Get()
	outbound, _ := g.outbound.partner.Get()
	atOnce := inbound != nil && inbound.AutomaticUserConsent.InboundAllowed &&
		outbound != nil && outbound.AutomaticUserConsent.OutboundAllowed
	users, known := g.facts.Users.Get()
	if !known {
		return
	}
	for i, u := range g.found {
		users[i].Unfinished = u.External() && unfinished(u, g.plan.model, serviceNow(g.resource), atOnce)
	}
}

func ruleUsers(people []graph.User) []topology.User {
	users := make([]topology.User, 0, len(people))
	for _, u := range people {
		users = append(users, ruleUser(u))
	}
	return users
}

// ruleUser is a user as rules know them.
func ruleUser(u graph.User) topology.User {
	return topology.User{
		ID: u.ID, UserPrincipalName: u.UserPrincipalName, Mail: u.Mail, ProxyAddresses: u.ProxyAddresses,
		UserType: topology.UserType(u.UserType), OnPremisesUPN: u.OnPremisesUserPrincipalName, External: u.External(), State: u.ExternalUserState, Blocked: !u.AccountEnabled,
	}
}

// internal leaves out people who are guests in their home tenant: their account
// lives somewhere else.
func internal(users []topology.User) []topology.User {
	var own []topology.User
	for _, u := range users {
		if !u.External {
			own = append(own, u)
		}
	}
	return own
}
