package rules_test

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/conditionalaccess"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// signsIn is the outcome of the emulator's own sign-in in a world, which shares no
// code with the rules.
func signsIn(t *testing.T, f rules.ExplainFacts, aim rules.Aim) bool {
	t.Helper()
	w := area.NewWorld(kernel.Options{})
	seed, err := area.ParseSeed("world", seedOf(f))
	if err == nil {
		err = w.Load(seed)
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, seedOf(f))
	}
	guest, _ := f.Guest.Get()
	s := conditionalaccess.ExternalSignIn{Home: "contoso", HomeUser: userName, UserID: guestID, Kind: "b2bCollaboration" + string(guest.Type)}
	if aim == rules.ShareChannelAim {
		s.Kind, s.UserID = conditionalaccess.KindDirectConnect, ""
	}
	verdict, err := conditionalaccess.SignInExternal(w, "fabrikam", s)
	if err != nil {
		t.Fatalf("%v\n%s", err, seedOf(f))
	}
	return verdict.Outcome != conditionalaccess.KeptOut
}

// TestExplanationsAgreeWithSignIns: in random worlds, the verdict is that of the
// emulator's sign-in; all proposed changes together let a user in who was kept out, and
// no smaller set of them does. WORLDS sets another number of worlds.
func TestExplanationsAgreeWithSignIns(t *testing.T) {
	t.Parallel()
	worlds := 100
	if n, err := strconv.Atoi(os.Getenv("WORLDS")); err == nil {
		worlds = n
	}
	counts := map[rules.GateState]int{}
	var changed, most int
	for seed := range worlds {
		f := world(rand.New(rand.NewPCG(uint64(seed), 18)))
		for _, aim := range []rules.Aim{rules.SignInAim, rules.ShareChannelAim} {
			e := rules.Explain(f, aim)
			counts[e.Verdict]++
			if aim == rules.ShareChannelAim {
				// There is no object in the resource tenant, whose groups would count.
				f.Guest = rules.Known(withoutGroups(f))
				e = rules.Explain(f, aim)
			}
			if e.Verdict == rules.Unclear {
				continue
			}
			if in := signsIn(t, f, aim); in != (e.Verdict == rules.Passable) {
				t.Fatalf("world %d, %s: the verdict is %s, and the sign-in %v:\n%s\n%s", seed, aim, e.Verdict, in, gatesText(e), seedOf(f))
			}
			if len(e.Changes) == 0 {
				continue
			}
			changed++
			most = max(most, len(e.Changes))
			for set := range 1 << len(e.Changes) {
				next := f
				for i, c := range e.Changes {
					if set&(1<<i) != 0 {
						next = c.Apply(next)
					}
				}
				all := set == 1<<len(e.Changes)-1
				if in := signsIn(t, next, aim); in != all {
					t.Fatalf("world %d, %s: with the changes %b of\n%s\nthe sign-in is %v\n%s", seed, aim, set, changesText(e), in, seedOf(next))
				}
			}
		}
	}
	t.Logf("%v; %d worlds with changes, at most %d", counts, changed, most)
	if counts[rules.Passable] < worlds/20 || counts[rules.Shut] < worlds/4 || changed < worlds/4 || most < 4 {
		t.Errorf("the worlds are not varied: %v, %d with changes, at most %d", counts, changed, most)
	}
}

// TestFoundAfterTheChanges: in every state of a guest, all changes together open the
// address book, and no smaller set of them does.
func TestFoundAfterTheChanges(t *testing.T) {
	t.Parallel()
	yes, no, unset := rules.Known(true), rules.Known(false), rules.Unread[bool](nil)
	states := []rules.Fact[*rules.Presence]{rules.Known[*rules.Presence](nil)}
	for _, exchange := range []rules.Fact[bool]{yes, no} {
		for _, graph := range []rules.Fact[bool]{yes, no, unset} {
			states = append(states, rules.Known(&rules.Presence{Enabled: true, Type: rules.Guest, InExchange: exchange, InGraph: graph, MailUser: yes}))
		}
	}
	closed := 0
	for i, guest := range states {
		f := world(rand.New(rand.NewPCG(1, 18)))
		f.Guest = guest
		e := rules.Explain(f, rules.BeFoundAim)
		if e.Verdict == rules.Shut {
			closed++
		}
		for set := range 1 << len(e.Changes) {
			next := f
			for i, c := range e.Changes {
				if set&(1<<i) != 0 {
					next = c.Apply(next)
				}
			}
			all := set == 1<<len(e.Changes)-1
			if found := rules.Explain(next, rules.BeFoundAim).Verdict == rules.Passable; found != all {
				t.Errorf("state %d with the changes %b of\n%s: found %v", i, set, changesText(e), found)
			}
		}
	}
	if closed != 5 {
		t.Errorf("%d states are closed", closed)
	}
}

// TestMissingUser: a user that the home tenant does not have can do nothing.
func TestMissingUser(t *testing.T) {
	t.Parallel()
	f := world(rand.New(rand.NewPCG(1, 18)))
	f.Account, f.Guest = rules.Known[*rules.Presence](nil), rules.Fact[*rules.Presence]{}
	for _, aim := range rules.Aims() {
		e := rules.Explain(f, aim)
		if e.Verdict != rules.Shut || len(e.Changes) > 0 {
			t.Errorf("%s is %s with the changes %s", aim, e.Verdict, changesText(e))
		}
		for _, g := range e.Gates {
			if g.Name == "guest account" && g.Detail == "" {
				t.Errorf("%s: the guest account is %s without a reason", aim, g.State)
			}
		}
	}
}

func withoutGroups(f rules.ExplainFacts) *rules.Presence {
	guest, _ := f.Guest.Get()
	next := *guest
	next.Subject = rules.Subject{ID: rules.Known(""), Groups: rules.Known([]string{})}
	return &next
}

func gatesText(e rules.Explanation) string {
	var text strings.Builder
	for _, g := range e.Gates {
		text.WriteString("  " + g.Name + " " + string(g.State) + " " + g.Tenant + " " + g.Setting + ": " + g.Read + " " + g.Detail + "\n")
	}
	return text.String()
}

func changesText(e rules.Explanation) string {
	var text strings.Builder
	for _, c := range e.Changes {
		text.WriteString("  " + c.Tenant + " " + c.Setting + ": " + c.Do + "\n")
	}
	return text.String()
}
