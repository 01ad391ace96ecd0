package guest

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// awaited are the ids, in lower case, of the resources that an invitation waits
// for. Terraform plans resources in any order, so planned settings count only for
// invitations that refer to them; for all others the current settings count, and
// also for a resource of another instance of the provider, whose plan is not
// visible here.
type awaited struct {
	ids map[string]bool
	// undecided is set if an id is not known yet.
	undecided bool
}

func awaits(after types.List) awaited {
	a := awaited{ids: map[string]bool{}, undecided: after.IsUnknown()}
	for _, element := range after.Elements() {
		id, ok := element.(types.String)
		if !ok || id.IsUnknown() {
			a.undecided = true
			continue
		}
		a.ids[strings.ToLower(id.ValueString())] = true
	}
	return a
}

func (a awaited) has(t *tenant.Tenant, objectID string) bool {
	return a.ids[strings.ToLower(tfkit.ID(t.ID, objectID))]
}

// accessSettings are the current settings of one side, as far as they could be
// read.
type accessSettings struct {
	partner  rules.Fact[*rules.AccessSettings]
	defaults rules.Fact[rules.AccessSettings]
}

// askAccess reads the settings of one tenant for another.
func (g *gathering) askAccess(ctx context.Context, t, other *tenant.Tenant, into *accessSettings) {
	inspect.Partner(other.ID).Ask(ctx, g.Inquiry, t, &into.partner)
	inspect.DefaultAccess.Ask(ctx, g.Inquiry, t, &into.defaults)
}

// askClouds reads the allowed clouds of both tenants, if they are in different
// clouds.
func (g *gathering) askClouds(ctx context.Context) {
	if !rules.SameCloud(g.resource.Cloud.Name, g.home.Cloud.Name) {
		inspect.Clouds.Ask(ctx, g.Inquiry, g.resource, &g.facts.ResourceClouds.Enabled)
		inspect.Clouds.Ask(ctx, g.Inquiry, g.home, &g.facts.HomeClouds.Enabled)
	}
}

// judgeAccess decides from the settings of both sides, when the user in the home
// tenant is known. Without known ids in after, nothing is decided.
func (g *gathering) judgeAccess() {
	if g.home == nil {
		return
	}
	if g.plan.awaited.undecided {
		g.facts.ResourceClouds, g.facts.HomeClouds = rules.Clouds{}, rules.Clouds{}
		return
	}
	var who rules.Subject
	if people, _ := g.facts.People.Get(); len(people) == 1 {
		who.ID = rules.Known(people[0].ID)
	}
	g.facts.Inbound = g.judge(g.inbound, g.resource, g.home, who, rules.CollaborationInbound)
	g.facts.Outbound = g.judge(g.outbound, g.home, g.resource, who, rules.CollaborationOutbound)
	g.foreseeClouds(g.resource, &g.facts.ResourceClouds)
	g.foreseeClouds(g.home, &g.facts.HomeClouds)
}

// judge decides about the settings of one tenant for the other one.
func (g *gathering) judge(now accessSettings, t, other *tenant.Tenant, who rules.Subject, block *rules.SettingBlock) rules.Ruling {
	entryChange, entry := g.planned.Partner(t.ID, other.ID)
	entry = entry && g.plan.awaited.has(t, other.ID)
	defaultChange, standard := g.planned.Default(t.ID)
	standard = standard && g.plan.awaited.has(t, tfkit.DefaultAccessName)
	access := rules.Access{
		Partner: rules.Derived(now.partner, func(s *rules.AccessSettings) *rules.AccessSettings {
			if entry {
				s = entryChange.Over(s)
			}
			return s
		}),
		Default: rules.Derived(now.defaults, func(s rules.AccessSettings) rules.AccessSettings {
			if standard {
				s = *defaultChange.Over(&s)
			}
			return s
		}),
	}
	ruling := access.Ruling(block, rules.SameCloud(g.resource.Cloud.Name, g.home.Cloud.Name), who)
	ruling.Awaited = entry || standard && ruling.Origin == rules.FromDefault
	return ruling
}

func (g *gathering) foreseeClouds(t *tenant.Tenant, clouds *rules.Clouds) {
	endpoints, planned := g.planned.Clouds(t.ID)
	if clouds.Awaited = planned && g.plan.awaited.has(t, tfkit.AccessPolicyName); clouds.Awaited {
		clouds.Enabled = endpoints
	}
}

// foreseeInvitations replaces the invitation policy by the planned one, if the
// invitation waits for it.
func (g *gathering) foreseeInvitations() {
	from, planned := g.planned.InvitesFrom(g.resource.ID)
	switch {
	case g.plan.awaited.undecided:
		g.facts.Invitations = rules.Fact[rules.InvitationPolicy]{}
	case planned && g.plan.awaited.has(g.resource, tfkit.CollaborationName):
		value, known := from.Get()
		now := g.facts.Invitations
		g.facts.Invitations = rules.Fact[rules.InvitationPolicy]{}
		if known {
			g.facts.Invitations = rules.Derived(now, func(p rules.InvitationPolicy) rules.InvitationPolicy {
				p.AllowInvitesFrom, p.Awaited = value, true
				return p
			})
		}
	}
}

// foreseeDomains replaces the domain lists by the planned ones, if the invitation waits
// for them.
func (g *gathering) foreseeDomains() {
	lists, planned := g.planned.DomainLists(g.resource.ID)
	switch {
	case g.plan.awaited.undecided:
		g.facts.DomainLists = rules.Fact[rules.DomainLists]{}
	case planned && g.plan.awaited.has(g.resource, tfkit.DomainListName):
		g.facts.DomainLists, g.facts.ListsAwaited = lists, true
	}
}
