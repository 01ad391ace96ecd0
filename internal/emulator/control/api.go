package control

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/entra"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// Root is the path of the API.
const Root = "/_emulator"

// maxBody is enough for seeds with hundreds of thousands of users.
const maxBody = 1 << 30

// Config holds the objects that the API controls. Login is the login service of
// the listener's cloud; Legacy is the legacy sharing of Exchange, nil for none.
// Clouds are the base URLs of all clouds.
type Config struct {
	World   *kernel.World
	Journal *wire.Journal
	Faults  *wire.Faults
	Login   *entra.Service
	Legacy  crosstenant.Legacy
	Clouds  func() map[string]string
}

// API serves the paths below [Root].
type API struct {
	config Config
	mux    *http.ServeMux
	paths  []string
}

// route is one operation. Its handler returns the status and the value to encode,
// or an error.
type route struct {
	method, path string
	handle       func(*http.Request) (int, any, error)
}

// New returns the API.
func New(config Config) *API {
	a := &API{config: config, mux: http.NewServeMux()}
	byPath := map[string]map[string]route{}
	for _, r := range a.routes() {
		if byPath[r.path] == nil {
			byPath[r.path] = map[string]route{}
		}
		byPath[r.path][r.method] = r
		a.paths = append(a.paths, r.method+" "+Root+r.path)
	}
	for path, methods := range byPath {
		a.mux.HandleFunc(Root+path, func(w http.ResponseWriter, r *http.Request) { serve(w, r, methods) })
	}
	a.servePage()
	a.mux.HandleFunc("/", a.notFound)
	return a
}

func (a *API) routes() []route {
	return []route{
		{"GET", "", a.index},
		{"GET", "/state", a.state},
		{"PUT", "/seed", a.seed},
		{"GET", "/seed/schema", a.seedSchema},
		{"GET", "/requests", a.requests},
		{"DELETE", "/requests", a.clearRequests},
		{"GET", "/requests/summary", a.summary},
		{"GET", "/faults", a.faults},
		{"POST", "/faults", a.addFault},
		{"DELETE", "/faults", a.clearFaults},
		{"DELETE", "/faults/{id}", a.removeFault},
		{"POST", "/clock/advance", a.advanceClock},
		{"POST", "/lag", a.setLag},
		{"GET", "/settings", a.settings},
		{"PATCH", "/settings", a.changeSettings},
		{"POST", "/redeem", a.redeem},
		{"POST", "/sign_in", a.signIn},
		{"POST", "/visibility", a.visibility},
		{"POST", "/sync/run", a.runSync},
		{"GET", "/mails", a.mails},
		{"DELETE", "/mails", a.forgetMails},
		{"POST", "/contacts", a.addContact},
		{"DELETE", "/contacts", a.deleteContact},
		{"PATCH", "/applications", a.changeApplication},
		{"POST", "/federated_token", a.federatedToken},
		{"POST", "/user_token", a.userToken},
		{"GET", "/device_codes", a.deviceCodes},
		{"POST", "/device_codes", a.settleDeviceCode},
		{"GET", "/github_oidc", a.gitHubToken},
		{"POST", "/azure_devops_oidc", a.azureDevOpsToken},
		{"GET", "/msi/token", a.managedIdentityToken},
	}
}

// ServeHTTP answers one request.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := sameOrigin(r); err != nil {
		writeError(w, err)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	a.mux.ServeHTTP(w, r)
}

// Routes returns the operations as "METHOD path".
func (a *API) Routes() []string { return slices.Clone(a.paths) }

// index lists the operations, and the addresses of the clouds.
func (a *API) index(*http.Request) (int, any, error) {
	clouds := map[string]string{}
	if a.config.Clouds != nil {
		clouds = a.config.Clouds()
	}
	return http.StatusOK, map[string]any{"routes": a.paths, "clouds": clouds}, nil
}

func serve(w http.ResponseWriter, r *http.Request, methods map[string]route) {
	found, ok := methods[r.Method]
	if !ok {
		allowed := make([]string, 0, len(methods))
		for m := range methods {
			allowed = append(allowed, m)
		}
		slices.Sort(allowed)
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		writeError(w, &problem{http.StatusMethodNotAllowed, "MethodNotAllowed", r.URL.Path + " takes " + strings.Join(allowed, " and ")})
		return
	}
	status, body, err := found.handle(r)
	if err != nil {
		writeError(w, err)
		return
	}
	writeJSON(w, status, body)
}

func (a *API) notFound(w http.ResponseWriter, r *http.Request) {
	writeError(w, &problem{
		http.StatusNotFound, "NotFound",
		fmt.Sprintf("there is no %s; the control API has %s", r.URL.Path, strings.Join(a.paths, ", ")),
	})
}

// problem is an error with its HTTP status.
type problem struct {
	status        int
	code, message string
}

// Error returns the message.
func (p *problem) Error() string { return p.message }

func badRequest(format string, args ...any) *problem {
	return &problem{http.StatusBadRequest, "BadRequest", fmt.Sprintf(format, args...)}
}

// writeError keeps the status and the code of a refusal by the kernel.
func writeError(w http.ResponseWriter, err error) {
	var p *problem
	var fault *refusal.Error
	var exchange *command.Fault
	switch {
	case errors.As(err, &p):
	case errors.As(err, &exchange):
		p = &problem{exchange.Status, exchange.Name(), exchange.Text}
	case errors.As(err, &fault):
		p = &problem{fault.Status, fault.Code, fault.Message}
	default:
		p = badRequest("%v", err)
	}
	writeJSON(w, p.status, map[string]any{"error": map[string]string{"code": p.code, "message": p.message}})
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	if body == nil {
		w.WriteHeader(status)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	// An error means that the client has disconnected.
	_ = json.NewEncoder(w).Encode(body)
}

// decode decodes exactly one JSON object; unknown members are errors.
func decode(r *http.Request, into any) error {
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return badRequest("the body is not valid for %s: %v", r.URL.Path, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return badRequest("the body has data after the JSON object")
	}
	return nil
}
