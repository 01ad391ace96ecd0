package transport

import (
	"net/http"
	"sync"
	"time"
)

// ServiceTime is the latest Date header of a service, in whole seconds; the
// service's clock shows this time or a later one. It is safe for concurrent use.
type ServiceTime struct {
	mu     sync.Mutex
	latest time.Time
}

// Latest returns the latest time, and false before the first response.
func (s *ServiceTime) Latest() (time.Time, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.latest, !s.latest.IsZero()
}

// note records the time of a response. Only responses with a request id come from
// the service; a gateway's clock is ignored.
func (s *ServiceTime) note(h http.Header) {
	at, err := http.ParseTime(h.Get("Date"))
	if err != nil || h.Get("request-id") == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if at.After(s.latest) {
		s.latest = at.UTC()
	}
}

// dated records the time of every response, including refusals.
type dated struct {
	next http.RoundTripper
	time *ServiceTime
}

func (d *dated) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := d.next.RoundTrip(req)
	if err == nil {
		d.time.note(resp.Header)
	}
	return resp, err
}
