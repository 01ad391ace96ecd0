package exchange_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

const (
	tenantID = "0f8fad5b-d9cb-469f-a165-70867728950e"
	anaID    = "7f0c1f5e-3a56-4d5e-9d0c-1b6a2f3c4d5e"
	bobID    = "8f0c1f5e-3a56-4d5e-9d0c-1b6a2f3c4d5e"
)

// reply is the response to one call.
type reply struct {
	status int // 200 when 0
	header map[string]string
	body   string
	// lost drops the connection instead of answering.
	lost bool
}

// sent is a request as the service received it.
type sent struct {
	Host, Path, Query, Cmdlet string
	Parameters                map[string]any
	Header                    http.Header
}

// server is an Exchange Online that replies by cmdlet, over TLS.
type server struct {
	*httptest.Server
	// replies are given in order, the last one again and again.
	replies map[string][]reply
	// reply is asked for cmdlets without replies.
	reply func(sent) reply

	mu  sync.Mutex
	all []sent
}

func newServer(t *testing.T, replies map[string][]reply) *server {
	t.Helper()
	s := &server{replies: replies}
	s.Server = httptest.NewTLSServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *server) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	data, err := io.ReadAll(req.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	var body struct {
		CmdletInput struct {
			CmdletName string
			Parameters map[string]any
		}
	}
	if err := json.Unmarshal(data, &body); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	call := sent{
		Host: req.Host, Path: req.URL.Path, Query: req.URL.RawQuery, Cmdlet: body.CmdletInput.CmdletName,
		Parameters: body.CmdletInput.Parameters, Header: req.Header,
	}
	r := s.next(call)
	if r.lost {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json; odata.metadata=minimal")
	w.Header().Set("request-id", "r-1")
	for name, value := range r.header {
		if value == "" {
			w.Header().Del(name)
			continue
		}
		w.Header().Set(name, value)
	}
	w.WriteHeader(max(r.status, http.StatusOK))
	io.WriteString(w, strings.ReplaceAll(r.body, "{root}", s.URL))
}

func (s *server) next(call sent) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = append(s.all, call)
	all := s.replies[call.Cmdlet]
	switch {
	case len(all) > 1:
		s.replies[call.Cmdlet] = all[1:]
	case len(all) == 0 && s.reply != nil:
		return s.reply(call)
	case len(all) == 0:
		return reply{status: http.StatusNotImplemented, body: `{"error":{"code":"NotImplemented","message":"` + call.Cmdlet + `"}}`}
	}
	return all[0]
}

// calls returns the requests for a cmdlet, or all of them.
func (s *server) calls(cmdlet string) []sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	var some []sent
	for _, call := range s.all {
		if cmdlet == "" || call.Cmdlet == cmdlet {
			some = append(some, call)
		}
	}
	return some
}

// script is the cmdlets in the order of their requests.
func (s *server) script() string {
	var names []string
	for _, call := range s.calls("") {
		names = append(names, call.Cmdlet)
	}
	return strings.Join(names, " ")
}

type token struct{}

func (token) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: "t0ken"}, nil
}

// clock jumps over every wait, and counts the time.
type clock struct {
	mu     sync.Mutex
	passed time.Duration
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Date(2026, 11, 26, 20, 0, 0, 0, time.UTC).Add(c.passed)
}

// Wait ends with an error after an hour, so that no test waits for ever.
func (c *clock) Wait(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.passed += d; c.passed > time.Hour {
		return context.DeadlineExceeded
	}
	return ctx.Err()
}

// client is one of the service, through the whole transport.
func (s *server) client(t *testing.T) *exchange.Client {
	t.Helper()
	return s.clientOf(t, exchange.Hosts{Root: s.URL}, s.Server.Client().Transport)
}

func (s *server) clientOf(t *testing.T, hosts exchange.Hosts, base http.RoundTripper) *exchange.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	now := &clock{}
	c, err := exchange.New(exchange.Config{
		Hosts: hosts, TenantKey: "fabrikam", TenantID: tenantID, Clock: now,
		Transport: transport.New(transport.Options{
			Tenant: "fabrikam", Credential: token{}, Scope: "scope", UserAgent: "agent", Clock: now, Base: base,
			Limiter: transport.NewLimiter(now, exchange.Quota, exchange.Quota),
			Repeats: exchange.Repeats, Outages: exchange.Outages, Follow: hosts.Follow, Jar: jar,
		}),
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// values is a success with the given objects, in the captured envelope
// (exchange §6).
func values(objects ...string) reply {
	return reply{body: `{"@odata.context":"https://outlook.office365.com/adminapi/beta/x/$metadata#Collection(Exchange.GenericHashTable)",` +
		`"adminapi.warnings@odata.type":"#Collection(String)","@adminapi.warnings":[],"value":[` + strings.Join(objects, ",") + `]}`}
}

// ana is a guest as a mail user, with properties that describe their neighbors.
func ana(hidden string, rest ...string) string { return mailUser(anaID, hidden, rest...) }

func mailUser(id, hidden string, rest ...string) string {
	return `{"Identity":"` + id + `","Name":"` + id + `","RecipientType":"MailUser","RecipientTypeDetails":"GuestMailUser",` +
		`"ExternalDirectoryObjectId":"` + id + `","Guid@data.type":"System.Guid","Guid":"0f8fad5b-d9cb-469f-a165-70867728950e",` +
		`"EmailAddresses@odata.type":"#Collection(String)","EmailAddresses":["SMTP:ana@contoso.example","X500:/o=ExchangeLabs/cn=ana"],` +
		`"PrimarySmtpAddress":"ana@contoso.example","ExternalEmailAddress":"SMTP:ana@contoso.example","HiddenFromAddressListsEnabled":` + hidden +
		`,"MailTip":null,"WhenChanged@data.type":"System.DateTime","WhenChanged":"2026-06-14T17:23:32.0000000+00:00"` +
		strings.Join(append([]string{""}, rest...), ",") + `}`
}
