package topology_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/conditionalaccess"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/provisioning"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// domainLists is graph-identity §9.1: the permission to read all policies does not
// include these lists, unless the service allows it.
func domainLists() map[string]situation {
	const covers, text, forbidden = "policy_read_all_covers_b2b_management", "organization_default_is_text", "blocked_domain_is_forbidden"
	const found, lists = "MT063 error target fabrikam [invitationsAllowedAndBlockedDomainsPolicy]", "target invitationsAllowedAndBlockedDomainsPolicy"
	const blocked, denied = "400 BadRequest", "403 Forbidden"
	blocks := func(e *acctest.Estate) {
		e.Tenant(acctest.Fabrikam).B2BManagement = acctest.Object{"blocked_domains": []string{"contoso.example"}}
	}
	lean := func(e *acctest.Estate) {
		e.Tenant(acctest.Fabrikam).Applications[0].Permissions = []string{"Policy.Read.All"}
	}
	collaboration := []any{"b2b_collaboration"}
	return map[string]situation{
		"blocked domain": {
			capabilities: collaboration, bring: blocks, finds: []string{found}, attempt: invites,
			comes: map[position]string{on(covers): blocked, off(covers): blocked, on(text): blocked, on(forbidden): denied, off(forbidden): blocked},
		},
		"blocked domain, lists are covered": {
			capabilities: collaboration, bring: both(blocks, lean), finds: []string{found}, attempt: invites, comes: map[position]string{on(covers): blocked},
		},
		"blocked domain, lists are not covered": {
			capabilities: collaboration, bring: both(blocks, lean), unchecked: []string{lists}, attempt: invites, comes: map[position]string{off(covers): blocked},
		},
		"no list": {
			capabilities: collaboration, attempt: invites, comes: map[position]string{on(covers): granted, off(covers): granted, on(text): granted},
		},
		"another domain": {
			capabilities: collaboration, attempt: invites, comes: map[position]string{on(text): granted, off(text): granted},
			bring: func(e *acctest.Estate) {
				e.Tenant(acctest.Fabrikam).B2BManagement = acctest.Object{"blocked_domains": []string{"partner.example"}}
			},
		},
	}
}

func both(bring ...func(*acctest.Estate)) func(*acctest.Estate) {
	return func(e *acctest.Estate) {
		for _, b := range bring {
			b(e)
		}
	}
}

func invites(_ *testing.T, w *acctest.World) string {
	_, err := invitation.Invite(w.World, acctest.FabrikamID, invitation.Invitation{EmailAddress: "mona.manager@contoso.example", RedirectURL: "https://myapps.microsoft.com"},
		kernel.Actor{Permissions: []string{"User.Invite.All"}})
	return answer(err)
}

// demands adds a policy to Fabrikam, with or without trust of Contoso's MFA.
func demands(policy acctest.Object, mfa bool) func(*acctest.Estate) {
	return func(e *acctest.Estate) {
		fabrikam := e.Tenant(acctest.Fabrikam)
		fabrikam.ConditionalAccess = []acctest.Object{policy}
		partners, _ := fabrikam.CrossTenantAccess["partners"].([]acctest.Object)
		partners[0]["inboundTrust"] = trust(mfa, false, false)
	}
}

// strengths is graph-identity §12, authentication strength.
func strengths() map[string]situation {
	const (
		wall   = "MT068 error target fabrikam [inboundTrust.isMfaAccepted]"
		hurdle = "MT069 warn target fabrikam [inboundTrust.isMfaAccepted]"
	)
	resistant, multifactor := strength("Strength", acctest.Object{"id": phishingResistant}), strength("Strength", acctest.Object{"id": anySecondFactor})
	guests := []any{"b2b_collaboration"}
	return map[string]situation{
		"methods of the home tenant": {
			capabilities: guests, bring: demands(resistant, false), finds: []string{wall}, attempt: enters(guestVisit(registered)), comes: map[position]string{standing: keptOut},
		},
		"methods of the home tenant, trusted": {
			capabilities: guests, bring: demands(resistant, true), attempt: enters(guestVisit()), comes: map[position]string{standing: entered},
		},
		"methods of the target": {
			capabilities: guests, bring: demands(multifactor, false), finds: []string{hurdle}, attempt: enters(guestVisit()), comes: map[position]string{standing: registers},
		},
		"methods of the target, registered": {
			capabilities: guests, bring: demands(multifactor, false), finds: []string{hurdle}, attempt: enters(guestVisit(registered)), comes: map[position]string{standing: entered},
		},
		"methods of the target, in shared channels": {
			capabilities: []any{"direct_connect"}, bring: demands(multifactor, false), finds: []string{wall}, attempt: enters(channelVisit()),
			comes: map[position]string{standing: keptOut},
		},
		"no policy": {capabilities: guests, attempt: enters(guestVisit()), comes: map[position]string{standing: entered}},
	}
}

