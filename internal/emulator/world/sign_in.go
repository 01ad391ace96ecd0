package world

import (
	"cmp"
	"strings"
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

const office365 = "Office365"

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
func (w *World) SignInExternal(tenant string, s ExternalSignIn) (SignInVerdict, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	d, ok := w.named(tenant)
	if !ok {
		return SignInVerdict{}, errNoTenant(tenant)
	}
	home, ok := w.named(s.Home)
	if !ok {
		return SignInVerdict{}, errNoTenant(s.Home)
	}
	v := visitor{ExternalSignIn: s, home: home.ID, trust: d.trustIn(home), settings: w.settings}
	v.Application, v.Client, v.Platform = cmp.Or(s.Application, office365), cmp.Or(s.Client, "browser"), cmp.Or(s.Platform, "windows")
	if s.HomeUser != "" {
		u, who := home.person(s.HomeUser)
		if u == nil {
			return SignInVerdict{}, errNotFound(s.HomeUser)
		}
		v.atHome = who
	}
	if s.UserID != "" {
		u := d.users.truth(strings.ToLower(s.UserID))
		if u == nil || u.IsDeleted() {
			return SignInVerdict{}, errNotFound(s.UserID)
		}
		v.user = person{id: u.ID, groups: d.groupsOf(u.ID)}
	}
	if because := d.shuts(home, v); because != "" {
		return SignInVerdict{KeptOut, because}, nil
	}
	return d.examine(v)
}

// visitor is a sign-in as the resource tenant sees it.
type visitor struct {
	ExternalSignIn
	home string
	// user is who signs in as the resource tenant knows them, atHome as the home
	// tenant does, whose ids access settings name.
	user, atHome person
	trust        map[string]any
	settings     Settings
}

// trustIn is the inbound trust that counts for people of a home tenant.
func (d *directory) trustIn(home *directory) map[string]any {
	var own any
	if p := d.partners.truth(home.ID); p != nil {
		own = p.Settings["inboundTrust"]
	} else if d.facts().endpoint != home.facts().endpoint {
		return nil
	}
	if own == nil {
		own = (*d.defaults.truth())["inboundTrust"]
	}
	trust, _ := own.(map[string]any)
	return trust
}

func (v visitor) trusted(claim string) bool { return v.trust[claim] == true }

// shuts names the first setting between the tenants that keeps everybody out.
// B2B direct connect does not cross clouds, and needs Entra ID P1 in both tenants;
// whether it is refused without is not documented (field-audit §2.1).
func (d *directory) shuts(home *directory, v visitor) string {
	inbound, outbound := "b2bCollaborationInbound", "b2bCollaborationOutbound"
	if v.Kind == KindDirectConnect {
		inbound, outbound = "b2bDirectConnectInbound", "b2bDirectConnectOutbound"
		switch {
		case d.facts().endpoint != home.facts().endpoint:
			return "clouds"
		case v.settings.DirectConnectNeedsP1 && (d.WithoutP1 || home.WithoutP1):
			return "Entra ID P1"
		}
	}
	switch {
	case !d.lets(home, inbound, v):
		return inbound
	case !home.lets(d, outbound, v):
		return outbound
	}
	return ""
}

func (d *directory) lets(other *directory, block string, v visitor) bool {
	s, configured := d.effective(other, block)
	return configured && d.enables(other) && s.opens(v.atHome, v.Application)
}

// opens is permits for one application (graph-cross-tenant §1.7).
func (s setting) opens(p person, application string) bool {
	user := s.users == nil || s.users.match(p)
	named := s.applications == nil || s.applications.covers(application)
	users := s.users == nil || s.users.access == accessAllowed
	applications := s.applications == nil || s.applications.access == accessAllowed
	switch {
	case users:
		return user && named == applications
	case applications:
		return !user && named
	}
	return !user || !named
}

// covers takes no application but Office 365 for one of Microsoft's.
func (t *targets) covers(application string) bool {
	return t.has(application) || t.has(allApplications) || application == office365 && t.has("AllMicrosoftApps")
}

// examine lets every policy judge, and returns the worst verdict.
func (d *directory) examine(v visitor) (SignInVerdict, error) {
	worst := SignInVerdict{Outcome: SignedIn}
	for _, p := range d.conditional {
		r, err := ruleOf(p)
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
func (s ExternalSignIn) Meet(p Policy, trusted []string, settings Settings) (outcome SignInOutcome, asked bool, err error) {
	r, err := ruleOf(p)
	if err != nil {
		return "", false, err
	}
	v := visitor{ExternalSignIn: s, home: s.Home, settings: settings, trust: map[string]any{}}
	for _, claim := range trusted {
		v.trust[claim] = true
	}
	if !r.asks(v) {
		return "", false, nil
	}
	return r.meets(v), true, nil
}
