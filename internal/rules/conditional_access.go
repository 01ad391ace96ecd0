package rules

import (
	"slices"
	"strings"
)

// ConditionalAccessPolicy is the part of a Conditional Access policy that the rules
// use (graph-identity §12).
type ConditionalAccessPolicy struct {
	// Name is displayName.
	Name string
	// State is enabled, disabled or enabledForReportingButNotEnforced.
	State string
	// IncludeUsers and ExcludeUsers hold ids and keywords.
	IncludeUsers, ExcludeUsers []string
	// ExcludesGroups reports that groups or roles are excluded. Their members are
	// not resolved for the users of an edge.
	ExcludesGroups bool
	// IncludeGroups and ExcludeGroups are ids; of roles only their presence is known.
	IncludeGroups, ExcludeGroups     []string
	IncludesRoles, ExcludesRoles     bool
	IncludeExternal, ExcludeExternal *ExternalUsers
	// Narrow reports that the policy does not apply to every sign-in to every
	// application: it names applications or user actions, or has conditions such as
	// locations, platforms, client applications, devices or risks.
	Narrow bool
	// Operator is AND or OR. It is empty where there are no grant controls.
	Operator string
	// Controls are builtInControls.
	Controls []string
	// Strength is the required authentication strength; nil if none is required.
	Strength *AuthenticationStrength
	// TermsOfUse reports that terms of use have to be accepted.
	TermsOfUse bool
	// OtherControls reports that custom factors are required, which external users
	// can satisfy.
	OtherControls bool
	// SessionControls are those that B2B direct connect does not support.
	SessionControls []string
	// SignInRisk and UserRisk report that the policy applies to risky sign-ins, and
	// to users at risk.
	SignInRisk, UserRisk bool
}

// AuthenticationStrength is a set of allowed combinations of methods.
type AuthenticationStrength struct {
	// Combinations are allowedCombinations: methods separated by commas.
	Combinations []string
}

// methodsHere are the methods that external users can use in the resource tenant.
// All others are available in the home tenant only, and therefore need trust of MFA
// (authentication-conditional-access, table 1; graph-identity §12).
var methodsHere = []string{"password", "sms", "voice", "microsoftAuthenticatorPush", "softwareOath"}

// atHomeOnly reports whether the resource tenant supports none of the combinations.
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
	// These two are not built-in controls, but are evaluated like them.
	controlStrength     = "authenticationStrength"
	controlHomeStrength = "authenticationStrength at home only"
	controlTerms        = "termsOfUse"
	controlOther        = "other"
)

// aims reports whether the policy is enforced for external users of a type whose
// home tenant is given. Groups and single users are not resolved: a policy that
// includes only those applies to no user here.
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

// obstacle is the effect of a control on an external user.
type obstacle int

const (
	noObstacle obstacle = iota
	// unsupported is documented as not supported for direct connect; it is not
	// documented whether such a control blocks or is ignored (graph-identity §12).
	unsupported
	// asksAgain is a second factor that has to be registered in the resource tenant
	// too.
	asksAgain
	// keepsOut can never be satisfied.
	keepsOut
)

// obstacle evaluates one control, and returns the trust setting that would satisfy
// it, if there is one (graph-identity §12, impact rules; common-considerations,
// Conditional Access). A control whose effect on external users is not documented
// is no obstacle.
func (t InboundTrust) obstacle(control, userType string) (obstacle, string) {
	switch control {
	case controlMFA, controlStrength:
		switch {
		case claimMFA.accepted(t):
			return noObstacle, ""
		case userType == typeDirectConnect:
			// A user without an object in this tenant cannot register here
			// (AADSTS90071).
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

// obstacle evaluates all controls of the policy: the worst where all are required,
// the best where one is enough. The returned settings are the trust that would
// remove the obstacle; none where trust does not help.
func (p ConditionalAccessPolicy) obstacle(t InboundTrust, userType string) (result obstacle, settings []string) {
	result, settings = p.grantObstacle(t, userType)
	if len(p.SessionControls) > 0 && userType == typeDirectConnect {
		// These apply in addition to the grant controls, and trust does not help.
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

// controls are the built-in controls and those that are evaluated like them.
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
