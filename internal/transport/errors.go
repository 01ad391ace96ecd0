package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// StatusError is an answer of 400 or above, body included. Packages graph and
// exchange turn it into the error of their service.
type StatusError struct {
	Method string
	Path   string
	Status int
	Header http.Header
	// Body is the answer's body, cut off at 64 KiB.
	Body []byte
}

func (e *StatusError) Error() string {
	return fmt.Sprintf("%s %s: %d %s", e.Method, e.Path, e.Status, http.StatusText(e.Status))
}

// RedirectError is an answer that points to another address, which no service
// of Microsoft gives to the calls of this provider. Nothing was sent there.
type RedirectError struct {
	Status int
	// Host was asked. Target is the host that it points to, empty when it names none.
	Host, Target string
}

func (e *RedirectError) Error() string {
	target := e.Target
	if target == "" {
		target = "an address that it does not name"
	}
	return fmt.Sprintf("%s answered with a redirect (%d) to %s, which was not followed", e.Host, e.Status, target)
}

// UnreachableError says that there was no connection to the service: nothing was
// sent.
type UnreachableError struct {
	Host string
	Err  error
}

func (e *UnreachableError) Error() string {
	return fmt.Sprintf("%s could not be reached: %v", e.Host, e.Err)
}

// Unwrap returns what the network reported.
func (e *UnreachableError) Unwrap() error { return e.Err }

// BrokenError says that a request was sent and no whole answer came back.
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

// Unwrap returns what the network reported, or why the wait ended.
func (e *BrokenError) Unwrap() error { return e.Err }

// UnusableError is an answer that claims success and is none of the service: a
// gateway's page, garbage, or nothing where there has to be something.
type UnusableError struct {
	Host        string
	Status      int
	ContentType string
	// Reason is what is wrong, Beginning the first words of the body.
	Reason, Beginning string
}

func (e *UnusableError) Error() string {
	return NotOfService(e.Host, e.Status, e.ContentType, e.Reason, e.Beginning)
}

// NotOfService is the sentence about an answer that something else than the
// service has given.
func NotOfService(host string, status int, contentType, reason, beginning string) string {
	if contentType == "" {
		contentType = "no content type"
	}
	text := fmt.Sprintf("the answer of %s is not one of the service: %d %s, %s, %s", host, status, http.StatusText(status), contentType, reason)
	if beginning != "" {
		text += fmt.Sprintf(", beginning with %q", beginning)
	}
	return text
}

// SignInError says that no token could be obtained for a tenant.
type SignInError struct {
	Tenant string
	Err    error
}

func (e *SignInError) Error() string {
	return fmt.Sprintf("could not sign in to tenant %q: %v", e.Tenant, e.Err)
}

// Unwrap returns the credential's error.
func (e *SignInError) Unwrap() error { return e.Err }

// AmbiguousError says that a request failed in a way that leaves open whether
// the service acted on it. The caller has to look before it repeats.
type AmbiguousError struct{ Err error }

func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("the service may or may not have acted on the request: %v", e.Err)
}

// Unwrap returns the failure itself.
func (e *AmbiguousError) Unwrap() error { return e.Err }

// DeadlineError says that the next try would come after the end of the
// operation's timeout.
type DeadlineError struct {
	// RetryAfter is the wait that the service asks for, 0 when it asks for none.
	RetryAfter time.Duration
	Left       time.Duration
	Err        error
}

func (e *DeadlineError) Error() string {
	if e.RetryAfter == 0 {
		return fmt.Sprintf("no time is left for another try: %v", e.Err)
	}
	return fmt.Sprintf("the service asks to wait for %s, but only %s of the timeout are left: %v",
		InWords(e.RetryAfter), InWords(e.Left), e.Err)
}

// Unwrap returns the failure of the last try.
func (e *DeadlineError) Unwrap() error { return e.Err }

// isCertificate reports whether the server's certificate was not trusted,
// which no repetition will mend.
func isCertificate(err error) bool {
	var cert *tls.CertificateVerificationError
	return errors.As(err, &cert)
}
