package guest_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const invitationType = "multitenant_b2b_invitation"

// TestImportByIdentity speaks the protocol itself, because CLIs below 1.12 do
// not know identities and the tests have to run under 1.11 as well.
func TestImportByIdentity(t *testing.T) {
	t.Parallel()
	w := start(t)
	there := w.Welcome(acctest.FabrikamID, anaEmail)
	p := configured(t, w)

	identity := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"tenant_id": tftypes.String, "object_id": tftypes.String}}
	wanted := dynamic(t, identity, tftypes.NewValue(identity, map[string]tftypes.Value{
		"tenant_id": tftypes.NewValue(tftypes.String, acctest.FabrikamID),
		"object_id": tftypes.NewValue(tftypes.String, there.ID),
	}))
	imported, err := p.server.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{
		TypeName: invitationType, Identity: &tfprotov6.ResourceIdentityData{IdentityData: wanted},
	})
	check(t, err, imported.Diagnostics)
	if len(imported.ImportedResources) != 1 {
		t.Fatalf("%d resources were imported", len(imported.ImportedResources))
	}
	found := imported.ImportedResources[0]
	read, err := p.server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: invitationType, CurrentState: found.State, Private: found.Private, CurrentIdentity: found.Identity,
	})
	check(t, err, read.Diagnostics)
	state := attributes(t, read.NewState, p.schemas.ResourceSchemas[invitationType].ValueType())
	for name, want := range map[string]string{
		"id": acctest.FabrikamID + "/" + there.ID, "user_id": there.ID, "tenant": "fabrikam", "email": anaEmail,
	} {
		var got string
		if err := state[name].As(&got); err != nil || got != want {
			t.Errorf("%s is %q (%v), want %q", name, got, err, want)
		}
	}
	for name, value := range attributes(t, read.NewIdentity.IdentityData, identity) {
		if want := attributes(t, wanted, identity)[name]; !value.Equal(want) {
			t.Errorf("the identity's %s is %s, want %s", name, value, want)
		}
	}

	// Somebody who is gone still has an identity in the answer, or the
	// framework refuses it.
	w.Remove(acctest.FabrikamID, there.ID)
	gone, err := p.server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: invitationType, CurrentState: read.NewState, Private: read.Private,
	})
	check(t, err, gone.Diagnostics)
	if empty, err := gone.NewState.IsNull(); err != nil || !empty {
		t.Errorf("somebody who is gone is still in the state (%v)", err)
	}
}

type protocol struct {
	server  tfprotov6.ProviderServer
	schemas *tfprotov6.GetProviderSchemaResponse
}

// configured is a provider with Fabrikam as its only tenant.
func configured(t *testing.T, w *acctest.World) protocol {
	t.Helper()
	server, err := acctest.NewProvider()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	check(t, err, schemas.Diagnostics)
	own := objectType(t, schemas.Provider.ValueType())
	tenants, ok := own.AttributeTypes["tenants"].(tftypes.Map)
	if !ok {
		t.Fatal("the provider's tenants are no map")
	}
	entry := objectType(t, tenants.ElementType)
	endpoints := objectType(t, entry.AttributeTypes["endpoints"])
	text := func(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }
	base := w.Server().Clouds()["public"]
	config := object(own, map[string]tftypes.Value{
		"tenants": tftypes.NewValue(tenants, map[string]tftypes.Value{
			"fabrikam": object(entry, map[string]tftypes.Value{
				"tenant_id": text(acctest.FabrikamID), "client_id": text(acctest.ClientID(acctest.Fabrikam)),
				"client_secret": text(acctest.Secret(acctest.Fabrikam)),
				"endpoints":     object(endpoints, map[string]tftypes.Value{"authority": text(base.Authority), "graph": text(base.Graph)}),
			}),
		}),
	})
	resp, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.12.0", Config: dynamic(t, own, config),
	})
	check(t, err, resp.Diagnostics)
	return protocol{server, schemas}
}

// object has the given attributes and no others.
func object(typ tftypes.Object, set map[string]tftypes.Value) tftypes.Value {
	values := map[string]tftypes.Value{}
	for name, attribute := range typ.AttributeTypes {
		values[name] = tftypes.NewValue(attribute, nil)
		if v, ok := set[name]; ok {
			values[name] = v
		}
	}
	return tftypes.NewValue(typ, values)
}

func objectType(t *testing.T, typ tftypes.Type) tftypes.Object {
	t.Helper()
	o, ok := typ.(tftypes.Object)
	if !ok {
		t.Fatalf("%s is no object", typ)
	}
	return o
}

func dynamic(t *testing.T, typ tftypes.Type, v tftypes.Value) *tfprotov6.DynamicValue {
	t.Helper()
	d, err := tfprotov6.NewDynamicValue(typ, v)
	if err != nil {
		t.Fatal(err)
	}
	return &d
}

func attributes(t *testing.T, d *tfprotov6.DynamicValue, typ tftypes.Type) map[string]tftypes.Value {
	t.Helper()
	v, err := d.Unmarshal(typ)
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]tftypes.Value{}
	if err := v.As(&values); err != nil {
		t.Fatal(err)
	}
	return values
}

func check(t *testing.T, err error, diags []*tfprotov6.Diagnostic) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range diags {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			t.Fatalf("%s: %s", d.Summary, d.Detail)
		}
	}
}
