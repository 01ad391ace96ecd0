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

// proxies are proxy addresses in a fixed order, because the order of the directory
// is undefined (graph-identity §0). SMTP, the primary one, precedes smtp.
func proxies(addresses []string) types.List {
	return tfkit.List(slices.Sorted(slices.Values(addresses)))
}
