package edge_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// rule is a policy as the test reads it.
type rule struct {
	DisplayName, State string
	Conditions         struct {
		Users struct {
			IncludeUsers, ExcludeUsers, ExcludeGroups                  []string
			IncludeGuestsOrExternalUsers, ExcludeGuestsOrExternalUsers *outsiders
		}
		Applications                     struct{ IncludeApplications []string }
		Platforms                        *struct{ IncludePlatforms, ExcludePlatforms []string }
		Locations                        *struct{ IncludeLocations, ExcludeLocations []string }
		ClientAppTypes                   []string
		SignInRiskLevels, UserRiskLevels []string
	}
	GrantControls *struct {
		Operator                                                 string
		BuiltInControls, TermsOfUse, CustomAuthenticationFactors []string
		AuthenticationStrength                                   *struct{ AllowedCombinations []string }
	}
	SessionControls map[string]struct{ IsEnabled bool }
}

type outsiders struct {
	GuestOrExternalUserTypes string
	ExternalTenants          struct {
		MembershipKind string
		Members        []string
	}
}

func (o *outsiders) include(kind, home string) bool {
	return o != nil && slices.Contains(strings.FieldsFunc(o.GuestOrExternalUserTypes, func(r rune) bool { return r == ',' || r == ' ' }), kind) &&
		(o.ExternalTenants.MembershipKind == "all" || slices.Contains(o.ExternalTenants.Members, home))
}

// signIn is one attempt of somebody.
type signIn struct {
	kind, home       string
	client, platform string
	trusted, risky   bool
	application      string
}

// asked reports whether the policy is about a sign-in.
func (r rule) asked(s signIn) bool {
	u, c := r.Conditions.Users, r.Conditions
	in := slices.Contains(u.IncludeUsers, "All") || slices.Contains(u.IncludeUsers, "GuestsOrExternalUsers") || u.IncludeGuestsOrExternalUsers.include(s.kind, s.home)
	out := slices.Contains(u.ExcludeUsers, "GuestsOrExternalUsers") || u.ExcludeGuestsOrExternalUsers.include(s.kind, s.home)
	switch {
	case r.State != "enabled" || !in || out:
		return false
	case len(c.ClientAppTypes) > 0 && !slices.Contains(c.ClientAppTypes, "all") && !slices.Contains(c.ClientAppTypes, s.client):
		return false
	case len(c.SignInRiskLevels)+len(c.UserRiskLevels) > 0 && !s.risky:
		return false
	case !slices.Contains(c.Applications.IncludeApplications, "All") && !slices.Contains(c.Applications.IncludeApplications, s.application):
		return false
	}
	if l := c.Locations; l != nil {
		named := func(names []string) bool {
			return slices.Contains(names, "All") || slices.Contains(names, "AllTrusted") && s.trusted
		}
		if !named(l.IncludeLocations) || named(l.ExcludeLocations) {
			return false
		}
	}
	if p := c.Platforms; p != nil {
		named := func(names []string) bool { return slices.Contains(names, "all") || slices.Contains(names, s.platform) }
		return named(p.IncludePlatforms) && !named(p.ExcludePlatforms)
	}
	return true
}

// signIns are one of every sort that somebody can make with some clients.
func signIns(kind, home string, clients ...string) []signIn {
	var all []signIn
	for _, client := range clients {
		for _, platform := range []string{"windows", "iOS", "macOS"} {
			for _, application := range []string{"Office365", "another"} {
				for i := range 4 {
					all = append(all, signIn{kind, home, client, platform, i%2 == 0, i/2 == 0, application})
				}
			}
		}
	}
	return all
}

