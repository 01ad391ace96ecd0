package transport

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
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

// DeadlineError says that the service asked for a longer wait than the
// operation's timeout allows.
type DeadlineError struct {
	RetryAfter time.Duration
	Left       time.Duration
	Err        error
}

func (e *DeadlineError) Error() string {
	return fmt.Sprintf("the service asks to wait for %s, but only %s of the timeout are left: %v",
		e.RetryAfter.Round(time.Millisecond), e.Left.Round(time.Millisecond), e.Err)
}

// Unwrap returns the refusal that asked for the wait.
func (e *DeadlineError) Unwrap() error { return e.Err }

// neverSent reports whether a transport error came before the request left:
// the service surely did not act on it.
func neverSent(err error) bool {
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "dial" {
		return true
	}
	return isCertificate(err)
}

// isCertificate reports whether the server's certificate was not trusted,
// which no repetition will mend.
func isCertificate(err error) bool {
	var cert *tls.CertificateVerificationError
	return errors.As(err, &cert)
}
