package crosstenant

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// effective is a block that one tenant applies to another: the partner's, or the
// default's if the partner has none. Across clouds the default has no effect until
// a partner configuration exists (graph-cross-tenant §1.5).
func effective(d *kernel.Directory, home *kernel.Directory, block string) (s setting, configured bool) {
	defaults := stored((*Defaults.Truth(d))[block])
	if home == nil {
		return defaults, true
	}
	p := Partners.Truth(d, home.ID)
	if p == nil {
		return defaults, d.SameCloud(home)
	}
	return stored(p.Settings[block]).or(defaults), true
}

// stored parses a block that has passed checkSettings.
func stored(block any) setting {
	s, _ := toSetting(block)
	return s
}

func collaborates(d *kernel.Directory, other *kernel.Directory, block string, p Person) bool {
	s, configured := effective(d, other, block)
	return configured && Enables(d, other) && s.permits(p)
}

// Enables reports whether a tenant has enabled the cloud of another, in a
// supported pair of clouds.
func Enables(d *kernel.Directory, other *kernel.Directory) bool {
	if other == nil || d.SameCloud(other) {
		return true
	}
	endpoint := other.Facts().Endpoint
	endpoints, _ := (*Access.Truth(d))["allowedCloudEndpoints"].([]any)
	return slices.Contains(d.Facts().Collaborates, endpoint) && slices.Contains(endpoints, any(endpoint))
}

// Admits reports whether both sides allow access for a user of the home tenant:
// inbound settings of the resource tenant, outbound settings of the home tenant.
// For a home tenant outside the world only the resource tenant's default applies.
func Admits(d *kernel.Directory, home *kernel.Directory, p Person) bool {
	if !collaborates(d, home, "b2bCollaborationInbound", p) {
		return false
	}
	return home == nil || collaborates(home, d, "b2bCollaborationOutbound", p)
}

// AutoRedeems reports whether both sides enable automatic redemption.
func AutoRedeems(d *kernel.Directory, home *kernel.Directory) bool {
	return Consents(d, home, "inboundAllowed") && Consents(home, d, "outboundAllowed")
}

// Consents reports whether a tenant enables automatic redemption with another one
// in a direction, "inboundAllowed" or "outboundAllowed".
func Consents(d *kernel.Directory, other *kernel.Directory, direction string) bool {
	p := Partners.Truth(d, other.ID)
	if p == nil {
		return false
	}
	consent, _ := p.Settings["automaticUserConsentSettings"].(map[string]any)
	return consent[direction] == true
}

// Account finds a user in the home tenant by address.
func Account(d *kernel.Directory, address string) (*directory.User, Person) {
	if d == nil {
		return nil, Person{}
	}
	u := directory.Holder(d, address, func(u *directory.User) bool { return !u.External() })
	if u == nil {
		return nil, Person{}
	}
	return u, PersonOf(d, u)
}
