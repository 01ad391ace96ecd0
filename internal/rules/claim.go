package rules

// claim is a fact that a sign-in in the home tenant proves, and that the resource
// tenant may trust.
type claim struct {
	setting    string
	capability Capability
	in         func(*InboundTrust) *bool
}

// The members of inboundTrust.
var (
	claimMFA             = claim{SettingTrustMFA, TrustMFA, func(t *InboundTrust) *bool { return &t.IsMFAAccepted }}
	claimCompliantDevice = claim{SettingTrustCompliantDevice, TrustCompliantDevice, func(t *InboundTrust) *bool { return &t.IsCompliantDeviceAccepted }}
	claimHybridDevice    = claim{SettingTrustHybridDevice, TrustHybridDevice, func(t *InboundTrust) *bool { return &t.IsHybridAzureADJoinedDeviceAccepted }}

	claims = []claim{claimMFA, claimCompliantDevice, claimHybridDevice}
)

func (c claim) accepted(t InboundTrust) bool { return *c.in(&t) }

// granted reports whether an entry accepts the claim by a trust of its own.
func (c claim) granted(s AccessSettings) bool {
	return s.InboundTrust != nil && c.accepted(*s.InboundTrust)
}
