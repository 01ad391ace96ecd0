package graphapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

const (
	contosoID   = "11111111-1111-4111-8111-111111111111"
	fabrikamID  = "22222222-2222-4222-8222-222222222222"
	northwindID = "33333333-3333-4333-8333-333333333333"
	adeleID     = "a0000000-0000-4000-8000-000000000001"
	brianID     = "a0000000-0000-4000-8000-000000000002"
	groupID     = "a0000000-0000-4000-8000-000000000003"
	contactID   = "a0000000-0000-4000-8000-000000000004"
)

const estate = `{"tenants":[
 {"key":"contoso","tenant_id":"` + contosoID + `","domains":["contoso.example",{"id":"new.example","isVerified":false}],
  "users":[{"id":"` + adeleID + `","userPrincipalName":"adele@contoso.example","mail":"adele@contoso.example","displayName":"Adele","department":"Sales","companyName":"Contoso"},
           {"id":"` + brianID + `","userPrincipalName":"brian@contoso.example","mail":"brian@contoso.example","displayName":"Brian","createdDateTime":"2023-01-01T00:00:00Z"}],
  "groups":[{"id":"` + groupID + `","displayName":"Team"}],
  "contacts":[{"id":"` + contactID + `","displayName":"Carla","mail":"carla@fabrikam.example"}]},
 {"key":"fabrikam","tenant_id":"` + fabrikamID + `","domains":["fabrikam.example"]},
 {"key":"northwind","tenant_id":"` + northwindID + `","cloud":"usgovernment","authorization_policy":{"allowInvitesFrom":"everyone"}}]}`

// everyPermission are the caller's permissions in tests that are not about
// permissions.
var everyPermission = []string{
	"User.Invite.All", "User.ReadWrite.All", "User.DeleteRestore.All", "OrgContact.Read.All", "Organization.Read.All", "User.RevokeSessions.All",
	"Domain.Read.All", "CrossTenantInformation.ReadBasic.All", "Policy.Read.All", "Policy.ReadWrite.Authorization",
	"Policy.ReadWrite.CrossTenantAccess", "User.ManageIdentities.All", "User-ConvertToInternal.ReadWrite.All",
	"Policy.Read.B2BManagementPolicy", "Group.Read.All", "Application.Read.All", "Policy.ReadWrite.CrossTenantCapability",
}

// The HTTP methods, with short names for tables.
const (
	get   = operation.Get
	post  = operation.Post
	put   = operation.Put
	patch = operation.Patch
)

// never is the zero time, which Graph returns for an event that has not occurred.
const never = "0001-01-01T00:00:00Z"

// bench is a world behind the API, with a caller in Contoso. Its lists start
// without an empty page, unless a test is about empty pages.
type bench struct {
	t      *testing.T
	world  *kernel.World
	api    *API
	caller Caller
	header http.Header
}

func newBench(t *testing.T) *bench {
	t.Helper()
	return newBenchWith(t, kernel.Options{})
}

// newBenchWith is a bench with further options of its world.
func newBenchWith(t *testing.T, options kernel.Options) *bench {
	t.Helper()
	n := 0
	options.Now = func() time.Time { return time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC) }
	options.NewID = func() string { n++; return fmt.Sprintf("e0000000-0000-4000-8000-%012d", n) }
	options.Settings = settings.With(func(s *settings.Settings) { s.EmptyPageWithNextLink = false })
	w := area.NewWorld(options)
	b := &bench{
		t: t, world: w, header: http.Header{},
		api:    New(Config{World: w, Offers: area.All(), Delegated: directory.Delegated, Cloud: schema.CloudPublic, BaseURL: func() string { return "https://graph.test" }}),
		caller: Caller{TenantID: contosoID, AppID: "app", Roles: everyPermission},
	}
	b.seed(estate)
	return b
}

// seed replaces the estate.
func (b *bench) seed(text string) {
	b.t.Helper()
	seed, err := area.ParseSeed("estate.json", []byte(text))
	if err != nil {
		b.t.Fatal(err)
	}
	if err := b.world.Load(seed); err != nil {
		b.t.Fatal(err)
	}
}

// set changes the settings.
func (b *bench) set(change func(*settings.Settings)) {
	b.t.Helper()
	err := b.world.ChangeSettings(func(s *settings.Settings) error { change(s); return nil })
	if err != nil {
		b.t.Fatal(err)
	}
}

// cast lists the objects of one type, as an advanced query.
func (b *bench) cast(path string) reply {
	b.t.Helper()
	separator := "?"
	if strings.Contains(path, "?") {
		separator = "&"
	}
	b.header.Set("ConsistencyLevel", "eventual")
	defer b.header.Del("ConsistencyLevel")
	return b.do(http.MethodGet, path+separator+"$count=true", "").want(200)
}

// in switches the caller to a tenant of another cloud.
func (b *bench) in(cloud, tenantID string) {
	b.api = New(Config{World: b.world, Offers: area.All(), Delegated: directory.Delegated, Cloud: cloud, BaseURL: b.api.config.BaseURL})
	b.caller.TenantID = tenantID
}

// reply is a response with its decoded JSON.
type reply struct {
	*httptest.ResponseRecorder
	t    *testing.T
	json map[string]any
}

func (b *bench) do(method, target, body string) reply {
	b.t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for name := range b.header {
		r.Header.Set(name, b.header.Get(name))
	}
	return b.send(r)
}

func (b *bench) send(r *http.Request) reply {
	b.t.Helper()
	recorder := httptest.NewRecorder()
	b.api.ServeHTTP(recorder, r.WithContext(WithCaller(r.Context(), b.caller)))
	answer := reply{ResponseRecorder: recorder, t: b.t}
	if strings.HasPrefix(recorder.Header().Get("Content-Type"), "application/json") {
		if err := json.Unmarshal(recorder.Body.Bytes(), &answer.json); err != nil {
			b.t.Fatalf("%s %s: %v in %s", r.Method, r.URL, err, recorder.Body)
		}
	}
	return answer
}

func (r reply) want(status int) reply {
	r.t.Helper()
	if r.Code != status {
		r.t.Fatalf("status %d, want %d: %s", r.Code, status, r.Body)
	}
	return r
}

func (r reply) wantError(status int, code, part string) {
	r.t.Helper()
	r.want(status)
	e, _ := r.json["error"].(map[string]any)
	message, _ := e["message"].(string)
	if e["code"] != code || !strings.Contains(message, part) {
		r.t.Fatalf("got %v: %q, want %s with %q", e["code"], message, code, part)
	}
}

func (r reply) values() []map[string]any {
	r.t.Helper()
	list, ok := r.json["value"].([]any)
	if !ok {
		r.t.Fatalf("no collection: %s", r.Body)
	}
	values := make([]map[string]any, 0, len(list))
	for _, v := range list {
		object, _ := v.(map[string]any)
		values = append(values, object)
	}
	return values
}

func (r reply) text(name string) string {
	r.t.Helper()
	s, ok := r.json[name].(string)
	if !ok {
		r.t.Fatalf("no text %s in %s", name, r.Body)
	}
	return s
}
