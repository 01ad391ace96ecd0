package wire

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Faults are the rules in force. They are safe for concurrent use.
type Faults struct {
	now func() time.Time

	mu    sync.Mutex
	rules []*rule
	last  int
}

// NewFaults starts without rules. Now dates the answers that rules give.
func NewFaults(now func() time.Time) *Faults { return &Faults{now: now} }

type rule struct {
	Fault
	pattern Pattern
}

func (r *rule) spent() bool { return r.Times > 0 && r.Hits >= r.Times }

// Add puts a rule after the others and returns it with its id.
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

// List returns the rules in their order, spent ones included.
func (f *Faults) List() []Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	list := make([]Fault, len(f.rules))
	for i, r := range f.rules {
		list[i] = r.Fault
	}
	return list
}

// Remove takes a rule away and reports whether there was one.
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

// Clear takes all rules away.
func (f *Faults) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rules = nil
}

// hit finds the rule for a request and counts it.
func (f *Faults) hit(s Subject, r *http.Request) (Fault, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, rule := range f.rules {
		if !rule.spent() && rule.selects(s, r, rule.pattern) {
			rule.Hits++
			return rule.Fault, true
		}
	}
	return Fault{}, false
}

// Layer applies the rules.
func (f *Faults) Layer() Layer {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			fault, ok := f.hit(SubjectFrom(r.Context()), r)
			if !ok {
				next.ServeHTTP(w, r)
				return
			}
			if !wait(r.Context(), time.Duration(fault.LatencyMS)*time.Millisecond) {
				return
			}
			f.apply(fault, w, r, next)
		})
	}
}
