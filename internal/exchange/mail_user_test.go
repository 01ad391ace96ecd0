package exchange_test

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// missing is the captured refusal of go-exoscc for an object that does not exist.
const missing = `{"error":{"code":"NotFound","message":"Error executing cmdlet","details":[{"code":"Client","message":"{\"Message\":\"The operation couldn't be performed because object 'rg' couldn't be found.\",\"TypeName\":\"Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException\",\"InnerError\":null}"}]}}`

var (
	notFound = reply{status: http.StatusNotFound, body: missing}
	lost     = reply{lost: true}
	visible  = exchange.RecipientChange{Hidden: new(bool)}
)

// TestRequest compares a request with the names of the reference (exchange §2.1, §4).
func TestRequest(t *testing.T) {
	t.Parallel()
	s := newServer(t, map[string][]reply{"Get-MailUser": {values(ana("true"))}})
	u, err := s.client(t).MailUser(t.Context(), anaID)
	if err != nil {
		t.Fatal(err)
	}
	want := exchange.MailUser{Recipient: exchange.Recipient{
		ObjectID: anaID, GUID: "0f8fad5b-d9cb-469f-a165-70867728950e", Name: anaID, PrimaryAddress: "ana@contoso.example",
		ExternalAddress: "SMTP:ana@contoso.example", Addresses: []string{"SMTP:ana@contoso.example", "X500:/o=ExchangeLabs/cn=ana"},
		Hidden: true, Type: "MailUser", TypeDetails: "GuestMailUser",
	}}
	if !reflect.DeepEqual(u, want) {
		t.Errorf("read %+v, want %+v", u, want)
	}
	call := s.calls("Get-MailUser")[0]
	if call.Path != "/adminapi/beta/"+tenantID+"/InvokeCommand" || !reflect.DeepEqual(call.Parameters, map[string]any{"Identity": anaID}) {
		t.Errorf("called %s with %v", call.Path, call.Parameters)
	}
	for name, want := range map[string]string{
		"Authorization": "Bearer t0ken", "Content-Type": "application/json", "Accept-Encoding": "identity", "Accept-Language": "en-US",
		"X-AnchorMailbox": "APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@" + tenantID, "User-Agent": "agent",
		"X-ClientApplication": "terraform-provider-multitenant", "X-CmdletName": "Get-MailUser", "Prefer": "odata.maxpagesize=1000",
	} {
		if got := call.Header.Get(name); got != want {
			t.Errorf("header %s is %q, want %q", name, got, want)
		}
	}
	for _, name := range []string{"Client-Request-Id", "Connection-Id"} {
		if call.Header.Get(name) == "" {
			t.Errorf("header %s is missing", name)
		}
	}
}

// TestAnotherObjectIsNoAnswer: an empty identity would list everything, and an
// answer about another object is not taken.
func TestAnotherObjectIsNoAnswer(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		id      string
		answer  reply
		want    string
		absent  bool
		nothing bool
	}{
		"no id":      {" ", values(), "has no name", false, true},
		"another":    {bobID, values(ana("true")), "the answer is about " + anaID, false, false},
		"two":        {anaID, values(ana("true"), mailUser(bobID, "true")), "2 objects answer", false, false},
		"none":       {anaID, values(), "does not exist", true, false},
		"refused":    {anaID, notFound, "couldn't be found", true, false},
		"no value":   {anaID, reply{body: `{"@adminapi.warnings":[]}`}, "no value", false, false},
		"an error":   {anaID, reply{body: missing}, "couldn't be found", true, false},
		"cut off":    {anaID, reply{body: `{"value":[],"@adminapi.warnings":["There are more results available than are currently displayed."]}`}, "incomplete", false, false},
		"other form": {anaID, reply{body: `{"value":[{"Guid":1}]}`}, "not as documented", false, false},
	} {
		s := newServer(t, map[string][]reply{"Get-MailUser": {test.answer}})
		_, err := s.client(t).MailUser(t.Context(), test.id)
		if err == nil || !strings.Contains(err.Error(), test.want) || errors.Is(err, service.ErrNotFound) != test.absent {
			t.Errorf("%s: %v", name, err)
		}
		if test.nothing && len(s.calls("")) > 0 {
			t.Errorf("%s: called %s", name, s.script())
		}
	}
}

func TestAwaitMailUser(t *testing.T) {
	t.Parallel()
	s := newServer(t, map[string][]reply{"Get-MailUser": {notFound, values(), {status: http.StatusServiceUnavailable}, values(ana("true"))}})
	if u, err := s.client(t).AwaitMailUser(t.Context(), anaID); err != nil || u.ObjectID != anaID {
		t.Errorf("%+v, %v", u, err)
	}
	s = newServer(t, map[string][]reply{"Get-MailUser": {notFound}})
	_, err := s.client(t).AwaitMailUser(t.Context(), anaID)
	var timeout *transport.PollTimeoutError
	if !errors.As(err, &timeout) || !strings.Contains(err.Error(), "waiting for Exchange Online to create the mail user of "+anaID) ||
		!strings.Contains(err.Error(), "there is no such mail user") {
		t.Errorf("%v", err)
	}
	// An hour of looks, the last ones half a minute apart.
	if n := len(s.calls("")); n < 110 || n > 140 {
		t.Errorf("looked %d times in an hour", n)
	}
}

// TestAwaitEndsWithTheContext: an interrupt ends the wait.
func TestAwaitEndsWithTheContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s := newServer(t, nil)
	s.reply = func(sent) reply { cancel(); return notFound }
	if _, err := s.client(t).AwaitMailUser(ctx, anaID); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestAwaitMailUserChange(t *testing.T) {
	t.Parallel()
	s := newServer(t, map[string][]reply{"Get-MailUser": {values(ana("true")), values(ana("false"))}})
	u, err := s.client(t).AwaitMailUserChange(t.Context(), anaID, visible)
	if err != nil || u.Hidden || len(s.calls("")) != 2 {
		t.Errorf("%+v after %s, %v", u, s.script(), err)
	}
	s = newServer(t, map[string][]reply{"Get-MailUser": {values(ana("true"))}})
	if _, err := s.client(t).AwaitMailUserChange(t.Context(), anaID, visible); err == nil || !strings.Contains(err.Error(), "HiddenFromAddressListsEnabled is true") {
		t.Errorf("%v", err)
	}
	// One that does not exist is not waited for.
	s = newServer(t, map[string][]reply{"Get-MailUser": {notFound}})
	if _, err := s.client(t).AwaitMailUserChange(t.Context(), anaID, visible); !errors.Is(err, service.ErrNotFound) || len(s.calls("")) != 1 {
		t.Errorf("%v after %s", err, s.script())
	}
}

// TestTwoReadsAgree: without a change, what two reads in a row agree on is true.
func TestTwoReadsAgree(t *testing.T) {
	t.Parallel()
	s := newServer(t, map[string][]reply{"Get-MailUser": {values(ana("true")), values(ana("false")), values(ana("true")), values(ana("true"))}})
	if u, err := s.client(t).AwaitMailUserChange(t.Context(), anaID, exchange.RecipientChange{}); err != nil || !u.Hidden || len(s.calls("")) != 4 {
		t.Errorf("%+v after %s, %v", u, s.script(), err)
	}
}
