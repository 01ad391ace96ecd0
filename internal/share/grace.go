package share

import (
	"context"
	"time"
)

// Grace returns a context that outlives the cancellation of another one by a while,
// but not its deadline: an interrupt asks Terraform to stop, and the response of a
// running write contains data for the state.
func Grace(ctx context.Context, while time.Duration) (context.Context, context.CancelFunc) {
	kept, cancel := context.WithCancel(context.WithoutCancel(ctx))
	if deadline, ok := ctx.Deadline(); ok {
		kept, cancel = context.WithDeadline(kept, deadline)
	}
	stop := context.AfterFunc(ctx, func() {
		timer := time.AfterFunc(while, cancel)
		context.AfterFunc(kept, func() { timer.Stop() })
	})
	return kept, func() {
		stop()
		cancel()
	}
}
