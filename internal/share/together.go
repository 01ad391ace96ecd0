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

// Both calls two functions at the same time and returns both answers. The first
// error cancels the context of the other call and is returned.
func Both[A, B any](ctx context.Context, first func(context.Context) (A, error), second func(context.Context) (B, error)) (a A, b B, err error) {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		a, err = first(ctx)
		return err
	})
	group.Go(func() (err error) {
		b, err = second(ctx)
		return err
	})
	err = group.Wait()
	return a, b, err
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