func registered(s *conditionalaccess.ExternalSignIn) { s.Registered = true }

// unsupportedControls is graph-identity §12: the effect of controls that B2B direct
// connect does not support is not documented.
func unsupportedControls() map[string]situation {
	const found, ignores = "MT069 warn target fabrikam []", "direct_connect_ignores_controls"
	const unsure = "whether they block or are ignored is not documented"
	terms := policy("Terms")
	terms["grantControls"] = acctest.Object{"operator": "OR", "termsOfUse": []any{"terms"}}
	custom := policy("Custom")
	custom["grantControls"] = acctest.Object{"operator": "OR", "customAuthenticationFactors": []any{"factor"}}
	guests, channels := []any{"b2b_collaboration"}, []any{"direct_connect"}
	open, either := map[position]string{on(ignores): entered, off(ignores): entered}, map[position]string{on(ignores): entered, off(ignores): keptOut}
	return map[string]situation{
		"terms of use, channels":   {capabilities: channels, bring: demands(terms, true), finds: []string{found}, says: unsure, attempt: enters(channelVisit()), comes: either},
		"session, channels":        {capabilities: channels, bring: demands(session("Session"), true), finds: []string{found}, says: unsure, attempt: enters(channelVisit()), comes: either},
		"terms of use, guests":     {capabilities: guests, bring: demands(terms, true), attempt: enters(guestVisit()), comes: open},
		"session, guests":          {capabilities: guests, bring: demands(session("Session"), true), attempt: enters(guestVisit()), comes: open},
		"custom factors, channels": {capabilities: channels, bring: demands(custom, true), attempt: enters(channelVisit()), comes: open},
		"no policy, channels":      {capabilities: channels, attempt: enters(channelVisit()), comes: open},
	}
}

// riskPolicies is graph-identity §12, impact rules.
func riskPolicies() map[string]situation {
	const hurdle = "MT069 warn target fabrikam [inboundTrust.isMfaAccepted]"
	signIns := func() acctest.Object { return with(policy("Risk", "mfa"), "signInRiskLevels", []any{"high"}) }
	users := func() acctest.Object { return with(policy("Risk", "passwordChange"), "userRiskLevels", []any{"high"}) }
	risky := func(s *conditionalaccess.ExternalSignIn) { s.SignInRisk = "high" }
	atRisk := func(s *conditionalaccess.ExternalSignIn) { s.UserRisk = "high" }
	guests := []any{"b2b_collaboration"}
	return map[string]situation{
		"risky sign-in": {
			capabilities: guests, bring: demands(signIns(), false), finds: []string{hurdle}, attempt: enters(guestVisit(risky)), comes: map[position]string{standing: keptOut},
			says: "blocks users in risky sign-ins that have not registered a second factor in this tenant before",
		},
		"risky sign-in, registered": {
			capabilities: guests, bring: demands(signIns(), false), finds: []string{hurdle}, attempt: enters(guestVisit(risky, registered)), comes: map[position]string{standing: entered},
		},
		"sign-in without risk": {
			capabilities: guests, bring: demands(signIns(), false), finds: []string{hurdle}, attempt: enters(guestVisit()), comes: map[position]string{standing: entered},
		},
		"risky sign-in, trusted": {
			capabilities: guests, bring: demands(signIns(), true), attempt: enters(guestVisit(risky)), comes: map[position]string{standing: entered},
		},
		"user at risk": {
			capabilities: guests, bring: demands(users(), true), finds: []string{"MT069 warn target fabrikam []"}, attempt: enters(guestVisit(atRisk)),
			says:  "can never be satisfied by users at risk",
			comes: map[position]string{standing: keptOut},
		},
		"user who is not at risk": {
			capabilities: guests, bring: demands(users(), true), finds: []string{"MT069 warn target fabrikam []"}, attempt: enters(guestVisit()),
			comes: map[position]string{standing: entered},
		},
		"risk without a policy": {capabilities: guests, attempt: enters(guestVisit(risky, atRisk)), comes: map[position]string{standing: entered}},
	}
}

