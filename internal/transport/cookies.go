package transport

import "net/http"

// cookies keeps the cookies of a service that chooses the server for the next
// request by them. It sees every response, refusals and redirects included.
type cookies struct {
	next http.RoundTripper
	jar  http.CookieJar
}

func (c *cookies) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	for _, cookie := range c.jar.Cookies(req.URL) {
		req.AddCookie(cookie)
	}
	resp, err := c.next.RoundTrip(req)
	if err == nil {
		c.jar.SetCookies(req.URL, resp.Cookies())
	}
	return resp, err
}
