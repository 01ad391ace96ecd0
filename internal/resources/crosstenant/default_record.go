package crosstenant

import (
	"fmt"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// formerRecord is where the private state of a default keeps its former settings.
var formerRecord = tfkit.Record[formerSettings]{
	Key: "former", Version: 1,
	Older: map[int]func([]byte) (formerSettings, error){0: decodeUnversionedFormer},
}

// formerSettings are the blocks that this resource has changed, as they were before
// it first did: on_destroy = "restore" puts them back. The names in it are those of
// Graph's crossTenantAccessPolicyConfigurationDefault.
type formerSettings struct {
	Blocks []formerBlock `json:"blocks"`
}

// formerBlock is one block. It has at most one of the values, and none where the
// block was null.
type formerBlock struct {
	Name       formerName        `json:"name"`
	Access     *formerAccess     `json:"access,omitempty"`
	Trust      *formerTrust      `json:"trust,omitempty"`
	Redemption *formerRedemption `json:"redemption,omitempty"`
}

// formerName is the name of a block; one that the resource lacks is an error.
type formerName string

// UnmarshalText implements [encoding.TextUnmarshaler].
func (n *formerName) UnmarshalText(text []byte) error {
	*n = formerName(text)
	if !slices.ContainsFunc(defaultsBlocks, func(b block) bool { return b.graph == graph.Block(*n) }) {
		return fmt.Errorf("%q is no block of the default", text)
	}
	return nil
}

type formerAccess struct {
	UsersAndGroups *formerTargets `json:"usersAndGroups,omitempty"`
	Applications   *formerTargets `json:"applications,omitempty"`
}

type formerTargets struct {
	AccessType string         `json:"accessType"`
	Targets    []formerTarget `json:"targets"`
}

type formerTarget struct {
	Target     string `json:"target"`
	TargetType string `json:"targetType"`
}

type formerTrust struct {
	MFA             bool `json:"isMfaAccepted"`
	CompliantDevice bool `json:"isCompliantDeviceAccepted"`
	HybridDevice    bool `json:"isHybridAzureADJoinedDeviceAccepted"`
}

type formerRedemption struct {
	Primary  []string `json:"primaryIdentityProviderPrecedenceOrder"`
	Fallback string   `json:"fallbackIdentityProvider"`
}

// before adds the blocks of a change that are not in it yet, as they were before
// the change.
func (f formerSettings) before(change graph.AccessChange, settings graph.AccessSettings) formerSettings {
	for _, b := range change.Blocks {
		name := formerName(b)
		if !slices.ContainsFunc(f.Blocks, func(former formerBlock) bool { return former.Name == name }) {
			f.Blocks = append(f.Blocks, formerBlockOf(b, settings))
		}
	}
	return f
}

// change puts everything back.
func (f formerSettings) change() graph.AccessChange {
	var c graph.AccessChange
	for _, b := range f.Blocks {
		c.Set(graph.Block(b.Name), b.settings())
	}
	return c
}

func formerBlockOf(b graph.Block, s graph.AccessSettings) formerBlock {
	former := formerBlock{Name: formerName(b)}
	switch {
	case b == graph.Trust && s.InboundTrust != nil:
		t := s.InboundTrust
		former.Trust = &formerTrust{t.IsMFAAccepted, t.IsCompliantDeviceAccepted, t.IsHybridAzureADJoinedDeviceAccepted}
	case b == graph.Redemption && s.RedemptionOrder != nil:
		former.Redemption = &formerRedemption{s.RedemptionOrder.Primary, s.RedemptionOrder.Fallback}
	case s.Setting(b) != nil:
		former.Access = &formerAccess{formerTargetsOf(s.Setting(b).UsersAndGroups), formerTargetsOf(s.Setting(b).Applications)}
	}
	return former
}

func formerTargetsOf(t *rules.Targets) *formerTargets {
	if t == nil {
		return nil
	}
	former := &formerTargets{AccessType: string(t.Access)}
	for _, target := range t.Targets {
		former.Targets = append(former.Targets, formerTarget{target.ID, target.Type})
	}
	return former
}

// settings holds the block alone.
func (b formerBlock) settings() graph.AccessSettings {
	var s graph.AccessSettings
	switch {
	case b.Trust != nil:
		s.InboundTrust = &rules.InboundTrust{
			IsMFAAccepted: b.Trust.MFA, IsCompliantDeviceAccepted: b.Trust.CompliantDevice, IsHybridAzureADJoinedDeviceAccepted: b.Trust.HybridDevice,
		}
	case b.Redemption != nil:
		s.RedemptionOrder = &graph.RedemptionOrder{Primary: b.Redemption.Primary, Fallback: b.Redemption.Fallback}
	case b.Access != nil:
		// The name says which of them counts.
		setting := &rules.B2BSetting{UsersAndGroups: b.Access.UsersAndGroups.targets(), Applications: b.Access.Applications.targets()}
		s.B2BCollaborationInbound, s.B2BCollaborationOutbound = setting, setting
		s.B2BDirectConnectInbound, s.B2BDirectConnectOutbound = setting, setting
		s.TenantRestrictions = setting
	}
	return s
}

func (t *formerTargets) targets() *rules.Targets {
	if t == nil {
		return nil
	}
	s := &rules.Targets{Access: rules.AccessType(t.AccessType)}
	for _, target := range t.Targets {
		s.Targets = append(s.Targets, rules.Target{ID: target.Target, Type: target.TargetType})
	}
	return s
}
