package wire

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// still is a stopped clock whose waits return at once.
type still struct{}

func (still) Now() time.Time { return start }

func (still) WaitUntil(context.Context, time.Time) bool { return true }

// stopped is a clock that stands until a test moves it.
type stopped struct {
	still
	moved chan struct{}
	until time.Time
}

func (c *stopped) WaitUntil(ctx context.Context, t time.Time) bool {
	c.until = t
	select {
	case <-c.moved:
		return true
	case <-ctx.Done():
		return false
	}
}

func TestDelays(t *testing.T) {
	t.Parallel()
	f := NewFaults(still{})
	mustAdd(t, f, Fault{LatencyMS: 20})
	for name, layer := range map[string]Layer{"fault": f.Layer(), "every request": Latency(20 * time.Millisecond)} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				if w := do(Chain(answers(204), layer), "GET", "/x"); w.Code != 204 {
					t.Errorf("status %d", w.Code)
				}
				if took := time.Since(began); took != 20*time.Millisecond {
					t.Errorf("took %v", took)
				}
			})
		})
	}
}

// A held request continues when the virtual clock has moved far enough, counted
// from its selection by the rule.
func TestFaultHolds(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		end     func(c *stopped, gone context.CancelFunc)
		reached bool
	}{
		"the clock moves":   {func(c *stopped, _ context.CancelFunc) { close(c.moved) }, true},
		"the client leaves": {func(_ *stopped, gone context.CancelFunc) { gone() }, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := &stopped{moved: make(chan struct{})}
				f := NewFaults(c)
				rule := mustAdd(t, f, Fault{HoldSeconds: 90})
				reached := false
				h := Chain(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }), f.Layer())
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				go h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, "GET", "/x", http.NoBody))
				if !f.Await(ctx, rule.ID) {
					t.Fatal("the rule selected no request")
				}
				synctest.Wait()
				if hits := f.List()[0].Hits; hits != 1 || reached || !c.until.Equal(start.Add(90*time.Second)) {
					t.Errorf("%d hits, reached: %v, held until %v", hits, reached, c.until)
				}
				tt.end(c, cancel)
				synctest.Wait()
				if reached != tt.reached {
					t.Errorf("reached: %v", reached)
				}
				cancel()
				if f.Await(ctx, "unknown") {
					t.Error("an unknown rule selected a request")
				}
			})
		})
	}
}

// A disconnected client is noticed although it has sent a body, and a held
// request still has its body when it continues.
func TestHeldRequestHasABody(t *testing.T) {
	t.Parallel()
	for _, http2 := range []bool{false, true} {
		c := &stopped{moved: make(chan struct{})}
		f := NewFaults(c)
		rule := mustAdd(t, f, Fault{HoldSeconds: 90})
		left, bodies := make(chan struct{}), make(chan string, 1)
		service := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			data, err := io.ReadAll(r.Body)
			if err != nil {
				t.Error(err)
			}
			bodies <- string(data)
		})
		held := f.Layer()(service)
		server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			held.ServeHTTP(w, r)
			left <- struct{}{}
		}))
		server.EnableHTTP2 = http2
		server.StartTLS()
		t.Cleanup(server.Close)
		send := func(ctx context.Context) {
			r, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL, strings.NewReader("body"))
			if err != nil {
				t.Error(err)
				return
			}
			if response, err := server.Client().Do(r); err == nil {
				_ = response.Body.Close()
			}
		}
		ctx, leave := context.WithCancel(t.Context())
		go send(ctx)
		f.Await(t.Context(), rule.ID)
		leave()
		<-left
		if len(bodies) > 0 {
			t.Errorf("HTTP/2 %v: the request of a disconnected client continued", http2)
		}
		close(c.moved)
		go send(t.Context())
		<-left
		if got := <-bodies; got != "body" {
			t.Errorf("HTTP/2 %v: the body is %q", http2, got)
		}
	}
}
