package transport

import (
	"io"
	"net/http"
)

const maxErrorBody = 64 << 10

// status turns refusals into errors, so that no client parses a failed answer
// as a good one and every client sees all of it.
type status struct{ next http.RoundTripper }

func (s *status) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := s.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode < http.StatusBadRequest {
		return resp, nil
	}
	return nil, refusal(req, resp)
}

// refusal reads and closes the answer. A body that breaks off is kept as far
// as it came: the status alone is worth reporting.
func refusal(req *http.Request, resp *http.Response) *StatusError {
	body, _ := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody))
	resp.Body.Close()
	return &StatusError{
		Method: req.Method,
		Path:   req.URL.Path,
		Status: resp.StatusCode,
		Header: resp.Header,
		Body:   body,
	}
}
