package crosstenant

import (
	"fmt"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// formerRecord is the record of a default's former settings in private state.
var formerRecord = tfkit.Record[formerSettings]{
	Key: "former", Version: 1,
	Older: map[int]func([]byte) (formerSettings, error){0: decodeUnversionedFormer},
}

// formerSettings are the blocks that this resource has changed, with their values
// before the first change: on_destroy = "restore" restores them. The names are
// those of Graph's crossTenantAccessPolicyConfigurationDefault.
type formerSettings struct {
	Blocks []formerBlock `json:"blocks"`
}

// formerBlock is one block. It has at most one of the values, and none if the block
// was null.
type formerBlock struct {
	Name       formerName        `json:"name"`
	Access     *formerAccess     `json:"access,omitempty"`
	Trust      *formerTrust      `json:"trust,omitempty"`
	Redemption *formerRedemption `json:"redemption,omitempty"`
}

// formerName is a block of the default by its name; an unknown block is an error.
type formerName struct{ rules.Block }

// MarshalText implements [encoding.TextMarshaler].
func (n formerName) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (n *formerName) UnmarshalText(text []byte) error {
	for _, b := range new(defaultsModel).blocks() {
		if b.String() == string(text) {
			n.Block = b.Block
			return nil
		}
	}
	return fmt.Errorf("%q is no block of the default", text)
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

// before adds the missing blocks of a change, with their values before the change.
func (f formerSettings) before(change graph.AccessChange, settings rules.AccessSettings) formerSettings {
	for _, b := range change.Blocks {
		if !slices.ContainsFunc(f.Blocks, func(former formerBlock) bool { return former.Name.Block == b }) {
			f.Blocks = append(f.Blocks, formerBlockOf(b, settings))
		}
	}
	return f
}

// change restores all blocks.
func (f formerSettings) change() graph.AccessChange {
	var c graph.AccessChange
	for _, b := range f.Blocks {
		c.Set(b.Name.Block, b.settings())
	}
	return c
}

func formerBlockOf(b rules.Block, s rules.AccessSettings) formerBlock {
	former := formerBlock{Name: formerName{b}}
	switch b := b.(type) {
	case *rules.SettingBlock:
		former.Access = formerAccessOf(b.Of(s))
	case *rules.TargetsBlock:
		former.Access = formerHalfOf(b, b.Of(s))
	case *rules.BlockOf[*rules.InboundTrust]:
		former.Trust = (*formerTrust)(b.Of(s))
	case *rules.BlockOf[*rules.RedemptionOrder]:
		former.Redemption = (*formerRedemption)(b.Of(s))
	}
	return former
}

// settings contains only the block.
func (f formerBlock) settings() rules.AccessSettings {
	switch b := f.Name.Block.(type) {
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
