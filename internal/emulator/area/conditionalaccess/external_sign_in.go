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

// ExternalSignIn is a sign-in of an external user to an application of a resource
// tenant. The claims come from the home tenant; the resource tenant's trust
// settings determine whether they are accepted.
type ExternalSignIn struct {
	// Home is the key or the id of the home tenant.
	Home string `json:"home_tenant"`
	// HomeUser is an address of the user in the home tenant, for access settings with
	// users.
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
	// FromTrusted means that the sign-in comes from a trusted named location.
	FromTrusted bool `json:"from_trusted_location"`
	// SignInRisk and UserRisk are risk levels, empty for none.
	SignInRisk string `json:"sign_in_risk"`
	UserRisk   string `json:"user_risk"`
	// Registered means that the user has already registered a second factor in the
	// resource tenant, with methods available to external users there.
	Registered bool `json:"registered"`
}

// The kinds of external users that Conditional Access distinguishes, limited to
// those of edges between tenants.
const (
	KindGuest         = "b2bCollaborationGuest"
	KindMember        = "b2bCollaborationMember"
	KindDirectConnect = "b2bDirectConnectUser"
)

// SignInOutcome is the outcome of a sign-in.
type SignInOutcome string

// The outcomes, best first.
const (
	SignedIn SignInOutcome = "signed in"
	// AskedToRegister means access after registering a second factor in the resource
	// tenant.
	AskedToRegister SignInOutcome = "asked to register"
	KeptOut         SignInOutcome = "kept out"
)

// SignInVerdict is the outcome and its cause: the name of a Conditional Access
// policy, or the blocking setting. The cause is empty for a successful sign-in.
type SignInVerdict struct {
	Outcome SignInOutcome `json:"outcome"`
	Because string        `json:"because,omitempty"`
}

// SignInExternal returns the outcome of a sign-in, by the access settings of both
// tenants, the licenses that they require, and the Conditional Access policies of
// the resource tenant.
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

// visit adds the data of both tenants about the user to a sign-in.
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

// visitor is a sign-in from the resource tenant's view.
type visitor struct {
	ExternalSignIn
	home string
	// user is the user in the resource tenant, atHome the user in the home tenant,
	// whose ids access settings contain.
	user, atHome crosstenant.Person
	trust        map[string]any
	settings     settings.Settings
}

func (v visitor) trusted(claim string) bool { return v.trust[claim] == true }

// shuts returns the first setting between the tenants that blocks all users. B2B
// direct connect does not cross clouds, and requires Entra ID P1 in both tenants;
// whether it fails without P1 is not documented (graph-cross-tenant §1.2).
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

// examine evaluates every policy, and returns the worst verdict.
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

// Meet evaluates one Conditional Access policy, as served by Graph, for a sign-in
// from the sign-in's home tenant id. Trusted are the claims that the resource
// tenant accepts, by their names in inboundTrust. The result is false if the
// policy does not apply to the sign-in.
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
