package transport

import (
	"net/http"
	"sync"
	"time"
)

// ServiceTime is the latest time that a service has told of itself, in whole
// seconds: its clock shows this or later. It is safe for concurrent use.
type ServiceTime struct {
	mu     sync.Mutex
	latest time.Time
}

// Latest returns the latest time, and false as long as no answer has told one.
func (s *ServiceTime) Latest() (time.Time, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.latest, !s.latest.IsZero()
}

// note takes over the time of an answer. Only those with a request id come from
// the service: the clock of a gateway says nothing.
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

// dated notes the time of every answer, refusals included.
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
