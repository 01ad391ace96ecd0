package wire

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// Fault is a rule that disturbs the requests it selects. Empty selectors select
// every request; the first of several matching rules applies.
//
// The effect has three groups of members, which can be combined: a delay; a
// response in place of the service's, with or without the service carrying out
// the request; and the part of the response that reaches the client.
type Fault struct {
	// ID is assigned by [Faults.Add].
	ID string `json:"id,omitempty"`

	Service Service `json:"service,omitempty"`
	Method  string  `json:"method,omitempty"`
	// Path is a [Pattern].
	Path string `json:"path,omitempty"`
	// Tenant is a tenant's key or id.
	Tenant string `json:"tenant,omitempty"`
	// Cmdlet is the name of a cmdlet of Exchange Online.
	Cmdlet string `json:"cmdlet,omitempty"`

	// Times is the number of requests that the rule disturbs; 0 means all.
	Times int `json:"times,omitempty"`
	// LatencyMS delays the request, in milliseconds.
	LatencyMS int `json:"latency_ms,omitempty"`
	// HoldSeconds holds the request until the virtual clock has advanced by this
	// time, or the client disconnects.
	HoldSeconds float64 `json:"hold_seconds,omitempty"`

	// Act carries the request out before the response is replaced. Without it, a
	// request that the rule answers does not reach the service.
	Act bool `json:"act,omitempty"`
	// Status replaces the service's response with an error in the service's
	// format. Absent beside Act, it is the service's own status.
	Status int `json:"status,omitempty"`
	// RetryAfter is a number or a string and is sent exactly as written, so
	// "2.128" and 0 are possible (graph-identity §5). Absent sends no header.
	RetryAfter json.RawMessage `json:"retry_after,omitempty"`
	// Location is the target of a redirect with status 300 to 399. It is sent
	// exactly as written, including the host of another server.
	Location string `json:"location,omitempty"`
	// Body is the text of the response, such as a page of a proxy; "" is an empty
	// body. Nil sends an error in the service's format.
	Body *string `json:"body,omitempty"`
	// ContentType is the content type of Body; HTML when empty.
	ContentType string `json:"content_type,omitempty"`

	// Truncate sends the headers with the full length and half of the body, and
	// then cuts the connection. A response without a body stays complete. For an
	// item of a $batch the whole batch is truncated.
	Truncate bool `json:"truncate,omitempty"`
	// DropResponse carries the request out and then cuts the connection. For an
	// item of a $batch the response of the whole batch is dropped.
	DropResponse bool `json:"drop_response,omitempty"`
	// Reset resets the TCP connection instead of carrying the request out. All other
	// requests on the connection lose their responses.
	Reset bool `json:"reset,omitempty"`

	// Hits is the number of requests that the rule has disturbed.
	Hits int `json:"hits"`
}

// maxHold is longer than any client's timeout.
const maxHold = 365 * 24 * time.Hour

func (f Fault) hold() time.Duration { return time.Duration(f.HoldSeconds * float64(time.Second)) }

// answers reports whether the rule replaces the service's response.
func (f Fault) answers() bool { return f.Status != 0 || f.Body != nil }

func (f Fault) selects(s Subject, r *http.Request, p Pattern) bool {
	return (f.Service == "" || f.Service == s.Service) &&
		(f.Method == "" || strings.EqualFold(f.Method, r.Method)) &&
		(f.Cmdlet == "" || strings.EqualFold(f.Cmdlet, s.Cmdlet)) &&
		(f.Tenant == "" || f.Tenant == s.Tenant || strings.EqualFold(f.Tenant, s.TenantID)) &&
		(f.Path == "" || p.Matches(s.Service, r.URL.Path))
}
