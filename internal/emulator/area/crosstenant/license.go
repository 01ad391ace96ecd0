package crosstenant

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// checkLicense rejects settings that, by the emulator's settings, require Entra ID
// P1 in a tenant without it: trust in claims of another tenant, targets that are
// users, groups or applications (graph-cross-tenant §1.2, §1.7 R6), and inbound
// synchronization. Only the content of the request is checked. Assumed: settings
// from before the license expired are kept, the error, and that keywords are not
// targets in this sense.
func checkLicense(d *kernel.Directory, sent schema.Policy, s settings.Settings) error {
	needed := s.PolicyNeedsP1 && (trusts(sent) || namesTargets(sent)) || s.SyncNeedsP1InTarget && admitsSync(sent)
	if !d.WithoutP1 || !needed {
		return nil
	}
	return NoLicense()
}

// NoLicense is the error for a setting that requires Entra ID P1.
func NoLicense() error {
	return refusal.New(403, refusal.CodeDenied, "The tenant does not have the Microsoft Entra ID P1 license that this setting needs.")
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
		// checkSettings rejects blocks that do not parse.
		s, err := toSetting(p[name])
		return err == nil && (s.users.specific() || s.applications.specific())
	})
}

// specific reports whether targets are given by their ids.
func (t *targets) specific() bool {
	return t != nil && slices.ContainsFunc(t.names, func(n targetName) bool {
		return n.name != allUsers && !slices.Contains(applicationKeywords, n.name)
	})
}

func admitsSync(p schema.Policy) bool {
	return admits(p, "userSyncInbound") || admits(p, "groupSyncInbound")
}

// admits reports whether a synchronization policy allows users, or groups.
func admits(p schema.Policy, name string) bool {
	flags, _ := p[name].(map[string]any)
	return flags["isSyncAllowed"] == true
}
