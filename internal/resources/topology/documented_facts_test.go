package topology_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/conditionalaccess"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/provisioning"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	facts "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// situation is a situation with a documented pitfall: the results of the check, and
// the decision of the service itself.
type situation struct {
	capabilities []any
	// bring changes the connected estate to the situation; nil leaves it unchanged.
	bring func(*acctest.Estate)
	// finds are the findings, unchecked the unknown settings. Neither depends on
	// disputed facts.
	finds, unchecked []string
	// says is a part of the summary of the finding, or of the reason in unchecked.
	says string
	// attempt makes the service decide.
	attempt func(*testing.T, *acctest.World) string
	// comes is the decision of the service for each position of the settings.
	comes map[position]string
}

// position is the value of one setting; the empty one stands for the defaults, if
// no setting matters.
type position struct {
	setting string
	on      bool
}

var (
	standing = position{}
	on       = func(name string) position { return position{name, true} }
	off      = func(name string) position { return position{name, false} }
)

// settings are the defaults changed by the position, whatever the settings of the
// run are.
func (p position) settings(t *testing.T) facts.Change {
	t.Helper()
	change, err := facts.Parse()
	if p != standing {
		change, err = facts.Parse(fmt.Sprintf("%s=%t", p.setting, p.on))
	}
	if err != nil {
		t.Fatal(err)
	}
	return func(s *facts.Settings) {
		*s = facts.Default()
		change(s)
	}
}

// TestDocumentedFacts has for each situation of edges an estate with the situation
// and one without it. The finding is the same for every position of the settings,
// and the emulator decides independently.
func TestDocumentedFacts(t *testing.T) {
	t.Parallel()
	for number, situations := range map[string]map[string]situation{
		"2.1": licenses(), "2.2": domainLists(), "2.3": strengths(), "2.4": unsupportedControls(), "2.5": riskPolicies(),
		"2.7": china(), "2.8": groups(), "3.7": previews(),
	} {
		for name, s := range situations {
			for p, verdict := range s.comes {
				t.Run(fmt.Sprintf("%s %s %v", number, name, p), func(t *testing.T) {
					t.Parallel()
					s.hold(t, p, verdict)
				})
			}
		}
	}
}

func (s situation) hold(t *testing.T, p position, verdict string) {
	t.Helper()
	e := connected()
	e.Tenant(acctest.Contoso).Synchronizations[0]["id"] = configurationID
	if s.bring != nil {
		s.bring(e)
	}
	c := check{t: t, world: acctest.StartWith(t, e, kernel.Options{Settings: p.settings(t)}), estate: e}
	state := c.read(declared("contoso", "fabrikam", s.capabilities...))
	found := append(rows(state["findings"], "code", "severity", "side", "tenant", "settings"), groupsOf(state)...)
	expect(t, "findings", found, s.finds...)
	expect(t, "unchecked", rows(state["unchecked"], "side", "what"), s.unchecked...)
	texts := append(rows(state["findings"], "summary"), rows(state["unchecked"], "why")...)
	if !strings.Contains(strings.Join(texts, "\n"), s.says) {
		t.Errorf("the texts are %q, want %q in them", texts, s.says)
	}
	failing := slices.ContainsFunc(s.finds, func(f string) bool { return strings.Contains(f, " error ") })
	if state["ok"] != !failing {
		t.Errorf("ok is %v", state["ok"])
	}
	if got := s.attempt(t, c.world); got != verdict {
		t.Errorf("the service says %q, want %q", got, verdict)
	}
}

// groupsOf are the undeclared grants for groups.
func groupsOf(state map[string]any) []string {
	return slices.DeleteFunc(rows(state["undeclared"], "tenant", "setting"), func(u string) bool { return !strings.Contains(u, "groupSync") })
}

const (
	granted   = "accepted"
	entered   = string(conditionalaccess.SignedIn)
	registers = string(conditionalaccess.AskedToRegister)
	keptOut   = string(conditionalaccess.KeptOut)

	configurationID = "cccccccc-0000-4000-8000-000000000001"
)

