package tfkit_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

func TestTenantOf(t *testing.T) {
	t.Parallel()
	r := tfkit.Resource{Data: tfkit.Data{Tenants: tenant.NewRegistry([]*tenant.Tenant{fabrikam})}}
	var diags diag.Diagnostics
	if found := r.TenantOf(types.StringValue(strings.ToUpper(fabrikam.ID)), &diags); found != fabrikam || len(diags) > 0 {
		t.Errorf("found %v, reported %v", found, diags)
	}
	if found := r.TenantOf(types.StringValue(contoso.ID), &diags); found != nil || diags.ErrorsCount() != 1 {
		t.Fatalf("found %v, reported %v", found, diags)
	}
	d, ok := diags[0].(diag.DiagnosticWithPath)
	if !ok || !d.Path().Equal(path.Root("tenant")) || !strings.Contains(d.Detail(), contoso.ID) || !strings.Contains(d.Detail(), "Add the tenant to the provider's") {
		t.Errorf("reported %v", diags[0])
	}
	// One error is enough.
	if found := r.TenantOf(types.StringValue(fabrikam.ID), &diags); found != nil || len(diags) != 1 {
		t.Errorf("after an error: found %v, reported %v", found, diags)
	}
}
