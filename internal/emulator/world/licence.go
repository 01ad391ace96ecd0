package world

import (
	"slices"
	"time"
)

// Plan is a service plan that a licence of a tenant contains.
type Plan struct {
	ID, Service string
	Assigned    time.Time
}

// AssignedPlans are the plans of a tenant: Exchange Online in any case, and Entra
// ID P1 unless the seed says otherwise. Their ids are the same in all tenants.
func (t Tenant) AssignedPlans() []Plan {
	plans := []Plan{{ID: "efb87545-963c-4e0d-99df-69c6916d9eb0", Service: "exchange", Assigned: seededAt}}
	if !t.WithoutP1 {
		plans = append(plans, Plan{ID: "41781fb2-bc02-4b7c-bd55-b576c07bb09d", Service: "AADPremiumService", Assigned: seededAt})
	}
	return plans
}

// checkLicence refuses what the settings say needs Entra ID P1 in a tenant
// without it: trusting claims of another tenant and naming users, groups or
// applications (graph-cross-tenant §1.2, §1.7 R6), and admitting synchronization.
// It looks at what is sent: that what was set before a licence ran out stays, the
// answer, and that the keywords name nothing are assumed.
func (d *directory) checkLicence(sent Policy, s Settings) error {
	needed := s.PolicyNeedsP1 && (trusts(sent) || namesTargets(sent)) || s.SyncNeedsP1InTarget && admitsSync(sent)
	if !d.WithoutP1 || !needed {
		return nil
	}
	return errNoLicence()
}

func errNoLicence() *Fault {
	return &Fault{Status: 403, Code: CodeDenied, Message: "The tenant does not have the Microsoft Entra ID P1 licence that this setting needs."}
}

func trusts(p Policy) bool {
	trust, _ := p["inboundTrust"].(map[string]any)
	for _, accepted := range trust {
		if accepted == true {
			return true
		}
	}
	return false
}

func namesTargets(p Policy) bool {
	return slices.ContainsFunc(settingBlocks, func(name string) bool {
		// Blocks that do not parse are refused by checkSettings.
		s, err := toSetting(p[name])
		return err == nil && (s.users.specific() || s.applications.specific())
	})
}

// specific says whether targets are named one by one, by their ids.
func (t *targets) specific() bool {
	return t != nil && slices.ContainsFunc(t.names, func(n targetName) bool {
		return n.name != allUsers && !slices.Contains(applicationKeywords, n.name)
	})
}

func admitsSync(p Policy) bool {
	return slices.ContainsFunc([]string{"userSyncInbound", "groupSyncInbound"}, func(name string) bool {
		flags, _ := p[name].(map[string]any)
		return flags["isSyncAllowed"] == true
	})
}
