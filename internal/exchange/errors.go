package exchange

import (
	"bytes"
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// Service describes Exchange Online in errors. An application needs a permission of
// Exchange, by which its tokens are accepted, and a role, by which its calls are
// (exchange §3).
var Service = service.Service{
	Name: "Exchange Online", Short: "Exchange",
	Grant: service.Grant{
		Kind:  "Entra role",
		Terms: "assigned to the application, beside the application permission " + ManageAsApp + " of Office 365 Exchange Online",
		Afterwards: "Assign the role in the Entra admin center under Roles & admins. It counts from the next token on, and Exchange hears" +
			" of it minutes later, at times half an hour: wait, then apply again.",
	},
}

// ManageAsApp is the application permission without which Exchange accepts no token
// of an application.
const ManageAsApp = "Exchange.ManageAsApp"

// admission describes what a refused token lacks.
func admission(op operation) (service.Service, []string) {
	s := Service
	s.Grant = service.Grant{
		Kind:  "application permission",
		Terms: "of Office 365 Exchange Online and with an administrator's consent, beside the Entra role " + strings.Join(op.permissions, " or "),
		Afterwards: "It is a permission of Exchange, not of Microsoft Graph. It counts from the next token on, and minutes later: wait, then" +
			" apply again. If it is there, check the tenant's exchange_audience.",
	}
	return s, []string{ManageAsApp}
}

// failed converts the error of a call to a *service.Error.
func (c *Client) failed(op operation, err error) error {
	if err == nil {
		return nil
	}
	if known := (*service.Error)(nil); errors.As(err, &known) {
		return known
	}
	// The HTTP client prefixes the error with the whole URL.
	if sent := (*url.Error)(nil); errors.As(err, &sent) {
		err = sent.Err
	}
	e := &service.Error{
		Service: Service, Endpoint: c.hosts.Root, Operation: op.name, Tenant: c.key, Permissions: op.permissions, Err: err,
	}
	var (
		refused   *transport.StatusError
		unusable  *transport.UnusableError
		ambiguous *transport.AmbiguousError
	)
	if errors.As(err, &refused) {
		c.explain(e, op, refused)
	}
	if errors.As(err, &unusable) {
		e.Kinds = append(e.Kinds, service.ErrForeign)
	}
	if errors.As(err, &ambiguous) {
		e.Kinds = append(e.Kinds, service.ErrAmbiguous)
	}
	return e
}

// explain fills in what the service said.
func (c *Client) explain(e *service.Error, op operation, refused *transport.StatusError) {
	e.Status = refused.Status
	e.RequestID = refused.Header.Get("request-id")
	r, ours := refusalOf(refused)
	if !ours {
		e.Message = transport.NotOfService(c.host, e.Status, refused.Header.Get("Content-Type"), "no error of "+Service.Name,
			transport.Beginning(bytes.Trim(refused.Body, "\x00")))
		e.Kinds = []error{service.ErrForeign}
		return
	}
	e.Code = cmp.Or(r.short(), r.code, strings.ReplaceAll(http.StatusText(e.Status), " ", ""), "Error")
	e.Message = cmp.Or(r.message, "no reason given")
	for _, detail := range []string{r.code, r.exception} {
		if detail != "" {
			e.Details = append(e.Details, detail)
		}
	}
	e.Kinds = r.kinds(e.Status)
	if e.Status == http.StatusUnauthorized && errors.Is(e, service.ErrForbidden) {
		e.Service, e.Permissions = admission(op)
	}
}

// refusalOf reads a refusal, and reports whether it came from Exchange.
func refusalOf(e *transport.StatusError) (refusal, bool) {
	r, ours := readRefusal(e.Body)
	if exception := e.Header.Get("X-ExceptionType"); r.exception == "" && exception != "" {
		r.exception, ours = exception, true
	}
	if reason := diagnosis(e.Header); reason != "" {
		r.message, ours = cmp.Or(r.message, reason), true
	}
	return r, ours || blank(e)
}

// blank recognizes the refusals without a text: those for want of a permission,
// whose body is empty or consists of NUL bytes (exchange §7.2). A gateway's has
// none of the headers.
func blank(e *transport.StatusError) bool {
	if len(bytes.Trim(e.Body, "\x00 \t\r\n")) > 0 {
		return false
	}
	h := e.Header
	switch e.Status {
	case http.StatusForbidden, http.StatusUnauthorized, http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return len(e.Body) > 0 || h.Get("request-id") != "" || h.Get("X-CalculatedBETarget") != "" ||
			strings.HasPrefix(h.Get("WWW-Authenticate"), "Bearer")
	}
	return false
}

var diagnosed = regexp.MustCompile(`reason="([^"]*)"`)

// diagnosis is the reason in a header of the front ends.
func diagnosis(h http.Header) string {
	text := h.Get("x-ms-diagnostics")
	if reason := diagnosed.FindStringSubmatch(text); reason != nil {
		return reason[1]
	}
	return text
}
