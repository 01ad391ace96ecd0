package rules_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// After every change that the findings suggest, the check finds nothing.
func TestRemediesHelp(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 1))
	found := map[rules.Code]int{}
	for range 5000 {
		f := randomEdge(random)
		findings := edgeFindings(f)
		// Remedies about partners come first: an entry inherits each block as a whole.
		for _, finding := range findings {
			if finding.Code >= rules.LayersDiffer && finding.Code != rules.LegacyDecides {
				createEntry(sideOf(&f, finding))
			}
		}
		for _, finding := range findings {
			found[finding.Code]++
			remedy(t, &f, finding)
		}
		if left := edgeFindings(f); len(left) > 0 {
			t.Fatalf("after %+v\nthere are %+v", findings, left)
		}
	}
	for _, code := range rules.Codes() {
		if code >= rules.CloudsNotEnabled && code <= rules.CapabilityLimited && found[code] == 0 {
			t.Errorf("no case had %s", code)
		}
	}
}

func randomEdge(random *rand.Rand) edgeFacts {
	pairs := [][2]string{{"public", "public"}, {"public", "usgovernment"}, {"china", "public"}, {"usgovernment_dod", "usgovernment"}}
	clouds := pairs[random.IntN(len(pairs))]
	f := completeEdge(clouds[0], clouds[1])
	f.Capabilities = slices.DeleteFunc(f.Capabilities, func(rules.Capability) bool { return random.IntN(2) == 0 })
	for _, gap := range slices.Concat(gaps, m365Gaps) {
		if random.IntN(4) == 0 {
			gap.remove(&f)
		}
	}
	for _, side := range []*rules.EdgeSide{&f.Source, &f.Target} {
		if random.IntN(4) == 0 {
			side.Partner = rules.Known[*rules.AccessSettings](nil)
		}
	}
	var policies []accessPolicy
	controls := []string{"mfa", "compliantDevice", "domainJoinedDevice", "approvedApplication", "passwordChange", "block", "unknownFutureValue"}
	for _, name := range []string{"one", "two"} {
		p := demanding([]string{"AND", "OR"}[random.IntN(2)])
		p.Name, p.Narrow, p.ExcludesGroups = name, random.IntN(3) == 0, random.IntN(3) == 0
		p.TermsOfUse, p.OtherControls = random.IntN(4) == 0, random.IntN(4) == 0
		if random.IntN(4) == 0 {
			p.Strength = &rules.AuthenticationStrength{Combinations: []string{[]string{"fido2", "password,sms"}[random.IntN(2)]}}
		}
		if random.IntN(4) == 0 {
			p.SessionControls = []string{"signInFrequency"}
		}
		for _, c := range controls {
			if random.IntN(4) == 0 {
				p.Controls = append(p.Controls, c)
			}
		}
		policies = append(policies, p)
	}
	f.Policies = rules.Known(policies)
	return f
}

// remedy makes the changes that a finding suggests, and no others.
func remedy(t *testing.T, f *edgeFacts, finding rules.EdgeFinding) {
	t.Helper()
	side := sideOf(f, finding)
	if finding.Code == rules.PartnerMissing {
		createEntry(side)
	}
	if finding.Code >= rules.LayersDiffer {
		remedyM365(t, f, side, finding)
		return
	}
	for _, setting := range finding.Settings {
		set(t, f, side, setting)
	}
	if len(finding.Settings) > 0 {
		return
	}
	switch finding.Code {
	case rules.PolicyKeepsOut, rules.PolicyHinders:
		policies, _ := f.Policies.Get()
		f.Policies = rules.Known(slices.DeleteFunc(policies, func(p accessPolicy) bool { return p.Name == finding.Policy }))
	case rules.SyncMissing:
		f.Capabilities = slices.DeleteFunc(f.Capabilities, func(c rules.Capability) bool { return c == rules.UserSync })
	case rules.ConnectBlocked:
		f.Capabilities = slices.DeleteFunc(f.Capabilities, func(c rules.Capability) bool { return c == rules.DirectConnect })
	}
}

func sideOf(f *edgeFacts, finding rules.EdgeFinding) *rules.EdgeSide {
	if finding.Side == rules.SourceSide {
		return &f.Source
	}
	return &f.Target
}

