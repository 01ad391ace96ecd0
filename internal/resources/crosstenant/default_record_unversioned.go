package crosstenant

import (
	"encoding/json"
	"fmt"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/singleton"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// olderBlock is a block in the records of versions 0 and 1.
type olderBlock struct {
	Name formerName `json:"name"`
	formerBlock
}

// formerName is a block of the default by its name; an unknown block is an error.
type formerName struct{ rules.Block }

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

// decodeFormerBlocks reads a record of version 1: the blocks that the resource has
// changed.
func decodeFormerBlocks(data []byte) (singleton.Former, error) {
	var old struct {
		Blocks []olderBlock `json:"blocks"`
	}
	if err := tfkit.DecodeExactly(data, &old); err != nil {
		return singleton.Former{}, err
	}
	return formerOf(old.Blocks)
}

func formerOf(blocks []olderBlock) (singleton.Former, error) {
	f := singleton.Former{Values: map[string]json.RawMessage{}}
	for _, b := range blocks {
		value, err := json.Marshal(b.formerBlock)
		if err != nil {
			return f, err
		}
		f.Values[b.Name.String()] = value
		f.Managed = append(f.Managed, b.Name.String())
	}
	return f, nil
}

// unversionedFormer is the format of states from before version 1 of
// the record: a change of the default, with other names. Existing states must
// remain readable, so it never changes.
type unversionedFormer struct {
	Blocks   []formerName        `json:"Blocks"`
	Settings unversionedSettings `json:"Settings"`
}

type unversionedSettings struct {
	CollaborationInbound  *unversionedAccess `json:"B2BCollaborationInbound"`
	CollaborationOutbound *unversionedAccess `json:"B2BCollaborationOutbound"`
	ConnectInbound        *unversionedAccess `json:"B2BDirectConnectInbound"`
	ConnectOutbound       *unversionedAccess `json:"B2BDirectConnectOutbound"`
	Restrictions          *unversionedAccess `json:"TenantRestrictions"`
	Trust                 *struct {
		IsMFAAccepted                       bool `json:"IsMFAAccepted"`
		IsCompliantDeviceAccepted           bool `json:"IsCompliantDeviceAccepted"`
		IsHybridAzureADJoinedDeviceAccepted bool `json:"IsHybridAzureADJoinedDeviceAccepted"`
	} `json:"InboundTrust"`
	Redemption *struct {
		Primary  []string `json:"Primary"`
		Fallback string   `json:"Fallback"`
	} `json:"RedemptionOrder"`

	// Only partners have these; a default has their zero values.
	Consent         json.RawMessage `json:"AutomaticUserConsent"`
	Sync            json.RawMessage `json:"IdentitySync"`
	ServiceProvider json.RawMessage `json:"IsServiceProvider"`
}

type unversionedAccess struct {
	UsersAndGroups *unversionedTargets `json:"UsersAndGroups"`
	Applications   *unversionedTargets `json:"Applications"`
}

type unversionedTargets struct {
	Access  string `json:"Access"`
	Targets []struct {
		ID   string `json:"ID"`
		Type string `json:"Type"`
	} `json:"Targets"`
}

func decodeUnversionedFormer(data []byte) (singleton.Former, error) {
	var old unversionedFormer
	if err := tfkit.DecodeExactly(data, &old); err != nil {
		return singleton.Former{}, err
	}
	var blocks []olderBlock
	for _, name := range old.Blocks {
		blocks = append(blocks, olderBlock{name, old.Settings.block(name)})
	}
	return formerOf(blocks)
}

func (s unversionedSettings) block(name formerName) formerBlock {
	var b formerBlock
	switch name.Block {
	case rules.CollaborationInbound:
		b.Access = s.CollaborationInbound.former()
	case rules.CollaborationOutbound:
		b.Access = s.CollaborationOutbound.former()
	case rules.DirectInbound:
		b.Access = s.ConnectInbound.former()
	case rules.DirectOutbound:
		b.Access = s.ConnectOutbound.former()
	case rules.Restrictions:
		b.Access = s.Restrictions.former()
	case rules.Trust:
		b.Trust = (*formerTrust)(s.Trust)
	case rules.Redemption:
		b.Redemption = (*formerRedemption)(s.Redemption)
	}
	return b
}

func (a *unversionedAccess) former() *formerAccess {
	if a == nil {
		return nil
	}
	return &formerAccess{a.UsersAndGroups.former(), a.Applications.former()}
}

func (t *unversionedTargets) former() *formerTargets {
	if t == nil {
		return nil
	}
	f := &formerTargets{AccessType: t.Access}
	for _, target := range t.Targets {
		f.Targets = append(f.Targets, formerTarget{target.ID, target.Type})
	}
	return f
}
