package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	abstractions "github.com/microsoft/kiota-abstractions-go"
	"github.com/microsoft/kiota-abstractions-go/authentication"
	kiotahttp "github.com/microsoft/kiota-http-go"
	kiotajson "github.com/microsoft/kiota-serialization-json-go"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

const version = "/v1.0"

// Config selects the Graph endpoint and the tenant of a client.
type Config struct {
	// Root is Graph's base URL in the tenant's cloud, without a version.
	Root string
	// TenantKey and TenantID name the tenant in errors.
	TenantKey, TenantID string
	// Transport carries the requests; see transport.New.
	Transport http.RoundTripper
	// SignIn prepares for the first request, so that the reads that arrive meanwhile
	// share it; may be nil. An error comes again with the request.
	SignIn func(context.Context)
	// Clock times polling; nil means the system's clock.
	Clock transport.Clock
	// ServiceTime returns the service's time as seen by the transport; nil when
	// unknown.
	ServiceTime *transport.ServiceTime
}

// Client calls Microsoft Graph for one tenant. It is safe for concurrent use.
type Client struct {
	root     string
	host     string
	key      string
	tenantID string
	clock    transport.Clock
	time     *transport.ServiceTime
	adapter  abstractions.RequestAdapter
	shared   *share.Gatherer[question, json.RawMessage]
	facts    facts
	bin      *recycleBin
	// users are the users by id, people those by address.
	users    *share.Roster[User]
	people   *share.Index[User]
	contacts *share.Index[Contact]
	partners *share.Roster[Partner]
	// lists are the lists of users that the callers of a run share.
	lists share.Readings

	mu sync.Mutex
	// fresh holds the ids of users, and the keys of partners, that this client
	// created: a 404 for one of them may be replication lag, a 404 for any other
	// object is final.
	fresh map[string]bool
	// invited holds, by user id, the address of this client's first invitation.
	invited map[string]string
	// m365Version is the API version that has the Microsoft 365 capabilities; empty
	// for v1.0.
	m365Version string
	// seenPartners holds the last answer for each single partner, by tenant id in
	// lower case; nil means none.
	seenPartners map[string]*Partner
	// seenGroupSyncs holds the last answer on whether a single partner may synchronize
	// groups, by tenant id in lower case.
	seenGroupSyncs map[string]bool
}

