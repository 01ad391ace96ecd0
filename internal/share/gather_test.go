package share

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// service takes a second per batch, and answers each question with its length.
type service struct{ batches []int }

func (s *service) ask(_ context.Context, questions []string) map[string]Answer[int] {
	s.batches = append(s.batches, len(questions))
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

func TestGathererMissesAnswers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := NewGatherer(20, (&service{}).ask)
		if _, err := g.Get(t.Context(), "lost"); !errors.Is(err, errLeftOut) {
			t.Errorf("heard %v", err)
		}
	})
}
