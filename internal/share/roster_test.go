package share

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// register is a service with a value for each of a hundred ids. Its list may show an
// older one.
type register struct {
	now, listed string
	reads       int
	lists       int
}

func (s *register) roster() *Roster[string] {
	return NewRoster(Source[string]{
		ID: func(v string) string {
			id, _, _ := strings.Cut(v, "=")
			return id
		},
		Read: func(_ context.Context, ids []string) map[string]Answer[string] {
			s.reads += len(ids)
			<-time.After(time.Second)
			found := map[string]Answer[string]{}
			for _, id := range ids {
				found[id] = Answer[string]{Value: id + "=" + s.now}
			}
			return found
		},
		List: Listing[string]{
			Worth: 10, Pages: func(context.Context) (int, error) { return 1, nil },
			Read: func(context.Context, int) (all []string, complete bool, err error) {
				s.lists++
				for i := range 100 {
					all = append(all, fmt.Sprint(i, "=", s.listed))
				}
				return all, true, nil
			},
		},
	})
}

// TestRosterReadsAgainWhatIsNotCurrent: values of a list that are not what the caller
// expects are read once more; without a list, a value is as it is.
func TestRosterReadsAgainWhatIsNotCurrent(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		now, listed, expected string
		reads                 int
	}{
		"unchanged":         {"a", "a", "a", 10},
		"the list is older": {"b", "a", "b", 100},
		"changed outside":   {"b", "b", "a", 100},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := &register{now: tt.now, listed: tt.listed}
			r := s.roster()
			ids := make([]string, 100)
			for i := range ids {
				ids[i] = fmt.Sprint(i)
			}
			_, err := Together(t.Context(), 10, ids, func(ctx context.Context, id string) (bool, error) {
				found, err := r.GetCurrent(ctx, id, func(v string) bool { return v == id+"="+tt.expected })
				if err == nil && found != id+"="+tt.now {
					err = fmt.Errorf("%s is %s", id, found)
				}
				return true, err
			})
			// Ten values were read before the list, and may be read again.
			if err != nil || s.reads < tt.reads || s.reads > tt.reads+10 || s.lists != 1 {
				t.Errorf("%s: %v after %d reads and %d lists", name, err, s.reads, s.lists)
			}
		})
	}
}

// TestGathererWaitsForItsFirstBatch: questions that arrive during a sign-in are in the
// first batch.
func TestGathererWaitsForItsFirstBatch(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &service{}
		g := NewGatherer(20, s.ask)
		g.Before = func(context.Context) { <-time.After(time.Second) }
		askAll(t, g, []string{"a", "bb", "ccc"})
		if len(s.batches) != 1 || s.batches[0] != 3 {
			t.Errorf("batches of %v", s.batches)
		}
	})
}
