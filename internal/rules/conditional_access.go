package rules

import (
	"slices"
	"strings"
)

// ConditionalAccessPolicy is what the rules want to know about a Conditional
// Access policy (graph-identity §12).
type ConditionalAccessPolicy struct {
	// Name is displayName.
	Name string
	// State is enabled, disabled or enabledForReportingButNotEnforced.
	State string
	// IncludeUsers and ExcludeUsers hold ids and keywords.
	IncludeUsers, ExcludeUsers []string
	// ExcludesGroups says that groups or roles are excluded; who is in them is
	// not resolved.
	ExcludesGroups                   bool
	IncludeExternal, ExcludeExternal *ExternalUsers
	// Narrow says that the policy is not about every sign-in to every
	// application: it names applications or user actions, or has conditions such
	// as locations, platforms, client applications, devices or risks.
	Narrow bool
	// Operator is AND or OR. It is empty where there are no grant controls.
	Operator string
	// Controls are builtInControls.
	Controls []string
	// Strength is the authentication strength that is required, nil for none.
	Strength *AuthenticationStrength
	// TermsOfUse says that terms have to be accepted.
	TermsOfUse bool
	// OtherControls says that custom factors are required, which external users can
	// satisfy.
	OtherControls bool
	// SessionControls are those that B2B direct connect does not support.
	SessionControls []string
	// SignInRisk and UserRisk say that the policy is about risky sign-ins and about
	// users at risk.
	SignInRisk, UserRisk bool
}

// AuthenticationStrength is a set of combinations of methods, one of which has to
// be used.
type AuthenticationStrength struct {
	// Combinations are allowedCombinations: methods with commas between them.
	Combinations []string
}

// methodsHere are the methods that external users can use in the resource tenant.
// All others count only in the home tenant, and so with trust of MFA
// (authentication-conditional-access, table 1; graph-identity §12).
var methodsHere = []string{"password", "sms", "voice", "microsoftAuthenticatorPush", "softwareOath"}

// atHomeOnly reports whether no combination can be used in the resource tenant.
func (s AuthenticationStrength) atHomeOnly() bool {
	usableHere := func(combination string) bool {
		return !slices.ContainsFunc(strings.Split(combination, ","), func(method string) bool {
			return !slices.Contains(methodsHere, strings.TrimSpace(method))
		})
	}
	return len(s.Combinations) > 0 && !slices.ContainsFunc(s.Combinations, usableHere)
}

// ExternalUsers is includeGuestsOrExternalUsers or its counterpart.
type ExternalUsers struct {
	// Types are the flags of guestOrExternalUserTypes, one by one.
	Types []string
	// TenantIDs are the home tenants, nil for all.
	TenantIDs []string
}

const (
	policyEnabled    = "enabled"
	everyUser        = "All"
	guestsOrExternal = "GuestsOrExternalUsers"

	typeCollaborationGuest  = "b2bCollaborationGuest"
	typeCollaborationMember = "b2bCollaborationMember"
	typeDirectConnect       = "b2bDirectConnectUser"

	operatorAnd = "AND"

	controlBlock           = "block"
	controlMFA             = "mfa"
	controlCompliantDevice = "compliantDevice"
	controlDomainJoined    = "domainJoinedDevice"
	controlApprovedClient  = "approvedApplication"
	controlProtectedClient = "compliantApplication"
	controlPasswordChange  = "passwordChange"
	// These are no built-in controls, but are judged as if they were.
	controlStrength     = "authenticationStrength"
	controlHomeStrength = "authenticationStrength at home only"
	controlTerms        = "termsOfUse"
	controlOther        = "other"
)

// aims reports whether the policy is enforced for external users of a type whose
// home tenant is given. Groups and single people are not resolved: a policy that
// includes nothing else aims at nobody here.
func (p ConditionalAccessPolicy) aims(userType, homeTenantID string) bool {
	included := slices.Contains(p.IncludeUsers, everyUser) || slices.Contains(p.IncludeUsers, guestsOrExternal) ||
		p.IncludeExternal.covers(userType, homeTenantID)
	excluded := slices.Contains(p.ExcludeUsers, guestsOrExternal) || p.ExcludeExternal.covers(userType, homeTenantID)
	return p.State == policyEnabled && included && !excluded
}

