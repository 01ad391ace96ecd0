package share

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// TestAskersReturnAtTheirOwnDeadline runs two reads that ignore their contexts
// and share an answer that takes a minute: the caller with 50 ms returns in time,
// and the other one gets the answer.
func TestAskersReturnAtTheirOwnDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began, answered := time.Now(), make(chan struct{})
		time.AfterFunc(time.Minute, func() { close(answered) })
		read := func(context.Context) (string, error) {
			<-answered
			return "answer", nil
		}
		patient, hurried := NewInquiry(time.Hour), NewInquiry(50*time.Millisecond)
		var got string
		var refused error
		Ask(t.Context(), patient, read, func(value string, err error) { got, refused = value, err })
		var late string
		var gaveUp error
		Ask(t.Context(), hurried, read, func(value string, err error) { late, gaveUp = value, err })
		hurried.Wait()
		if took := time.Since(began); took != 50*time.Millisecond || late != "" || !errors.Is(gaveUp, context.DeadlineExceeded) {
			t.Errorf("after %s the asker in a hurry has %q and %v", took, late, gaveUp)
		}
		patient.Wait()
		if took := time.Since(began); took != time.Minute || got != "answer" || refused != nil {
			t.Errorf("after %s the patient asker has %q and %v", took, got, refused)
		}
		synctest.Wait()
		if late != "" {
			t.Errorf("what came too late was taken: %q", late)
		}
	})
}

// TestAskersReturnWithTheirContext ends the context before the limit.
func TestAskersReturnWithTheirContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		q := NewInquiry(time.Hour)
		var gaveUp error
		read := func(ctx context.Context) (int, error) { <-ctx.Done(); return 0, ctx.Err() }
		Ask(ctx, q, read, func(_ int, err error) { gaveUp = err })
		cancel()
		if q.Wait(); !errors.Is(gaveUp, context.Canceled) {
			t.Errorf("the asker left with %v", gaveUp)
		}
	})
}

// TestAnswersAreSerialized asks a thousand questions concurrently, and more from
// their answers. The callbacks need no lock.
func TestAnswersAreSerialized(t *testing.T) {
	t.Parallel()
	const questions = 1000
	q := NewInquiry(time.Minute)
	var got []int
	for i := range questions {
		Ask(t.Context(), q, func(context.Context) (int, error) { return i, nil }, func(n int, _ error) { got = append(got, n) })
	}
	q.Wait()
	Ask(t.Context(), q, func(context.Context) (int, error) { return questions, nil }, func(n int, _ error) { got = append(got, n) })
	q.Wait()
	slices.Sort(got)
	if len(got) != questions+1 || got[0] != 0 || got[questions] != questions {
		t.Errorf("%d answers came", len(got))
	}
}
