package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var opBatch = operation{"POST /$batch", nil}

type batchRequest struct {
	ID     string `json:"id"`
	Method string `json:"method"`
	URL    string `json:"url"`
}

type batchAnswer struct {
	ID      string            `json:"id"`
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
	Body    json.RawMessage   `json:"body"`
}

// readUsers reads people by object id: one alone in a request of its own, more
// of them in one batch.
//
// GET /users/{id}, POST /$batch.
func (c *Client) readUsers(ctx context.Context, ids []string) map[string]result {
	results := make(map[string]result, len(ids))
	alone := ids
	if len(ids) > 1 {
		answers, err := c.batchUsers(ctx, ids)
		alone = nil
		for i, id := range ids {
			switch {
			case err != nil:
				results[id] = result{err: err}
			case transientItem(answers[i].Status):
				// An item fails on its own, and nobody repeats it. Alone in a request
				// it passes the transport's retries and waits.
				alone = append(alone, id)
			default:
				results[id] = c.itemResult(answers[i])
			}
		}
	}
	for _, id := range alone {
		u, err := c.readUser(ctx, id)
		results[id] = result{u, err}
	}
	return results
}

func (c *Client) readUser(ctx context.Context, id string) (User, error) {
	var u User
	err := c.send(ctx, call{
		op: opReadUser, method: http.MethodGet, path: userPath(id), query: url.Values{"$select": {userSelect}},
	}, &u)
	return u, err
}

// batchUsers returns one answer per id, in the order of the ids.
func (c *Client) batchUsers(ctx context.Context, ids []string) ([]batchAnswer, error) {
	requests := make([]batchRequest, len(ids))
	query := url.Values{"$select": {userSelect}}.Encode()
	for i, id := range ids {
		requests[i] = batchRequest{ID: strconv.Itoa(i), Method: http.MethodGet, URL: userPath(id) + "?" + query}
	}
	var page struct{ Responses []batchAnswer }
	err := c.send(transport.WithSafeRepeat(ctx), call{
		op: opBatch, method: http.MethodPost, path: "/$batch", body: map[string]any{"requests": requests},
	}, &page)
	if err != nil {
		return nil, err
	}
	answers := make([]batchAnswer, len(ids))
	for _, a := range page.Responses {
		if i, err := strconv.Atoi(a.ID); err == nil && i >= 0 && i < len(answers) {
			answers[i] = a
		}
	}
	return answers, nil
}

func (c *Client) itemResult(a batchAnswer) result {
	switch {
	case a.Status == 0:
		return result{err: c.failed(opBatch, errors.New("the answer leaves out one of the requests"))}
	case a.Status >= http.StatusBadRequest:
		header := http.Header{}
		for name, value := range a.Headers {
			header.Set(name, value)
		}
		return result{err: c.failed(opReadUser, &transport.StatusError{
			Method: http.MethodGet, Path: "/users/{id}", Status: a.Status, Header: header, Body: a.Body,
		})}
	}
	var u User
	if err := json.Unmarshal(a.Body, &u); err != nil {
		return result{err: c.failed(opReadUser, fmt.Errorf("answer is not what the documentation says: %w", err))}
	}
	return result{user: u}
}

func transientItem(status int) bool {
	return status == http.StatusTooManyRequests || status == http.StatusFailedDependency ||
		status >= http.StatusInternalServerError
}
