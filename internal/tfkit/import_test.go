package tfkit_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var (
	userID   = tfkit.ImportID{Noun: "external user", Object: "<user>", Names: "the object id or e-mail address", Example: "ana@contoso.example"}
	policyID = tfkit.ImportID{Noun: "access policy", Object: "policy", Example: "policy"}
)

// TestImportID: the error for an invalid id contains the valid format.
func TestImportID(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		form           tfkit.ImportID
		id             string
		object, refuse string
	}{
		{userID, "fabrikam/ana@contoso.example", "ana@contoso.example", ""},
		{userID, " " + strings.ToUpper(fabrikam.ID) + "/x ", "x", ""},
		{policyID, "fabrikam/policy", "policy", ""},
		{userID, "ana@contoso.example", "", "is not in the format <tenant key or tenant id>/<object>."},
		{userID, "tailspin/ana@contoso.example", "", "neither the key nor the tenant_id"},
		{policyID, "fabrikam/default", "", `named "policy", not "default".`},
	} {
		resp := resource.ImportStateResponse{State: emptyState(t), Identity: emptyIdentity(t)}
		imported := resourceOfFabrikam.BeginImport(t.Context(), test.form, resource.ImportStateRequest{ID: test.id}, &resp)
		if test.refuse == "" {
			if imported == nil || imported.Tenant != fabrikam || imported.Object != test.object {
				t.Errorf("%s: %+v, %v", test.id, imported, resp.Diagnostics)
			}
			continue
		}
		if imported != nil || resp.Diagnostics.ErrorsCount() != 1 {
			t.Errorf("%s: %+v, %v", test.id, imported, resp.Diagnostics)
			continue
		}
		d := resp.Diagnostics[0]
		form := "\n\nThe id is <tenant>/<user>: the tenant's key or id, then the object id or e-mail address, as in fabrikam/ana@contoso.example."
		if test.form == policyID {
			form = "\n\nThe id is <tenant>/policy: the tenant's key or id, as in fabrikam/policy."
		}
		if d.Summary() != "Cannot import "+test.form.Noun || !strings.Contains(d.Detail(), test.refuse) || !strings.HasSuffix(d.Detail(), form) {
			t.Errorf("%s: %s: %s", test.id, d.Summary(), d.Detail())
		}
	}
}

func TestImportIsSaved(t *testing.T) {
	t.Parallel()
	identity := emptyIdentity(t)
	if diags := identity.Set(t.Context(), tfkit.NewIdentity(fabrikam.ID, "ana")); diags.HasError() {
		t.Fatal(diags)
	}
	resp := resource.ImportStateResponse{State: emptyState(t), Identity: emptyIdentity(t)}
	imported := resourceOfFabrikam.BeginImport(t.Context(), userID, resource.ImportStateRequest{Identity: identity}, &resp)
	if imported == nil || imported.Object != "ana" {
		t.Fatalf("%+v, %v", imported, resp.Diagnostics)
	}
	imported.Save(t.Context(), "object", map[string]string{"name": "Ana"})
	for name, want := range map[string]string{"id": fabrikam.ID + "/object", "tenant": "fabrikam", "tenant_id": fabrikam.ID, "name": "Ana"} {
		var got types.String
		if diags := resp.State.GetAttribute(t.Context(), path.Root(name), &got); diags.HasError() || got.ValueString() != want {
			t.Errorf("%s is %s: %v", name, got, diags)
		}
	}
	if tenantID, objectID := identityOf(t, resp.Identity); tenantID != fabrikam.ID || objectID != "object" {
		t.Errorf("the identity is %s, %s", tenantID, objectID)
	}
}
