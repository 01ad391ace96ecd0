package torture_test

import (
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"
)

// The defaults are those of the short version, which is part of every test run.
// `make torture` sets the variables.
const (
	roundsVariable   = "TORTURE_ROUNDS"
	seedVariable     = "TORTURE_SEED"
	usersVariable    = "TORTURE_USERS"
	partnersVariable = "TORTURE_PARTNERS"

	shortRounds   = 3
	shortUsers    = 8
	shortPartners = 3
	shortSeed     = 20261126
)

// lags are the replication lags of the directory, in turn.
var lags = []time.Duration{0, time.Second, time.Minute}

// mostKills is the maximum number of kills in one round.
const mostKills = 3

// TestKilledApplies kills the provider, or the CLI with it, at a random write.
// The first uninterrupted apply must succeed.
func TestKilledApplies(t *testing.T) {
	t.Parallel()
	seed := number(t, seedVariable, shortSeed)
	t.Logf("%s=%d repeats these estates and kills", seedVariable, seed)
	for i := range number(t, roundsVariable, shortRounds) {
		lag := lags[i%len(lags)]
		t.Run(fmt.Sprintf("round %d, lag %s", i, lag), func(t *testing.T) {
			t.Parallel()
			r := newRound(t, seed, i, lag)
			kills := r.kill(1 + r.IntN(mostKills))
			r.finish()
			r.checkUsers()
			r.checkPartners()
			r.checkMails(kills * parallelism)
			r.checkWrites()
		})
	}
}

// TestUninterruptedApply sends each requested mail.
func TestUninterruptedApply(t *testing.T) {
	t.Parallel()
	for i, lag := range lags {
		t.Run(lag.String(), func(t *testing.T) {
			t.Parallel()
			r := newRound(t, number(t, seedVariable, shortSeed), i, lag)
			r.finish()
			r.checkUsers()
			r.checkPartners()
			r.checkMails(0)
			r.checkWrites()
		})
	}
}

// number reads an integer environment variable.
func number(t *testing.T, variable string, otherwise int) int {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", variable, err)
	}
	return n
}
