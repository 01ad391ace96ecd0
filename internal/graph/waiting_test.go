package graph

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// hung is a service that answers after a delay.
type hung struct {
	until time.Duration
	asked atomic.Int32
}

func (h *hung) RoundTrip(req *http.Request) (*http.Response, error) {
	h.asked.Add(1)
	select {
	case <-req.Context().Done():
		return nil, req.Context().Err()
	case <-time.After(h.until):
		return nil, &transport.StatusError{Status: http.StatusForbidden, Body: []byte(`{"error":{"code":"Authorization_RequestDenied"}}`)}
	}
}

// TestWaitersReturnAtTheirOwnDeadline: a caller that shares a read with a patient
// one keeps its own deadline.
func TestWaitersReturnAtTheirOwnDeadline(t *testing.T) {
	t.Parallel()
	reads := map[string]func(*Client, context.Context) error{
		"a fact": func(c *Client, ctx context.Context) error {
			_, err := c.ConditionalAccessPolicies(ctx)
			return err
		},
		"a person": func(c *Client, ctx context.Context) error {
			_, err := c.User(ctx, "u")
			return err
		},
	}
	for name, read := range reads {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				silent := &hung{until: time.Minute}
				c, err := New(Config{Root: "https://graph.example", TenantKey: "fabrikam", Transport: silent})
				if err != nil {
					t.Fatal(err)
				}
				patient := make(chan error, 1)
				go func() { patient <- read(c, t.Context()) }()
				synctest.Wait()

				ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
				defer cancel()
				began := time.Now()
				err = read(c, ctx)
				if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "no answer from graph.example") || time.Since(began) != 50*time.Millisecond {
					t.Errorf("the waiter left after %s with %v", time.Since(began), err)
				}
				// Its end does not end the wait of the others.
				if err := <-patient; !errors.Is(err, service.ErrForbidden) {
					t.Errorf("the patient one heard %v", err)
				}
				// What it asked for is done before what comes later.
				if err := read(c, t.Context()); !errors.Is(err, service.ErrForbidden) {
					t.Errorf("the next one heard %v", err)
				}
			})
		})
	}
}

// TestFactOutlivesItsFirstCaller: the read continues for the next caller.
func TestFactOutlivesItsFirstCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		silent := &hung{until: time.Minute}
		c, err := New(Config{Root: "https://graph.example", TenantKey: "fabrikam", Transport: silent})
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			if _, err := c.ConditionalAccessPolicies(ctx); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("heard %v", err)
			}
			cancel()
		}
		if _, err := c.ConditionalAccessPolicies(t.Context()); !errors.Is(err, service.ErrForbidden) || silent.asked.Load() != 1 {
			t.Errorf("heard %v after %d requests", err, silent.asked.Load())
		}
	})
}

// TestTimeoutIsNotRemembered: a read that timed out is repeated.
func TestTimeoutIsNotRemembered(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		silent := &hung{until: 24 * time.Hour}
		c, err := New(Config{Root: "https://graph.example", TenantKey: "fabrikam", Transport: silent})
		if err != nil {
			t.Fatal(err)
		}
		for n := range int32(2) {
			if _, err := c.ConditionalAccessPolicies(t.Context()); !errors.Is(err, context.DeadlineExceeded) || silent.asked.Load() != n+1 {
				t.Errorf("heard %v after %d requests", err, silent.asked.Load())
			}
		}
	})
}
