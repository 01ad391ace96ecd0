package exchange

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// This file alone decides what a refusal means. The same refusal comes with several
// statuses, so its exception counts first, then its text, then the status
// (exchange §7.1, §7.2).

// exceptions are those of exchange §7.3 and of published clients (§7.2).
var exceptions = map[string]error{
	"ManagementObjectNotFoundException":                service.ErrNotFound,
	"ProxyAddressExistsException":                      service.ErrConflict,
	"ADObjectAlreadyExistsException":                   service.ErrConflict,
	"DuplicateOrganizationRelationshipDomainException": service.ErrConflict,
	"CmdletAccessDeniedException":                      service.ErrForbidden,
	"ServerBusyException":                              service.ErrThrottled,
}

// texts are parts of messages (exchange §7.3).
var texts = []struct {
	part string
	kind error
}{
	{"already being used by", service.ErrConflict},
	{"already exists", service.ErrConflict},
	{"ObjectConflict", service.ErrConflict},
	{"couldn't be found", service.ErrNotFound},
	{"wasn't found", service.ErrNotFound},
	{"specified mailbox doesn't exist", service.ErrNotFound},
}

// kinds returns the sentinels of a refusal of Exchange.
func (r refusal) kinds(status int) []error {
	if kind, known := exceptions[r.short()]; known {
		return []error{kind}
	}
	if !r.binding() {
		for _, text := range texts {
			if strings.Contains(r.message, text.part) {
				return []error{text.kind}
			}
		}
	}
	switch status {
	case http.StatusUnauthorized:
		return r.unaccepted()
	case http.StatusForbidden:
		return []error{service.ErrForbidden}
	case http.StatusNotFound:
		if r.exception == "" && (r.code == "NotFound" || r.code == "ResourceNotFound") {
			return []error{service.ErrNotFound}
		}
	case http.StatusConflict:
		return []error{service.ErrConflict}
	case http.StatusTooManyRequests:
		return []error{service.ErrThrottled}
	}
	return nil
}

// unaccepted tells a token that is wrong from one that lacks the permission
// ManageAsApp. Both are 401 with the error invalid_token; only the reason differs,
// and it is often missing, as it is for the permission (exchange §3).
func (r refusal) unaccepted() []error {
	for _, about := range []string{"audience", "lifetime", "expired", "signature"} {
		if strings.Contains(strings.ToLower(r.message), about) {
			return []error{service.ErrUnauthorized}
		}
	}
	return []error{service.ErrForbidden}
}

// RefusesToken reports the refusal of a token that is expired or wrong (exchange §7.2).
func RefusesToken(e *transport.StatusError) bool {
	r, ours := refusalOf(e)
	return ours && e.Status == http.StatusUnauthorized && slices.Contains(r.unaccepted(), service.ErrUnauthorized)
}

// Repeats reports refusals that the transport should retry: a server had no time
// for the call.
func Repeats(e *transport.StatusError) bool {
	r, ours := refusalOf(e)
	return ours && slices.Contains([]string{"ServerBusyException", "CmdletProxyNotAvailableFailure"}, r.short())
}

// Outages reports refusals that say nothing about the call although their status is
// that of a wrong one: servers could not reach each other (exchange §7.2).
func Outages(e *transport.StatusError) bool {
	r, ours := refusalOf(e)
	return ours && (r.short() == "BackendCommunicationException" || strings.HasSuffix(r.short(), "TransientException"))
}

// notYet reports whether a write failed because Entra has not heard of an object
// that Exchange has (exchange §7.3).
func notYet(err error) bool { return says(err, "queried reference-property objects are not present") }

// says reports whether Exchange refused with a text in its message.
func says(err error, text string) bool {
	var refused *service.Error
	return errors.As(err, &refused) && refused.Status != 0 && strings.Contains(refused.Message, text)
}
