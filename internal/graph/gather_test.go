package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// slow is a Graph without users that answers after a tenth of a second, and
// records the number of questions in each request.
type slow struct{ questions []int }

func (s *slow) RoundTrip(req *http.Request) (*http.Response, error) {
	select {
	case <-req.Context().Done():
		return nil, req.Context().Err()
	case <-time.After(100 * time.Millisecond):
	}
	if !strings.HasSuffix(req.URL.Path, "/$batch") {
		s.questions = append(s.questions, 1)
		return answering(req, map[string]any{"value": []any{}})
	}
	var batch struct{ Requests []batchRequest }
	if err := json.NewDecoder(req.Body).Decode(&batch); err != nil {
		return nil, err
	}
	s.questions = append(s.questions, len(batch.Requests))
	responses := make([]any, len(batch.Requests))
	for i, r := range batch.Requests {
		responses[i] = map[string]any{"id": r.ID, "status": http.StatusOK, "body": map[string]any{"value": []any{}}}
	}
	return answering(req, map[string]any{"responses": responses})
}

func answering(req *http.Request, body any) (*http.Response, error) {
	encoded, err := json.Marshal(body)
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Request: req,
		ContentLength: int64(len(encoded)), Body: io.NopCloser(strings.NewReader(string(encoded))),
	}, err
}

// TestReadsGather: the first read is sent at once, and all others follow in full
// batches. Time is synthetic, so the result does not depend on the machine.
func TestReadsGather(t *testing.T) {
	t.Parallel()
	names := make([]string, 200)
	for i := range names {
		names[i] = fmt.Sprintf("person%d@contoso.example", i)
	}
	ask := map[string]func(context.Context, *Client) error{
		"a list": func(ctx context.Context, c *Client) error {
			_, err := c.UsersByNames(ctx, names)
			return err
		},
		"many callers": func(ctx context.Context, c *Client) error {
			errs := make(chan error)
			for _, name := range names {
				go func() {
					_, err := c.UserByName(ctx, name)
					errs <- err
				}()
			}
			for range names {
				if err := <-errs; err != nil {
					return err
				}
			}
			return nil
		},
	}
	for name, ask := range ask {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				service := &slow{}
				c, err := New(Config{Root: "https://graph.example", TenantKey: "fabrikam", Transport: service})
				if err != nil {
					t.Fatal(err)
				}
				if err := ask(t.Context(), c); err != nil {
					t.Fatal(err)
				}
				sum := 0
				for _, n := range service.questions {
					sum += n
				}
				if want := 1 + (len(names)-1+mostPerBatch-1)/mostPerBatch; len(service.questions) > want+1 || sum != len(names) {
					t.Errorf("%d questions left in requests of %v, want %d requests", sum, service.questions, want)
				}
			})
		})
	}
}
