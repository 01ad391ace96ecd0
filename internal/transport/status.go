package transport

import (
	"io"
	"net/http"
)

// status turns every answer above 299 into an error, so that no client takes a
// refusal or a redirect for a success, and every client sees all of it.
type status struct{ next http.RoundTripper }

func (s *status) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := s.next.RoundTrip(req)
	switch {
	case err != nil:
		return nil, err
	case resp.StatusCode < http.StatusMultipleChoices:
		return resp, nil
	case resp.StatusCode < http.StatusBadRequest:
		return nil, Redirect(req, resp)
	}
	return nil, refusal(req, resp)
}

// Redirect is the error for an answer that points elsewhere, which is closed. To
// follow it would carry the token to a host outside the configuration, and a POST
// would arrive there as a GET.
func Redirect(req *http.Request, resp *http.Response) *RedirectError {
	resp.Body.Close()
	e := &RedirectError{Status: resp.StatusCode, Host: req.URL.Host}
	// The rest of the address stays out of it: its query may hold secrets.
	if target, err := req.URL.Parse(resp.Header.Get("Location")); err == nil && resp.Header.Get("Location") != "" {
		e.Target = target.Host
	}
	return e
}

func refusal(req *http.Request, resp *http.Response) *StatusError {
	defer resp.Body.Close()
	// The answer has been read already, see complete.
	body, _ := io.ReadAll(resp.Body)
	return &StatusError{
		Method: req.Method,
		Path:   req.URL.Path,
		Status: resp.StatusCode,
		Header: resp.Header,
		Body:   body,
	}
}
