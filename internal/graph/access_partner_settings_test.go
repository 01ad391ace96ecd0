package graph_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// entryBlocks are all blocks of a partner.
var entryBlocks = []rules.Block{
	rules.CollaborationInbound, rules.CollaborationOutbound, rules.DirectInbound, rules.DirectOutbound,
	rules.Restrictions, rules.Trust, rules.Consent, rules.M365Inbound, rules.M365Outbound, rules.ServiceConnectInbound,
}

// TestUndeclaredValuesSayMore reads configurations in the service's format.
func TestUndeclaredValuesSayMore(t *testing.T) {
	t.Parallel()
	for body, covered := range map[string]bool{
		`"isServiceProvider":null,"automaticUserConsentSettings":{"inboundAllowed":null,"outboundAllowed":null}`: true,
		`"isServiceProvider":false,"isInMultiTenantOrganization":false`:                                          true,
		`"isServiceProvider":true`:           false,
		`"isInMultiTenantOrganization":true`: true,
		`"isInMultiTenantOrganization":true,"identitySynchronization":{"tenantId":"p","displayName":null,"userSyncInbound":null,"groupSyncInbound":null}`: true,
		`"isInMultiTenantOrganization":true,"identitySynchronization":{"tenantId":"p","displayName":"By hand","userSyncInbound":null}`:                    false,
		`"isInMultiTenantOrganization":false,"identitySynchronization":{"tenantId":"p","displayName":null,"userSyncInbound":null}`:                        false,
		`"protectedContentSharing":{"inboundAllowed":null,"outboundAllowed":null},"deletedDateTime":null`:                                                 true,
		`"protectedContentSharing":{"inboundAllowed":false,"outboundAllowed":null}`:                                                                       false,
		`"m365CollaborationInbound":{"users":{"accessType":"blocked","targets":[]}}`:                                                                      false,
		`"m365CollaborationInbound":{"users":null},"appServiceConnectInbound":null`:                                                                       true,
		`"m365CollaborationOutbound":{"usersAndGroups":null,"applications":{"accessType":"blocked","targets":[]}}`:                                        false,
		`"inboundTrust":{"isMfaAccepted":true,"isCompliantNetworkAccepted":null}`:                                                                         true,
		`"inboundTrust":{"isMfaAccepted":true,"isCompliantNetworkAccepted":true}`:                                                                         false,
		`"tenantRestrictions":{"devices":{"mode":"allowed","rule":"x"}}`:                                                                                  false,
		`"identitySynchronization":{"tenantId":"p","displayName":null,"userSyncInbound":{"isSyncAllowed":true}}`:                                          true,
		`"identitySynchronization@odata.context":"x","identitySynchronization":null`:                                                                      true,
		`"identitySynchronization":{"displayName":null,"userSyncInbound":{"isSyncAllowed":true},"groupSyncInbound":null}`:                                 true,
		`"identitySynchronization":{"displayName":null,"userSyncInbound":{"isSyncAllowed":true},"groupSyncInbound":{"isSyncAllowed":true}}`:               false,
	} {
		c, _ := scripted(t, answer{200, `{"@odata.context":"x","tenantId":"p",` + body + `}`})
		p, err := c.Partner(t.Context(), "p")
		want := trust()
		want.Sync = &rules.IdentitySync{UserSyncAllowed: true}
		if got := want.Covers(p); err != nil || got != covered {
			t.Errorf("%s: covered is %v, want %v; error %v", body, got, covered, err)
		}
	}
}

func TestCoveredSynchronization(t *testing.T) {
	t.Parallel()
	sync := func(name string, allowed bool) *rules.IdentitySync {
		return &rules.IdentitySync{DisplayName: name, UserSyncAllowed: allowed}
	}
	for name, test := range map[string]struct {
		want, there *rules.IdentitySync
		covered     bool
	}{
		"missing":         {sync("P", true), nil, true},
		"as configured":   {sync("P", true), sync("P", true), true},
		"not configured":  {nil, sync("", false), false},
		"other direction": {sync("P", false), sync("P", true), false},
		"other name":      {sync("P", true), sync("By hand", true), false},
		"name beyond":     {sync("", true), sync("By hand", true), false},
		"neither":         {nil, nil, true},
	} {
		if got := (graph.PartnerSettings{Sync: test.want}).Covers(graph.Partner{AccessSettings: rules.AccessSettings{IdentitySync: test.there}}); got != test.covered {
			t.Errorf("%s: covered is %v", name, got)
		}
	}
}

