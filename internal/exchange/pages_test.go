package exchange_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

// paged is a page with a link to the next one and the warning beside it
// (exchange §6).
func paged(next string, objects ...string) reply {
	return reply{body: `{"adminapi.warnings@odata.type":"#Collection(String)","@adminapi.warnings":["There are more results available than are currently displayed. To view them, increase the value for the ResultSize parameter."],` +
		`"@odata.nextLink":"` + next + `","value":[` + strings.Join(objects, ",") + `]}`}
}

const nextLink = "{root}" + call + "?%24skiptoken=abc%2B1"

// TestPages: the same call is posted to the link of the next page, on the same
// back end.
func TestPages(t *testing.T) {
	t.Parallel()
	first := paged(nextLink, ana("true"))
	first.header = map[string]string{"Set-Cookie": "affinity=be1; Path=/"}
	s := newServer(t, map[string][]reply{"Get-Recipient": {first, values(mailUser(bobID, "false"))}})
	found, err := s.client(t).Recipients(t.Context(), "GuestMailUser", "MailUser")
	if err != nil || len(found) != 2 || found[1].ObjectID != bobID {
		t.Fatalf("%+v, %v", found, err)
	}
	all := s.calls("Get-Recipient")
	for _, c := range all {
		if c.Parameters["ResultSize"] != "Unlimited" || fmt.Sprint(c.Parameters["RecipientTypeDetails"]) != "[GuestMailUser MailUser]" || c.Path != call {
			t.Errorf("posted %v to %s", c.Parameters, c.Path)
		}
	}
	if all[1].Query != "%24skiptoken=abc%2B1" || all[1].Header.Get("Cookie") != "affinity=be1" {
		t.Errorf("the next page is %s, with the cookie %q", all[1].Query, all[1].Header.Get("Cookie"))
	}
}

// TestBrokenLists: what a later page says is about the list, not about its objects.
func TestBrokenLists(t *testing.T) {
	t.Parallel()
	expired := reply{status: 400, body: `{"error":{"code":"BadRequest","message":"Invalid Operation","innererror":{"internalexception":{"message":"Expired or Invalid pagination request. Default Expiry time is 00:30:00","type":""}}}}`}
	for want, second := range map[string]reply{
		"page 2 of the list: Expired or Invalid pagination request": expired,
		"page 2 of the list: The operation couldn't be performed":   notFound,
		"leads to the same page":                                    paged(nextLink),
		"no value":                                                  {body: "{}"},
	} {
		s := newServer(t, map[string][]reply{"Get-Recipient": {paged(nextLink, ana("true")), second}})
		found, err := s.client(t).Recipients(t.Context())
		if err == nil || !strings.Contains(err.Error(), want) || errors.Is(err, service.ErrNotFound) || found != nil {
			t.Errorf("%v, %v, want %q", found, err, want)
		}
	}
	s := newServer(t, map[string][]reply{"Get-Recipient": {paged("https://elsewhere.example/list")}})
	if _, err := s.client(t).Recipients(t.Context()); err == nil || !strings.Contains(err.Error(), "does not lead to the admin endpoint") {
		t.Error(err)
	}
}

// TestNextPageBehindAProxy: the link names the service's own host, and the
// configured one is asked.
func TestNextPageBehindAProxy(t *testing.T) {
	t.Parallel()
	s := newServer(t, map[string][]reply{"Get-Recipient": {paged("https://outlook.office365.com"+call+"?x=2", ana("true")), values()}})
	if found, err := s.client(t).Recipients(t.Context()); err != nil || len(found) != 1 || s.calls("")[1].Query != "x=2" {
		t.Errorf("%+v, %v", found, err)
	}
	// A host of the region is asked itself.
	s = newServer(t, map[string][]reply{"Get-Recipient": {paged("https://region.example.com:446"+call+"?x=2", ana("true")), values()}})
	c := s.clientOf(t, exchange.Hosts{Root: "https://front.example.com", Regional: []string{"example.com"}}, s.anyHost())
	if found, err := c.Recipients(t.Context()); err != nil || len(found) != 1 || s.calls("")[1].Host != "region.example.com" {
		t.Errorf("%+v, %v", found, err)
	}
}