func (e *ExternalUsers) covers(userType, homeTenantID string) bool {
	if e == nil || !slices.Contains(e.Types, userType) {
		return false
	}
	return e.TenantIDs == nil || slices.ContainsFunc(e.TenantIDs, func(id string) bool { return strings.EqualFold(id, homeTenantID) })
}

// obstacle is what a control is to an external user.
type obstacle int

const (
	noObstacle obstacle = iota
	// unsupported is documented as not supported for direct connect; whether it
	// blocks or is ignored is not said (graph-identity §12).
	unsupported
	// asksAgain is a second factor that has to be registered in the resource
	// tenant too.
	asksAgain
	// keepsOut can never be satisfied.
	keepsOut
)

// obstacle judges one control, and names the trust that would satisfy it, if any
// does (graph-identity §12, impact rules; common-considerations, Conditional
// Access). What is not documented for external users is no obstacle.
func (t InboundTrust) obstacle(control, userType string) (obstacle, string) {
	switch control {
	case controlMFA, controlStrength:
		switch {
		case claimMFA.accepted(t):
			return noObstacle, ""
		case userType == typeDirectConnect:
			// Nobody can register here without an object here (AADSTS90071).
			return keepsOut, claimMFA.setting
		}
		return asksAgain, claimMFA.setting
	case controlHomeStrength:
		if !claimMFA.accepted(t) {
			return keepsOut, claimMFA.setting
		}
	case controlTerms:
		if userType == typeDirectConnect {
			return unsupported, ""
		}
	case controlCompliantDevice:
		if !claimCompliantDevice.accepted(t) {
			return keepsOut, claimCompliantDevice.setting
		}
	case controlDomainJoined:
		if !claimHybridDevice.accepted(t) {
			return keepsOut, claimHybridDevice.setting
		}
	case controlBlock, controlApprovedClient, controlProtectedClient, controlPasswordChange:
		return keepsOut, ""
	}
	return noObstacle, ""
}

// obstacle judges all controls of the policy: the worst where all are required,
// the easiest where one is enough. The settings are the trust that would clear
// the way; there are none where no trust does.
func (p ConditionalAccessPolicy) obstacle(t InboundTrust, userType string) (result obstacle, settings []string) {
	result, settings = p.grantObstacle(t, userType)
	if len(p.SessionControls) > 0 && userType == typeDirectConnect {
		// They come on top of whatever grants access, and no trust helps.
		return max(result, unsupported), nil
	}
	return result, settings
}

func (p ConditionalAccessPolicy) grantObstacle(t InboundTrust, userType string) (result obstacle, settings []string) {
	controls := p.controls()
	if len(controls) == 0 {
		return noObstacle, nil
	}
	combine := p.combine()
	hopeless := false
	for i, c := range controls {
		level, setting := t.obstacle(c, userType)
		if i == 0 {
			result = level
		}
		result = combine(result, level)
		switch {
		case setting != "" && !slices.Contains(settings, setting):
			settings = append(settings, setting)
		case setting == "" && level != noObstacle:
			hopeless = true
		}
	}
	if result == noObstacle || p.Operator == operatorAnd && hopeless {
		return result, nil
	}
	return result, settings
}

// controls are the built-in controls and what is judged as such.
func (p ConditionalAccessPolicy) controls() []string {
	controls := slices.Clone(p.Controls)
	switch {
	case p.Strength != nil && p.Strength.atHomeOnly():
		controls = append(controls, controlHomeStrength)
	case p.Strength != nil:
		controls = append(controls, controlStrength)
	}
	if p.TermsOfUse {
		controls = append(controls, controlTerms)
	}
	if p.OtherControls {
		controls = append(controls, controlOther)
	}
	return controls
}

func (p ConditionalAccessPolicy) combine() func(a, b obstacle) obstacle {
	if p.Operator == operatorAnd {
		return func(a, b obstacle) obstacle { return max(a, b) }
	}
	return func(a, b obstacle) obstacle { return min(a, b) }
}
