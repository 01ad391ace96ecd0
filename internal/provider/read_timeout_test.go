package provider_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/cloud"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guestsync"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/organization"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// silence accepts requests and never answers.
type silence struct{}

func (silence) RoundTrip(req *http.Request) (*http.Response, error) {
	<-req.Context().Done()
	return nil, req.Context().Err()
}

const readTimeout = 7 * time.Second

// silentData returns the provider's data for tenants that never answer.
func silentData(t *testing.T) *tfkit.Data {
	t.Helper()
	public, _ := cloud.Lookup(cloud.Public)
	var tenants []*tenant.Tenant
	for key, id := range map[string]string{"fabrikam": acctest.FabrikamID, "contoso": acctest.ContosoID} {
		g, err := graph.New(graph.Config{Root: "https://graph.example", TenantKey: key, TenantID: id, Transport: transport.Complete(silence{})})
		if err != nil {
			t.Fatal(err)
		}
		tenants = append(tenants, &tenant.Tenant{Key: key, ID: id, Cloud: public, Graph: g})
	}
	return &tfkit.Data{Notices: &tfkit.Notices{}, Tenants: tenant.NewRegistry(tenants)}
}

// filled returns an object with only its identifying attributes and the timeout.
func filled(t *testing.T, typ tftypes.Type) tftypes.Value {
	t.Helper()
	object, ok := typ.(tftypes.Object)
	if !ok {
		t.Fatalf("the schema is %s", typ)
	}
	known := map[string]string{
		"tenant": "fabrikam", "tenant_id": acctest.FabrikamID, "partner_tenant_id": acctest.ContosoID,
		"user_id": acctest.ManagerID, "group_id": acctest.ManagerID, "source": "contoso", "source_tenant_id": acctest.ContosoID,
	}
	settings := map[string]map[string]tftypes.Value{
		"scope": {"all_users": tftypes.NewValue(tftypes.Bool, true)}, "on_leave": {"action": tftypes.NewValue(tftypes.String, "keep")},
	}
	values := map[string]tftypes.Value{}
	for name, of := range object.AttributeTypes {
		values[name] = tftypes.NewValue(of, nil)
		if text, ok := known[name]; ok {
			values[name] = tftypes.NewValue(of, text)
		}
		if limits, ok := of.(tftypes.Object); ok && name == "timeouts" {
			values[name] = timeouts(t, limits)
		}
		if chosen, ok := settings[name]; ok {
			values[name] = with(of, chosen)
		}
		if of.Is(tftypes.Map{}) {
			values[name] = tftypes.NewValue(of, map[string]tftypes.Value{})
		}
	}
	return tftypes.NewValue(typ, values)
}

// with returns an object with some members.
func with(of tftypes.Type, chosen map[string]tftypes.Value) tftypes.Value {
	object, ok := of.(tftypes.Object)
	if !ok {
		return tftypes.NewValue(of, nil)
	}
	members := map[string]tftypes.Value{}
	for name, of := range object.AttributeTypes {
		members[name] = tftypes.NewValue(of, nil)
		if value, ok := chosen[name]; ok {
			members[name] = value
		}
	}
	return tftypes.NewValue(of, members)
}

func timeouts(t *testing.T, of tftypes.Object) tftypes.Value {
	t.Helper()
	if _, ok := of.AttributeTypes["read"]; !ok {
		t.Fatal("there is no timeout of reads")
	}
	values := map[string]tftypes.Value{}
	for name := range of.AttributeTypes {
		values[name] = tftypes.NewValue(tftypes.String, nil)
	}
	values["read"] = tftypes.NewValue(tftypes.String, readTimeout.String())
	return tftypes.NewValue(of, values)
}

// ends expects one error at the timeout.
func ends(t *testing.T, name string, began time.Time, diags diag.Diagnostics) {
	t.Helper()
	if took := time.Since(began); took != readTimeout || diags.ErrorsCount() != 1 {
		t.Errorf("%s: after %s: %v", name, took, diags)
		return
	}
	for _, part := range []string{"no answer from graph.example", "timeouts"} {
		if detail := diags[0].Detail(); !strings.Contains(detail, part) {
			t.Errorf("%s lacks %q: %s", name, part, detail)
		}
	}
}

