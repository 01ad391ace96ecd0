package service_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

func TestErrorText(t *testing.T) {
	t.Parallel()
	exchange := service.Service{Name: "Exchange Online", Short: "Exchange", Grant: service.Grant{Kind: "Exchange role"}}
	for name, test := range map[string]struct {
		err  service.Error
		want string
	}{
		"refusal": {
			service.Error{Service: exchange, Operation: "Set-MailUser", Status: 404, Code: "NotFound", Message: "No such object.", RequestID: "r-1"},
			"Exchange refused Set-MailUser: No such object. (404 NotFound, request-id r-1)",
		},
		"without a request id": {
			service.Error{Service: exchange, Operation: "Set-MailUser", Status: 404, Code: "NotFound", Message: "No such object."},
			"Exchange refused Set-MailUser: No such object. (404 NotFound)",
		},
		"of a gateway": {
			service.Error{Service: exchange, Operation: "Set-MailUser", Status: 502, Message: "no answer of the service"},
			"Set-MailUser: no answer of the service",
		},
		"no answer": {service.Error{Service: exchange, Operation: "Set-MailUser", Err: errors.New("no route")}, "Set-MailUser: no route"},
	} {
		if got := test.err.Error(); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	call := service.Error{Service: exchange, Permissions: []string{"Mail Recipients", "Organization Management"}}
	if got := call.Needs(); got != "Exchange role Mail Recipients or Organization Management" {
		t.Errorf("the call needs %q", got)
	}
}

// TestKinds: an error matches its sentinels, no others, and the error of the
// transport.
func TestKinds(t *testing.T) {
	t.Parallel()
	lost := errors.New("lost")
	err := fmt.Errorf("invite: %w", &service.Error{Kinds: []error{service.ErrConflict, service.ErrAmbiguous}, Err: lost})
	for target, want := range map[error]bool{
		service.ErrConflict: true, service.ErrAmbiguous: true, lost: true,
		service.ErrNotFound: false, service.ErrForbidden: false, service.ErrUnauthorized: false, service.ErrForeign: false,
	} {
		if got := errors.Is(err, target); got != want {
			t.Errorf("%v: %t", target, got)
		}
	}
}

// TestFinal distinguishes refusals of the content from those that another try, or a
// permission, can change.
func TestFinal(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err  service.Error
		want bool
	}{
		"content":    {service.Error{Status: 400, Code: "BadRequest"}, true},
		"conflict":   {service.Error{Status: 409, Code: "Conflict", Kinds: []error{service.ErrConflict}}, true},
		"permission": {service.Error{Status: 403, Code: "Denied", Kinds: []error{service.ErrForbidden}}, false},
		"missing":    {service.Error{Status: 404, Code: "NotFound", Kinds: []error{service.ErrNotFound}}, false},
		"throttled":  {service.Error{Status: 429, Code: "TooManyRequests"}, false},
		"outage":     {service.Error{Status: 503, Code: "Unavailable"}, false},
		"gateway":    {service.Error{Status: 400}, false},
		"no answer":  {service.Error{}, false},
	} {
		if got := test.err.Final(); got != test.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
