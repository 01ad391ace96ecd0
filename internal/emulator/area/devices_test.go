package area_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/graphapi"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// A complete read-only set: a struct and one declaration, and below one entry in a
// list.

type device struct {
	ID          string `json:"id"`
	DisplayName string `json:"displayName,omitempty"`
	System      string `json:"operatingSystem,omitempty"`
	Enabled     bool   `json:"accountEnabled"`
}

var devices = &kernel.Set[device]{
	Declaration: kernel.Declaration{
		Name: "devices", IsObject: true,
		Class: schema.NewClass(
			"Device", "device",
			schema.Read("id", func(d *device) any { return d.ID }).Filter("eq in", "ne not"),
			schema.ReadBool("accountEnabled", func(d *device) *bool { return &d.Enabled }).Filter("eq", "ne not"),
			schema.ReadText("displayName", func(d *device) *string { return &d.DisplayName }).Filter("eq in startsWith $orderby", "ne not null"),
			schema.ReadText("operatingSystem", func(d *device) *string { return &d.System }).Filter("eq", "ne not"),
		),
		Served: kernel.Served{Path: "/devices", Read: []string{"Device.Read.All"}, Source: "device-list"},
	},
	ID:    func(d *device) *string { return &d.ID },
	Seeds: &kernel.Seeds[device]{New: func() *device { return &device{Enabled: true} }},
}

var inventory = operation.Offer{Area: kernel.Area{Name: "inventory", Parts: []kernel.Part{devices}}}

const fleet = `{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","devices":[
 {"displayName":"Laptop 1","operatingSystem":"Windows"},
 {"displayName":"Laptop 2","operatingSystem":"Windows","accountEnabled":false},
 {"id":"d0000000-0000-4000-8000-000000000003","displayName":"Phone","operatingSystem":"iOS"}]}]}`

func newFleet(t *testing.T) *kernel.World {
	t.Helper()
	n := 0
	w := kernel.New(kernel.Options{
		Areas:    []kernel.Area{inventory.Area},
		NewID:    func() string { n++; return fmt.Sprintf("e0000000-0000-4000-8000-%012d", n) },
		Settings: func(s *settings.Settings) { s.EmptyPageWithNextLink = false },
	})
	seed, err := kernel.ParseSeed([]kernel.Area{inventory.Area}, "fleet.json", []byte(fleet))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Load(seed); err != nil {
		t.Fatal(err)
	}
	return w
}

// ask sends a request for advanced queries as an application with permissions.
func ask(t *testing.T, w *kernel.World, target string, permissions ...string) (int, map[string]any) {
	t.Helper()
	api := graphapi.New(graphapi.Config{World: w, Cloud: schema.CloudPublic, Offers: []operation.Offer{inventory}})
	r := httptest.NewRequest(http.MethodGet, target, nil)
	r.Header.Set("ConsistencyLevel", "eventual")
	answer := httptest.NewRecorder()
	api.ServeHTTP(answer, r.WithContext(graphapi.WithCaller(r.Context(), graphapi.Caller{TenantID: contosoID, Roles: permissions})))
	var body map[string]any
	if err := json.Unmarshal(answer.Body.Bytes(), &body); err != nil && answer.Header().Get("Content-Type") != "text/plain" {
		t.Fatalf("%s: %v in %s", target, err, answer.Body)
	}
	return answer.Code, body
}

func names(body map[string]any) []string {
	var names []string
	values, _ := body["value"].([]any)
	for _, v := range values {
		object, _ := v.(map[string]any)
		name, _ := object["displayName"].(string)
		names = append(names, name)
	}
	return names
}

// A declared set is listed, filtered, ordered, counted and paged, with errors for
// unknown and unmodeled members.
func TestDeclaredSetIsServed(t *testing.T) {
	t.Parallel()
	w := newFleet(t)
	tests := []struct {
		target string
		status int
		names  []string
	}{
		{"/v1.0/devices", 200, []string{"Laptop 1", "Laptop 2", "Phone"}},
		{"/v1.0/devices?$filter=operatingSystem+eq+'windows'", 200, []string{"Laptop 1", "Laptop 2"}},
		{"/v1.0/devices?$filter=accountEnabled+ne+true&$count=true", 200, []string{"Laptop 2"}},
		{"/v1.0/devices?$orderby=displayName+desc&$top=2", 200, []string{"Phone", "Laptop 2"}},
		{"/v1.0/devices?$select=displayName&$top=1", 200, []string{"Laptop 1"}},
		{"/v1.0/devices/d0000000-0000-4000-8000-000000000003", 200, nil},
		{"/v1.0/devices/$count", 200, nil},
		{"/v1.0/devices/d0000000-0000-4000-8000-000000000004", 404, nil},
		{"/v1.0/devices?$select=shoeSize", 400, nil},
		{"/v1.0/devices?$select=isManaged", 501, nil},
		{"/v1.0/devices?$filter=shoeSize+eq+42", 400, nil},
		{"/v1.0/devices?$filter=isManaged+eq+true", 501, nil},
		{"/v1.0/devices?$orderby=operatingSystem", 400, nil},
	}
	for _, tt := range tests {
		status, body := ask(t, w, tt.target, "Device.Read.All")
		if status != tt.status || tt.names != nil && !reflect.DeepEqual(names(body), tt.names) {
			t.Errorf("%s: %d %v", tt.target, status, body)
		}
	}
	if status, _ := ask(t, w, "/v1.0/devices"); status != http.StatusForbidden {
		t.Errorf("without permission: %d", status)
	}
}

