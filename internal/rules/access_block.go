package rules

import (
	"slices"
	"strings"
)

// Block is one block of cross-tenant access settings, by its name in Graph. Two
// blocks are the same when they are ==.
type Block interface {
	String() string
	// Same reports whether the block is equivalent in both settings. The order of
	// targets and the case of ids have no meaning.
	Same(a, b AccessSettings) bool
	// Copy copies the block from other settings.
	Copy(to *AccessSettings, from AccessSettings)
}

// BlockOf is a block whose value is a T. Its zero value is that of an entry which
// inherits the block.
type BlockOf[T interface{ Same(T) bool }] struct {
	name string
	at   func(*AccessSettings) *T
}

// SettingBlock is a block of users and applications.
type SettingBlock = BlockOf[*B2BSetting]

// TargetsBlock is a block of users, or of applications.
type TargetsBlock = BlockOf[*Targets]

// The blocks (graph-cross-tenant §1.4, §1.5, m365-capabilities §2). Only partners have Consent, and only
// the default has Redemption.
var (
	CollaborationInbound  = &SettingBlock{SettingCollaborationInbound, func(s *AccessSettings) **B2BSetting { return &s.B2BCollaborationInbound }}
	CollaborationOutbound = &SettingBlock{SettingCollaborationOutbound, func(s *AccessSettings) **B2BSetting { return &s.B2BCollaborationOutbound }}
	DirectInbound         = &SettingBlock{SettingConnectInbound, func(s *AccessSettings) **B2BSetting { return &s.B2BDirectConnectInbound }}
	DirectOutbound        = &SettingBlock{SettingConnectOutbound, func(s *AccessSettings) **B2BSetting { return &s.B2BDirectConnectOutbound }}
	Restrictions          = &SettingBlock{"tenantRestrictions", func(s *AccessSettings) **B2BSetting { return &s.TenantRestrictions }}
	M365Inbound           = &TargetsBlock{SettingM365Inbound, func(s *AccessSettings) **Targets { return &s.M365CollaborationInbound }}
	M365Outbound          = &TargetsBlock{SettingM365Outbound, func(s *AccessSettings) **Targets { return &s.M365CollaborationOutbound }}
	ServiceConnectInbound = &TargetsBlock{SettingServiceConnectInbound, func(s *AccessSettings) **Targets { return &s.AppServiceConnectInbound }}
	Trust                 = &BlockOf[*InboundTrust]{"inboundTrust", func(s *AccessSettings) **InboundTrust { return &s.InboundTrust }}
	Consent               = &BlockOf[UserConsent]{"automaticUserConsentSettings", func(s *AccessSettings) *UserConsent { return &s.AutomaticUserConsent }}
	Redemption            = &BlockOf[*RedemptionOrder]{"invitationRedemptionIdentityProviderConfiguration", func(s *AccessSettings) **RedemptionOrder { return &s.RedemptionOrder }}
)

// String is the name of the block in Graph.
func (b *BlockOf[T]) String() string { return b.name }

// Of returns the value of the block.
func (b *BlockOf[T]) Of(s AccessSettings) T { return *b.at(&s) }

// Only returns settings that have nothing but this block.
func (b *BlockOf[T]) Only(value T) AccessSettings {
	var s AccessSettings
	*b.at(&s) = value
	return s
}

// Same implements Block.
func (b *BlockOf[T]) Same(a, o AccessSettings) bool { return b.Of(a).Same(b.Of(o)) }

// Copy implements Block.
func (b *BlockOf[T]) Copy(to *AccessSettings, from AccessSettings) { *b.at(to) = b.Of(from) }

// Same reports whether two settings name the same targets.
func (s *B2BSetting) Same(o *B2BSetting) bool {
	if s == nil || o == nil {
		return s == o
	}
	return s.UsersAndGroups.Same(o.UsersAndGroups) && s.Applications.Same(o.Applications)
}

// Same reports whether two halves name the same targets.
func (t *Targets) Same(o *Targets) bool {
	if t == nil || o == nil {
		return t == o
	}
	return t.Access == o.Access && slices.Equal(t.sorted(), o.sorted())
}

// sorted returns the targets as they are compared.
func (t *Targets) sorted() []string {
	names := make([]string, 0, len(t.Targets))
	for _, target := range t.Targets {
		names = append(names, target.Type+" "+strings.ToLower(target.ID))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Same reports whether two trusts accept the same claims.
func (t *InboundTrust) Same(o *InboundTrust) bool {
	if t == nil || o == nil {
		return t == o
	}
	return *t == *o
}

// Same reports whether two consents are equal.
func (c UserConsent) Same(o UserConsent) bool { return c == o }

// Same reports whether two orders are equal.
func (r *RedemptionOrder) Same(o *RedemptionOrder) bool {
	if r == nil || o == nil {
		return r == o
	}
	return r.Fallback == o.Fallback && slices.Equal(r.Primary, o.Primary)
}

// SeenIn reports whether another policy shows the values of this one, whose name and
// groups are left alone where they are not configured.
func (s IdentitySync) SeenIn(o *IdentitySync) bool {
	return o != nil && s.UserSyncAllowed == o.UserSyncAllowed && (s.DisplayName == "" || s.DisplayName == o.DisplayName) &&
		(s.GroupSyncAllowed == nil || *s.GroupSyncAllowed == o.AllowsGroups())
}
