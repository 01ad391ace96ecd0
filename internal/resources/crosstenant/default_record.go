package crosstenant

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/attr"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/singleton"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// formerBlock is a block in a record: it has at most one of the values, and none if
// the block is null. The names are those of Graph's
// crossTenantAccessPolicyConfigurationDefault.
type formerBlock struct {
	Access     *formerAccess     `json:"access,omitempty"`
	Trust      *formerTrust      `json:"trust,omitempty"`
	Redemption *formerRedemption `json:"redemption,omitempty"`
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
	ID   string `json:"target"`
	Type string `json:"targetType"`
}

type formerTrust struct {
	IsMFAAccepted                       bool `json:"isMfaAccepted"`
	IsCompliantDeviceAccepted           bool `json:"isCompliantDeviceAccepted"`
	IsHybridAzureADJoinedDeviceAccepted bool `json:"isHybridAzureADJoinedDeviceAccepted"`
}

type formerRedemption struct {
	Primary  []string `json:"primaryIdentityProviderPrecedenceOrder"`
	Fallback string   `json:"fallbackIdentityProvider"`
}

// Key implements [singleton.Part].
func (b block) Key() string { return b.String() }

// Attribute implements [singleton.Part].
func (b block) Attribute() attr.Value { return *b.value }

// Record implements [singleton.Part].
func (b block) Record(ctx context.Context) (json.RawMessage, error) {
	var former formerBlock
	settings := b.decode(ctx)
	switch b := b.Block.(type) {
	case *rules.SettingBlock:
		former.Access = formerAccessOf(b.Of(settings))
	case *rules.TargetsBlock:
		former.Access = formerHalfOf(b, b.Of(settings))
	case *rules.BlockOf[*rules.InboundTrust]:
		former.Trust = (*formerTrust)(b.Of(settings))
	case *rules.BlockOf[*rules.RedemptionOrder]:
		former.Redemption = (*formerRedemption)(b.Of(settings))
	}
	return json.Marshal(former)
}

// Restore implements [singleton.Part].
func (b block) Restore(ctx context.Context, recorded json.RawMessage) error {
	var former formerBlock
	if err := tfkit.DecodeExactly(recorded, &former); err != nil {
		return err
	}
	*b.value = b.encode(ctx, former.settings(b.Block))
	return nil
}

// Equal implements [singleton.Part].
func (b block) Equal(ctx context.Context, other singleton.Part) bool {
	o, is := other.(block)
	return is && (b.value.IsNull() && o.value.IsNull() || !b.value.IsNull() && b.says(ctx, o))
}

// Describe implements [singleton.Part].
func (b block) Describe() string { return b.name }

// settings contains only the block.
func (f formerBlock) settings(b rules.Block) rules.AccessSettings {
	switch b := b.(type) {
	case *rules.SettingBlock:
		return b.Only(f.Access.setting())
	case *rules.TargetsBlock:
		return b.Only(f.Access.half(b))
	case *rules.BlockOf[*rules.InboundTrust]:
		return b.Only((*rules.InboundTrust)(f.Trust))
	case *rules.BlockOf[*rules.RedemptionOrder]:
		return b.Only((*rules.RedemptionOrder)(f.Redemption))
	}
	return rules.AccessSettings{}
}

func formerAccessOf(s *rules.B2BSetting) *formerAccess {
	if s == nil {
		return nil
	}
	return &formerAccess{formerTargetsOf(s.UsersAndGroups), formerTargetsOf(s.Applications)}
}

// formerHalfOf has the one half of a block of targets, among the two of other blocks.
func formerHalfOf(b *rules.TargetsBlock, t *rules.Targets) *formerAccess {
	switch {
	case t == nil:
		return nil
	case rules.HalfOf(b) == rules.Applications:
		return &formerAccess{Applications: formerTargetsOf(t)}
	}
	return &formerAccess{UsersAndGroups: formerTargetsOf(t)}
}

func formerTargetsOf(t *rules.Targets) *formerTargets {
	if t == nil {
		return nil
	}
	former := &formerTargets{AccessType: string(t.Access)}
	for _, target := range t.Targets {
		former.Targets = append(former.Targets, formerTarget(target))
	}
	return former
}

func (f *formerAccess) setting() *rules.B2BSetting {
	if f == nil {
		return nil
	}
	return &rules.B2BSetting{UsersAndGroups: f.UsersAndGroups.targets(), Applications: f.Applications.targets()}
}

func (f *formerAccess) half(b *rules.TargetsBlock) *rules.Targets {
	switch {
	case f == nil:
		return nil
	case rules.HalfOf(b) == rules.Applications:
		return f.Applications.targets()
	}
	return f.UsersAndGroups.targets()
}

func (f *formerTargets) targets() *rules.Targets {
	if f == nil {
		return nil
	}
	t := &rules.Targets{Access: rules.AccessType(f.AccessType)}
	for _, target := range f.Targets {
		t.Targets = append(t.Targets, rules.Target(target))
	}
	return t
}