// TestCoveredEntries builds random partner configurations: a subset of the
// configured blocks is covered, and no longer covered once one block differs.
func TestCoveredEntries(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(2, 5))
	for round := range 2000 {
		configured := graph.PartnerSettings{Sync: &rules.IdentitySync{DisplayName: "P", UserSyncAllowed: r.IntN(2) == 0}}
		for _, b := range entryBlocks {
			if r.IntN(2) == 0 {
				configured.Change.Set(b, randomSettings(r))
			}
		}
		var entry graph.Partner
		for _, b := range configured.Change.Blocks {
			if r.IntN(2) == 0 {
				b.Copy(&entry.AccessSettings, inOtherWords(r, configured.Change.Settings))
			}
		}
		if r.IntN(2) == 0 {
			entry.IdentitySync = configured.Sync
		}
		where := fmt.Sprintf("round %d: an entry %+v of a configuration %+v", round, entry, configured)
		if !configured.Covers(entry) {
			t.Fatalf("%s is not covered", where)
		}
		b := entryBlocks[r.IntN(len(entryBlocks))]
		b.Copy(&entry.AccessSettings, otherThan(r, b, configured))
		if configured.Covers(entry) {
			t.Fatalf("%s is covered with another %s", where, b)
		}
	}
}

// otherThan returns settings with a block that differs from the configured one.
func otherThan(r *rand.Rand, b rules.Block, configured graph.PartnerSettings) rules.AccessSettings {
	for {
		other := randomSettings(r)
		if !b.Same(other, rules.AccessSettings{}) && !b.Same(other, configured.Change.Settings) {
			return other
		}
	}
}

func randomSettings(r *rand.Rand) rules.AccessSettings {
	coin := func() bool { return r.IntN(2) == 0 }
	half := func() *rules.Targets {
		t := &rules.Targets{Access: rules.Allowed}
		if coin() {
			t.Access = rules.Blocked
		}
		for i := range r.IntN(4) {
			t.Targets = append(t.Targets, rules.Target{ID: fmt.Sprintf("t%d", (i+r.IntN(3))%5), Type: rules.TargetUser})
		}
		return t
	}
	setting := func() *rules.B2BSetting { return &rules.B2BSetting{UsersAndGroups: half(), Applications: half()} }
	s := rules.AccessSettings{TenantRestrictions: setting()}
	s.B2BCollaborationInbound, s.B2BCollaborationOutbound = setting(), setting()
	s.B2BDirectConnectInbound, s.B2BDirectConnectOutbound = setting(), setting()
	s.M365CollaborationInbound, s.M365CollaborationOutbound, s.AppServiceConnectInbound = half(), half(), half()
	s.InboundTrust = &rules.InboundTrust{IsMFAAccepted: coin(), IsCompliantDeviceAccepted: coin(), IsHybridAzureADJoinedDeviceAccepted: coin()}
	s.AutomaticUserConsent = rules.UserConsent{InboundAllowed: coin(), OutboundAllowed: coin()}
	return s
}

// inOtherWords lists the same targets in a different order.
func inOtherWords(r *rand.Rand, s rules.AccessSettings) rules.AccessSettings {
	for _, b := range entryBlocks {
		block, ok := b.(*rules.SettingBlock)
		if !ok {
			continue
		}
		was := block.Of(s)
		if was == nil {
			continue
		}
		now := rules.B2BSetting{UsersAndGroups: shuffled(r, *was.UsersAndGroups), Applications: shuffled(r, *was.Applications)}
		block.Copy(&s, block.Only(&now))
	}
	return s
}

func shuffled(r *rand.Rand, t rules.Targets) *rules.Targets {
	t.Targets = slices.Clone(t.Targets)
	r.Shuffle(len(t.Targets), func(i, j int) { t.Targets[i], t.Targets[j] = t.Targets[j], t.Targets[i] })
	return &t
}
