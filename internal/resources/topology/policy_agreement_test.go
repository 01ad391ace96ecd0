package topology_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/conditionalaccess"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	facts "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// rule is a policy, with the parts that the test reads itself.
type rule struct {
	t           *testing.T
	whole       schema.Policy
	DisplayName string
	Conditions  struct {
		Users        struct{ ExcludeGroups []string }
		Applications struct{ ExcludeApplications []string }
	}
	GrantControls *struct {
		Operator        string
		BuiltInControls []string
	}
}

// attempts are one sign-in of every kind with the given clients, to the
// applications that the policy does not exclude.
func (r rule) attempts(kind, home string, clients ...string) []conditionalaccess.ExternalSignIn {
	var all []conditionalaccess.ExternalSignIn
	for _, client := range clients {
		for _, platform := range []string{"windows", "iOS", "macOS"} {
			for _, application := range []string{"Office365", "another"} {
				for i := range 4 {
					s := conditionalaccess.ExternalSignIn{Kind: kind, Home: home, Client: client, Platform: platform, Application: application, FromTrusted: i%2 == 0}
					if i/2 == 0 {
						s.SignInRisk, s.UserRisk = "high", "high"
					}
					if !slices.Contains(r.Conditions.Applications.ExcludeApplications, application) {
						all = append(all, s)
					}
				}
			}
		}
	}
	return all
}

// meets uses the emulator's decision, in the best case: users have registered a
// second factor, and controls that shared channels do not support are ignored.
func (r rule) meets(s conditionalaccess.ExternalSignIn, trusted map[string]bool, best bool) (conditionalaccess.SignInOutcome, bool) {
	r.t.Helper()
	var claims []string
	for name, granted := range trusted {
		if granted {
			claims = append(claims, strings.TrimPrefix(name, "inboundTrust."))
		}
	}
	s.Registered = best
	outcome, asked, err := s.Meet(r.whole, claims, facts.Settings{DirectConnectIgnoresControls: best})
	if err != nil {
		r.t.Fatal(err)
	}
	return outcome, asked
}

// judge is the expected result of the check for a policy: nothing, MT068 or MT069.
// A policy that applies to some sign-ins only does not block the others, and does
// not apply to users in excluded groups.
func (r rule) judge(kinds []string, home string, trusted map[string]bool) string {
	never, again, always := false, false, len(r.Conditions.Users.ExcludeGroups) == 0
	for _, kind := range kinds {
		everywhere, somewhere, worst, best := true, false, conditionalaccess.SignedIn, conditionalaccess.SignedIn
		see := func(attempts []conditionalaccess.ExternalSignIn, ordinary bool) {
			for _, s := range attempts {
				outcome, asked := r.meets(s, trusted, true)
				if !asked {
					everywhere = everywhere && !ordinary
					continue
				}
				somewhere = true
				if outcome == conditionalaccess.KeptOut {
					best = outcome
				}
				if outcome, _ := r.meets(s, trusted, false); outcome != conditionalaccess.SignedIn {
					worst = outcome
				}
			}
		}
		see(r.attempts(kind, home, "browser", "mobileAppsAndDesktopClients"), true)
		see(r.attempts(kind, home, "exchangeActiveSync", "other"), false)
		switch {
		case !somewhere:
		case !everywhere && r.GrantControls != nil && slices.Contains(r.GrantControls.BuiltInControls, "block"):
			return "" // to block some sign-ins is what it is for
		case best == conditionalaccess.KeptOut:
			never, always = true, always && everywhere
		case worst != conditionalaccess.SignedIn:
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

// TestPoliciesAreJudgedAsSignInsAre compares the results of the check for random
// policies with the emulator's outcomes of sign-ins.
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
		for _, r := range policiesOf(t, c.world, x.target.TenantID) {
			kinds, trusted := x.visitors(p.capabilities)
			want := r.judge(kinds, x.source.TenantID, trusted)
			found := said[p.key()][r.DisplayName]
			counts[want]++
			if got := strings.TrimSpace(found.code + " " + found.severity); got != want {
				text, _ := json.Marshal(r.whole)
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

// visitors are the types of users on an edge, and their trusted claims.
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

// cured requires the trust in a finding to satisfy the policy: all of it if the
// policy requires all controls, any of it if one is enough. Without trust in the
// finding, no trust satisfies it.
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

// policiesOf are the policies of a tenant as returned by Graph.
func policiesOf(t *testing.T, w *acctest.World, tenantID string) []rule {
	t.Helper()
	policies, err := conditionalaccess.Policies.List(w.World, tenantID, kernel.Listing{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	var rules []rule
	for _, p := range policies.Items {
		r := rule{t: t, whole: p.Policy}
		text, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &r); err != nil {
			t.Fatal(err)
		}
		rules = append(rules, r)
	}
	return rules
}

// policyVerdicts groups the findings about policies by edge and policy.
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
