package cmdlet

import (
	"net/http"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// Root is the first segment of the paths of the API.
const Root = "adminapi"

// Config configures an API.
type Config struct {
	World *kernel.World
	// Cloud is one of schema.Clouds.
	Cloud string
	Rows  []command.Row
	// RoleGroups returns the role groups of Exchange that a caller is a member of,
	// given its ids, besides its directory roles.
	RoleGroups func(tenantID string, ids ...string) []string
}

// API serves the cmdlets for the tenants of one cloud.
type API struct {
	config Config
	pages  *pages
}

// New creates an API.
func New(config Config) *API {
	return &API{config: config, pages: newPages(config.World.Now)}
}

// ServeHTTP serves a request with a caller; see [WithCaller].
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	setCommonHeaders(w)
	caller, ok := callerFrom(r.Context())
	if !ok || !caller.manages() {
		Unauthorized(w, r, noPermission)
		return
	}
	c := &call{api: a, request: r, caller: caller, session: session(w, r)}
	answer, err := c.serve()
	if err != nil {
		a.refuse(w, err)
		return
	}
	w.Header().Set("Cmdlet-Name", answer.cmdlet)
	writeEnvelope(w, answer)
}

// call is one request.
type call struct {
	api     *API
	request *http.Request
	caller  Caller
	// session identifies the back end.
	session string
	tenant  kernel.Tenant
	chosen  []string
}

// serve routes a request (exchange §2.1).
func (c *call) serve() (envelope, error) {
	segments := strings.Split(strings.Trim(c.request.URL.Path, "/"), "/")
	if len(segments) != 4 || !strings.EqualFold(segments[3], "InvokeCommand") {
		return envelope{}, refusal.NotModeled("%s %s of Exchange Online", c.request.Method, c.request.URL.Path)
	}
	switch version := strings.ToLower(segments[1]); version {
	case "beta":
	case "v1.0":
		return envelope{}, notAllowed()
	default:
		return envelope{}, refusal.NotModeled("version %s of Exchange Online's admin API", version)
	}
	var ok bool
	if c.tenant, ok = c.api.config.World.TenantIn(c.api.config.Cloud, segments[2]); !ok || c.tenant.ID != c.caller.TenantID {
		return envelope{}, wrongTenant{}
	}
	token, err := c.options()
	switch {
	case err != nil:
		return envelope{}, err
	case token != "":
		return c.next(token)
	case c.request.Method != http.MethodPost:
		return envelope{}, notAllowed()
	}
	return c.invoke()
}

// options reads the query options; $select is the only one besides the token of
// a page.
func (c *call) options() (token string, err error) {
	for name, values := range c.request.URL.Query() {
		switch strings.ToLower(name) {
		case "$skiptoken":
			token = values[0]
		case "$select":
			for chosen := range strings.SplitSeq(values[0], ",") {
				c.chosen = append(c.chosen, strings.TrimSpace(chosen))
			}
		default:
			return "", refusal.NotModeled("the query option %s of Exchange Online", name)
		}
	}
	return token, nil
}

// invoke runs the cmdlet of the body.
func (c *call) invoke() (envelope, error) {
	name, sent, err := readInput(c.request.Body)
	if err != nil {
		return envelope{}, err
	}
	i := slices.IndexFunc(c.api.config.Rows, func(r command.Row) bool { return strings.EqualFold(r.Name, name) })
	if i < 0 {
		// A name that does not exist is a 403 like a cmdlet that is not allowed
		// (exchange §7.2); which names exist is not known here.
		return envelope{}, refusal.NotModeled("the cmdlet %s", name)
	}
	row := &c.api.config.Rows[i]
	if !c.may(row.Needs) {
		return envelope{}, denied{}
	}
	arguments, err := row.Bind(sent)
	if err != nil {
		return envelope{}, err
	}
	answer, err := row.Run(&command.Call{World: c.api.config.World, Tenant: c.tenant.ID, Session: c.session, Arguments: arguments})
	if err != nil {
		return envelope{}, err
	}
	return c.page(page{
		tenant: c.tenant.ID, session: c.session, cmdlet: row.Name, rest: answer.Records, size: c.pageSize(arguments), warnings: answer.Warnings,
	}), nil
}
