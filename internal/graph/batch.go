package graph

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// mostFlights is the number of batches of shared reads that are in flight at once.
const mostFlights = 2

// mostPerBatch is Graph's maximum (graph-identity §4).
const mostPerBatch = 20

var (
	opBatch = operation{"POST /$batch", nil}
	opRead  = operation{"GET", nil}
)

// question is a GET that concurrent callers can share.
type question struct {
	path     string // with the query
	advanced bool
}

type answer = share.Answer[json.RawMessage]

type batchRequest struct {
	ID      string            `json:"id"`
	Method  string            `json:"method"`
	URL     string            `json:"url"`
	Headers map[string]string `json:"headers,omitempty"`
	Body    any               `json:"body,omitempty"`
}

type batchAnswer struct {
	ID      string            `json:"id"`
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
	Body    json.RawMessage   `json:"body"`
}

// askAll answers questions: a single one in its own request, several in one
// batch. The gatherer calls it.
//
// POST /$batch.
func (c *Client) askAll(ctx context.Context, questions []question) map[question]answer {
	answers := make(map[question]answer, len(questions))
	alone := questions
	if len(questions) > 1 {
		items, err := c.batch(ctx, questions)
		alone = nil
		for i, q := range questions {
			switch {
			case err != nil:
				answers[q] = answer{Err: err}
			case transientItem(items[i].Status):
				// An item fails individually, and the transport does not retry it. As
				// a separate request it gets the transport's retries and waits.
				alone = append(alone, q)
			default:
				answers[q] = items[i].answer(http.MethodGet)
			}
		}
	}
	for _, q := range alone {
		body, err := c.askOne(ctx, q)
		answers[q] = answer{Value: body, Err: err}
	}
	return answers
}

func (c *Client) askOne(ctx context.Context, q question) (json.RawMessage, error) {
	var body json.RawMessage
	err := c.send(ctx, call{op: opRead, method: http.MethodGet, path: q.path, advanced: q.advanced}, &body)
	return body, err
}

// batch returns one answer per question, in order.
func (c *Client) batch(ctx context.Context, questions []question) ([]batchAnswer, error) {
	requests := make([]batchRequest, len(questions))
	for i, q := range questions {
		requests[i] = batchRequest{Method: http.MethodGet, URL: q.path}
		if q.advanced {
			requests[i].Headers = map[string]string{"ConsistencyLevel": "eventual"}
		}
	}
	return c.deliver(ctx, requests, transport.Cost{Units: len(requests)})
}

// deliver sends a batch of requests that may be repeated, and returns one answer
// per request, in order.
func (c *Client) deliver(ctx context.Context, requests []batchRequest, cost transport.Cost) ([]batchAnswer, error) {
	for i := range requests {
		requests[i].ID = strconv.Itoa(i)
	}
	var page struct{ Responses []batchAnswer }
	ctx = withBatched(transport.WithSafeRepeat(ctx), cost)
	err := c.send(ctx, call{
		op: opBatch, method: http.MethodPost, path: "/$batch", body: map[string]any{"requests": requests},
	}, &page)
	if err != nil {
		return nil, err
	}
	answers := make([]batchAnswer, len(requests))
	for _, a := range page.Responses {
		if i, err := strconv.Atoi(a.ID); err == nil && i >= 0 && i < len(answers) {
			answers[i] = a
		}
	}
	return answers, nil
}

func (a batchAnswer) answer(method string) answer {
	switch {
	case a.Status == 0:
		return answer{Err: errors.New("the answer leaves out one of the requests")}
	case a.Status >= http.StatusMultipleChoices:
		header := http.Header{}
		for name, value := range a.Headers {
			header.Set(name, value)
		}
		return answer{Err: &transport.StatusError{Method: method, Path: "/$batch", Status: a.Status, Header: header, Body: a.Body}}
	}
	return answer{Value: a.Body}
}

func transientItem(status int) bool {
	return status == http.StatusTooManyRequests || status == http.StatusFailedDependency ||
		status >= http.StatusInternalServerError
}
