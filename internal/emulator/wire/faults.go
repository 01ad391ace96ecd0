package wire

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

// Clock is the virtual clock.
type Clock interface {
	Now() time.Time
	// WaitUntil reports whether the clock reached the time before the context
	// ended.
	WaitUntil(context.Context, time.Time) bool
}

// Faults are the active rules. They are safe for concurrent use.
type Faults struct {
	clock Clock

	mu    sync.Mutex
	rules []*rule
	last  int
	// counted is closed and replaced when a rule has disturbed a request.
	counted chan struct{}
}

// NewFaults returns an empty list of rules. The clock supplies the times in their
// responses.
func NewFaults(clock Clock) *Faults { return &Faults{clock: clock, counted: make(chan struct{})} }

type rule struct {
	Fault
	pattern Pattern
}

func (r *rule) spent() bool { return r.Times > 0 && r.Hits >= r.Times }

// Add appends a rule and returns it with its id.
func (f *Faults) Add(fault Fault) (Fault, error) {
	if err := fault.Check(); err != nil {
		return Fault{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.last++
	fault.ID, fault.Hits = strconv.Itoa(f.last), 0
	f.rules = append(f.rules, &rule{fault, NewPattern(fault.Path)})
	return fault, nil
}

// List returns the rules in order, including spent ones.
func (f *Faults) List() []Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	list := make([]Fault, len(f.rules))
	for i, r := range f.rules {
		list[i] = r.Fault
	}
	return list
}

// Remove removes a rule and reports whether it existed.
func (f *Faults) Remove(id string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, r := range f.rules {
		if r.ID == id {
			f.rules = append(f.rules[:i:i], f.rules[i+1:]...)
			return true
		}
	}
	return false
}

// Clear removes all rules.
func (f *Faults) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rules = nil
}

// hit returns the rule for a request, counts the request, and returns the time
// until which it is held. Once it is counted, advancing the clock releases it.
func (f *Faults) hit(s Subject, r *http.Request) (fault Fault, until time.Time, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, rule := range f.rules {
		if !rule.spent() && rule.selects(s, r, rule.pattern) {
			rule.Hits++
			close(f.counted)
			f.counted = make(chan struct{})
			return rule.Fault, f.clock.Now().Add(rule.hold()), true
		}
	}
	return Fault{}, time.Time{}, false
}

// Await waits until a rule has disturbed a request. It returns false when the
// context ends first.
func (f *Faults) Await(ctx context.Context, id string) bool {
	for {
		met, counted := f.met(id)
		if met {
			return true
		}
		select {
		case <-counted:
		case <-ctx.Done():
			return false
		}
	}
}

func (f *Faults) met(id string) (bool, <-chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.ContainsFunc(f.rules, func(r *rule) bool { return r.ID == id && r.Hits > 0 }), f.counted
}

// Layer applies the rules.
func (f *Faults) Layer() Layer {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			fault, until, ok := f.hit(SubjectFrom(r.Context()), r)
			if !ok {
				next.ServeHTTP(w, r)
				return
			}
			if !f.delay(fault, until, r) {
				return
			}
			f.apply(fault, w, r, next)
		})
	}
}

// delay applies the delays of a rule and reports whether the client is still
// connected.
func (f *Faults) delay(fault Fault, until time.Time, r *http.Request) bool {
	if fault.HoldSeconds == 0 && fault.LatencyMS == 0 {
		return true
	}
	// A server notices that a client has disconnected only after it has read the
	// body.
	data, _ := io.ReadAll(r.Body) // the service gets the same error at the same place
	r.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(data), r.Body), r.Body}
	return f.clock.WaitUntil(r.Context(), until) && wait(r.Context(), time.Duration(fault.LatencyMS)*time.Millisecond)
}
