package transport

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"time"
)

const (
	// tryTimeout limits one try, including its response. Graph itself times out
	// earlier.
	tryTimeout = 100 * time.Second
	// maxErrorBody limits the stored body of a refusal.
	maxErrorBody = 64 << 10
)

// Complete is the innermost stage alone, for requests whose retries and
// authorization are handled elsewhere. Its errors are *UnreachableError,
// *BrokenError and *UnusableError; it returns refusals and redirects as
// responses.
func Complete(base http.RoundTripper) http.RoundTripper { return &complete{next: base} }

// complete reads the response to its end within the try, so that a truncated
// body, or one that did not come from the service, is a failed try and can be
// retried.
type complete struct{ next http.RoundTripper }

var errTryTimeout = errors.New("no answer within " + tryTimeout.String())

func (c *complete) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeoutCause(req.Context(), tryTimeout, errTryTimeout)
	defer cancel()
	var way connection
	resp, err := c.next.RoundTrip(req.WithContext(httptrace.WithClientTrace(ctx, way.trace())))
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		if way.missing(err) {
			return nil, &UnreachableError{Host: req.URL.Host, Err: err}
		}
		return nil, &BrokenError{Host: req.URL.Host, Err: err}
	}
	body, err := readAnswer(resp)
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		return nil, &BrokenError{Host: req.URL.Host, Err: fmt.Errorf("the response is truncated: %w", err)}
	}
	if reason := unusable(req, resp, body); reason != "" {
		return nil, &UnusableError{
			Host: req.URL.Host, Status: resp.StatusCode, ContentType: resp.Header.Get("Content-Type"),
			Reason: reason, Beginning: Beginning(body),
		}
	}
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return resp, nil
}

func readAnswer(resp *http.Response) ([]byte, error) {
	defer resp.Body.Close()
	if resp.StatusCode >= http.StatusMultipleChoices {
		return io.ReadAll(io.LimitReader(resp.Body, maxErrorBody))
	}
	return io.ReadAll(resp.Body)
}

// unusable returns the reason why a successful response is invalid; empty when it
// is valid. The services answer in JSON, and a read or a creation returns an
// object.
func unusable(req *http.Request, resp *http.Response, body []byte) string {
	if resp.StatusCode >= http.StatusMultipleChoices {
		return ""
	}
	if len(bytes.TrimSpace(body)) == 0 {
		if mustAnswer(req.Method, resp.StatusCode) {
			return "empty"
		}
		return ""
	}
	media, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if err != nil || media != "application/json" || bytes.TrimSpace(body)[0] != '{' || !json.Valid(body) {
		return "no JSON object"
	}
	return ""
}

func mustAnswer(method string, status int) bool {
	switch method {
	case http.MethodGet:
		return status == http.StatusOK
	case http.MethodPost:
		return status == http.StatusOK || status == http.StatusCreated
	}
	return false
}

// Beginning returns the first words of a body for an error message.
func Beginning(body []byte) string {
	const most = 120
	text := strings.Join(strings.Fields(strings.ToValidUTF8(string(body[:min(len(body), 4*most)]), "\uFFFD")), " ")
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// connection records whether a try needed a connection and got one.
type connection struct{ wanted, got bool }

func (c *connection) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn: func(string) { c.wanted = true },
		GotConn: func(httptrace.GotConnInfo) { c.got = true },
	}
}

// missing reports whether no connection existed, so that the service cannot have
// acted on the request.
func (c *connection) missing(err error) bool {
	var dial *net.OpError
	return c.wanted && !c.got || errors.As(err, &dial) && dial.Op == "dial" || isCertificate(err)
}
