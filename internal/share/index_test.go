package share

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// person is an object with keys.
type person struct {
	id   string
	keys []string
}

// town is a service with people, in pages of ten.
type town struct {
	mu     sync.Mutex
	people []person
	// searches are the sizes of the batches, pages the pages that were read.
	searches            []int
	pages, counts, adds int
	// uncounted makes counting fail, unlisted listing.
	uncounted, unlisted, begins bool
}

const townPage = 10

func newTown(size int) *town {
	s := &town{}
	for i := range size {
		s.people = append(s.people, person{fmt.Sprint(i), []string{fmt.Sprintf("p%d@x", i), fmt.Sprintf("alias%d@x", i)}})
	}
	return s
}

func (s *town) having(key string) []person {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(s.people), func(p person) bool { return !slices.Contains(p.keys, key) })
}

func (s *town) index() *Index[person] {
	return NewIndex(Collection[person]{
		ID: func(p person) string { return p.id }, Keys: func(p person) []string { return p.keys },
		Find: func(_ context.Context, keys []string) map[string]Answer[[]person] {
			s.searches = append(s.searches, len(keys))
			<-time.After(time.Second)
			found := map[string]Answer[[]person]{}
			for _, key := range keys {
				found[key] = Answer[[]person]{Value: s.having(key)}
			}
			return found
		},
		List: s.listing(), Age: time.Minute,
		Added: func(context.Context) ([]person, error) {
			s.adds++
			<-time.After(time.Second)
			s.mu.Lock()
			defer s.mu.Unlock()
			return s.people[max(len(s.people)-1, 0):], nil
		},
	})
}

func (s *town) listing() Listing[person] {
	l := Listing[person]{
		Worth: 10, Most: 20,
		Pages: func(context.Context) (int, error) {
			if s.counts++; s.uncounted {
				return 0, errors.New("no count")
			}
			return len(s.people) / townPage, nil
		},
		Read: func(_ context.Context, most int) ([]person, bool, error) {
			if s.unlisted {
				return nil, false, errors.New("no list")
			}
			all := (len(s.people) + townPage - 1) / townPage
			s.pages += min(all, most)
			<-time.After(time.Second)
			return slices.Clone(s.people), all <= most, nil
		},
	}
	if s.begins {
		l.First = func(context.Context) ([]person, bool, error) {
			s.pages++
			<-time.After(time.Second)
			return slices.Clone(s.people[:min(townPage, len(s.people))]), len(s.people) <= townPage, nil
		}
	}
	return l
}

func (s *town) searched() (n int) {
	for _, batch := range s.searches {
		n += batch
	}
	return n
}

// searchAll searches for each key, ten at a time as Terraform does.
func searchAll(t *testing.T, x *Index[person], keys []string, want func(key string) int) {
	t.Helper()
	_, err := Together(t.Context(), 10, keys, func(ctx context.Context, key string) (bool, error) {
		found, err := x.Get(ctx, key)
		if err == nil && len(found) != want(key) {
			err = fmt.Errorf("%s: %d found", key, len(found))
		}
		return true, err
	})
	if err != nil {
		t.Error(err)
	}
}

func keysOf(n int) []string {
	keys := make([]string, n)
	for i := range keys {
		keys[i] = fmt.Sprintf("alias%d@x", i)
	}
	return keys
}

// TestIndexListsAtBreakEven: searches cost up to about as much as the list, which is
// counted first.
func TestIndexListsAtBreakEven(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		size, keys         int
		uncounted, begins  bool
		searches, pages    int
		unlisted, isListed bool
	}{
		"few":                {size: 10, keys: 10, searches: 10},
		"many":               {size: 10, keys: 500, searches: 10, pages: 1, isListed: true},
		"many of more":       {size: 50, keys: 500, searches: 45, pages: 5, isListed: true},
		"few of more":        {size: 100, keys: 60, searches: 60},
		"begun, small":       {size: 10, keys: 500, begins: true, searches: 10, pages: 1, isListed: true},
		"begun, few":         {size: 10, keys: 11, begins: true, searches: 10, pages: 1, isListed: true},
		"begun, larger":      {size: 50, keys: 500, begins: true, searches: 45, pages: 1 + 5, isListed: true},
		"begun, few of more": {size: 100, keys: 60, begins: true, searches: 60, pages: 1},
		"too many to hold":   {size: 250, keys: 500, searches: 500},
		"unknown, small":     {size: 10, keys: 500, uncounted: true, searches: 10, pages: 1, isListed: true},
		"unknown, larger":    {size: 40, keys: 500, uncounted: true, searches: 35, pages: 1 + 4, isListed: true},
		"unreadable":         {size: 10, keys: 500, unlisted: true, searches: 500},
		"neither, and many":  {size: 10, keys: 100, uncounted: true, unlisted: true, searches: 100},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := newTown(tt.size)
			s.uncounted, s.unlisted, s.begins = tt.uncounted, tt.unlisted, tt.begins
			x := s.index()
			// All searches that begin at the same time are in one batch.
			x.Gathered.Before = func(context.Context) { <-time.After(time.Millisecond) }
			searchAll(t, x, keysOf(tt.keys), func(key string) int { return len(s.having(key)) })
			// A batch may still be on its way when a list is due.
			if n := s.searched(); n > tt.searches+9 || n < tt.searches-9 || s.pages != tt.pages || x.Listed() != tt.isListed {
				t.Errorf("%s: %d searches and %d pages, listed: %t", name, n, s.pages, x.Listed())
			}
		})
	}
}

