package world

import "slices"

// checkLicence refuses what needs Entra ID P1 in a tenant without it: trusting
// claims of another tenant, and naming users, groups or applications
// (graph-cross-tenant §1.2, §1.7 R6). The answer is assumed.
func (d *directory) checkLicence(p Policy) error {
	if !d.WithoutP1 || !trusts(p) && !namesTargets(p) {
		return nil
	}
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
		return err == nil && (s.users.specific(allUsers) || s.applications.specific(allApplications))
	})
}

// specific says whether targets are named one by one.
func (t *targets) specific(all string) bool { return t != nil && !t.has(all) }
