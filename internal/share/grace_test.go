package share_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
)

func TestGraceOutlivesAnInterrupt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, interrupt := context.WithCancel(t.Context())
		kept, done := share.Grace(ctx, 5*time.Second)
		defer done()
		interrupt()
		<-time.After(4 * time.Second)
		if kept.Err() != nil {
			t.Fatal("an interrupt ends the write that is under way at once")
		}
		<-time.After(2 * time.Second)
		if !errors.Is(kept.Err(), context.Canceled) {
			t.Fatal("an interrupt never ends the write that is under way")
		}
	})
}

func TestGraceKeepsTheDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		kept, done := share.Grace(ctx, time.Hour)
		defer done()
		<-time.After(time.Minute + time.Second)
		if kept.Err() == nil {
			t.Error("the timeout of the operation does not hold")
		}
	})
}
