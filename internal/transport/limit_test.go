package transport

import (
	"testing"
	"time"
)

func TestLimiter(t *testing.T) {
	t.Parallel()
	clock := newFakeClock()
	l := NewLimiter(clock, Quota{Units: 10, Period: time.Second}, Quota{Units: 2, Period: 20 * time.Second})
	wait := func(c Cost) time.Duration {
		before := clock.Now()
		if err := l.Wait(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		return clock.Now().Sub(before)
	}
	for range 10 {
		if d := wait(Cost{Units: 1}); d != 0 {
			t.Fatalf("waited %s within the quota", d)
		}
	}
	if d := wait(Cost{Units: 5}); d != 500*time.Millisecond {
		t.Errorf("five units over the quota waited %s", d)
	}
	clock.now = clock.now.Add(time.Minute)
	wait(Cost{Units: 1, Writes: 1})
	wait(Cost{Units: 1, Writes: 1})
	if d := wait(Cost{Units: 1, Writes: 1}); d != 10*time.Second {
		t.Errorf("third write waited %s", d)
	}
	l.Pause(3 * time.Second)
	l.Pause(time.Second)
	if d := wait(Cost{Units: 1}); d != 3*time.Second {
		t.Errorf("waited %s, want the longer pause", d)
	}
}
