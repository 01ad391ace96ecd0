package rules_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// TestPlansAndEdgesAreJudgedAlike refuses by each setting: the plan of an
// invitation and an edge with collaboration report the same refusal, each with its
// own code.
func TestPlansAndEdgesAreJudgedAlike(t *testing.T) {
	t.Parallel()
	const us, public = "usgovernment", "public"
	policies := []rules.Fact[rules.InvitationPolicy]{{}}
	for _, from := range []string{"none", "adminsAndGuestInviters", "everyone"} {
		policies = append(policies, rules.Known(rules.InvitationPolicy{AllowInvitesFrom: from, MayInvite: rules.Known(true)}))
	}
	lists := []rules.Fact[rules.DomainLists]{
		{},
		rules.Known(rules.DomainLists{}), rules.Known(rules.DomainLists{Allowed: []string{"northwind.example"}}),
		rules.Known(rules.DomainLists{Allowed: []string{"contoso.example"}}), rules.Known(rules.DomainLists{Blocked: []string{"contoso.example"}}),
	}
	clouds := []rules.Fact[[]string]{{}, rules.Known([]string{}), rules.Known([]string{rules.CloudEndpoint(us)})}
	entries := []rules.Fact[*rules.AccessSettings]{
		{}, rules.Known[*rules.AccessSettings](nil), rules.Known(inbound(nil)), rules.Known(inbound(openToAll)), rules.Known(inbound(shutToAll)),
	}
	for _, home := range []string{public, us} {
		for _, policy := range policies {
			for _, list := range lists {
				for _, enabled := range clouds {
					for _, entry := range entries {
						p, e := fine(), completeEdge(home, public)
						e.Capabilities = with("b2b_collaboration")
						p.Home.Cloud = home
						p.Invitations, e.Invitations = policy, policy
						p.DomainLists, e.DomainLists = list, list
						p.ResourceClouds.Enabled, e.Target.CloudEndpoints = enabled, enabled
						p.HomeClouds.Enabled = e.Source.CloudEndpoints
						e.Target.Partner = entry
						p.Inbound = rules.Access{Partner: entry, Default: e.Target.Default}.
							Ruling(rules.CollaborationInbound, rules.SameCloud(home, public), rules.Subject{})
						planned, judged := settingsOf(rules.CheckInvitation(p)), settingsOfEdge(edgeFindings(e))
						if !slices.Equal(planned, judged) {
							t.Errorf("%s %+v %+v %+v %+v: the plan says %q, the edge %q", home, policy, list, enabled, entry, planned, judged)
						}
					}
				}
			}
		}
	}
}

func settingsOf(findings []rules.Finding) []string {
	var settings []string
	for _, f := range findings {
		settings = append(settings, map[rules.Code]string{
			"MT020": "invitations", "MT021": "invitations", "MT022": "access", "MT023": "clouds",
		}[f.Code])
	}
	slices.Sort(settings)
	return settings
}

func settingsOfEdge(findings []rules.EdgeFinding) []string {
	var settings []string
	for _, f := range findings {
		setting := map[rules.Code]string{"MT060": "clouds", "MT061": "access", "MT062": "access", "MT063": "invitations"}[f.Code]
		if setting == "" {
			setting = fmt.Sprint("something else: ", f.Code)
		}
		settings = append(settings, setting)
	}
	slices.Sort(settings)
	return settings
}
