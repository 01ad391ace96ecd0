package topology_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// estatesFixed is the number of random estates with a fixed edge.
const estatesFixed = 40

// patient is one edge of a random estate with declared capabilities.
type patient struct {
	number       int
	from, to     int
	capabilities []any
}

func randomPatient(number int) *patient {
	d := newDice(askedStream, number)
	e := randomEstate(number)
	p := &patient{number: number, from: d.IntN(len(e.Tenants))}
	p.to = (p.from + 1 + d.IntN(len(e.Tenants)-1)) % len(e.Tenants)
	for _, c := range capabilities {
		if d.in(2) || c == capabilities[number%len(capabilities)] {
			p.capabilities = append(p.capabilities, c)
		}
	}
	return p
}

// ends are the edge in a new copy of the estate.
func (p patient) ends() (*acctest.Estate, pair) {
	e := randomEstate(p.number)
	return e, pair{&e.Tenants[p.from], &e.Tenants[p.to]}
}

// treated is the estate after the findings have been fixed, except one.
func (p patient) treated(t *testing.T, findings []finding, but string) (*acctest.Estate, pair) {
	t.Helper()
	e, ends := p.ends()
	fixer{ends, t, newDice(estateStream, p.number)}.fix(findings, but)
	return e, ends
}

func (p patient) edge() map[string]any {
	_, ends := p.ends()
	return declared(ends.source.Key, ends.target.Key, p.capabilities...)
}

func (p patient) key() string {
	_, ends := p.ends()
	return ends.key()
}

// TestFindingsAreTheWholeRemedy applies the settings in the findings. Afterwards
// there is no finding, and the edge has its capabilities; without any one of the
// settings it does not.
func TestFindingsAreTheWholeRemedy(t *testing.T) {
	t.Parallel()
	for first := 0; first < estatesFixed; first += estatesPerWorld {
		t.Run(fmt.Sprintf("estates from %d", first), func(t *testing.T) {
			t.Parallel()
			var patients []*patient
			for number := first; number < first+estatesPerWorld; number++ {
				patients = append(patients, randomPatient(number))
			}
			before, _ := asked(t, patients, nil)
			for _, p := range patients {
				p.forget(before[p.key()].findings)
			}
			after, w := asked(t, patients, before)
			for _, p := range patients {
				found, left := before[p.key()].findings, after[p.key()]
				if len(left.findings) > 0 {
					t.Errorf("seed %d: %s %v has %v, and after the fix %v", theSeed, p.key(), p.capabilities, found, left.findings)
					continue
				}
				p.examine(t, w, found, left)
			}
		})
	}
}

// asked are the results of the check for the edges of one world, after the findings
// have been fixed.
func asked(t *testing.T, patients []*patient, found map[string]verdict) (map[string]verdict, *kernel.World) {
	t.Helper()
	var edges []any
	var estates []*acctest.Estate
	for _, p := range patients {
		e, _ := p.treated(t, found[p.key()].findings, "")
		estates = append(estates, e)
		if len(p.capabilities) > 0 {
			edges = append(edges, p.edge())
		}
	}
	c := started(t, together(estates...))
	return verdicts(t, c.read(edges...)), c.world.World
}

// forget removes capabilities that the clouds do not support.
func (p *patient) forget(findings []finding) {
	for _, f := range findings {
		switch without := map[string]string{"MT066": "sync", "MT067": "direct_connect"}[f.code]; {
		case !f.impossible():
		case without == "": // the remedy is to leave the edge out
			p.capabilities = nil
		default:
			p.capabilities = slices.DeleteFunc(p.capabilities, func(c any) bool { return c == without })
		}
	}
}

// examine uses an edge that has been fixed, and then one with one setting less.
func (p patient) examine(t *testing.T, w *kernel.World, found []finding, left verdict) {
	t.Helper()
	e, ends := p.treated(t, found, "")
	if !left.promises(ends.target) {
		return
	}
	sound := true
	x := tried(t, w, ran(t, e), ends)
	for _, c := range p.capabilities {
		got := x.of(fmt.Sprint(c))
		sound = sound && got == works
		if got == fails {
			t.Errorf("seed %d: %s has %v, and after the fix %s does not work", theSeed, p.key(), found, c)
		}
	}
	if !sound {
		return
	}
	for _, but := range settings(found) {
		e, ends := p.treated(t, found, but)
		x := tried(t, loaded(t, e), ran(t, e), ends)
		if !slices.ContainsFunc(p.capabilities, func(c any) bool { return x.of(fmt.Sprint(c)) != works }) {
			t.Errorf("seed %d: %s has %v, and %v works without %s", theSeed, p.key(), found, p.capabilities, but)
		}
	}
}

// settings are the single settings of findings, as treated takes them.
func settings(findings []finding) []string {
	var all []string
	for _, f := range findings {
		switch {
		case f.severity != "error" || f.impossible():
			continue
		case f.code == "MT061":
			all = append(all, f.String())
		}
		for _, s := range f.settings {
			all = append(all, f.String()+s)
		}
	}
	return all
}

// loaded is a world without a server.
func loaded(t *testing.T, e *acctest.Estate) *kernel.World {
	t.Helper()
	w := area.NewWorld(kernel.Options{})
	if err := w.Load(e.Seed(t)); err != nil {
		t.Fatal(err)
	}
	return w
}