// TestIndexCountsRequests: searches that arrive one after another are requests of their
// own, so that they cost as much as the list after fewer of them.
func TestIndexCountsRequests(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newTown(50)
		x := s.index()
		for _, key := range keysOf(20) {
			searchAll(t, x, []string{key}, func(key string) int { return len(s.having(key)) })
		}
		if n := s.searched(); n != readsBeforeList || s.pages != 5 {
			t.Errorf("%d searches and %d pages", n, s.pages)
		}
	})
}

// TestIndexRemembers: an answer is asked once, in any case of the key's owner, until
// the caller changes it.
func TestIndexRemembers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newTown(1)
		x := s.index()
		find := func(want int) {
			t.Helper()
			searchAll(t, x, []string{"p0@x"}, func(string) int { return want })
		}
		find(1)
		find(1)
		if s.searched() != 1 {
			t.Errorf("%d searches", s.searched())
		}
		s.people = append(s.people, person{"new", []string{"p0@x"}})
		x.Forget("p0@x")
		find(2)
		x.Remove("new")
		find(1)
		x.Settle(person{"new", []string{"p0@x"}})
		find(2)
		if s.searched() != 3 {
			t.Errorf("%d searches after changes", s.searched())
		}
	})
}

// TestIndexFollowsItsCaller: a list is corrected by what the caller has changed.
func TestIndexFollowsItsCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newTown(10)
		x := s.index()
		// A removal before the list counts as well.
		x.Remove("3")
		searchAll(t, x, keysOf(40), func(key string) int {
			if key == "alias3@x" {
				return 0
			}
			return len(s.having(key))
		})
		if !x.Listed() {
			t.Fatal("not listed")
		}
		x.Settle(person{"1", []string{"alias1@x", "other@x"}})
		x.Settle(person{"new", []string{"other@x"}})
		searchAll(t, x, []string{"alias1@x", "other@x", "alias2@x"}, func(key string) int { return map[string]int{"other@x": 2}[key] + strings.Count(key, "alias") })
	})
}

// TestFreshSharesALook: callers that are about to write share a look at what was added,
// which is not older than a while.
func TestFreshSharesALook(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newTown(10)
		x := s.index()
		if _, ok, err := x.Fresh(t.Context(), "p0@x"); ok || err != nil {
			t.Errorf("an index without a list says it is fresh: %v", err)
		}
		searchAll(t, x, keysOf(40), func(key string) int { return len(s.having(key)) })
		s.people = append(s.people, person{"late", []string{"late@x"}})
		look := func(times int) {
			t.Helper()
			callers := make([]int, times)
			for i := range callers {
				callers[i] = i
			}
			_, err := Together(t.Context(), 10, callers, func(ctx context.Context, _ int) (bool, error) {
				return true, freshly(ctx, x, "late@x")
			})
			if err != nil {
				t.Error(err)
			}
		}
		if found, ok, err := x.Fresh(t.Context(), "p0@x"); !ok || err != nil || len(found) != 1 || s.adds != 0 {
			t.Errorf("a list that was just read: %v, %t, %v after %d looks", found, ok, err, s.adds)
		}
		<-time.After(2 * time.Minute)
		look(40)
		if s.adds != 1 {
			t.Errorf("%d looks for 40 callers", s.adds)
		}
		<-time.After(2 * time.Minute)
		look(1)
		if s.adds != 2 {
			t.Errorf("%d looks after a while", s.adds)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		x.adding <- struct{}{}
		var wait *WaitError
		if _, _, err := x.Fresh(ctx, "p0@x"); !errors.As(err, &wait) {
			t.Errorf("a caller that has left hears %v", err)
		}
	})
}

func freshly(ctx context.Context, x *Index[person], key string) error {
	found, ok, err := x.Fresh(ctx, key)
	if err == nil && (!ok || len(found) != 1) {
		err = fmt.Errorf("%s: %d found, %t", key, len(found), ok)
	}
	return err
}