// Pages follow each other to the end.
func TestDeclaredSetHasPages(t *testing.T) {
	t.Parallel()
	w := newFleet(t)
	var all []string
	for target := "/v1.0/devices?$top=2"; target != ""; {
		_, body := ask(t, w, target, "Device.Read.All")
		all = append(all, names(body)...)
		next, _ := body["@odata.nextLink"].(string)
		target = strings.TrimPrefix(next, "http://example.com")
	}
	if len(all) != 3 {
		t.Errorf("pages have %v", all)
	}
}

// A declared set is in snapshots, survives a restart, and reports errors in a seed.
func TestDeclaredSetIsKept(t *testing.T) {
	t.Parallel()
	w := newFleet(t)
	data, err := w.SaveState()
	if err != nil {
		t.Fatal(err)
	}
	restarted := kernel.New(kernel.Options{Areas: []kernel.Area{inventory.Area}})
	if err := restarted.LoadState(data); err != nil {
		t.Fatal(err)
	}
	if before, after := w.Snapshot(), restarted.Snapshot(); !reflect.DeepEqual(before, after) {
		t.Errorf("before %v, after %v", before, after)
	}
	if status, body := ask(t, restarted, "/v1.0/devices", "Device.Read.All"); status != 200 || len(names(body)) != 3 {
		t.Errorf("after a restart: %d %v", status, body)
	}
	broken := strings.Replace(fleet, `"accountEnabled":false`, `"accountEnabled":"no"`, 1)
	_, err = kernel.ParseSeed([]kernel.Area{inventory.Area}, "fleet.json", []byte(broken))
	if err == nil || !strings.HasPrefix(err.Error(), "fleet.json:3: tenants[0].devices[1].accountEnabled: ") {
		t.Errorf("got %v", err)
	}
}

// A recycle bin is one field. Its objects are in one collection with the deleted
// objects of other sets, each with its own permissions.
func TestDeclaredSetHasABin(t *testing.T) {
	t.Parallel()
	type printer struct {
		ID   string    `json:"id"`
		Gone time.Time `json:"deletedDateTime,omitzero"`
	}
	printers := &kernel.Set[printer]{
		Declaration: kernel.Declaration{
			Name: "printers", IsObject: true,
			Class:  schema.NewClass("Printer", "printer", schema.Read("id", func(p *printer) any { return p.ID })),
			Served: kernel.Served{Path: "/printers", Read: []string{"Printer.Read.All"}, Remove: []string{"Printer.ReadWrite.All"}, Source: "printers-list"},
		},
		ID:    func(p *printer) *string { return &p.ID },
		Bin:   &kernel.Bin[printer]{Deleted: func(p *printer) *time.Time { return &p.Gone }},
		Seeds: &kernel.Seeds[printer]{},
	}
	offers := append(area.All(), operation.Offer{Area: kernel.Area{Name: "printing", Parts: []kernel.Part{printers}}})
	var areas []kernel.Area
	for _, o := range offers {
		areas = append(areas, o.Area)
	}
	w := kernel.New(kernel.Options{Areas: areas, Settings: func(s *settings.Settings) { s.EmptyPageWithNextLink = false }})
	const id, userID = "d0000000-0000-4000-8000-000000000009", "d0000000-0000-4000-8000-000000000008"
	seed, err := kernel.ParseSeed(areas, "printers.json", []byte(`{"tenants":[{"key":"contoso","tenant_id":"`+contosoID+`",
 "users":[{"id":"`+userID+`","userPrincipalName":"ana@contoso.onmicrosoft.com"}],"printers":[{"id":"`+id+`"}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Load(seed); err != nil {
		t.Fatal(err)
	}
	api := graphapi.New(graphapi.Config{World: w, Cloud: schema.CloudPublic, Offers: offers})
	caller := graphapi.Caller{TenantID: contosoID, Roles: []string{"Printer.Read.All", "Printer.ReadWrite.All"}}
	do := func(method, path string, want int) {
		t.Helper()
		answer := httptest.NewRecorder()
		r := httptest.NewRequest(method, "/v1.0"+path, nil)
		api.ServeHTTP(answer, r.WithContext(graphapi.WithCaller(r.Context(), caller)))
		if answer.Code != want {
			t.Errorf("%s %s: %d %s", method, path, answer.Code, answer.Body)
		}
	}
	if err := directory.Users.Delete(w, contosoID, userID, kernel.Actor{}); err != nil {
		t.Fatal(err)
	}
	do(http.MethodDelete, "/printers/"+id, 204)
	do(http.MethodGet, "/printers/"+id, 404)
	do(http.MethodGet, "/directory/deletedItems/microsoft.graph.printer", 200)
	do(http.MethodGet, "/directory/deletedItems/"+id, 200)
	do(http.MethodGet, "/directory/deletedItems/"+userID, 403)
	do(http.MethodPost, "/directory/deletedItems/"+id+"/restore", 200)
	do(http.MethodGet, "/printers/"+id, 200)
	do(http.MethodDelete, "/printers/"+id, 204)
	do(http.MethodDelete, "/directory/deletedItems/"+id, 204)
	do(http.MethodGet, "/directory/deletedItems/"+id, 403)
}
