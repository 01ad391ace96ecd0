package share_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
)

// library counts the readings of a list with two pages.
type library struct {
	share.Readings
	read  atomic.Int32
	took  time.Duration
	fails error
}

func newLibrary() *library {
	l := &library{took: time.Minute}
	l.Limit, l.Age, l.Now = time.Hour, 5*time.Minute, time.Now
	return l
}

// look reads the list, and returns its pages.
func (l *library) look(ctx context.Context, notBefore time.Time) (share.Reading, []string, error) {
	var got []string
	r, err := l.Each(ctx, "key", notBefore, func(_ context.Context, keep func([]byte) error) (string, error) {
		l.read.Add(1)
		<-time.After(l.took)
		for _, page := range []string{"first", "second"} {
			if err := keep([]byte(page)); err != nil {
				return "", err
			}
		}
		return "link", l.fails
	}, func(page []byte) error {
		got = append(got, string(page))
		return nil
	})
	return r, got, err
}

// TestReadings shares a list with those who come while it is read and a short time after,
// but not with one who has read something newer.
func TestReadings(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l, began := newLibrary(), time.Now()
		look := func(notBefore time.Time) {
			t.Helper()
			r, pages, err := l.look(t.Context(), notBefore)
			if err != nil || r.Link != "link" || !slices.Equal(pages, []string{"first", "second"}) {
				t.Errorf("%+v, %v, %v", r, pages, err)
			}
		}
		expect := func(when string, notBefore time.Time, want int32) {
			t.Helper()
			if look(notBefore); l.read.Load() != want {
				t.Errorf("%s: %d readings, want %d", when, l.read.Load(), want)
			}
		}
		var together sync.WaitGroup
		for range 3 {
			together.Go(func() { expect("at the same time", time.Time{}, 1) })
		}
		together.Wait()
		if time.Since(began) != l.took {
			t.Errorf("it took %s", time.Since(began))
		}
		expect("right after", began, 1)
		expect("after something newer was read", time.Now(), 2)
		// One is in flight that began too early.
		l.Forget()
		together.Go(func() { look(time.Time{}) })
		<-time.After(time.Second)
		together.Go(func() { expect("later than what is in flight", time.Now(), 4) })
		together.Wait()
		<-time.After(l.Age + time.Second)
		expect("too old", time.Time{}, 5)
	})
}

// TestForgottenReading: what was read before a change is not used after it.
func TestForgottenReading(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLibrary()
		var together sync.WaitGroup
		look := func() {
			if _, _, err := l.look(t.Context(), time.Time{}); err != nil {
				t.Error(err)
			}
		}
		together.Go(look)
		<-time.After(time.Second)
		l.Forget()
		together.Go(look)
		together.Wait()
		if look(); l.read.Load() != 2 {
			t.Errorf("there were %d readings", l.read.Load())
		}
	})
}

// TestFailedReading: an error is no list.
func TestFailedReading(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLibrary()
		l.fails = errors.New("outage")
		if _, pages, err := l.look(t.Context(), time.Time{}); !errors.Is(err, l.fails) || len(pages) > 0 {
			t.Errorf("%v, %v", pages, err)
		}
		l.fails = nil
		if _, pages, err := l.look(t.Context(), time.Time{}); err != nil || len(pages) != 2 {
			t.Errorf("%v, %v", pages, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		l.Forget()
		if _, _, err := l.look(ctx, time.Time{}); !errors.Is(err, context.Canceled) {
			t.Errorf("an interrupted caller gets %v", err)
		}
		<-time.After(time.Hour)
	})
}
