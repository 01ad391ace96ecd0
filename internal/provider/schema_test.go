package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	datasourceschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	resourceschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"

	subject "github.com/multitenant-as-code/terraform-provider-multitenant/internal/provider"
)

// described is the common interface of the attributes of all three kinds of
// schema.
type described interface {
	GetMarkdownDescription() string
	IsSensitive() bool
}

// secrets are the attributes that must be sensitive, wherever they occur.
var secrets = map[string]bool{
	"client_secret": true, "client_certificate": true, "client_certificate_password": true,
	"oidc_token": true, "oidc_request_token": true, "redeem_url": true,
}

func TestSchemas(t *testing.T) {
	t.Parallel()
	p := subject.New("test")()
	ctx := t.Context()

	var own provider.SchemaResponse
	p.Schema(ctx, provider.SchemaRequest{}, &own)
	if diags := own.Schema.ValidateImplementation(ctx); diags.HasError() {
		t.Errorf("provider: %v", diags)
	}
	walk(t, "provider", own.Schema.MarkdownDescription, own.Schema.Attributes)

	for _, construct := range p.Resources(ctx) {
		r := construct()
		var name resource.MetadataResponse
		r.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: "multitenant"}, &name)
		var resp resource.SchemaResponse
		r.Schema(ctx, resource.SchemaRequest{}, &resp)
		if diags := resp.Schema.ValidateImplementation(ctx); diags.HasError() {
			t.Errorf("%s: %v", name.TypeName, diags)
		}
		walk(t, name.TypeName, resp.Schema.MarkdownDescription, resp.Schema.Attributes)
		for _, wanted := range []string{"id", "tenant", "tenant_id"} {
			if resp.Schema.Attributes[wanted] == nil {
				t.Errorf("%s has no attribute %s", name.TypeName, wanted)
			}
		}
		identified, ok := r.(resource.ResourceWithIdentity)
		if !ok {
			t.Errorf("%s has no identity", name.TypeName)
			continue
		}
		var identity resource.IdentitySchemaResponse
		identified.IdentitySchema(ctx, resource.IdentitySchemaRequest{}, &identity)
		for _, wanted := range []string{"tenant_id", "object_id"} {
			if identity.IdentitySchema.Attributes[wanted] == nil {
				t.Errorf("the identity of %s has no %s", name.TypeName, wanted)
			}
		}
	}
	for _, construct := range p.DataSources(ctx) {
		d := construct()
		var name datasource.MetadataResponse
		d.Metadata(ctx, datasource.MetadataRequest{ProviderTypeName: "multitenant"}, &name)
		var resp datasource.SchemaResponse
		d.Schema(ctx, datasource.SchemaRequest{}, &resp)
		if diags := resp.Schema.ValidateImplementation(ctx); diags.HasError() {
			t.Errorf("%s: %v", name.TypeName, diags)
		}
		walk(t, name.TypeName, resp.Schema.MarkdownDescription, resp.Schema.Attributes)
	}
}

// walk visits every attribute, including nested ones.
func walk[A described](t *testing.T, name, description string, attributes map[string]A) {
	t.Helper()
	if description == "" {
		t.Errorf("%s has no description", name)
	}
	for key, attribute := range attributes {
		at := name + "." + key
		own := attribute.GetMarkdownDescription()
		switch {
		// Package timeouts describes the attributes of its block itself.
		case strings.Contains(at, ".timeouts"):
		case own == "":
			t.Errorf("%s has no description", at)
		case !strings.HasSuffix(own, "."):
			t.Errorf("the description of %s is no sentence: %q", at, own)
		}
		if secrets[key] && !attribute.IsSensitive() {
			t.Errorf("%s is a secret and has to be sensitive", at)
		}
		nested(t, at, attribute)
	}
}

func nested(t *testing.T, at string, attribute any) {
	t.Helper()
	const above = "described by the attribute above"
	switch a := attribute.(type) {
	case providerschema.SingleNestedAttribute:
		walk(t, at, above, a.Attributes)
	case providerschema.MapNestedAttribute:
		walk(t, at, above, a.NestedObject.Attributes)
	case resourceschema.SingleNestedAttribute:
		walk(t, at, above, a.Attributes)
	case resourceschema.ListNestedAttribute:
		walk(t, at, above, a.NestedObject.Attributes)
	case resourceschema.SetNestedAttribute:
		walk(t, at, above, a.NestedObject.Attributes)
	case resourceschema.MapNestedAttribute:
		walk(t, at, above, a.NestedObject.Attributes)
	case datasourceschema.SingleNestedAttribute:
		walk(t, at, above, a.Attributes)
	case datasourceschema.ListNestedAttribute:
		walk(t, at, above, a.NestedObject.Attributes)
	case datasourceschema.SetNestedAttribute:
		walk(t, at, above, a.NestedObject.Attributes)
	case datasourceschema.MapNestedAttribute:
		walk(t, at, above, a.NestedObject.Attributes)
	}
}
