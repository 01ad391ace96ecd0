package share

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestTogether(t *testing.T) {
	t.Parallel()
	keys := []int{1, 2, 3, 4, 5, 6, 7}
	synctest.Test(t, func(t *testing.T) {
		var now, crowds atomic.Int32
		began := time.Now()
		answers, err := Together(t.Context(), 3, keys, func(ctx context.Context, key int) (int, error) {
			if now.Add(1) > 3 {
				crowds.Add(1)
			}
			defer now.Add(-1)
			return after(time.Second, key*key, nil)(ctx)
		})
		if err != nil || len(answers) != len(keys) || answers[7] != 49 {
			t.Errorf("got %v, %v", answers, err)
		}
		if crowds.Load() > 0 || time.Since(began) != 3*time.Second {
			t.Errorf("took %s, and %d calls were more than 3 at a time", time.Since(began), crowds.Load())
		}
	})
}

// TestBoth calls two functions at the same time.
func TestBoth(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		a, b, err := Both(t.Context(), after(time.Second, "a", nil), after(time.Second, 2, nil))
		if a != "a" || b != 2 || err != nil || time.Since(began) != time.Second {
			t.Errorf("got %q, %d, %v after %s", a, b, err, time.Since(began))
		}
	})
}

// TestBothEnds at its first error, whichever call has it.
func TestBothEnds(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	for name, waits := range map[string][2]time.Duration{"first": {time.Second, time.Hour}, "second": {time.Hour, time.Second}} {
		synctest.Test(t, func(t *testing.T) {
			began := time.Now()
			_, _, err := Both(t.Context(), after(waits[0], 1, broken), after(waits[1], 2, broken))
			if !errors.Is(err, broken) || time.Since(began) != time.Second {
				t.Errorf("%s: %v after %s", name, err, time.Since(began))
			}
		})
	}
}

// TestTogetherEnds at its first error and when its caller's context ends.
func TestTogetherEnds(t *testing.T) {
	t.Parallel()
	slow := after(time.Hour, 1, nil)
	for name, tt := range map[string]struct {
		ask  func(context.Context, int) (int, error)
		want error
	}{
		"with an error": {func(ctx context.Context, key int) (int, error) {
			if key == 2 {
				return 0, errRefused
			}
			return slow(ctx)
		}, errRefused},
		"with its caller": {func(ctx context.Context, _ int) (int, error) { return slow(ctx) }, context.DeadlineExceeded},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), patience)
				defer cancel()
				began := time.Now()
				if answers, err := Together(ctx, 2, []int{1, 2, 3, 4}, tt.ask); !errors.Is(err, tt.want) || answers != nil || time.Since(began) > patience {
					t.Errorf("got %v, %v after %s", answers, err, time.Since(began))
				}
			})
		})
	}
}

func TestInBatches(t *testing.T) {
	t.Parallel()
	var batches [][]int
	answers := InBatches(t.Context(), 2, []int{1, 2, 3}, func(_ context.Context, questions []int) map[int]Answer[string] {
		batches = append(batches, questions)
		answers := map[int]Answer[string]{}
		for _, q := range questions {
			answers[q] = Answer[string]{Value: "it"}
		}
		return answers
	})
	if len(batches) != 2 || !slices.Equal(slices.Sorted(maps.Keys(answers)), []int{1, 2, 3}) {
		t.Errorf("batches of %v answered %v", batches, answers)
	}
}
