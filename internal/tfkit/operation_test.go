package tfkit_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// thing is a resource with one attribute in addition to Model's.
type thing struct {
	tfkit.Model
	Name types.String `tfsdk:"name"`
}

var resourceOfFabrikam = tfkit.Resource{Data: tfkit.Data{Tenants: tenant.NewRegistry([]*tenant.Tenant{fabrikam}), Notices: &tfkit.Notices{}}}

// thingValue is a thing in a plan or a state.
func thingValue(t *testing.T, key, tenantID, timeout string) tfsdk.State {
	t.Helper()
	s := emptyState(t)
	for name, value := range map[string]string{"tenant": key, "tenant_id": tenantID, "name": "first"} {
		set(t, &s, path.Root(name), value)
	}
	for _, operation := range []string{"create", "read", "update", "delete"} {
		if timeout != "" {
			set(t, &s, path.Root("timeouts").AtName(operation), timeout)
		}
	}
	return s
}

func emptyState(t *testing.T) tfsdk.State {
	t.Helper()
	s := schema.Schema{Attributes: tfkit.ResourceAttributes(t.Context(), map[string]schema.Attribute{"name": schema.StringAttribute{Optional: true}})}
	return tfsdk.State{Schema: s, Raw: tftypes.NewValue(s.Type().TerraformType(t.Context()), nil)}
}

func emptyIdentity(t *testing.T) *tfsdk.ResourceIdentity {
	t.Helper()
	var resp resource.IdentitySchemaResponse
	(&tfkit.Resource{}).IdentitySchema(t.Context(), resource.IdentitySchemaRequest{}, &resp)
	return &tfsdk.ResourceIdentity{Schema: resp.IdentitySchema, Raw: tftypes.NewValue(resp.IdentitySchema.Type().TerraformType(t.Context()), nil)}
}

func identityOf(t *testing.T, i *tfsdk.ResourceIdentity) (tenantID, objectID string) {
	t.Helper()
	var identity tfkit.Identity
	if diags := i.Get(t.Context(), &identity); diags.HasError() {
		t.Fatal(diags)
	}
	return identity.TenantID.ValueString(), identity.ObjectID.ValueString()
}

// TestCreateIsSaved: the key in the plan may have been renamed; the state gets the
// provider's key.
func TestCreateIsSaved(t *testing.T) {
	t.Parallel()
	plan := thingValue(t, fabrikam.Key, fabrikam.ID, "")
	resp := resource.CreateResponse{State: emptyState(t), Identity: emptyIdentity(t)}
	var m thing
	ctx, op := resourceOfFabrikam.BeginCreate(t.Context(), resource.CreateRequest{Plan: tfsdk.Plan(plan)}, &resp, &m)
	defer op.End()
	if found := op.FindTenant(); found != fabrikam {
		t.Fatalf("found %v: %v", found, resp.Diagnostics)
	}
	op.Save(ctx, "object")
	var saved thing
	resp.Diagnostics.Append(resp.State.Get(ctx, &saved)...)
	if resp.Diagnostics.HasError() {
		t.Fatal(resp.Diagnostics)
	}
	if saved.ID.ValueString() != fabrikam.ID+"/object" || saved.Tenant.ValueString() != "fabrikam" ||
		saved.TenantID.ValueString() != fabrikam.ID || saved.Name.ValueString() != "first" {
		t.Errorf("the state is %+v", saved)
	}
	if tenantID, objectID := identityOf(t, resp.Identity); tenantID != fabrikam.ID || objectID != "object" {
		t.Errorf("the identity is %s, %s", tenantID, objectID)
	}
}

// TestOperationsAreBounded: by the configuration, by the resource, or by the
// default.
func TestOperationsAreBounded(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		configured  string
		own         time.Duration
		read, write time.Duration
	}{
		"standard":      {"", 0, tfkit.ReadTimeout, tfkit.WriteTimeout},
		"resource":      {"", time.Hour, tfkit.ReadTimeout, time.Hour},
		"configuration": {"2h", time.Hour, 2 * time.Hour, 2 * time.Hour},
	} {
		r := resourceOfFabrikam
		r.Timeout = test.own
		s := thingValue(t, fabrikam.Key, fabrikam.ID, test.configured)
		plan := tfsdk.Plan(s)
		var m, before thing
		for what, begin := range map[string]func() (context.Context, *tfkit.Operation){
			"create": func() (context.Context, *tfkit.Operation) {
				return r.BeginCreate(t.Context(), resource.CreateRequest{Plan: plan}, &resource.CreateResponse{}, &m)
			},
			"read": func() (context.Context, *tfkit.Operation) {
				return r.BeginRead(t.Context(), resource.ReadRequest{State: s}, &resource.ReadResponse{}, &m)
			},
			"update": func() (context.Context, *tfkit.Operation) {
				return r.BeginUpdate(t.Context(), resource.UpdateRequest{Plan: plan, State: s}, &resource.UpdateResponse{}, &m, &before)
			},
			"delete": func() (context.Context, *tfkit.Operation) {
				return r.BeginDelete(t.Context(), resource.DeleteRequest{State: s}, &resource.DeleteResponse{}, &m)
			},
		} {
			want := test.write
			if what == "read" {
				want = test.read
			}
			earliest := time.Now().Add(want)
			ctx, op := begin()
			deadline, bounded := ctx.Deadline()
			if !bounded || deadline.Before(earliest) || deadline.After(time.Now().Add(want)) {
				t.Errorf("%s, %s: the deadline is %s, want one after %s", name, what, deadline, want)
			}
			if op.End(); ctx.Err() == nil {
				t.Errorf("%s, %s: the context goes on after the end", name, what)
			}
		}
	}
}

// TestDestroyWithoutItsTenant: a destroy that changes nothing needs no tenant.
func TestDestroyWithoutItsTenant(t *testing.T) {
	t.Parallel()
	resp := resource.DeleteResponse{}
	var m thing
	_, op := resourceOfFabrikam.BeginDelete(t.Context(), resource.DeleteRequest{State: thingValue(t, contoso.Key, contoso.ID, "")}, &resp, &m)
	defer op.End()
	if resp.Diagnostics.HasError() {
		t.Fatalf("the beginning reports %v", resp.Diagnostics)
	}
	if found := op.FindTenant(); found != nil || resp.Diagnostics.ErrorsCount() != 1 || !strings.Contains(resp.Diagnostics[0].Detail(), "Add the tenant to the provider") {
		t.Errorf("found %v, reported %v", found, resp.Diagnostics)
	}
}

func set(t *testing.T, s *tfsdk.State, at path.Path, value string) {
	t.Helper()
	if diags := s.SetAttribute(t.Context(), at, value); diags.HasError() {
		t.Fatal(diags)
	}
}
