package crosstenant

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// checkLicence refuses what the settings say needs Entra ID P1 in a tenant
// without it: trusting claims of another tenant and naming users, groups or
// applications (graph-cross-tenant §1.2, §1.7 R6), and admitting synchronization.
// It looks at what is sent: that what was set before a licence ran out stays, the
// answer, and that the keywords name nothing are assumed.
func checkLicence(d *kernel.Directory, sent schema.Policy, s settings.Settings) error {
	needed := s.PolicyNeedsP1 && (trusts(sent) || namesTargets(sent)) || s.SyncNeedsP1InTarget && admitsSync(sent)
	if !d.WithoutP1 || !needed {
		return nil
	}
	return NoLicence()
}

// NoLicence refuses what needs Entra ID P1.
func NoLicence() error {
	return refusal.New(403, refusal.CodeDenied, "The tenant does not have the Microsoft Entra ID P1 licence that this setting needs.")
}

func trusts(p schema.Policy) bool {
	trust, _ := p["inboundTrust"].(map[string]any)
	for _, accepted := range trust {
		if accepted == true {
			return true
		}
	}
	return false
}

func namesTargets(p schema.Policy) bool {
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

func admitsSync(p schema.Policy) bool {
	return slices.ContainsFunc([]string{"userSyncInbound", "groupSyncInbound"}, func(name string) bool {
		flags, _ := p[name].(map[string]any)
		return flags["isSyncAllowed"] == true
	})
}
