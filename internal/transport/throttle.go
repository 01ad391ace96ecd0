package transport

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// throttle is what a refusal says about the exhausted quota (graph-identity §5); the
// zero value if it says nothing.
type throttle struct {
	// scope is such as Tenant_Application, kind such as Write.
	scope, kind, reason string
}

// throttleOf reads x-ms-throttle-scope, "scope/kind/application/tenant", and
// x-ms-throttle-information.
func throttleOf(h http.Header) throttle {
	parts := append(strings.Split(h.Get("x-ms-throttle-scope"), "/"), "")
	return throttle{scope: parts[0], kind: parts[1], reason: h.Get("x-ms-throttle-information")}
}

// String is an insertion for error messages: empty if the refusal says nothing.
func (t throttle) String() string {
	if t.scope == "" && t.reason == "" {
		return ""
	}
	text := strings.Trim(t.scope+"/"+t.kind, "/")
	if t.reason != "" {
		text = strings.TrimPrefix(text+", ", ", ") + t.reason
	}
	return " (throttled by " + text + ")"
}

// retryAfter reads the Retry-After header: seconds, possibly with a fraction
// (graph-identity §5), or a date by the clock of the service, which its Date header
// tells. It is 0 when the header is absent or invalid.
func retryAfter(h http.Header, now time.Time) time.Duration {
	text := strings.TrimSpace(h.Get("Retry-After"))
	if seconds, err := strconv.ParseFloat(text, 64); err == nil && seconds >= 0 && seconds < 1e9 {
		return time.Duration(seconds * float64(time.Second))
	}
	at, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	if sent, err := http.ParseTime(h.Get("Date")); err == nil {
		now = sent
	}
	return max(at.Sub(now), 0)
}

// unitsOf is the cost of a request by its response, 0 if that does not say.
func unitsOf(h http.Header) int {
	units, err := strconv.Atoi(h.Get("x-ms-resource-unit"))
	if err != nil {
		return 0
	}
	return units
}

// usedOf is the used share of a quota by a response, 0 if that does not say. It may
// be above 1 (graph-identity §5).
func usedOf(h http.Header) float64 {
	used, err := strconv.ParseFloat(h.Get("x-ms-throttle-limit-percentage"), 64)
	if err != nil {
		return 0
	}
	return used
}