// china is graph-cross-tenant §4.9.
func china() map[string]situation {
	const exists = "sync_within_china"
	inChina := func(e *acctest.Estate) {
		for _, key := range []string{acctest.Contoso, acctest.Fabrikam} {
			t := e.Tenant(key)
			t.Cloud, t.InitialDomain = "china", key+".partner.onmschina.cn"
		}
	}
	const lists = "target invitationsAllowedAndBlockedDomainsPolicy"
	return map[string]situation{
		"sync within China": {
			capabilities: []any{"sync"}, bring: inChina, unchecked: []string{"source synchronization within China", lists},
			says:    "documentation contradicts itself",
			attempt: validates, comes: map[position]string{on(exists): granted, off(exists): "400 ExternalTenantNotFound"},
		},
		"invitations within China": {
			capabilities: []any{"b2b_collaboration"}, bring: inChina, unchecked: []string{lists},
			attempt: invites, comes: map[position]string{on(exists): granted, off(exists): granted},
		},
		"sync within the public cloud": {
			capabilities: []any{"sync"}, attempt: validates, comes: map[position]string{on(exists): granted, off(exists): granted},
		},
	}
}

// validates runs the service's validation of the credentials of Contoso's job for
// Fabrikam.
func validates(_ *testing.T, w *acctest.World) string {
	return answer(provisioning.ValidateSyncCredentials(w.World, acctest.ContosoID, configurationID, "", provisioning.SyncCredentials{Saved: true}))
}

// groups is graph-cross-tenant §2.
func groups() map[string]situation {
	brings := func(groups bool) func(*acctest.Estate) {
		return func(e *acctest.Estate) {
			*e = *admitting(groups)
			e.Tenant(acctest.Contoso).Synchronizations[0]["id"] = configurationID
		}
	}
	return map[string]situation{
		"groups that no edge asks for": {
			capabilities: []any{"auto_redeem"}, bring: brings(true), finds: []string{"fabrikam identitySynchronization.groupSyncInbound.isSyncAllowed"},
			attempt: admitsGroups, comes: map[position]string{standing: "admits groups"},
		},
		"no groups": {capabilities: []any{"auto_redeem"}, bring: brings(false), attempt: admitsGroups, comes: map[position]string{standing: "admits none"}},
		// The target admits groups, which the mapping of the source leaves out.
		"groups of an edge": {
			capabilities: []any{"sync"}, bring: both(brings(true), letUsersIn), finds: []string{"MT076 warn source contoso [synchronization schema: mapping of groups]"},
			attempt: admitsGroups, comes: map[position]string{standing: "admits groups"},
		},
	}
}

func letUsersIn(e *acctest.Estate) {
	partners, _ := e.Tenant(acctest.Fabrikam).CrossTenantAccess["partners"].([]acctest.Object)
	policy, _ := partners[0]["identitySynchronization"].(acctest.Object)
	policy["userSyncInbound"] = acctest.Object{"isSyncAllowed": true}
}

func admitsGroups(t *testing.T, w *acctest.World) string {
	t.Helper()
	p, err := crosstenant.SyncPolicies.Get(w.World, acctest.FabrikamID, acctest.ContosoID)
	if err != nil {
		t.Fatal(err)
	}
	if flags, _ := p.Settings["groupSyncInbound"].(map[string]any); flags["isSyncAllowed"] == true {
		return "admits groups"
	}
	return "admits none"
}

// previews is graph-identity §12, omissions of lists: a policy with a preview
// feature applies, whether v1.0 lists it or not.
func previews() map[string]situation {
	const hidden = "preview_policies_are_hidden"
	const wall, hurdle = "MT068 error target fabrikam []", "MT069 warn target fabrikam [inboundTrust.isMfaAccepted]"
	preview := func(control string) acctest.Object {
		p := policy("Preview", control)
		p["sessionControls"] = acctest.Object{"continuousAccessEvaluation": acctest.Object{"mode": "strictLocation"}}
		return p
	}
	either := func(outcome string) map[position]string {
		return map[position]string{on(hidden): outcome, off(hidden): outcome}
	}
	guests := []any{"b2b_collaboration"}
	return map[string]situation{
		"preview that blocks":            {capabilities: guests, bring: demands(preview("block"), true), finds: []string{wall}, attempt: enters(guestVisit()), comes: either(keptOut)},
		"preview with a second factor":   {capabilities: guests, bring: demands(preview("mfa"), false), finds: []string{hurdle}, attempt: enters(guestVisit()), comes: either(registers)},
		"preview that is satisfied":      {capabilities: guests, bring: demands(preview("mfa"), true), attempt: enters(guestVisit()), comes: either(entered)},
		"no preview, and nothing blocks": {capabilities: guests, attempt: enters(guestVisit()), comes: either(entered)},
	}
}
