package share

import (
	"context"
	"maps"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
)

// Together calls ask for each key, with at most most calls in flight, and returns
// the answers by key. The first error cancels the context of the other calls and
// is returned.
func Together[K comparable, V any](ctx context.Context, most int, keys []K, ask func(context.Context, K) (V, error)) (map[K]V, error) {
	var mu sync.Mutex
	answers := make(map[K]V, len(keys))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(most)
	for _, key := range keys {
		group.Go(func() error {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			value, err := ask(ctx, key)
			if err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			answers[key] = value
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return answers, nil
}

// InBatches answers any number of distinct questions in sequential batches of up
// to most questions.
func InBatches[Q comparable, A any](ctx context.Context, most int, questions []Q, ask func(context.Context, []Q) map[Q]Answer[A]) map[Q]Answer[A] {
	answers := make(map[Q]Answer[A], len(questions))
	for batch := range slices.Chunk(questions, most) {
		maps.Copy(answers, ask(ctx, batch))
	}
	return answers
}
