package graph

import (
	"context"
	"net/http"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// sendAll sends writes that may be repeated and do not depend on each other, in
// batches, and returns the error of each, in order.
//
// POST /$batch.
func (c *Client) sendAll(ctx context.Context, calls []call) []error {
	errs := make([]error, 0, len(calls))
	for some := range slices.Chunk(calls, mostPerBatch) {
		errs = append(errs, c.sendBatch(ctx, some)...)
	}
	return errs
}

func (c *Client) sendBatch(ctx context.Context, calls []call) []error {
	errs := make([]error, len(calls))
	var alone []int
	answers, err := c.writeTogether(ctx, calls)
	for i, k := range calls {
		switch {
		case err != nil:
			errs[i] = c.failed(k.op, err)
		case len(calls) == 1, transientItem(answers[i].Status), answers[i].Status == http.StatusConflict:
			// As a separate request it gets the transport's retries and waits.
			alone = append(alone, i)
		default:
			errs[i] = c.failed(k.op, answers[i].answer(k.method).Err)
		}
	}
	for _, i := range alone {
		errs[i] = c.send(transport.WithSafeRepeat(ctx), calls[i], nil)
	}
	return errs
}

// writeTogether sends more than one write as a batch.
func (c *Client) writeTogether(ctx context.Context, calls []call) ([]batchAnswer, error) {
	if len(calls) == 1 {
		return nil, nil
	}
	requests := make([]batchRequest, len(calls))
	for i, k := range calls {
		requests[i] = batchRequest{Method: k.method, URL: k.path, Body: k.body}
		if k.body != nil {
			requests[i].Headers = map[string]string{"Content-Type": "application/json"}
		}
	}
	return c.deliver(ctx, requests, transport.Cost{Units: len(requests), Writes: len(requests)})
}
