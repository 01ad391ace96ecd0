package msgraph

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

// API serves Microsoft Graph for the tenants of one cloud.
type API struct {
	config Config
}

// Config says what an API serves.
type Config struct {
	World *world.World
	// Cloud is one of world.Clouds; its schema decides what exists.
	Cloud string
	// BaseURL is the Graph root of links and contexts, without a final slash;
	// nil takes it from the request.
	BaseURL func() string
	// Item serves the requests inside a $batch; nil stands for the API itself.
	Item http.Handler
}

// New makes an API.
func New(config Config) *API { return &API{config: config} }

// SetItemHandler makes each item of a $batch pass through h, so that a journal,
// faults and throttling see it like a request of its own. It is called before
// the API serves.
func (a *API) SetItemHandler(h http.Handler) { a.config.Item = h }

// ServeHTTP answers one request to /v1.0 or /beta.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	setCommonHeaders(w, r)
	answer, err := a.serve(w, r)
	if err != nil {
		writeFault(w, r, a.config.World.Now(), err)
		return
	}
	if a.config.World.Settings().OtherMailsUnordered {
		unordered(answer.body)
	}
	answer.write(w)
}

func (a *API) serve(w http.ResponseWriter, r *http.Request) (response, error) {
	match, err := find(r.Method, r.URL)
	if err != nil {
		return response{}, err
	}
	if !match.route.existsIn(a.config.Cloud) {
		return response{}, match.route.unknownSegment()
	}
	caller, ok := CallerFrom(r.Context())
	if !ok {
		return response{}, &world.Fault{Status: 401, Code: world.CodeInvalidToken, Message: "Access token is empty."}
	}
	req := &request{Request: r, api: a, match: match, caller: caller}
	match.route.permissions = match.route.needs(a.config.World.Settings())
	if !match.route.permits(caller) {
		return response{}, match.route.denial(req)
	}
	if r.Method != http.MethodGet {
		// Only reads have query options; none is ignored.
		if err := req.noQuery(); err != nil {
			return response{}, err
		}
	}
	units, _ := Cost(r)
	w.Header().Set("x-ms-resource-unit", strconv.Itoa(units))
	return match.route.handle(req)
}

// request is what a handler gets: the HTTP request, what the route found in its
// path, and who asks.
type request struct {
	*http.Request
	api *API
	match
	caller Caller
}

func (r *request) world() *world.World { return r.api.config.World }

func (r *request) tenant() string { return r.caller.TenantID }

// root is the Graph root with the version, such as https://host/v1.0.
func (r *request) root() string {
	if r.api.config.BaseURL != nil {
		return strings.TrimSuffix(r.api.config.BaseURL(), "/") + "/" + r.version
	}
	scheme := "https"
	if r.TLS == nil {
		scheme = "http"
	}
	return scheme + "://" + r.Host + "/" + r.version
}

// context is the @odata.context of an answer.
func (r *request) context(fragment string) string { return r.root() + "/$metadata#" + fragment }

func (r *request) beta() bool { return r.version == versionBeta }
