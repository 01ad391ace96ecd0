package rules_test

import (
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// The plan of capabilities finds those without effect, and those that every
// organization sees.
func TestCheckM365Grants(t *testing.T) {
	t.Parallel()
	all := rules.M365Scope{AllUsers: true}
	tips, cards := rules.M365Capability{Name: rules.MailTipsAll, Allowed: true, Scope: all}, rules.M365Capability{Name: rules.OpenProfileCard, Allowed: true, Scope: all}
	moves := rules.M365Capability{Name: rules.MailboxMigration, Allowed: true, Scope: all}
	open := rules.AccessSettings{M365CollaborationInbound: users("allowed", everybody)}
	for name, c := range map[string]struct {
		change func(*rules.M365Grants)
		want   []rules.Code
	}{
		"trusted":                {func(*rules.M365Grants) {}, nil},
		"trusted by the default": {func(g *rules.M365Grants) { g.Access = access(&rules.AccessSettings{}, open) }, nil},
		"not trusted":            {func(g *rules.M365Grants) { g.Access = access(&rules.AccessSettings{}, serviceDefault()) }, []rules.Code{"MT071"}},
		"not trusted, across clouds": {func(g *rules.M365Grants) {
			g.SameCloud, g.Access = false, access(nil, open)
		}, []rules.Code{"MT071"}},
		"trust that is not read": {func(g *rules.M365Grants) { g.Access = rules.Access{} }, nil},
		"both trusts": {func(g *rules.M365Grants) {
			g.Planned, g.Access = append(g.Planned, moves), access(&rules.AccessSettings{}, serviceDefault())
		}, []rules.Code{"MT071", "MT071"}},
		"blocked": {func(g *rules.M365Grants) {
			g.Planned, g.Access = []rules.M365Capability{{Name: rules.MailTipsAll, Scope: all}}, access(&rules.AccessSettings{}, serviceDefault())
		}, nil},
		"unknown kind": {func(g *rules.M365Grants) {
			g.Planned = []rules.M365Capability{{Name: "crossTenantFuture", Allowed: true, Scope: all}}
		}, nil},
		"default": {func(g *rules.M365Grants) {
			g.Partner, g.Access = "", access(nil, open)
		}, []rules.Code{"MT073"}},
		"default without trust": {func(g *rules.M365Grants) {
			g.Partner, g.Access = "", access(nil, serviceDefault())
		}, []rules.Code{"MT071"}},
		"default whose trust is not read": {func(g *rules.M365Grants) { g.Partner, g.Access = "", rules.Access{} }, []rules.Code{"MT073"}},
		"publishing": {func(g *rules.M365Grants) {
			g.Partner, g.Planned = "", []rules.M365Capability{{Name: rules.PublishingSimple, Allowed: true, Scope: all}}
		}, nil},
	} {
		g := rules.M365Grants{
			Tenant: rules.Tenant{Key: "fabrikam"}, Partner: "contoso", SameCloud: true, Planned: []rules.M365Capability{tips, cards},
			Access: access(&open, serviceDefault()),
		}
		c.change(&g)
		var codes []rules.Code
		for _, f := range rules.CheckM365Grants(g) {
			codes = append(codes, f.Code)
			if f.Undecided != (f.Code == rules.LayersDiffer) {
				t.Errorf("%s: undecided is %t", name, f.Undecided)
			}
		}
		if !slices.Equal(codes, c.want) {
			t.Errorf("%s: %v, want %v", name, codes, c.want)
		}
	}
}

func access(partner *rules.AccessSettings, defaults rules.AccessSettings) rules.Access {
	return rules.Access{Partner: rules.Known(partner), Default: rules.Known(defaults)}
}
