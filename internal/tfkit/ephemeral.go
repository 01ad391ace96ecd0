package tfkit

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// Ephemeral is embedded in every ephemeral resource. It receives the provider's data.
type Ephemeral struct{ Data }

// Configure stores the provider's data.
func (e *Ephemeral) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.take(req.ProviderData, &resp.Diagnostics)
}

// OpenIn finds the tenant with a configured key. It returns nil after an error.
func (e *Ephemeral) OpenIn(key types.String, diags *diag.Diagnostics) *tenant.Tenant {
	t, err := e.Tenants.Get(key.ValueString())
	if err != nil {
		diags.AddAttributeError(path.Root("tenant"), "Unknown tenant", "Cannot open: "+err.Error()+".")
		return nil
	}
	return t
}
