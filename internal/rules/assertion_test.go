package rules_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/conditionalaccess"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// everything admits all users to all applications, or none to none.
func everything(access rules.AccessType) *rules.B2BSetting {
	return &rules.B2BSetting{
		UsersAndGroups: &rules.Targets{Access: access, Targets: []rules.Target{{ID: rules.AllUsers, Type: rules.TargetUser}}},
		Applications:   &rules.Targets{Access: access, Targets: []rules.Target{{ID: rules.AllApplications, Type: rules.TargetApplication}}},
	}
}

// application admits all users to one application, or to all others.
func application(access rules.AccessType, id string) *rules.B2BSetting {
	b := everything(rules.Allowed)
	b.Applications = &rules.Targets{Access: access, Targets: []rules.Target{{ID: id, Type: rules.TargetApplication}}}
	return b
}

// fulfilled is an estate in which users of Contoso work in Fabrikam, with the second
// factor of their home tenant, which a policy requires.
func fulfilled() rules.ExplainFacts {
	defaults := rules.AccessSettings{
		B2BCollaborationInbound: everything(rules.Allowed), B2BCollaborationOutbound: everything(rules.Allowed),
		B2BDirectConnectInbound: everything(rules.Blocked), B2BDirectConnectOutbound: everything(rules.Blocked), InboundTrust: &rules.InboundTrust{},
	}
	side := func(key, id string) rules.EdgeSide {
		entry := rules.AccessSettings{
			B2BCollaborationInbound: everything(rules.Allowed), B2BCollaborationOutbound: everything(rules.Allowed),
			B2BDirectConnectInbound: everything(rules.Allowed), B2BDirectConnectOutbound: everything(rules.Allowed),
			InboundTrust:         &rules.InboundTrust{IsMFAAccepted: true},
			AutomaticUserConsent: rules.UserConsent{InboundAllowed: true, OutboundAllowed: true},
		}
		return rules.EdgeSide{
			Tenant: rules.Tenant{Key: key, ID: id, Cloud: "public"}, Default: rules.Known(defaults), Partner: rules.Known(&entry),
			CloudEndpoints: rules.Known([]string{}), EntraP1: rules.Known(true),
		}
	}
	return rules.ExplainFacts{
		Home: side("contoso", homeID), Resource: side("fabrikam", resourceID), Application: rules.Office365,
		Guest: rules.Known(&rules.Presence{Name: "ana_contoso.example#EXT#@fabrikam.example", Enabled: true, Type: rules.Guest}),
		Policies: rules.Known([]rules.ConditionalAccessPolicy{{
			Name: "Second factor", State: "enabled", IncludeUsers: []string{"All"}, Operator: "OR", Controls: []string{"mfa"},
		}}),
	}
}

// entry changes the entry of one of the tenants for the other.
func entry(of *rules.EdgeSide, change func(*rules.AccessSettings)) {
	now, _ := of.Partner.Get()
	next := *now
	change(&next)
	of.Partner = rules.Known(&next)
}

// policies changes the policies.
func policies(f *rules.ExplainFacts, change func([]rules.ConditionalAccessPolicy) []rules.ConditionalAccessPolicy) {
	now, _ := f.Policies.Get()
	f.Policies = rules.Known(change(append([]rules.ConditionalAccessPolicy{}, now...)))
}

// one changes the only policy.
func one(change func(*rules.ConditionalAccessPolicy)) func(*rules.ExplainFacts) {
	return func(f *rules.ExplainFacts) {
		policies(f, func(all []rules.ConditionalAccessPolicy) []rules.ConditionalAccessPolicy {
			change(&all[0])
			return all
		})
	}
}

