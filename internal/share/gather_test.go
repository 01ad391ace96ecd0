package share

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// service takes a second per batch, and answers each question with its length.
type service struct {
	mu      sync.Mutex
	batches []int
}

func (s *service) ask(_ context.Context, questions []string) map[string]Answer[int] {
	s.mu.Lock()
	s.batches = append(s.batches, len(questions))
	s.mu.Unlock()
	<-time.After(time.Second)
	answers := map[string]Answer[int]{}
	for _, q := range questions {
		if q != "lost" {
			answers[q] = Answer[int]{Value: len(q)}
		}
	}
	return answers
}

// askAll asks all questions concurrently, in order.
func askAll(t *testing.T, g *Gatherer[string, int], questions []string) {
	t.Helper()
	errs := make(chan error)
	for _, q := range questions {
		go func() {
			value, err := g.Get(t.Context(), q)
			if err == nil && value != len(q) {
				err = fmt.Errorf("%s: got %d", q, value)
			}
			errs <- err
		}()
		synctest.Wait()
	}
	for range questions {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}

// TestGathererBatches: the first question is sent alone, the others in full
// batches.
func TestGathererBatches(t *testing.T) {
	t.Parallel()
	distinct := make([]string, 45)
	for i := range distinct {
		distinct[i] = fmt.Sprintf("question %d", i)
	}
	for name, tt := range map[string]struct {
		questions []string
		want      []int
	}{
		"one":       {[]string{"a"}, []int{1}},
		"many":      {distinct, []int{1, 20, 20, 4}},
		"equal":     {[]string{"a", "b", "b", "b"}, []int{1, 1}},
		"older one": {[]string{"a", "a", "a"}, []int{1, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &service{}
				g := NewGatherer(20, s.ask)
				askAll(t, g, tt.questions)
				if !slices.Equal(s.batches, tt.want) {
					t.Errorf("batches of %v, want %v", s.batches, tt.want)
				}
			})
		})
	}
}

// TestGathererWaitsForCompany: callers that ask in step share their second batch, and a
// caller that stays alone no longer waits.
func TestGathererWaitsForCompany(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &service{}
		g := NewGatherer(20, s.ask)
		three := []string{"a", "bb", "ccc"}
		askAll(t, g, three)
		askAll(t, g, three)
		if want := []int{1, 2, 3}; !slices.Equal(s.batches, want) {
			t.Errorf("batches of %v, want %v", s.batches, want)
		}
		for range lonely {
			askAll(t, g, []string{"a"})
		}
		began := time.Now()
		askAll(t, g, []string{"a"})
		if took := time.Since(began); took != time.Second {
			t.Errorf("a caller alone took %v", took)
		}
	})
}

// TestGathererFlights: questions that arrive while a batch is in flight do not wait for
// it, up to a number of flights.
func TestGathererFlights(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &service{}
		g := NewGatherer(20, s.ask)
		g.Flights = 2
		began := time.Now()
		var callers sync.WaitGroup
		for i, q := range []string{"a", "bb", "ccc", "dddd"} {
			callers.Go(func() {
				<-time.After([]time.Duration{0, shortestStay, 3 * shortestStay / 2, 3 * shortestStay}[i])
				if _, err := g.Get(t.Context(), q); err != nil {
					t.Error(err)
				}
			})
		}
		callers.Wait()
		if took := time.Since(began); !slices.Equal(s.batches, []int{1, 2, 1}) || took > 2*time.Second+longestStay {
			t.Errorf("batches of %v in %v", s.batches, took)
		}
	})
}

func TestGathererMissesAnswers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := NewGatherer(20, (&service{}).ask)
		if _, err := g.Get(t.Context(), "lost"); !errors.Is(err, errLeftOut) {
			t.Errorf("heard %v", err)
		}
	})
}