// satisfied reports whether somebody can do what the policy asks for. Whoever
// registers in the resource tenant has a second factor there.
func (r rule) satisfied(kind string, trusted map[string]bool, registers bool) bool {
	g := r.GrantControls
	direct := kind == "b2bDirectConnectUser"
	for _, control := range r.SessionControls {
		if control.IsEnabled && direct && !registers {
			return false // nobody says what comes of it
		}
	}
	if g == nil {
		return true
	}
	var can []bool
	second := trusted["inboundTrust.isMfaAccepted"] || registers && !direct
	for _, control := range g.BuiltInControls {
		switch control {
		case "mfa":
			can = append(can, second)
		case "compliantDevice":
			can = append(can, trusted["inboundTrust.isCompliantDeviceAccepted"])
		case "domainJoinedDevice":
			can = append(can, trusted["inboundTrust.isHybridAzureADJoinedDeviceAccepted"])
		default:
			can = append(can, control == "riskRemediation") // nobody has documented more
		}
	}
	if g.AuthenticationStrength != nil {
		here := slices.Contains(g.AuthenticationStrength.AllowedCombinations, "password,sms")
		can = append(can, trusted["inboundTrust.isMfaAccepted"] || second && here)
	}
	if len(g.TermsOfUse) > 0 {
		can = append(can, registers || !direct)
	}
	if len(g.CustomAuthenticationFactors) > 0 {
		can = append(can, true)
	}
	if len(can) == 0 {
		return true
	}
	if g.Operator == "AND" {
		return !slices.Contains(can, false)
	}
	return slices.Contains(can, true)
}

// judge is what the check has to say about a policy: nothing, MT068 or MT069. Who
// is asked in some sign-ins only may get along with the others, and whoever is
// excluded by a group is not asked.
func (r rule) judge(kinds []string, home string, trusted map[string]bool) string {
	never, again, always := false, false, len(r.Conditions.Users.ExcludeGroups) == 0
	for _, kind := range kinds {
		ordinary := signIns(kind, home, "browser", "mobileAppsAndDesktopClients")
		everywhere := !slices.ContainsFunc(ordinary, func(s signIn) bool { return !r.asked(s) })
		switch {
		case !slices.ContainsFunc(append(ordinary, signIns(kind, home, "exchangeActiveSync", "other")...), r.asked):
			continue
		case !everywhere && r.GrantControls != nil && slices.Contains(r.GrantControls.BuiltInControls, "block"):
			return "" // to block some sign-ins is what it is for
		case !r.satisfied(kind, trusted, true):
			never, always = true, always && everywhere
		case !r.satisfied(kind, trusted, false):
			again = true
		}
	}
	switch {
	case never && always:
		return "MT068 error"
	case never || again:
		return "MT069 warn"
	}
	return ""
}

// TestPoliciesAreJudgedAsSignInsAre compares what the check says of random
// policies with sign-ins that the test plays through.
func TestPoliciesAreJudgedAsSignInsAre(t *testing.T) {
	t.Parallel()
	const policiesEach = 8
	counts := map[string]int{}
	var estates []*acctest.Estate
	for number := range estatesPerWorld {
		e := randomEstate(number)
		d := newDice(policyStream, number)
		for i := range e.Tenants {
			for n := range policiesEach {
				e.Tenants[i].ConditionalAccess = append(e.Tenants[i].ConditionalAccess, d.policy(n, e.Tenants[0].TenantID, e.Tenants[1].TenantID))
			}
		}
		estates = append(estates, e)
	}
	c := started(t, together(estates...))
	var edges []any
	var asked []patient
	for number, e := range estates {
		d := newDice(askedStream, number)
		for from := range e.Tenants {
			for to := range e.Tenants {
				if from == to {
					continue
				}
				p := patient{number: number, from: from, to: to, capabilities: []any{capabilities[d.IntN(len(capabilities))]}}
				for _, name := range capabilities {
					if d.in(4) && p.capabilities[0] != name {
						p.capabilities = append(p.capabilities, name)
					}
				}
				asked, edges = append(asked, p), append(edges, p.edge())
			}
		}
	}
	said := policyVerdicts(t, c.read(edges...))
	for _, p := range asked {
		e := estates[p.number]
		x := trial{t: t, world: c.world.World, pair: pair{&e.Tenants[p.from], &e.Tenants[p.to]}}
		for _, raw := range x.target.ConditionalAccess {
			r := decodedRule(t, raw)
			kinds, trusted := x.visitors(p.capabilities)
			want := r.judge(kinds, x.source.TenantID, trusted)
			found := said[p.key()][r.DisplayName]
			counts[want]++
			if got := strings.TrimSpace(found.code + " " + found.severity); got != want {
				text, _ := json.Marshal(raw)
				t.Errorf("seed %d: %s %v: %q, want %q for %s with trust in %v", theSeed, p.key(), p.capabilities, got, want, text, trusted)
				continue
			}
			r.cured(t, found, kinds, x.source.TenantID, trusted)
		}
	}
	for _, want := range []string{"", "MT068 error", "MT069 warn"} {
		if counts[want] < 50 {
			t.Errorf("%q is right %d times", want, counts[want])
		}
	}
}

