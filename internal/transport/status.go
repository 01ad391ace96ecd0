package transport

import (
	"io"
	"net/http"
)

// status turns every response above 299 into an error, so that no client takes a
// refusal or a redirect for a success.
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

// Redirect returns the error for a redirect and closes the response. Following it
// would send the token to a host outside the configuration, and a POST would
// arrive there as a GET.
func Redirect(req *http.Request, resp *http.Response) *RedirectError {
	resp.Body.Close()
	e := &RedirectError{Status: resp.StatusCode, Host: req.URL.Host}
	// Only the host is reported: the query may hold secrets.
	if target, err := req.URL.Parse(resp.Header.Get("Location")); err == nil && resp.Header.Get("Location") != "" {
		e.Target = target.Host
	}
	return e
}

func refusal(req *http.Request, resp *http.Response) *StatusError {
	defer resp.Body.Close()
	// The body has already been read, see complete.
	body, _ := io.ReadAll(resp.Body)
	return &StatusError{
		Method: req.Method,
		Path:   req.URL.Path,
		Status: resp.StatusCode,
		Header: resp.Header,
		Body:   body,
	}
}
