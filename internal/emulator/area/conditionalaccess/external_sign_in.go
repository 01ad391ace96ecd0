package conditionalaccess

import (
	"cmp"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// ExternalSignIn is an attempt of an external user to use an application of a resource
// tenant. The user brings whatever the home tenant can prove; whether it counts is
// the resource tenant's trust.
type ExternalSignIn struct {
	// Home is the key or the id of the home tenant.
	Home string `json:"home_tenant"`
	// HomeUser is the user there, by an address, where access settings name users.
	HomeUser string `json:"home_user"`
	// Kind is one of the values of guestOrExternalUserTypes.
	Kind string `json:"kind"`
	// UserID is the user in the resource tenant. B2B direct connect has none.
	UserID string `json:"user_id"`
	// Application is an application id or a keyword such as Office365.
	Application string `json:"application"`
	// Client is one of the values of clientAppTypes, Platform one of the platforms.
	// Empty ones are a browser on Windows.
	Client   string `json:"client"`
	Platform string `json:"platform"`
	// FromTrusted says that the place is a trusted named location.
	FromTrusted bool `json:"from_trusted_location"`
	// SignInRisk and UserRisk are risk levels, empty for none.
	SignInRisk string `json:"sign_in_risk"`
	UserRisk   string `json:"user_risk"`
	// Registered says that the user has registered a second factor in the resource
	// tenant before, with methods that external users can have there.
	Registered bool `json:"registered"`
}

// The kinds of external users that Conditional Access tells apart, as far as
// edges between tenants bring them.
const (
	KindGuest         = "b2bCollaborationGuest"
	KindMember        = "b2bCollaborationMember"
	KindDirectConnect = "b2bDirectConnectUser"
)

// SignInOutcome is what comes of a sign-in.
type SignInOutcome string

// The outcomes, the better ones first.
const (
	SignedIn SignInOutcome = "signed in"
	// AskedToRegister is the way in by a second factor that has to be registered
	// in the resource tenant first.
	AskedToRegister SignInOutcome = "asked to register"
	KeptOut         SignInOutcome = "kept out"
)

// SignInVerdict is the outcome and what it is due to: the name of a Conditional
// Access policy, or the setting that is in the way. It is empty for one who is
// signed in.
type SignInVerdict struct {
	Outcome SignInOutcome `json:"outcome"`
	Because string        `json:"because,omitempty"`
}

// SignInExternal says what comes of a sign-in: by the access settings of both tenants, the
// licences that they need, and the Conditional Access policies of the resource
// tenant.
func SignInExternal(w *kernel.World, tenant string, s ExternalSignIn) (SignInVerdict, error) {
	t, ok := w.TenantByKey(tenant)
	if !ok {
		return SignInVerdict{}, refusal.NoTenant(tenant)
	}
	var verdict SignInVerdict
	err := w.Read(t.ID, func(d *kernel.Directory, at kernel.Moment) error {
		home, ok := d.Named(s.Home)
		if !ok {
			return refusal.NoTenant(s.Home)
		}
		v, err := visit(d, home, s, at.Settings)
		if err != nil {
			return err
		}
		if because := shuts(d, home, v); because != "" {
			verdict = SignInVerdict{KeptOut, because}
			return nil
		}
		verdict, err = examine(d, v)
		return err
	})
	return verdict, err
}

// visit completes a sign-in with what the two tenants know of the user.
func visit(d, home *kernel.Directory, s ExternalSignIn, facts settings.Settings) (visitor, error) {
	v := visitor{ExternalSignIn: s, home: home.ID, trust: crosstenant.Trust(d, home), settings: facts}
	v.Application, v.Client, v.Platform = cmp.Or(s.Application, crosstenant.Office365), cmp.Or(s.Client, "browser"), cmp.Or(s.Platform, "windows")
	if s.HomeUser != "" {
		u, who := crosstenant.Account(home, s.HomeUser)
		if u == nil {
			return v, refusal.NotFound(s.HomeUser)
		}
		v.atHome = who
	}
	if s.UserID != "" {
		u := directory.Users.Truth(d, strings.ToLower(s.UserID))
		if u == nil {
			return v, refusal.NotFound(s.UserID)
		}
		v.user = crosstenant.PersonOf(d, u)
	}
	return v, nil
}

// visitor is a sign-in as the resource tenant sees it.
type visitor struct {
	ExternalSignIn
	home string
	// user is who signs in as the resource tenant knows them, atHome as the home
	// tenant does, whose ids access settings name.
	user, atHome crosstenant.Person
	trust        map[string]any
	settings     settings.Settings
}

func (v visitor) trusted(claim string) bool { return v.trust[claim] == true }

// shuts names the first setting between the tenants that keeps everybody out.
// B2B direct connect does not cross clouds, and needs Entra ID P1 in both tenants;
// whether it is refused without is not documented (graph-cross-tenant §1.2).
func shuts(d, home *kernel.Directory, v visitor) string {
	inbound, outbound := "b2bCollaborationInbound", "b2bCollaborationOutbound"
	if v.Kind == KindDirectConnect {
		inbound, outbound = "b2bDirectConnectInbound", "b2bDirectConnectOutbound"
		switch {
		case !d.SameCloud(home):
			return "clouds"
		case v.settings.DirectConnectNeedsP1 && (d.WithoutP1 || home.WithoutP1):
			return "Entra ID P1"
		}
	}
	switch {
	case !crosstenant.Opens(d, home, inbound, v.atHome, v.Application):
		return inbound
	case !crosstenant.Opens(home, d, outbound, v.atHome, v.Application):
		return outbound
	}
	return ""
}

// examine lets every policy judge, and returns the worst verdict.
func examine(d *kernel.Directory, v visitor) (SignInVerdict, error) {
	worst := SignInVerdict{Outcome: SignedIn}
	for _, p := range Policies.All(d) {
		r, err := ruleOf(p.Policy)
		if err != nil {
			return worst, err
		}
		if !r.asks(v) {
			continue
		}
		if outcome := r.meets(v); outcome == KeptOut || outcome == AskedToRegister && worst.Outcome == SignedIn {
			worst = SignInVerdict{outcome, r.DisplayName}
		}
		if worst.Outcome == KeptOut {
			break
		}
	}
	return worst, nil
}

// Meet says what one Conditional Access policy, as Graph serves it, makes of a
// sign-in from the home tenant whose id the sign-in has. Trusted are the claims
// that the resource tenant accepts, by their names in inboundTrust. It is false
// when the policy is not about the sign-in.
func (s ExternalSignIn) Meet(p schema.Policy, trusted []string, facts settings.Settings) (outcome SignInOutcome, asked bool, err error) {
	r, err := ruleOf(p)
	if err != nil {
		return "", false, err
	}
	v := visitor{ExternalSignIn: s, home: s.Home, settings: facts, trust: map[string]any{}}
	for _, claim := range trusted {
		v.trust[claim] = true
	}
	if !r.asks(v) {
		return "", false, nil
	}
	return r.meets(v), true, nil
}