// answer is the outcome of a call: accepted, or the status and the code.
func answer(err error) string {
	if err == nil {
		return granted
	}
	text := err.Error()
	code, _, _ := strings.Cut(text, ":")
	return code
}

func without(key string) func(*acctest.Estate) {
	return func(e *acctest.Estate) { e.Tenant(key).EntraP1 = false }
}

// licenses is graph-cross-tenant §1.2, §2 and §4.1 for edges; package crosstenant
// covers the settings themselves.
func licenses() map[string]situation {
	const source, target = "MT024 warn source contoso [Entra ID P1]", "MT024 warn target fabrikam [Entra ID P1]"
	const unsure = "It is not documented whether the service refuses it without the license."
	const job, channel, policy = "sync_needs_p1_in_source", "direct_connect_needs_p1", "sync_needs_p1_in_target"
	refused := answer(&refusal.Error{Status: 403, Code: refusal.CodeDenied})
	admit := func(_ *testing.T, w *acctest.World) string {
		return answer(w.ChangeSynchronization(acctest.FabrikamID, acctest.ContosoID, synchronization(true)))
	}
	return map[string]situation{
		"source of sync": {
			capabilities: []any{"sync"}, bring: without(acctest.Contoso), finds: []string{source}, says: unsure,
			attempt: startJob, comes: map[position]string{on(job): refused, off(job): granted},
		},
		"target of sync": {
			capabilities: []any{"sync"}, bring: without(acctest.Fabrikam),
			attempt: admit, comes: map[position]string{on(policy): refused, off(policy): granted},
		},
		"source of direct connect": {
			capabilities: []any{"direct_connect"}, bring: without(acctest.Contoso), finds: []string{source}, says: unsure,
			attempt: enters(channelVisit()), comes: map[position]string{on(channel): keptOut, off(channel): entered},
		},
		"target of direct connect": {
			capabilities: []any{"direct_connect"}, bring: without(acctest.Fabrikam), finds: []string{target}, says: unsure,
			attempt: enters(channelVisit()), comes: map[position]string{on(channel): keptOut, off(channel): entered},
		},
		"sync, licensed":           {capabilities: []any{"sync"}, attempt: startJob, comes: map[position]string{on(job): granted, off(job): granted}},
		"sync, licensed target":    {capabilities: []any{"sync"}, attempt: admit, comes: map[position]string{on(policy): granted, off(policy): granted}},
		"direct connect, licensed": {capabilities: []any{"direct_connect"}, attempt: enters(channelVisit()), comes: map[position]string{on(channel): entered, off(channel): entered}},
	}
}

// startJob starts the job of Contoso.
func startJob(t *testing.T, w *acctest.World) string {
	t.Helper()
	s, err := provisioning.Find(w.World, acctest.ContosoID, configurationID)
	if err != nil {
		t.Fatal(err)
	}
	return answer(provisioning.StartSyncJob(w.World, acctest.ContosoID, configurationID, s.Jobs[0].ID))
}

// enters signs a user of Contoso in to Fabrikam.
func enters(s conditionalaccess.ExternalSignIn) func(*testing.T, *acctest.World) string {
	return func(t *testing.T, w *acctest.World) string {
		t.Helper()
		v, err := conditionalaccess.SignInExternal(w.World, acctest.Fabrikam, s)
		if err != nil {
			t.Fatal(err)
		}
		return string(v.Outcome)
	}
}

func guestVisit(change ...func(*conditionalaccess.ExternalSignIn)) conditionalaccess.ExternalSignIn {
	s := conditionalaccess.ExternalSignIn{Home: acctest.Contoso, Kind: conditionalaccess.KindGuest}
	for _, c := range change {
		c(&s)
	}
	return s
}

func channelVisit() conditionalaccess.ExternalSignIn {
	return guestVisit(func(s *conditionalaccess.ExternalSignIn) { s.Kind = conditionalaccess.KindDirectConnect })
}
