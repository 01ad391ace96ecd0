// Package oversight is what watches several tenants at once: changes of their
// cross-tenant settings, a review of their guests, and the tenants that they are
// related to. It reads through package graph and changes nothing. A tenant that cannot
// be read is a result, not an error: it does not hide the others.
package oversight

import (
	"context"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// DataSources lists the data sources of this noun.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{newChanges, newGuestReview, newRelatedTenants}
}

// mostTenants is the number of tenants that are read at once. The services limit each
// tenant on its own.
const mostTenants = 10

// readTimeout limits the read of all tenants: the log of a tenant takes five requests
// in ten seconds (graph-identity §5).
const readTimeout = 10 * time.Minute

// chosen returns the tenants that a configuration names, all of them if it names none,
// in the order of their keys. It returns nil after an unknown key.
func chosen(d *tfkit.Data, keys types.Set, diags *diag.Diagnostics) []*tenant.Tenant {
	if keys.IsNull() {
		return d.Tenants.All()
	}
	var tenants []*tenant.Tenant
	for _, key := range slices.Sorted(slices.Values(tfkit.Strings(keys))) {
		t, err := d.Tenants.Get(key)
		if err != nil {
			diags.AddAttributeError(path.Root("tenants"), "Unknown tenant", "Cannot read: "+err.Error()+".")
			return nil
		}
		tenants = append(tenants, t)
	}
	return tenants
}

func tenantsAttribute(purpose string) schema.Attribute {
	return schema.SetAttribute{
		Optional: true, ElementType: types.StringType,
		MarkdownDescription: "Keys of the tenants " + purpose + ", in the provider's `tenants`. Without it all of them.",
	}
}

// answer is what a tenant has answered, or why it has not.
type answer[T any] struct {
	value T
	err   error
}

// readEach reads each tenant, and collects the answers and the refusals by tenant.
func readEach[T any](ctx context.Context, tenants []*tenant.Tenant, read func(context.Context, *tenant.Tenant) (T, error)) map[*tenant.Tenant]answer[T] {
	// Refusals are answers, so that one tenant does not end the reads of the others.
	answers, _ := share.Together(ctx, mostTenants, tenants, func(ctx context.Context, t *tenant.Tenant) (answer[T], error) {
		value, err := read(ctx, t)
		return answer[T]{value, err}, nil
	})
	for _, t := range tenants {
		if _, answered := answers[t]; !answered {
			if answers == nil {
				answers = map[*tenant.Tenant]answer[T]{}
			}
			answers[t] = answer[T]{err: context.Cause(ctx)}
		}
	}
	return answers
}

// serviceNow is the time of a tenant's service after an answer of it.
func serviceNow(t *tenant.Tenant) time.Time {
	now, _ := t.Graph.ServiceTime()
	return now
}

// texts are a known map of strings.
func texts(of map[string]string) map[string]types.String {
	all := make(map[string]types.String, len(of))
	for key, text := range of {
		all[key] = types.StringValue(text)
	}
	return all
}

// textMap is the schema of a computed map of strings.
func textMap(description string) schema.Attribute {
	return schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: description}
}
