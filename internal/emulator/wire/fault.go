package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Fault is a rule that disturbs the requests it selects. Empty selectors select
// everything; of several rules the first that selects a request is used.
type Fault struct {
	// ID is given by [Faults.Add].
	ID string `json:"id,omitempty"`

	Service Service `json:"service,omitempty"`
	Method  string  `json:"method,omitempty"`
	// Path is read as a [Pattern].
	Path string `json:"path,omitempty"`
	// Tenant is a tenant's key or id.
	Tenant string `json:"tenant,omitempty"`

	// Times is how often the rule works; 0 means always.
	Times int `json:"times,omitempty"`
	// Status answers instead of the service, which then does nothing.
	Status int `json:"status,omitempty"`
	// RetryAfter is a number or a string and goes out as it is written here, so
	// "2.128" and 0 are possible (graph-identity §5). Absent sends no header.
	RetryAfter json.RawMessage `json:"retry_after,omitempty"`
	// LatencyMS delays the request, in milliseconds.
	LatencyMS int `json:"latency_ms,omitempty"`
	// HoldSeconds keeps the request until the virtual clock has moved on by so
	// much, or the client is gone.
	HoldSeconds float64 `json:"hold_seconds,omitempty"`
	// DropResponse carries the request out and then cuts the connection. For an
	// item of a $batch the whole batch is cut off.
	DropResponse bool `json:"drop_response,omitempty"`

	// Hits counts the requests that the rule has disturbed.
	Hits int `json:"hits"`
}

// maxHold is longer than any client waits.
const maxHold = 365 * 24 * time.Hour

func (f Fault) hold() time.Duration { return time.Duration(f.HoldSeconds * float64(time.Second)) }

// Check says what is wrong with a rule.
func (f Fault) Check() error {
	switch {
	case f.Service != "" && f.Service != Login && f.Service != Graph && f.Service != Exchange:
		return fmt.Errorf("service: %q is none of login, graph and exchange", f.Service)
	case f.Times < 0:
		return errors.New("times: must not be negative")
	case f.LatencyMS < 0:
		return errors.New("latency_ms: must not be negative")
	case f.HoldSeconds < 0 || f.HoldSeconds > maxHold.Seconds():
		return fmt.Errorf("hold_seconds: must be from 0 to %v", maxHold.Seconds())
	case f.Status != 0 && (f.Status < 400 || f.Status > 599):
		return fmt.Errorf("status: %d is no error; 400 to 599 are", f.Status)
	case f.Status != 0 && f.DropResponse:
		return errors.New("drop_response: carries the request out, so it goes without status")
	case f.Status == 0 && f.LatencyMS == 0 && f.HoldSeconds == 0 && !f.DropResponse:
		return errors.New("the rule does nothing: give status, latency_ms, hold_seconds or drop_response")
	case f.Status == 0 && len(f.RetryAfter) > 0:
		return errors.New("retry_after: goes with status")
	}
	if _, err := f.retryAfter(); err != nil {
		return fmt.Errorf("retry_after: %w", err)
	}
	return nil
}

// retryAfter gives the header's text; empty means none.
func (f Fault) retryAfter() (string, error) {
	raw := strings.TrimSpace(string(f.RetryAfter))
	if raw == "" || raw == "null" {
		return "", nil
	}
	var text string
	if err := json.Unmarshal(f.RetryAfter, &text); err == nil {
		return text, nil
	}
	if _, err := strconv.ParseFloat(raw, 64); err != nil {
		return "", errors.New("must be a number or a string")
	}
	return raw, nil
}

func (f Fault) selects(s Subject, r *http.Request, p Pattern) bool {
	return (f.Service == "" || f.Service == s.Service) &&
		(f.Method == "" || strings.EqualFold(f.Method, r.Method)) &&
		(f.Tenant == "" || f.Tenant == s.Tenant || strings.EqualFold(f.Tenant, s.TenantID)) &&
		(f.Path == "" || p.Matches(s.Service, r.URL.Path))
}
