package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// StatusError is a response with status 400 or above, including its body.
// Packages graph and exchange turn it into the error of their service.
type StatusError struct {
	Method string
	Path   string
	Status int
	Header http.Header
	// Body is the response body, truncated at 64 KiB.
	Body []byte
}

func (e *StatusError) Error() string {
	return fmt.Sprintf("%s %s: %d %s", e.Method, e.Path, e.Status, http.StatusText(e.Status))
}

// Outage reports whether the service may answer the next try otherwise: it is
// overloaded, or failed.
func (e *StatusError) Outage() bool {
	return e.Status == http.StatusTooManyRequests || e.Status == http.StatusLocked || transient(e.Status)
}

// RedirectError is a redirect that was not followed: either no service answers so,
// or its client does not allow the target.
type RedirectError struct {
	Status int
	// Host received the request. Target is the host of the redirect; empty when
	// it names none.
	Host, Target string
}

func (e *RedirectError) Error() string {
	target := e.Target
	if target == "" {
		target = "an unspecified address"
	}
	return fmt.Sprintf("%s answered with a redirect (%d) to %s, which was not followed", e.Host, e.Status, target)
}

// UnreachableError means that there was no connection to the service: nothing was
// sent.
type UnreachableError struct {
	Host string
	Err  error
}

func (e *UnreachableError) Error() string {
	return fmt.Sprintf("%s could not be reached: %v", e.Host, e.Err)
}

// Outage is false for a certificate that is not trusted, which stays so.
func (e *UnreachableError) Outage() bool { return !isCertificate(e.Err) }

// Unwrap returns the network error.
func (e *UnreachableError) Unwrap() error { return e.Err }

// BrokenError means that a request was sent and no complete response came back.
type BrokenError struct {
	Host string
	Err  error
}

func (e *BrokenError) Error() string {
	if errors.Is(e.Err, context.DeadlineExceeded) {
		return fmt.Sprintf("no answer from %s before the timeout of the operation ended", e.Host)
	}
	return fmt.Sprintf("no answer from %s: %v", e.Host, e.Err)
}

// Outage is true: the next request may be answered.
func (e *BrokenError) Outage() bool { return true }

// Unwrap returns the network error, or the context's.
func (e *BrokenError) Unwrap() error { return e.Err }

// UnusableError is a successful status without the service's content: a gateway's
// page, invalid JSON, or an empty body where an object is required.
type UnusableError struct {
	Host        string
	Status      int
	ContentType string
	// Reason says why the response is invalid. Beginning holds the first words of
	// the body.
	Reason, Beginning string
}

func (e *UnusableError) Error() string {
	return NotOfService(e.Host, e.Status, e.ContentType, e.Reason, e.Beginning)
}

// Outage is true: a gateway answers for a while.
func (e *UnusableError) Outage() bool { return true }

// NotOfService describes a response that did not come from the service.
func NotOfService(host string, status int, contentType, reason, beginning string) string {
	if contentType == "" {
		contentType = "no content type"
	}
	text := fmt.Sprintf("unexpected response from %s: %d %s, %s, %s", host, status, http.StatusText(status), contentType, reason)
	if beginning != "" {
		text += fmt.Sprintf(", beginning with %q", beginning)
	}
	return text
}

// SignInError means that no token could be obtained for a tenant.
type SignInError struct {
	Tenant string
	Err    error
}

func (e *SignInError) Error() string {
	return fmt.Sprintf("could not sign in to tenant %q: %v", e.Tenant, e.Err)
}

// Unwrap returns the credential's error.
func (e *SignInError) Unwrap() error { return e.Err }

// AmbiguousError means that a request failed, and that the service may have acted
// on it. The caller must check before it repeats the request.
type AmbiguousError struct{ Err error }

func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("the service may or may not have acted on the request: %v", e.Err)
}

// Unwrap returns the failure.
func (e *AmbiguousError) Unwrap() error { return e.Err }

// DeadlineError means that the next try would begin, or was not answered, before the
// end of the operation's timeout.
type DeadlineError struct {
	// RetryAfter is the wait that the service requests, 0 when it requests none.
	RetryAfter time.Duration
	Left       time.Duration
	Err        error
}

func (e *DeadlineError) Error() string {
	if e.RetryAfter == 0 {
		return fmt.Sprintf("the timeout leaves no time for another try: %v", e.Err)
	}
	return fmt.Sprintf("the service asks to wait for %s%s, but only %s of the timeout remain: %v",
		InWords(e.RetryAfter), e.Throttle(), InWords(e.Left), e.Err)
}

// Throttle names the exhausted quota in parentheses, after a space; it is empty where
// the service does not name one.
func (e *DeadlineError) Throttle() string {
	var refused *StatusError
	if !errors.As(e.Err, &refused) {
		return ""
	}
	return throttleOf(refused.Header).String()
}

// Unwrap returns the error of the last try.
func (e *DeadlineError) Unwrap() error { return e.Err }

// isCertificate reports whether the server's certificate was not trusted, which
// no retry will fix.
func isCertificate(err error) bool {
	var cert *tls.CertificateVerificationError
	return errors.As(err, &cert)
}
