package graph

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// Block is a block of cross-tenant access settings, by its name in Graph.
type Block string

// The blocks (graph-cross-tenant §1.4, §1.5). Only partners have Consent, and
// only the default has Redemption.
const (
	CollaborationInbound  Block = "b2bCollaborationInbound"
	CollaborationOutbound Block = "b2bCollaborationOutbound"
	DirectInbound         Block = "b2bDirectConnectInbound"
	DirectOutbound        Block = "b2bDirectConnectOutbound"
	Restrictions          Block = "tenantRestrictions"
	Trust                 Block = "inboundTrust"
	Consent               Block = "automaticUserConsentSettings"
	Redemption            Block = "invitationRedemptionIdentityProviderConfiguration"
)

// AccessSettings is a tenant's cross-tenant access, either the default or that of
// one partner. A nil block of a partner inherits the default (graph-cross-tenant
// §1.5).
type AccessSettings struct {
	rules.AccessSettings
	// TenantRestrictions exist only in the public cloud.
	TenantRestrictions *rules.B2BSetting
	// RedemptionOrder is nil for a partner.
	RedemptionOrder *RedemptionOrder
}

// RedemptionOrder selects the account that redeems an invitation: the first match
// in Primary, in order, or else Fallback.
type RedemptionOrder struct {
	Primary  []string
	Fallback string
}

// Setting returns a block of users and applications, nil for any other block.
func (s *AccessSettings) Setting(b Block) *rules.B2BSetting {
	if at := s.setting(b); at != nil {
		return *at
	}
	return nil
}

func (s *AccessSettings) setting(b Block) **rules.B2BSetting {
	switch b {
	case CollaborationInbound:
		return &s.B2BCollaborationInbound
	case CollaborationOutbound:
		return &s.B2BCollaborationOutbound
	case DirectInbound:
		return &s.B2BDirectConnectInbound
	case DirectOutbound:
		return &s.B2BDirectConnectOutbound
	case Restrictions:
		return &s.TenantRestrictions
	}
	return nil
}

// Copy copies one block from other settings.
func (s *AccessSettings) Copy(b Block, from AccessSettings) {
	switch b {
	case Trust:
		s.InboundTrust = from.InboundTrust
	case Consent:
		s.AutomaticUserConsent = from.AutomaticUserConsent
	case Redemption:
		s.RedemptionOrder = from.RedemptionOrder
	default:
		if at := s.setting(b); at != nil {
			*at = from.Setting(b)
		}
	}
}

// Same reports whether a block is equivalent in both settings. The order of
// targets and the case of ids have no meaning.
func (s AccessSettings) Same(b Block, o AccessSettings) bool {
	switch b {
	case Trust:
		return s.InboundTrust == o.InboundTrust ||
			s.InboundTrust != nil && o.InboundTrust != nil && *s.InboundTrust == *o.InboundTrust
	case Consent:
		return s.AutomaticUserConsent == o.AutomaticUserConsent
	case Redemption:
		return sameOrder(s.RedemptionOrder, o.RedemptionOrder)
	}
	return sameSetting(s.Setting(b), o.Setting(b))
}

func sameOrder(a, b *RedemptionOrder) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Fallback == b.Fallback && slices.Equal(a.Primary, b.Primary)
}

func sameSetting(a, b *rules.B2BSetting) bool {
	if a == nil || b == nil {
		return a == b
	}
	return sameTargets(a.UsersAndGroups, b.UsersAndGroups) && sameTargets(a.Applications, b.Applications)
}

func sameTargets(a, b *rules.Targets) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Access == b.Access && slices.Equal(sortedNames(a.Targets), sortedNames(b.Targets))
}

func sortedNames(targets []rules.Target) []string {
	names := make([]string, 0, len(targets))
	for _, t := range targets {
		names = append(names, t.Type+" "+strings.ToLower(t.ID))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// AccessChange is a patch: only the listed blocks are written. A listed block
// that is nil in the settings is reset to inherit the default.
type AccessChange struct {
	Blocks   []Block
	Settings AccessSettings
}

// Set adds a block to the change.
func (c *AccessChange) Set(b Block, from AccessSettings) {
	c.Settings.Copy(b, from)
	if !slices.Contains(c.Blocks, b) {
		c.Blocks = append(c.Blocks, b)
	}
}

// Empty reports whether there is nothing to write.
func (c AccessChange) Empty() bool { return len(c.Blocks) == 0 }

// SeenIn reports whether the settings show the change.
func (c AccessChange) SeenIn(s AccessSettings) bool {
	return !slices.ContainsFunc(c.Blocks, func(b Block) bool { return !c.Settings.Same(b, s) })
}
