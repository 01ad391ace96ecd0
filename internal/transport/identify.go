package transport

import (
	"net/http"

	"github.com/google/uuid"
)

// identify sets the user agent and a correlation id, by which Microsoft's support
// can find the request. All tries of one request share the id.
type identify struct {
	next      http.RoundTripper
	userAgent string
}

func (i *identify) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.Header.Set("User-Agent", i.userAgent)
	req.Header.Set("Client-Request-Id", uuid.NewString())
	return i.next.RoundTrip(req)
}
