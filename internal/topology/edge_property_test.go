package topology_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

// Whatever is missing: doing what the findings say leaves nothing to find.
func TestRemediesHelp(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 1))
	found := map[topology.Code]int{}
	for range 5000 {
		f := randomEdge(random)
		findings := edgeFindings(f)
		for _, finding := range findings {
			found[finding.Code]++
			remedy(t, &f, finding)
		}
		if left := edgeFindings(f); len(left) > 0 {
			t.Fatalf("after %+v\nthere are %+v", findings, left)
		}
	}
	for _, code := range topology.Codes() {
		if code >= topology.CloudsNotEnabled && found[code] == 0 {
			t.Errorf("no case had %s", code)
		}
	}
}

func randomEdge(random *rand.Rand) edgeFacts {
	pairs := [][2]string{{"public", "public"}, {"public", "usgovernment"}, {"china", "public"}, {"usgovernment_dod", "usgovernment"}}
	clouds := pairs[random.IntN(len(pairs))]
	f := completeEdge(clouds[0], clouds[1])
	f.Capabilities = slices.DeleteFunc(f.Capabilities, func(topology.Capability) bool { return random.IntN(2) == 0 })
	for _, gap := range gaps {
		if random.IntN(4) == 0 {
			gap.remove(&f)
		}
	}
	for _, side := range []*topology.EdgeSide{&f.Source, &f.Target} {
		if random.IntN(4) == 0 {
			side.Partner = topology.Known[*topology.AccessSettings](nil)
		}
	}
	var policies []accessPolicy
	controls := []string{"mfa", "compliantDevice", "domainJoinedDevice", "approvedApplication", "passwordChange", "block", "unknownFutureValue"}
	for _, name := range []string{"one", "two"} {
		p := demanding([]string{"AND", "OR"}[random.IntN(2)])
		p.Name, p.Narrow, p.ExcludesGroups = name, random.IntN(3) == 0, random.IntN(3) == 0
		p.TermsOfUse, p.OtherControls = random.IntN(4) == 0, random.IntN(4) == 0
		if random.IntN(4) == 0 {
			p.Strength = &topology.AuthenticationStrength{Combinations: []string{[]string{"fido2", "password,sms"}[random.IntN(2)]}}
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
	f.Policies = topology.Known(policies)
	return f
}

// remedy does what a finding says, and nothing else.
func remedy(t *testing.T, f *edgeFacts, finding topology.EdgeFinding) {
	t.Helper()
	side := &f.Target
	if finding.Side == topology.SourceSide {
		side = &f.Source
	}
	if finding.Code == topology.PartnerMissing {
		side.Partner = topology.Known(&topology.AccessSettings{})
	}
	for _, setting := range finding.Settings {
		set(t, f, side, setting)
	}
	if len(finding.Settings) > 0 {
		return
	}
	switch finding.Code {
	case topology.PolicyKeepsOut, topology.PolicyHinders:
		policies, _ := f.Policies.Get()
		f.Policies = topology.Known(slices.DeleteFunc(policies, func(p accessPolicy) bool { return p.Name == finding.Policy }))
	case topology.SyncMissing:
		f.Capabilities = slices.DeleteFunc(f.Capabilities, func(c topology.Capability) bool { return c == topology.UserSync })
	case topology.ConnectBlocked:
		f.Capabilities = slices.DeleteFunc(f.Capabilities, func(c topology.Capability) bool { return c == topology.DirectConnect })
	}
}

// set makes one setting. Where the service has no entry for it, the default is
// where it is made.
func set(t *testing.T, f *edgeFacts, side *topology.EdgeSide, setting string) {
	t.Helper()
	entry := entryOf(side)
	if entry == nil {
		defaults, _ := side.Default.Get()
		entry = &defaults
		defer func() { side.Default = topology.Known(defaults) }()
	}
	trusted := func(trust func(*topology.InboundTrust)) {
		var now topology.InboundTrust
		if entry.InboundTrust != nil {
			now = *entry.InboundTrust
		}
		trust(&now)
		entry.InboundTrust = &now
	}
	switch setting {
	case topology.SettingCloudEndpoints:
		side.CloudEndpoints = topology.Known([]string{topology.CloudEndpoint(f.Source.Tenant.Cloud), topology.CloudEndpoint(f.Target.Tenant.Cloud)})
	case topology.SettingCollaborationInbound:
		entry.B2BCollaborationInbound = openToAll
	case topology.SettingCollaborationOutbound:
		entry.B2BCollaborationOutbound = openToAll
	case topology.SettingConnectInbound:
		entry.B2BDirectConnectInbound = openToAll
	case topology.SettingConnectOutbound:
		entry.B2BDirectConnectOutbound = openToAll
	case topology.SettingTrustMFA:
		trusted(func(now *topology.InboundTrust) { now.IsMFAAccepted = true })
	case topology.SettingTrustCompliantDevice:
		trusted(func(now *topology.InboundTrust) { now.IsCompliantDeviceAccepted = true })
	case topology.SettingTrustHybridDevice:
		trusted(func(now *topology.InboundTrust) { now.IsHybridAzureADJoinedDeviceAccepted = true })
	case topology.SettingConsentInbound:
		entry.AutomaticUserConsent.InboundAllowed = true
	case topology.SettingConsentOutbound:
		entry.AutomaticUserConsent.OutboundAllowed = true
	case topology.SettingUserSync:
		entry.IdentitySync = &topology.IdentitySync{UserSyncAllowed: true}
	case topology.SettingEntraP1:
		side.EntraP1 = topology.Known(true)
	case topology.SettingAllowInvitesFrom:
		f.Invitations = topology.Known(topology.InvitationPolicy{AllowInvitesFrom: "adminsAndGuestInviters"})
	case topology.SettingDomainLists:
		f.DomainLists = topology.Known(topology.DomainLists{Allowed: []string{"contoso.example"}})
	case topology.SettingSyncConfiguration, topology.SettingSyncTarget, topology.SettingSyncAuthentication, topology.SettingSyncThreshold,
		topology.SettingSyncJob, topology.SettingSyncJobState, topology.SettingSyncJobStatus, topology.SettingSyncJobScope:
		setSync(f, setting)
	default:
		t.Fatalf("nobody can set %q", setting)
	}
}

// setSync makes one setting of the configuration that is for the target, or would
// be.
func setSync(f *edgeFacts, setting string) {
	all, _ := f.Synchronizations.Get()
	if setting == topology.SettingSyncConfiguration {
		f.Synchronizations = topology.Known(append(all, synchronization(f.Target.Tenant.ID)))
		return
	}
	s := &all[0]
	switch setting {
	case topology.SettingSyncTarget:
		s.TargetTenantID = topology.Known(f.Target.Tenant.ID)
	case topology.SettingSyncAuthentication:
		s.AuthenticationType = topology.Known("SyncPolicy")
	case topology.SettingSyncThreshold:
		s.DeleteThreshold = topology.Known(true)
	case topology.SettingSyncJob:
		s.Job = &topology.SyncJob{Template: "Azure2Azure", Started: true}
	case topology.SettingSyncJobState:
		s.Job.Started = true
	case topology.SettingSyncJobStatus:
		s.Job.Quarantined = false
	case topology.SettingSyncJobScope:
		s.Scoped = topology.Known(true)
	}
}
