package guest

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

func nullIfUnknown(v *types.String) {
	if v.IsUnknown() {
		*v = types.StringNull()
	}
}

// proxies are proxy addresses in an order of their own, because the directory
// promises none (graph-identity §0). SMTP, the primary one, comes before smtp.
func proxies(addresses []string) types.List {
	return tfkit.List(slices.Sorted(slices.Values(addresses)))
}
