package transport

import (
	"net/http"

	"github.com/google/uuid"
)

// identify says who asks, and gives the request an id that Microsoft's support
// can find on their side. All tries of one request share the id.
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
