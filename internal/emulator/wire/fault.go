package wire

import (
	"encoding/json"
	"net/http"
	"strings"
)

// Fault is a rule that disturbs the requests it selects. Empty selectors select
// everything; of several rules the first that selects a request is used.
//
// What it does is said by three groups of members, which go together freely: a
// delay; an answer in place of the service's, and whether the service acts all the
// same; and how much of the answer reaches the client.
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
	// LatencyMS delays the request, in milliseconds.
	LatencyMS int `json:"latency_ms,omitempty"`

	// Act carries the request out before the answer is replaced. Without it, the
	// service never hears of a request that the rule answers.
	Act bool `json:"act,omitempty"`
	// Status answers instead of the service, in the form in which the service puts
	// its errors. Left out beside Act, it is the service's own.
	Status int `json:"status,omitempty"`
	// RetryAfter is a number or a string and goes out as it is written here, so
	// "2.128" and 0 are possible (graph-identity §5). Absent sends no header.
	RetryAfter json.RawMessage `json:"retry_after,omitempty"`
	// Location is where a status of 300 to 399 redirects to. It goes out as it is
	// written here, the host of another server included.
	Location string `json:"location,omitempty"`
	// Body is the text to answer with, such as a page of a proxy; "" is an empty
	// answer. Nil leaves the service's form of an error.
	Body *string `json:"body,omitempty"`
	// ContentType is that of Body, that of a page of HTML when empty.
	ContentType string `json:"content_type,omitempty"`

	// Truncate sends the head of the answer, its full length included, and half of
	// its body, and then cuts the connection. An answer without a body stays whole.
	// For an item of a $batch the whole batch is cut.
	Truncate bool `json:"truncate,omitempty"`
	// DropResponse carries the request out and then cuts the connection. For an
	// item of a $batch the whole batch is cut off.
	DropResponse bool `json:"drop_response,omitempty"`

	// Hits counts the requests that the rule has disturbed.
	Hits int `json:"hits"`
}

// answers says whether the client gets another answer than the service's.
func (f Fault) answers() bool { return f.Status != 0 || f.Body != nil }

func (f Fault) selects(s Subject, r *http.Request, p Pattern) bool {
	return (f.Service == "" || f.Service == s.Service) &&
		(f.Method == "" || strings.EqualFold(f.Method, r.Method)) &&
		(f.Tenant == "" || f.Tenant == s.Tenant || strings.EqualFold(f.Tenant, s.TenantID)) &&
		(f.Path == "" || p.Matches(s.Service, r.URL.Path))
}
