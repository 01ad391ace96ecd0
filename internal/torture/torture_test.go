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
	roundsVariable = "TORTURE_ROUNDS"
	seedVariable   = "TORTURE_SEED"
	firstVariable  = "TORTURE_FIRST"
	sizeVariable   = "TORTURE_SIZE"

	shortRounds = 2
	shortSeed   = 20261126
	shortSize   = 14
)

// lags are the replication lags of the directory, in turn.
var lags = []time.Duration{0, time.Second, time.Minute, 10 * time.Minute}

// TestTorture runs rounds with disturbances.
func TestTorture(t *testing.T) {
	t.Parallel()
	seed, first := number(t, seedVariable, shortSeed), number(t, firstVariable, 0)
	t.Logf("%s=%d repeats these rounds", seedVariable, seed)
	rounds := number(t, roundsVariable, shortRounds)
	t.Cleanup(func() { tally.report(t, rounds) })
	for i := first; i < first+rounds; i++ {
		lag := lags[i%len(lags)]
		t.Run(fmt.Sprintf("round %d, lag %s", i, lag), func(t *testing.T) {
			t.Parallel()
			newRound(t, seed, i, lag).run(mostDisturbances)
		})
	}
}

// TestUndisturbed runs a round without disturbances: each requested mail is sent, and
// each former value is restored.
func TestUndisturbed(t *testing.T) {
	t.Parallel()
	newRound(t, number(t, seedVariable, shortSeed), 0, time.Minute).run(0)
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