// mutations change one setting each.
var mutations = map[string]func(*rules.ExplainFacts){
	"nothing": func(*rules.ExplainFacts) {},
	"collaboration inbound": func(f *rules.ExplainFacts) {
		entry(&f.Resource, func(s *rules.AccessSettings) { s.B2BCollaborationInbound = everything(rules.Blocked) })
	},
	"collaboration outbound": func(f *rules.ExplainFacts) {
		entry(&f.Home, func(s *rules.AccessSettings) { s.B2BCollaborationOutbound = everything(rules.Blocked) })
	},
	"direct connect inbound": func(f *rules.ExplainFacts) {
		entry(&f.Resource, func(s *rules.AccessSettings) { s.B2BDirectConnectInbound = nil })
	},
	"direct connect outbound": func(f *rules.ExplainFacts) {
		entry(&f.Home, func(s *rules.AccessSettings) { s.B2BDirectConnectOutbound = nil })
	},
	"Office 365 inbound": func(f *rules.ExplainFacts) {
		entry(&f.Resource, func(s *rules.AccessSettings) { s.B2BCollaborationInbound = application(rules.Blocked, rules.Office365) })
	},
	"Office 365 outbound": func(f *rules.ExplainFacts) {
		entry(&f.Home, func(s *rules.AccessSettings) {
			s.B2BCollaborationOutbound = application(rules.Blocked, rules.Office365)
		})
	},
	"Office 365 in channels": func(f *rules.ExplainFacts) {
		entry(&f.Resource, func(s *rules.AccessSettings) { s.B2BDirectConnectInbound = application(rules.Blocked, rules.Office365) })
	},
	"only another application": func(f *rules.ExplainFacts) {
		entry(&f.Resource, func(s *rules.AccessSettings) { s.B2BCollaborationInbound = application(rules.Allowed, otherID) })
	},
	"default that the entry replaces": func(f *rules.ExplainFacts) {
		now, _ := f.Resource.Default.Get()
		now.B2BCollaborationInbound = everything(rules.Blocked)
		f.Resource.Default = rules.Known(now)
	},
	"another direction": func(f *rules.ExplainFacts) {
		entry(&f.Home, func(s *rules.AccessSettings) { s.B2BCollaborationInbound = everything(rules.Blocked) })
	},
	"trust": func(f *rules.ExplainFacts) {
		entry(&f.Resource, func(s *rules.AccessSettings) { s.InboundTrust = &rules.InboundTrust{} })
	},
	"no entry here":    func(f *rules.ExplainFacts) { f.Resource.Partner = rules.Known[*rules.AccessSettings](nil) },
	"no entry at home": func(f *rules.ExplainFacts) { f.Home.Partner = rules.Known[*rules.AccessSettings](nil) },
	"consent inbound": func(f *rules.ExplainFacts) {
		entry(&f.Resource, func(s *rules.AccessSettings) { s.AutomaticUserConsent = rules.UserConsent{OutboundAllowed: true} })
	},
	"consent outbound": func(f *rules.ExplainFacts) {
		entry(&f.Home, func(s *rules.AccessSettings) { s.AutomaticUserConsent = rules.UserConsent{InboundAllowed: true} })
	},
	"policy is off":      one(func(p *rules.ConditionalAccessPolicy) { p.State = "disabled" }),
	"policy is reported": one(func(p *rules.ConditionalAccessPolicy) { p.State = "enabledForReportingButNotEnforced" }),
	"policy or a device": one(func(p *rules.ConditionalAccessPolicy) { p.Controls = []string{"mfa", "compliantDevice"} }),
	"policy and a device": one(func(p *rules.ConditionalAccessPolicy) {
		p.Operator, p.Controls = "AND", []string{"mfa", "compliantDevice"}
	}),
	"policy blocks":               one(func(p *rules.ConditionalAccessPolicy) { p.Controls = []string{"block"} }),
	"external users are excluded": one(func(p *rules.ConditionalAccessPolicy) { p.ExcludeUsers = []string{"GuestsOrExternalUsers"} }),
	"members are excluded": one(func(p *rules.ConditionalAccessPolicy) {
		p.ExcludeExternal = &rules.ExternalUsers{Types: []string{"b2bCollaborationMember"}}
	}),
	"a policy for devices": func(f *rules.ExplainFacts) {
		policies(f, func(all []rules.ConditionalAccessPolicy) []rules.ConditionalAccessPolicy {
			return append(all, rules.ConditionalAccessPolicy{
				Name: "Devices", State: "enabled", IncludeUsers: []string{"GuestsOrExternalUsers"}, Operator: "OR", Controls: []string{"compliantDevice"},
			})
		})
	},
}

