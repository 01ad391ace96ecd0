package transport

import (
	"net/http"
	"net/url"
)

// mostRedirects bounds the redirects of one try, so that two hosts that refer to
// each other end in an error.
const mostRedirects = 3

// follow sends a redirected request on, with its method, body and token, where the
// service's client allows the target. Any other redirect is left to status, which
// makes an error of it.
type follow struct {
	next http.RoundTripper
	// target returns the address to send the request to, or nil.
	target func(from, location *url.URL) *url.URL
}

func (f *follow) RoundTrip(req *http.Request) (*http.Response, error) {
	for hops := 0; ; hops++ {
		resp, err := f.next.RoundTrip(req)
		if err != nil || hops == mostRedirects {
			return resp, err
		}
		target := f.targetOf(req, resp)
		if target == nil {
			return resp, nil
		}
		resp.Body.Close()
		if req, err = sentTo(req, target); err != nil {
			return nil, err
		}
	}
}

func (f *follow) targetOf(req *http.Request, resp *http.Response) *url.URL {
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return nil
	}
	text := resp.Header.Get("Location")
	location, err := req.URL.Parse(text)
	if text == "" || err != nil {
		return nil
	}
	return f.target(req.URL, location)
}

// sentTo returns the request for another address. Retry gives every body a
// GetBody.
func sentTo(req *http.Request, target *url.URL) (*http.Request, error) {
	again := req.Clone(req.Context())
	again.URL, again.Host = target, ""
	if req.Body == nil {
		return again, nil
	}
	body, err := req.GetBody()
	again.Body = body
	return again, err
}
