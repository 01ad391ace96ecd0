package crosstenant

import (
	"encoding/json"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// unversionedFormer is the format of states from before version 1 of
// formerSettings: a change of the default, with other names. Existing states must
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

func decodeUnversionedFormer(data []byte) (formerSettings, error) {
	var old unversionedFormer
	if err := tfkit.DecodeExactly(data, &old); err != nil {
		return formerSettings{}, err
	}
	var f formerSettings
	for _, name := range old.Blocks {
		f.Blocks = append(f.Blocks, old.Settings.block(name))
	}
	return f, nil
}

func (s unversionedSettings) block(name formerName) formerBlock {
	b := formerBlock{Name: name}
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
