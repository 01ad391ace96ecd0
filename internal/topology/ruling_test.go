package topology_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

// TestPlansAndEdgesAreJudgedAlike refuses by each setting: a plan that invites a user and
// an edge that collaborates say so alike, each in its own code.
func TestPlansAndEdgesAreJudgedAlike(t *testing.T) {
	t.Parallel()
	const us, public = "usgovernment", "public"
	policies := []topology.Fact[topology.InvitationPolicy]{{}}
	for _, from := range []string{"none", "adminsAndGuestInviters", "everyone"} {
		policies = append(policies, topology.Known(topology.InvitationPolicy{AllowInvitesFrom: from, MayInvite: topology.Known(true)}))
	}
	lists := []topology.Fact[topology.DomainLists]{
		{},
		topology.Known(topology.DomainLists{}), topology.Known(topology.DomainLists{Allowed: []string{"northwind.example"}}),
		topology.Known(topology.DomainLists{Allowed: []string{"contoso.example"}}), topology.Known(topology.DomainLists{Blocked: []string{"contoso.example"}}),
	}
	clouds := []topology.Fact[[]string]{{}, topology.Known([]string{}), topology.Known([]string{topology.CloudEndpoint(us)})}
	entries := []topology.Fact[*topology.AccessSettings]{
		{}, topology.Known[*topology.AccessSettings](nil), topology.Known(inbound(nil)), topology.Known(inbound(openToAll)), topology.Known(inbound(shutToAll)),
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
						p.Inbound = topology.Access{Partner: entry, Default: e.Target.Default}.
							Ruling(topology.CollaborationInbound, topology.SameCloud(home, public), topology.Subject{})
						planned, judged := settingsOf(topology.CheckInvitation(p)), settingsOfEdge(edgeFindings(e))
						if !slices.Equal(planned, judged) {
							t.Errorf("%s %+v %+v %+v %+v: the plan says %q, the edge %q", home, policy, list, enabled, entry, planned, judged)
						}
					}
				}
			}
		}
	}
}

func settingsOf(findings []topology.Finding) []string {
	var settings []string
	for _, f := range findings {
		settings = append(settings, map[topology.Code]string{
			"MT020": "invitations", "MT021": "invitations", "MT022": "access", "MT023": "clouds",
		}[f.Code])
	}
	slices.Sort(settings)
	return settings
}

func settingsOfEdge(findings []topology.EdgeFinding) []string {
	var settings []string
	for _, f := range findings {
		setting := map[topology.Code]string{"MT060": "clouds", "MT061": "access", "MT062": "access", "MT063": "invitations"}[f.Code]
		if setting == "" {
			setting = fmt.Sprint("something else: ", f.Code)
		}
		settings = append(settings, setting)
	}
	slices.Sort(settings)
	return settings
}
