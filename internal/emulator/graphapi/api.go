package graphapi

import (
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// API serves Microsoft Graph for the tenants of one cloud.
type API struct {
	config Config
	table  *table
}

// Config configures an API.
type Config struct {
	World *kernel.World
	// Cloud is one of schema.Clouds; its schema defines the available types.
	Cloud string
	// Offers are the areas.
	Offers []operation.Offer
	// Delegated returns the effective permissions of an application with a signed-in
	// user.
	Delegated func(appID, userID string, scopes, roles []string) kernel.Actor
	// BaseURL is the Graph root of links and contexts, without a trailing slash; if
	// nil, it is taken from the request.
	BaseURL func() string
	// Item serves the requests inside a $batch; if nil, the API itself.
	Item http.Handler
}

// New creates an API.
func New(config Config) *API { return &API{config: config, table: newTable(config.Offers)} }

// SetItemHandler routes each item of a $batch through h, so that the journal,
// faults and throttling handle it like a separate request. It must be called
// before the API serves requests.
func (a *API) SetItemHandler(h http.Handler) { a.config.Item = h }

// ServeHTTP serves a request to /v1.0 or /beta.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	setCommonHeaders(w, r)
	metadata, err := metadataOf(r)
	var answer operation.Answer
	if err == nil {
		answer, err = a.serve(w, r)
	}
	if err != nil {
		writeFault(w, r, a.config.World.Now(), err)
		return
	}
	write(w, answer, metadata, a.config.World.Settings().OtherMailsUnordered)
}

func (a *API) serve(w http.ResponseWriter, r *http.Request) (operation.Answer, error) {
	caller, ok := CallerFrom(r.Context())
	m, err := a.table.find(r.Method, r.URL, a.config.Cloud, caller.UserID)
	if err != nil {
		return operation.Answer{}, err
	}
	if !ok {
		return operation.Answer{}, &refusal.Error{Status: 401, Code: refusal.CodeInvalidToken, Message: "Access token is empty."}
	}
	call := a.call(r, m, caller, w.Header().Get("request-id"))
	if a.aboutItself(m, caller) {
		call.Actor.Permissions = append(call.Actor.Permissions, readUsers)
	}
	if err := a.permit(m.row, call, caller); err != nil {
		return operation.Answer{}, err
	}
	if r.Method != http.MethodGet {
		// Only reads have query options; no option is ignored.
		if err := call.NoQuery(); err != nil {
			return operation.Answer{}, err
		}
	}
	units, _ := Cost(r)
	w.Header().Set("x-ms-resource-unit", strconv.Itoa(units))
	if m.row == nil {
		return a.serveBatch(r, call)
	}
	return m.row.Run(call)
}

func (a *API) call(r *http.Request, m match, caller Caller, requestID string) *operation.Call {
	actor := caller.actor(a.config.Delegated)
	address, _, _ := net.SplitHostPort(r.RemoteAddr)
	return &operation.Call{
		World:  a.config.World.From(kernel.Origin{Actor: actor, Correlation: requestID, Address: address}),
		Tenant: caller.TenantID, Cloud: a.config.Cloud, Version: m.version, Path: r.URL.Path, Params: m.params,
		Actor: actor, Root: a.root(r) + "/" + m.version, Options: r.URL.Query(), Header: r.Header.Get,
		ReadBody: func() ([]byte, error) { return readBody(r) },
	}
}

// root returns the Graph root, such as https://host.
func (a *API) root(r *http.Request) string {
	if a.config.BaseURL != nil {
		return strings.TrimSuffix(a.config.BaseURL(), "/")
	}
	scheme := "https"
	if r.TLS == nil {
		scheme = "http"
	}
	return scheme + "://" + r.Host
}

// permit rejects a caller without one of the row's permissions. The batch itself
// requires none.
func (a *API) permit(row *operation.Row, call *operation.Call, caller Caller) error {
	if row == nil {
		return nil
	}
	required := row.Required(a.config.World.Settings())
	if caller.UserID != "" && len(required) > 0 {
		required = slices.Concat(required, row.Delegated)
	}
	switch {
	case len(required) == 0 || call.Has(required...):
		return nil
	case row.Refuse != nil:
		return row.Refuse(call)
	case lacksScope(row, required, caller):
		return missingScopes()
	default:
		return refusal.Denied()
	}
}
