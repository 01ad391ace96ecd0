package exchange_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

const call = "/adminapi/beta/" + tenantID + "/InvokeCommand"

var microsoft = exchange.Hosts{Root: "https://outlook.office365.com", Regional: []string{"office365.com", "outlook.com"}}

// TestFollow: a token goes along with a redirect, so its target is one of the
// cloud's own hosts, or the configured one.
func TestFollow(t *testing.T) {
	t.Parallel()
	own := exchange.Hosts{Root: "https://exchange.corp.example:8443/proxy"}
	for _, test := range []struct {
		hosts          exchange.Hosts
		location, want string // without the path of the call
	}{
		{microsoft, "https://eur01.outlook.office365.com", "https://eur01.outlook.office365.com"},
		{microsoft, "https://deu01b.admin.protection.outlook.com:446", "https://deu01b.admin.protection.outlook.com"},
		{microsoft, "https://eur01.outlook.office365.com:443", "https://eur01.outlook.office365.com"},
		{microsoft, "https://outlook.office365.com:446", "https://outlook.office365.com"},
		{microsoft, "https://OUTLOOK.com", "https://OUTLOOK.com"},
		{microsoft, "https://eur01.outlook.office365.com:8443", ""},
		{microsoft, "http://eur01.outlook.office365.com", ""},
		{microsoft, "https://user@eur01.outlook.office365.com", ""},
		{microsoft, "https://eviloutlook.com", ""},
		{microsoft, "https://outlook.office365.com.evil.example", ""},
		{microsoft, "https://login.microsoftonline.com", ""},
		{own, "https://exchange.corp.example:446", "https://exchange.corp.example:8443"},
		{own, "https://exchange.corp.example:8443", "https://exchange.corp.example:8443"},
		{own, "https://exchange.corp.example", ""},
		{own, "https://outlook.office365.com", ""},
	} {
		from, _ := url.Parse(test.hosts.Root + call)
		location, err := url.Parse(test.location + from.Path + "?x=1")
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if target := test.hosts.Follow(from, location); target != nil {
			got = strings.TrimSuffix(target.String(), from.Path+"?x=1")
		}
		if got != test.want {
			t.Errorf("%s: %q, want %q", test.location, got, test.want)
		}
	}
	from, _ := url.Parse(microsoft.Root + call)
	for path, want := range map[string]bool{strings.ToUpper(call): true, "/owa/auth/logon.aspx": false} {
		location, _ := url.Parse("https://eur01.outlook.office365.com" + path)
		if got := microsoft.Follow(from, location) != nil; got != want {
			t.Errorf("the path %s is followed: %t", path, got)
		}
	}
}

// TestRegionalHost: a redirected call arrives with method, body, token and cookies.
func TestRegionalHost(t *testing.T) {
	t.Parallel()
	// The server has a certificate for example.com and the hosts below it.
	const front, region = "https://front.example.com", "region.example.com"
	s := newServer(t, nil)
	s.reply = func(c sent) reply {
		if c.Host == region {
			return values(ana("true"))
		}
		return reply{status: http.StatusFound, header: map[string]string{"Location": "https://" + region + ":446" + c.Path}}
	}
	c := s.clientOf(t, exchange.Hosts{Root: front, Regional: []string{"example.com"}}, s.anyHost())
	for range 2 {
		if u, err := c.AwaitMailUser(t.Context(), anaID); err != nil || u.ObjectID != anaID {
			t.Fatal(err)
		}
	}
	last := s.calls("Get-MailUser")[3]
	if last.Header.Get("Authorization") != "Bearer t0ken" || last.Parameters["Identity"] != anaID || last.Host != region {
		t.Errorf("the host of the region received %+v", last)
	}
	// The same hosts are none of Microsoft's for an endpoint of another owner.
	_, err := s.clientOf(t, exchange.Hosts{Root: front}, s.anyHost()).AwaitMailUser(t.Context(), anaID)
	if redirect := (*transport.RedirectError)(nil); !errors.As(err, &redirect) || !strings.Contains(err.Error(), region) {
		t.Errorf("%v", err)
	}
}

// anyHost sends the requests for every host to the server.
func (s *server) anyHost() http.RoundTripper {
	base := s.Server.Client().Transport.(*http.Transport).Clone()
	base.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, s.Listener.Addr().String())
	}
	return base
}
