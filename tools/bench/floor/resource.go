package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

const invitationType = "multitenant_b2b_invitation"

var _ resource.ResourceWithIdentity = (*invitation)(nil)

// invitation keeps what is planned.
type invitation struct{ attributes map[string]schema.Attribute }

// Metadata names the resource.
func (*invitation) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = invitationType
}

// Schema is that of the real resource.
func (i *invitation) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema.Attributes = i.attributes
}

// IdentitySchema is that of the real resource.
func (*invitation) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema.Attributes = map[string]identityschema.Attribute{
		"tenant_id": identityschema.StringAttribute{RequiredForImport: true},
		"object_id": identityschema.StringAttribute{RequiredForImport: true},
	}
}

// Create makes the plan the state.
func (*invitation) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var err error
	if resp.State.Raw, err = known(req.Plan); err != nil {
		resp.Diagnostics.AddError("Cannot create", err.Error())
	}
	identify(ctx, resp.Identity, &resp.Diagnostics)
}

// Read keeps the state.
func (*invitation) Read(ctx context.Context, _ resource.ReadRequest, resp *resource.ReadResponse) {
	identify(ctx, resp.Identity, &resp.Diagnostics)
}

// identify sets an identity, which the framework demands.
func identify(ctx context.Context, to *tfsdk.ResourceIdentity, diags *diag.Diagnostics) {
	for _, name := range []string{"tenant_id", "object_id"} {
		diags.Append(to.SetAttribute(ctx, path.Root(name), "floor")...)
	}
}

// Update makes the plan the state.
func (*invitation) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var err error
	if resp.State.Raw, err = known(req.Plan); err != nil {
		resp.Diagnostics.AddError("Cannot update", err.Error())
	}
}

// Delete does nothing.
func (*invitation) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// known gives each unknown value of a plan one.
func known(plan tfsdk.Plan) (tftypes.Value, error) {
	return tftypes.Transform(plan.Raw, func(_ *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		switch {
		case v.IsKnown():
			return v, nil
		case v.Type().Is(tftypes.String):
			return tftypes.NewValue(tftypes.String, "11111111-1111-4111-8111-111111111111"), nil
		case v.Type().Is(tftypes.Bool):
			return tftypes.NewValue(tftypes.Bool, true), nil
		}
		return tftypes.NewValue(v.Type(), nil), nil
	})
}