// kindsOf are the kinds of external users that an aim is about.
var kindsOf = map[rules.Aim][]string{
	rules.SignInAim:       {conditionalaccess.KindGuest, conditionalaccess.KindMember},
	rules.ShareChannelAim: {conditionalaccess.KindDirectConnect},
}

// outcomes are those of the emulator's sign-ins of any user.
func outcomes(t *testing.T, f rules.ExplainFacts, aim rules.Aim) (all []conditionalaccess.SignInOutcome) {
	t.Helper()
	w := area.NewWorld(kernel.Options{})
	seed, err := area.ParseSeed("world", seedOf(f))
	if err == nil {
		err = w.Load(seed)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range kindsOf[aim] {
		verdict, err := conditionalaccess.SignInExternal(w, "fabrikam", conditionalaccess.ExternalSignIn{Home: "contoso", Kind: kind})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, verdict.Outcome)
	}
	return all
}

// consents reports whether both tenants grant consent.
func consents(f rules.ExplainFacts) bool {
	home, _ := f.Home.Partner.Get()
	here, _ := f.Resource.Partner.Get()
	return home != nil && here != nil && home.AutomaticUserConsent.OutboundAllowed && here.AutomaticUserConsent.InboundAllowed
}

// TestAssertionsCatchMutations: in a fulfilled estate, each mutation that breaks an
// assertion, by the emulator's sign-ins, is a violation of that assertion, and no other
// is.
func TestAssertionsCatchMutations(t *testing.T) {
	t.Parallel()
	caught := 0
	for name, mutate := range mutations {
		f := fulfilled()
		mutate(&f)
		untrusted := f
		if now, _ := f.Resource.Partner.Get(); now != nil {
			entry(&untrusted.Resource, func(s *rules.AccessSettings) { s.InboundTrust = &rules.InboundTrust{} })
		}
		for _, aim := range []rules.Aim{rules.SignInAim, rules.ShareChannelAim} {
			can, works, needsMFA := true, true, true
			for i, outcome := range outcomes(t, f, aim) {
				can = can && outcome != conditionalaccess.KeptOut
				works = works && outcome == conditionalaccess.SignedIn
				needsMFA = needsMFA && (outcome == conditionalaccess.KeptOut || outcomes(t, untrusted, aim)[i] != conditionalaccess.SignedIn)
			}
			none := true
			for _, outcome := range outcomes(t, f, aim) {
				none = none && outcome == conditionalaccess.KeptOut
			}
			for _, c := range []struct {
				text      string
				assertion rules.Assertion
				holds     bool
			}{
				{"can", rules.Assertion{Can: []rules.Aim{aim}}, can},
				{"can without registration", rules.Assertion{Can: []rules.Aim{aim}, Without: []rules.Condition{rules.WithoutRegistration}}, works},
				{"can without consent", rules.Assertion{Can: []rules.Aim{aim}, Without: []rules.Condition{rules.WithoutConsent}}, can && (aim != rules.SignInAim || consents(f))},
				{"cannot", rules.Assertion{Cannot: []rules.Aim{aim}}, none},
				{"cannot without mfa", rules.Assertion{Cannot: []rules.Aim{aim}, Without: []rules.Condition{rules.WithoutMFA}}, needsMFA},
			} {
				judged := c.assertion.Judge(f)
				if len(judged.Undecided) > 0 || (len(judged.Violated) == 0) != c.holds {
					t.Errorf("%s: %s %s: %+v, and it holds: %v", name, c.text, aim, judged, c.holds)
				}
				if len(judged.Violated) > 0 {
					caught++
				}
			}
		}
	}
	if caught < 60 {
		t.Errorf("only %d violations were found", caught)
	}
}