// set changes one setting: in the entry, or in the default if there is no entry.
func set(t *testing.T, f *edgeFacts, side *rules.EdgeSide, setting string) {
	t.Helper()
	entry := entryOf(side)
	if entry == nil {
		defaults, _ := side.Default.Get()
		entry = &defaults
		defer func() { side.Default = rules.Known(defaults) }()
	}
	trusted := func(trust func(*rules.InboundTrust)) {
		var now rules.InboundTrust
		if entry.InboundTrust != nil {
			now = *entry.InboundTrust
		}
		trust(&now)
		entry.InboundTrust = &now
	}
	switch setting {
	case rules.SettingCloudEndpoints:
		side.CloudEndpoints = rules.Known([]string{rules.CloudEndpoint(f.Source.Tenant.Cloud), rules.CloudEndpoint(f.Target.Tenant.Cloud)})
	case rules.SettingCollaborationInbound:
		entry.B2BCollaborationInbound = openToAll
	case rules.SettingCollaborationOutbound:
		entry.B2BCollaborationOutbound = openToAll
	case rules.SettingConnectInbound:
		entry.B2BDirectConnectInbound = openToAll
	case rules.SettingConnectOutbound:
		entry.B2BDirectConnectOutbound = openToAll
	case rules.SettingTrustMFA:
		trusted(func(now *rules.InboundTrust) { now.IsMFAAccepted = true })
	case rules.SettingTrustCompliantDevice:
		trusted(func(now *rules.InboundTrust) { now.IsCompliantDeviceAccepted = true })
	case rules.SettingTrustHybridDevice:
		trusted(func(now *rules.InboundTrust) { now.IsHybridAzureADJoinedDeviceAccepted = true })
	case rules.SettingConsentInbound:
		entry.AutomaticUserConsent.InboundAllowed = true
	case rules.SettingConsentOutbound:
		entry.AutomaticUserConsent.OutboundAllowed = true
	case rules.SettingUserSync:
		entry.IdentitySync = &rules.IdentitySync{UserSyncAllowed: true}
	case rules.SettingM365Inbound, rules.SettingM365Outbound, rules.SettingServiceConnectInbound:
		openM365(entry, setting)
	case rules.SettingEntraP1:
		side.EntraP1 = rules.Known(true)
	case rules.SettingAllowInvitesFrom:
		f.Invitations = rules.Known(rules.InvitationPolicy{AllowInvitesFrom: "adminsAndGuestInviters"})
	case rules.SettingDomainLists:
		f.DomainLists = rules.Known(rules.DomainLists{Allowed: []string{"contoso.example"}})
	case rules.SettingSyncConfiguration, rules.SettingSyncTarget, rules.SettingSyncAuthentication, rules.SettingSyncThreshold,
		rules.SettingSyncJob, rules.SettingSyncJobState, rules.SettingSyncJobStatus, rules.SettingSyncJobScope,
		rules.SettingSyncUsers, rules.SettingSyncGroups, rules.SettingSyncAll, rules.SettingSyncSecond:
		setSync(f, setting)
	case rules.SettingGroupSync:
		side.GroupSync = rules.Known(true)
	default:
		if !grantM365(side, setting) {
			t.Fatalf("no way to set %q", setting)
		}
	}
}

// mapGroupsIfAllowed completes a configuration whose mapping could not be checked
// before: it had no job for the target.
func mapGroupsIfAllowed(f *edgeFacts, s *synced) {
	allowed, _ := f.Target.GroupSync.Get()
	mapped(s, func(m *rules.SyncMapping) { m.Groups.Enabled = allowed })
}

// setSync changes one setting of the configuration for the target.
func setSync(f *edgeFacts, setting string) {
	all, _ := f.Synchronizations.Get()
	if setting == rules.SettingSyncConfiguration {
		s := synchronization(f.Target.Tenant.ID)
		mapGroupsIfAllowed(f, &s)
		f.Synchronizations = rules.Known(append(all, s))
		return
	}
	s := &all[0]
	switch setting {
	case rules.SettingSyncTarget:
		s.TargetTenantID = rules.Known(f.Target.Tenant.ID)
		mapGroupsIfAllowed(f, s)
	case rules.SettingSyncAuthentication:
		s.AuthenticationType = rules.Known("SyncPolicy")
	case rules.SettingSyncThreshold:
		s.DeleteThreshold = rules.Known(true)
	case rules.SettingSyncJob:
		s.Job = &rules.SyncJob{Template: "Azure2Azure", Started: true}
		mapGroupsIfAllowed(f, s)
	case rules.SettingSyncJobState:
		s.Job.Started = true
	case rules.SettingSyncJobStatus:
		s.Job.Quarantined = false
	case rules.SettingSyncJobScope:
		s.Scoped = rules.Known(true)
	case rules.SettingSyncUsers:
		mapped(s, func(m *rules.SyncMapping) { m.Users = rules.ObjectMapping{Enabled: true, Adds: true, Updates: true} })
	case rules.SettingSyncGroups:
		mapped(s, func(m *rules.SyncMapping) { m.Groups.Enabled = true })
	case rules.SettingSyncAll:
		s.SyncAll = rules.Known(false)
	case rules.SettingSyncSecond:
		all[1].Job.Started = false
	}
}