// TestReadsEnd reads from a tenant that never answers, with a configured timeout.
func TestReadsEnd(t *testing.T) {
	t.Parallel()
	for _, factory := range slices.Concat(crosstenant.Resources(), guest.Resources(), guestsync.Resources()) {
		synctest.Test(t, func(t *testing.T) { resourceReadEnds(t, factory()) })
	}
	for _, factory := range slices.Concat(organization.DataSources(), guest.DataSources(), guestsync.DataSources()) {
		synctest.Test(t, func(t *testing.T) { dataSourceReadEnds(t, factory()) })
	}
}

func resourceReadEnds(t *testing.T, r resource.Resource) {
	ctx := t.Context()
	var meta resource.MetadataResponse
	r.Metadata(ctx, resource.MetadataRequest{}, &meta)
	configured, ok := r.(resource.ResourceWithConfigure)
	identified, alsoOK := r.(resource.ResourceWithIdentity)
	if !ok || !alsoOK {
		t.Fatalf("%s takes no provider data or has no identity", meta.TypeName)
	}
	configured.Configure(ctx, resource.ConfigureRequest{ProviderData: silentData(t)}, &resource.ConfigureResponse{})
	var described resource.SchemaResponse
	r.Schema(ctx, resource.SchemaRequest{}, &described)
	var identity resource.IdentitySchemaResponse
	identified.IdentitySchema(ctx, resource.IdentitySchemaRequest{}, &identity)
	state := tfsdk.State{Schema: described.Schema, Raw: filled(t, described.Schema.Type().TerraformType(ctx))}
	resp := resource.ReadResponse{State: state, Identity: &tfsdk.ResourceIdentity{
		Schema: identity.IdentitySchema, Raw: tftypes.NewValue(identity.IdentitySchema.Type().TerraformType(ctx), nil),
	}}
	req := resource.ReadRequest{State: state}
	req.Private = empty(req.Private)
	// A guest sync reads nothing without a record.
	diags := req.Private.SetKey(ctx, "guest_sync", []byte(`{"version":1,"value":{"fingerprint":"settings","pending":{}}}`))
	if diags.HasError() {
		t.Fatal(diags)
	}
	resp.Private = req.Private
	began := time.Now()
	r.Read(ctx, req, &resp)
	ends(t, meta.TypeName, began, resp.Diagnostics)
	if resp.State.Raw.IsNull() {
		t.Errorf("%s: the state is empty", meta.TypeName)
	}
	drain(t)
}

// empty returns a value of a type that the framework does not export.
func empty[T any](*T) *T { return new(T) }

func dataSourceReadEnds(t *testing.T, d datasource.DataSource) {
	ctx := t.Context()
	var meta datasource.MetadataResponse
	d.Metadata(ctx, datasource.MetadataRequest{}, &meta)
	configured, ok := d.(datasource.DataSourceWithConfigure)
	if !ok {
		t.Fatalf("%s takes no provider data", meta.TypeName)
	}
	configured.Configure(ctx, datasource.ConfigureRequest{ProviderData: silentData(t)}, &datasource.ConfigureResponse{})
	var described datasource.SchemaResponse
	d.Schema(ctx, datasource.SchemaRequest{}, &described)
	config := tfsdk.Config{Schema: described.Schema, Raw: filled(t, described.Schema.Type().TerraformType(ctx))}
	resp := datasource.ReadResponse{State: tfsdk.State{Schema: described.Schema}}
	began := time.Now()
	d.Read(ctx, datasource.ReadRequest{Config: config}, &resp)
	ends(t, meta.TypeName, began, resp.Diagnostics)
	drain(t)
}

// drain waits for shared reads, which outlive their callers.
func drain(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	<-ctx.Done()
}
