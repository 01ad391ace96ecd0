package transport

import (
	"errors"
	"net/http"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// logged writes one line per try. Headers, bodies and queries are omitted: they
// carry tokens, redeem URLs, messages and mail addresses.
type logged struct {
	next   http.RoundTripper
	clock  Clock
	tenant string
}

func (l *logged) RoundTrip(req *http.Request) (*http.Response, error) {
	start := l.clock.Now()
	resp, err := l.next.RoundTrip(req)
	fields := map[string]any{
		"tenant":            l.tenant,
		"method":            req.Method,
		"host":              req.URL.Host,
		"path":              req.URL.Path,
		"duration_ms":       l.clock.Now().Sub(start).Milliseconds(),
		"client_request_id": req.Header.Get("Client-Request-Id"),
	}
	status, header := outcome(resp, err)
	if status == 0 {
		fields["error"] = err.Error()
		tflog.Debug(req.Context(), "Request failed", fields)
		return resp, err
	}
	fields["status"] = status
	fields["request_id"] = header.Get("request-id")
	if units := header.Get("x-ms-resource-unit"); units != "" {
		fields["resource_units"] = units
	}
	if wait := retryAfter(header, start); wait > 0 {
		fields["retry_after"] = InWords(wait)
	}
	tflog.Debug(req.Context(), "Request answered", fields)
	return resp, err
}

// outcome returns the status and the headers of a response or of a refusal; 0
// without either.
func outcome(resp *http.Response, err error) (int, http.Header) {
	var refused *StatusError
	switch {
	case err == nil:
		return resp.StatusCode, resp.Header
	case errors.As(err, &refused):
		return refused.Status, refused.Header
	}
	return 0, nil
}
