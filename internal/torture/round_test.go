package torture_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const (
	// parallelism is Terraform's -parallelism.
	parallelism = 10
	// steps is the number of configurations of a round; the last one is empty.
	steps = 4
	// lagsAfterApply is the time between an apply and the next plan, in replication lags.
	lagsAfterApply = 3
	// mostDisturbances is the maximum number of disturbed applies in a step.
	mostDisturbances = 2
)

// round is one estate with its configurations and the disturbances of their applies.
// Its seed determines both; the order of concurrent requests is Terraform's.
type round struct {
	*rand.Rand
	t         *testing.T
	world     *acctest.World
	workspace *acctest.Workspace
	// residents are guests that exist before the configuration.
	residents []*person
	// leavers are guests that only departures manage.
	leavers    []*person
	configured []configured
	// leaving are the resources that the current step removes.
	leaving []configured
	// serial is the number of resources that the round has created.
	serial int
	// disturbed is whether the current step is disturbed, and killed whether it has
	// killed a process.
	disturbed, killed bool
	// forgotten are the resources whose former values a kill may have lost.
	forgotten map[configured]bool
	// deleted are the ids of the users that the configuration has deleted, and
	// unsent are addresses whose mail a disturbance may have prevented.
	deleted, unsent map[string]bool
	// before is the estate before the first configuration.
	before map[string]any
	// placed names the effects of the fault rules by id.
	placed map[string]string
}

// newRound generates a round. The lag begins after the estate has been created.
func newRound(t *testing.T, seed, i int, lag time.Duration) *round {
	t.Helper()
	r := &round{
		Rand: rand.New(rand.NewPCG(uint64(seed), uint64(i))), t: t,
		forgotten: map[configured]bool{}, deleted: map[string]bool{}, unsent: map[string]bool{}, placed: map[string]string{},
	}
	r.world = newWorld(t)
	r.residents, r.leavers = welcome(r), welcomeLeavers(r)
	r.before = r.world.Snapshot()
	r.workspace = acctest.NewWorkspace(t, r.world.Config(""), "TF_LOG_PROVIDER=TRACE", "TF_LOG_PATH="+logFile)
	r.world.SetLag(lag)
	return r
}

// run applies the configurations of a round.
func (r *round) run(disturbances int) {
	r.t.Helper()
	size := number(r.t, sizeVariable, shortSize)
	for step := range steps {
		r.next(step, size)
		r.apply(step, disturbances)
		r.tidy()
		r.check()
	}
	r.checkRemains()
	r.checkLog()
}

// tidy undoes what removed resources leave, and what a killed create keeps them from
// restoring. All replicas have heard of it before the next step.
func (r *round) tidy() {
	for _, c := range r.leaving {
		if lost, ok := c.(restoring); ok && r.forgotten[c] {
			lost.reset(r)
		}
		if left, ok := c.(untidy); ok {
			left.sweep(r)
		}
	}
	r.world.Advance(lagsAfterApply * r.world.Lag())
}

// next generates the configuration of a step.
func (r *round) next(step, size int) {
	r.leaving = nil
	for _, c := range slices.Clone(r.configured) {
		switch {
		case !slices.Contains(r.configured, c): // removed with its parent
		case step == steps-1, r.IntN(4) == 0:
			r.remove(c)
		case r.IntN(2) == 0:
			c.change(r)
		}
	}
	if step == steps-1 {
		return
	}
	for range 3 * size {
		if len(r.configured) >= size {
			break
		}
		if c := kinds[r.IntN(len(kinds))](r); c != nil {
			r.configured = append(r.configured, c)
		}
	}
}

// remove removes a resource and its dependents from the configuration.
func (r *round) remove(c configured) {
	if part, ok := c.(inseparable); ok {
		c = part.whole()
	}
	gone := []configured{c}
	for i := 0; i < len(gone); i++ {
		for _, other := range r.configured {
			if d, ok := other.(dependent); ok && d.parent() == gone[i] {
				gone = append(gone, other)
			}
		}
	}
	for _, g := range gone {
		if o, ok := g.(owner); ok {
			o.remove(r)
		}
	}
	r.configured = slices.DeleteFunc(r.configured, func(other configured) bool { return slices.Contains(gone, other) })
	r.leaving = append(r.leaving, gone...)
}

// apply applies the configuration, first with disturbances and then without: one
// undisturbed apply has to leave nothing to do.
func (r *round) apply(step, disturbances int) {
	r.t.Helper()
	config := r.config()
	r.workspace.Write(config)
	_, resources, _ := strings.Cut(config, "resource ")
	r.t.Logf("step %d: resource %s", step, resources)
	r.world.ForgetRequests()
	r.disturbed, r.killed = false, false
	before := r.addresses()
	if disturbances > 0 {
		for range 1 + r.IntN(disturbances) {
			r.disturb(step)
		}
	}
	r.calm()
	for _, c := range r.configured {
		if r.killed && !before[c.address()] {
			r.forgotten[c] = true
		}
	}
	for range r.applies() {
		if out, err := r.workspace.Run(command...); err != nil {
			r.t.Fatalf("step %d: the undisturbed apply fails: %v\n%s", step, err, acctest.Tail(out))
		}
	}
	r.t.Logf("step %d: writes\n%s", step, strings.Join(r.world.Writes(), "\n"))
	// The next process may read from replicas that have not heard of the writes.
	r.world.Advance(lagsAfterApply * r.world.Lag())
	r.workspace.Unchanged()
}

// applies is the number of undisturbed applies: a resource that a kill has cost its
// plan may take another one.
func (r *round) applies() int {
	for _, c := range r.configured {
		if _, replans := c.(replanning); replans && r.killed {
			return 2
		}
	}
	return 1
}

// addresses are the addresses in the state.
func (r *round) addresses() map[string]bool {
	all := map[string]bool{}
	for _, i := range r.workspace.Instances() {
		all[i.Address] = true
	}
	return all
}

var command = []string{"apply", "-auto-approve", fmt.Sprintf("-parallelism=%d", parallelism)}

func (r *round) config() string {
	var body strings.Builder
	for _, c := range r.configured {
		kind, name, _ := strings.Cut(c.address(), ".")
		fmt.Fprintf(&body, "\nresource %q %q {\n  %s\n}\n", kind, name, strings.Join(c.arguments(), "\n  "))
	}
	// Checks that depend on the order of an apply have tests of their own.
	return acctest.PlanChecks(r.world.Config(body.String()), `MT030 = "off"`, `MT051 = "off"`, `MT071 = "off"`)
}

// name returns a new name of a resource.
func (r *round) name() string {
	r.serial++
	return fmt.Sprintf("it_%d", r.serial)
}

// taken reports whether a resource of the type manages the object already, or until
// this step: Terraform would create the next one while it destroys the former one.
func (r *round) taken(kind, object string) bool {
	return slices.ContainsFunc(append(r.leaving, r.configured...), func(c configured) bool {
		return strings.HasPrefix(c.address(), kind+".") && c.object() == object
	})
}

// oneOf returns one of several values.
func oneOf[T any](r *round, values ...T) T { return values[r.IntN(len(values))] }
