package crosstenant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/singleton"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure      = (*defaults)(nil)
	_ resource.ResourceWithImportState    = (*defaults)(nil)
	_ resource.ResourceWithModifyPlan     = (*defaults)(nil)
	_ resource.ResourceWithIdentity       = (*defaults)(nil)
	_ resource.ResourceWithValidateConfig = (*defaults)(nil)
)

// defaults is multitenant_cross_tenant_access_default: the settings for every
// tenant without a partner entry.
type defaults struct{ singleton.Resource }

func newDefaults() resource.Resource {
	return &defaults{singleton.Resource{Kind: singleton.Kind{
		Type: "cross_tenant_access_default", Object: tfkit.DefaultAccessName, Noun: "default cross-tenant access settings",
		New:   newDefaultsModel,
		Older: map[int]func([]byte) (singleton.Former, error){0: decodeUnversionedFormer, 1: decodeFormerBlocks},
		Plan:  planDefaults,
		Destroy: func(ctx context.Context, t *tenant.Tenant, _ singleton.Model) error {
			return t.Graph.ResetDefaultAccess(ctx)
		},
	}}}
}
