package transport

import (
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// logged writes one line per try. Headers, bodies and queries stay out of it:
// they carry tokens, redeem URLs, messages and people's addresses.
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
	if err != nil {
		fields["error"] = err.Error()
		tflog.Debug(req.Context(), "Request failed", fields)
		return resp, err
	}
	fields["status"] = resp.StatusCode
	fields["request_id"] = resp.Header.Get("request-id")
	if units := resp.Header.Get("x-ms-resource-unit"); units != "" {
		fields["resource_units"] = units
	}
	if wait, ok := retryAfter(resp.Header, start); ok {
		fields["retry_after"] = wait.Round(time.Millisecond).String()
	}
	tflog.Debug(req.Context(), "Request answered", fields)
	return resp, nil
}
