package torture_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// parallelism is how many resources Terraform works on at a time.
const parallelism = 10

// round is an estate, a configuration, and what happens to them.
type round struct {
	*rand.Rand
	t         *testing.T
	world     *acctest.World
	workspace *acctest.Workspace
	users     []user
	partners  []partner
	known     map[string]int // partner entries of each tenant before the configuration
}

// newRound draws a round. The lag begins after the estate has been made.
func newRound(t *testing.T, seed, i int, lag time.Duration) *round {
	t.Helper()
	r := &round{Rand: rand.New(rand.NewPCG(uint64(seed), uint64(i))), t: t, known: map[string]int{}}
	var config strings.Builder
	for i := range number(t, usersVariable, shortUsers) {
		r.users = append(r.users, randomUser(r.Rand, i))
		config.WriteString(r.users[i].config())
	}
	for i := range number(t, partnersVariable, shortPartners) {
		r.partners = append(r.partners, randomPartner(r.Rand, i))
		config.WriteString(r.partners[i].config())
	}
	r.world = acctest.Start(t, estate(r.users))
	for _, at := range resourceTenants {
		r.known[at.id] = r.entries(at.id)
	}
	r.workspace = acctest.NewWorkspace(t, r.world.Config(config.String()))
	r.world.SetLag(lag)
	return r
}

// kill applies and kills, until it has done so often enough or an apply ends before
// its write comes. It returns how often it has killed.
func (r *round) kill(often int) int {
	r.t.Helper()
	writes := 0
	for _, u := range r.users {
		writes += u.writes()
	}
	for _, p := range r.partners {
		writes += p.writes()
	}
	for killed := range often {
		at := acctest.Moment{Number: 1 + r.IntN(writes/(killed+1)), CarriedOut: r.IntN(2) == 0, CLI: r.IntN(2) == 0}
		r.t.Logf("apply to be killed at write %d, carried out: %v, with the CLI: %v", at.Number, at.CarriedOut, at.CLI)
		if _, did := r.world.Kill(r.workspace, at, r.apply()...); !did {
			return killed
		}
	}
	return often
}

func (r *round) apply() []string {
	return []string{"apply", "-auto-approve", fmt.Sprintf("-parallelism=%d", parallelism)}
}

// finish applies without a kill, and expects that nothing is left to do.
func (r *round) finish() {
	r.t.Helper()
	r.workspace.MustRun(r.apply()...)
	r.workspace.Unchanged()
}