// New returns a client; it sends nothing yet.
func New(c Config) (*Client, error) {
	if c.Clock == nil {
		c.Clock = transport.SystemClock()
	}
	root, err := url.Parse(c.Root)
	if err != nil {
		return nil, fmt.Errorf("create Graph client of tenant %q: %w", c.TenantKey, err)
	}
	if c.ServiceTime == nil {
		c.ServiceTime = &transport.ServiceTime{}
	}
	adapter, err := kiotahttp.NewNetHttpRequestAdapterWithParseNodeFactoryAndSerializationWriterFactoryAndHttpClient(
		&authentication.AnonymousAuthenticationProvider{}, // the transport authorizes
		kiotajson.NewJsonParseNodeFactory(),
		kiotajson.NewJsonSerializationWriterFactory(),
		&http.Client{
			Transport: c.Transport,
			// The transport refuses redirects; with any other transport they must
			// not be followed either.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	)
	if err != nil {
		return nil, fmt.Errorf("create Graph client of tenant %q: %w", c.TenantKey, err)
	}
	// Without a backing store the SDK omits nulls from request bodies. The factory
	// stays the SDK's default: setting one writes a package-level variable and
	// races with other clients.
	adapter.EnableBackingStore(nil)
	adapter.SetBaseUrl(c.Root + version)
	client := &Client{
		root: c.Root, host: root.Host, key: c.TenantKey, tenantID: c.TenantID, clock: c.Clock, time: c.ServiceTime,
		adapter: adapter, bin: newRecycleBin(), fresh: map[string]bool{}, invited: map[string]string{}, seenPartners: map[string]*Partner{},
		seenGroupSyncs: map[string]bool{},
	}
	client.shareReads(c.SignIn)
	return client, nil
}

// shareReads prepares the shared reads, which begin with the sign-in.
func (c *Client) shareReads(signIn func(context.Context)) {
	c.shared = share.NewGatherer(mostPerBatch, c.askAll)
	c.shared.Flights = mostFlights
	c.users, c.people, c.contacts = newUserRoster(c), newUserIndex(c), newContactIndex(c)
	c.partners = newPartnerRoster(c)
	c.lists.Limit, c.lists.Age, c.lists.Now = listLimit, sharedAge, c.clock.Now
	c.shared.Before, c.users.Gathered.Before, c.partners.Gathered.Before = signIn, signIn, signIn
	c.people.Gathered.Before, c.contacts.Gathered.Before = signIn, signIn
}

// ServiceTime is the latest time in a response of the tenant's Graph, in whole
// seconds: its clock shows this or later. It is false before the first response.
func (c *Client) ServiceTime() (time.Time, bool) { return c.time.Latest() }

// operation is a Graph API call: its name in the documentation and the
// application permissions that allow it, least privileged first.
type operation struct {
	name        string
	permissions []string
}

// call is one request that bypasses the SDK's builders.
type call struct {
	op     operation
	method string
	// version is the API version; empty means v1.0.
	version string
	path    string // below the version, escaped
	query   url.Values
	body    any
	// advanced marks a query of the search index (graph-identity §2.4).
	advanced bool
}

// send performs a call and decodes the response into out, unless out is nil.
func (c *Client) send(ctx context.Context, k call, out any) error {
	info, err := c.request(k)
	if err != nil {
		return err
	}
	answer, err := c.adapter.SendPrimitive(ctx, info, "[]byte", nil)
	if err != nil {
		return c.failed(k.op, err)
	}
	if out == nil {
		return nil
	}
	data, ok := answer.([]byte)
	if !ok {
		return c.failed(k.op, fmt.Errorf("answer without a body"))
	}
	return c.decode(k.op, data, out)
}

// read performs a GET that may be part of a batch, and decodes the response into
// out.
func (c *Client) read(ctx context.Context, k call, out any) error {
	body, err := c.shared.Get(ctx, k.question())
	if err != nil {
		return c.failed(k.op, c.waited(err))
	}
	return c.decode(k.op, body, out)
}

// question converts a call for the gatherer.
func (k call) question() question {
	q := question{path: k.path, advanced: k.advanced}
	if len(k.query) > 0 {
		q.path += "?" + k.query.Encode()
	}
	return q
}

func (c *Client) decode(op operation, body []byte, out any) error {
	if err := json.Unmarshal(body, out); err != nil {
		return c.failed(op, fmt.Errorf("answer is not what the documentation says: %w", err))
	}
	return nil
}

func (c *Client) request(k call) (*abstractions.RequestInformation, error) {
	if k.version == "" {
		k.version = version
	}
	address, err := url.Parse(c.root + k.version + k.path)
	if err != nil {
		return nil, c.failed(k.op, err)
	}
	if len(k.query) > 0 {
		address.RawQuery = k.query.Encode()
	}
	info := abstractions.NewRequestInformation()
	info.Method = methods[k.method]
	info.SetUri(*address)
	info.Headers.Add("Accept", "application/json")
	if k.advanced {
		info.Headers.Add("ConsistencyLevel", "eventual")
	}
	if k.body != nil {
		body, err := encode(k.body)
		if err != nil {
			return nil, c.failed(k.op, err)
		}
		info.SetStreamContentAndContentType(body, "application/json")
	}
	return info, nil
}

// asIs is a JSON text that is sent byte for byte; json.RawMessage would be written anew.
type asIs []byte

func encode(body any) ([]byte, error) {
	if text, ok := body.(asIs); ok {
		return text, nil
	}
	return json.Marshal(body)
}

var methods = map[string]abstractions.HttpMethod{
	http.MethodGet:    abstractions.GET,
	http.MethodPost:   abstractions.POST,
	http.MethodPut:    abstractions.PUT,
	http.MethodPatch:  abstractions.PATCH,
	http.MethodDelete: abstractions.DELETE,
}

// baseURL returns the path parameters of the SDK's builders. A builder made from
// a raw URL would drop the paths of its children.
func (c *Client) baseURL() map[string]string {
	return map[string]string{"baseurl": c.root + version}
}

// reference returns the URL of a directory object for $ref requests.
func (c *Client) reference(objectID string) map[string]string {
	return map[string]string{"@odata.id": c.root + version + "/directoryObjects/" + objectID}
}

// markFresh records an object that this client created.
func (c *Client) markFresh(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fresh[id] = true
}

func (c *Client) unmarkFresh(userID string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.fresh, userID)
}

func (c *Client) isFresh(userID string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.fresh[userID]
}