// visitors are the kinds of people on an edge, and what they bring that counts.
func (x trial) visitors(carries []any) (kinds []string, trusted map[string]bool) {
	trusted = map[string]bool{}
	for name, granted := range x.block(x.target, x.source, "inboundTrust") {
		trusted["inboundTrust."+name] = granted == true
	}
	collaborates := false
	for _, c := range carries {
		switch c {
		case "direct_connect":
			if cloudNames[x.source.Cloud] == cloudNames[x.target.Cloud] {
				kinds = append(kinds, "b2bDirectConnectUser")
			}
			continue
		case "sync":
			if x.source.Cloud == "china" && x.target.Cloud != "china" {
				continue // there is none
			}
		case "trust_mfa":
			trusted["inboundTrust.isMfaAccepted"] = true
		case "trust_compliant_device":
			trusted["inboundTrust.isCompliantDeviceAccepted"] = true
		case "trust_hybrid_device":
			trusted["inboundTrust.isHybridAzureADJoinedDeviceAccepted"] = true
		}
		collaborates = collaborates || c != "auto_redeem"
	}
	if collaborates {
		kinds = append(kinds, "b2bCollaborationGuest", "b2bCollaborationMember")
	}
	if x.source.Cloud != "public" && x.target.Cloud != "public" && cloudNames[x.source.Cloud] != cloudNames[x.target.Cloud] {
		return nil, trusted // nothing connects the two
	}
	return kinds, trusted
}

// cured wants the trust that a finding names to be what helps: all of it where
// the policy wants everything, any of it where one thing is enough. Where none is
// named, none helps.
func (r rule) cured(t *testing.T, f finding, kinds []string, home string, trusted map[string]bool) {
	t.Helper()
	if f.code == "" {
		return
	}
	with := func(settings ...string) string {
		more := map[string]bool{}
		for name, granted := range trusted {
			more[name] = granted
		}
		for _, s := range settings {
			more[s] = true
		}
		return r.judge(kinds, home, more)
	}
	all := []string{"inboundTrust.isMfaAccepted", "inboundTrust.isCompliantDeviceAccepted", "inboundTrust.isHybridAzureADJoinedDeviceAccepted"}
	switch {
	case len(f.settings) == 0:
		if with(all...) == "" {
			t.Errorf("%s: %v names no trust, and some would help", r.DisplayName, f)
		}
	case with(f.settings...) != "":
		t.Errorf("%s: %v names trust that does not help", r.DisplayName, f)
	case len(f.settings) > 1:
		for i, s := range f.settings {
			alone, without := with(s), with(slices.Delete(slices.Clone(f.settings), i, i+1)...)
			if r.GrantControls.Operator == "OR" && alone != "" || r.GrantControls.Operator == "AND" && without == "" {
				t.Errorf("%s: of %v, %s alone leaves %q, and all others leave %q", r.DisplayName, f, s, alone, without)
			}
		}
	}
}

func decodedRule(t *testing.T, raw acctest.Object) rule {
	t.Helper()
	text, err := json.Marshal(raw)
	if err != nil {
		t.Fatal(err)
	}
	r := rule{State: "enabled"}
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// policyVerdicts sorts the findings about policies by edge and policy.
func policyVerdicts(t *testing.T, state map[string]any) map[string]map[string]finding {
	t.Helper()
	all := map[string]map[string]finding{}
	list, _ := state["findings"].([]any)
	for _, each := range list {
		f, _ := each.(map[string]any)
		name, ok := f["policy"].(string)
		if !ok {
			continue
		}
		edge := fmt.Sprint(f["edge"])
		if all[edge] == nil {
			all[edge] = map[string]finding{}
		}
		if _, twice := all[edge][name]; twice {
			t.Errorf("%s has two findings about %s", edge, name)
		}
		found := finding{code: fmt.Sprint(f["code"]), side: fmt.Sprint(f["side"]), severity: fmt.Sprint(f["severity"])}
		settings, _ := f["settings"].([]any)
		for _, s := range settings {
			found.settings = append(found.settings, fmt.Sprint(s))
		}
		all[edge][name] = found
	}
	return all
}
