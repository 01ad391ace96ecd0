package exchange

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// Config selects the endpoint and the tenant of a client.
type Config struct {
	Hosts Hosts
	// TenantKey names the tenant in errors. TenantID is its GUID.
	TenantKey, TenantID string
	// Transport carries the requests; see transport.New. It keeps cookies and
	// follows redirects by Hosts.
	Transport http.RoundTripper
	// Clock times polling; nil means the system's clock.
	Clock transport.Clock
	// ServiceTime is what the transport has seen of the service's clock; nil where it
	// does not look.
	ServiceTime *transport.ServiceTime
}

// Client calls Exchange Online for one tenant. It is safe for concurrent use.
type Client struct {
	hosts    Hosts
	host     string
	key      string
	tenantID string
	clock    transport.Clock
	time     *transport.ServiceTime
	http     *http.Client
	// connection identifies the client in the service's logs.
	connection string
	// reads and writes hold a place for each call in flight.
	reads, writes chan struct{}
	mailUsers     *share.Roster[MailUser]
	mailContacts  *share.Roster[MailContact]
	contactNames  *share.Roster[ContactNames]
	facts         facts

	mu sync.Mutex
	// seen holds the ids of mail users and mail contacts that this client has read or
	// created: a refusal of one of them as missing may be replication lag.
	seen map[string]bool
}

// facts are answers about a tenant as a whole that stay constant during a run.
type facts struct {
	relationships share.Memo[[]OrganizationRelationship]
	policies      share.Memo[[]SharingPolicy]
	spaces        share.Memo[[]AvailabilityAddressSpace]
	domains       share.Memo[[]AcceptedDomain]
}

// New returns a client; it sends nothing yet.
func New(c Config) (*Client, error) {
	root, err := url.Parse(c.Hosts.Root)
	if err == nil && root.Host == "" {
		err = errors.New("the endpoint names no host")
	}
	if err != nil {
		return nil, fmt.Errorf("create Exchange client of tenant %q: %w", c.TenantKey, err)
	}
	if c.Clock == nil {
		c.Clock = transport.SystemClock()
	}
	if c.ServiceTime == nil {
		c.ServiceTime = &transport.ServiceTime{}
	}
	client := &Client{
		hosts: c.Hosts, host: root.Host, key: c.TenantKey, tenantID: c.TenantID, clock: c.Clock, time: c.ServiceTime,
		http: &http.Client{
			Transport: c.Transport,
			// Redirects are followed by the transport alone.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		connection: uuid.NewString(),
		reads:      make(chan struct{}, mostReads), writes: make(chan struct{}, mostWrites),
		seen: map[string]bool{},
	}
	client.mailUsers = rosterOf(client, opMailUser, client.readMailUser, func(u MailUser) string { return u.ObjectID })
	client.mailContacts = rosterOf(client, opMailContact, client.readMailContact, func(m MailContact) string { return m.GUID })
	client.contactNames = rosterOf(client, opContact, client.readContactNames, func(n ContactNames) string { return n.GUID })
	return client, nil
}

// Age is the time since the creation of a recipient, by the service's clock, or by
// this machine's until the service has answered.
func (c *Client) Age(r Recipient) time.Duration {
	now, told := c.time.Latest()
	if !told {
		now = c.clock.Now()
	}
	return now.Sub(r.Created)
}

func (c *Client) markSeen(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen[strings.ToLower(id)] = true
}

func (c *Client) wasSeen(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.seen[strings.ToLower(id)]
}
