package guest

import (
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func nullIfUnknown(v *types.String) {
	if v.IsUnknown() {
		*v = types.StringNull()
	}
}

func list(texts []string) types.List {
	values := make([]attr.Value, 0, len(texts))
	for _, s := range texts {
		values = append(values, types.StringValue(s))
	}
	return types.ListValueMust(types.StringType, values)
}

// proxies are proxy addresses in a fixed order, because the order of the directory
// is undefined (graph-identity §0). SMTP, the primary one, precedes smtp.
func proxies(addresses []string) types.List {
	return list(slices.Sorted(slices.Values(addresses)))
}

func set(texts []string) types.Set {
	values := make([]attr.Value, 0, len(texts))
	for _, s := range texts {
		values = append(values, types.StringValue(s))
	}
	return types.SetValueMust(types.StringType, values)
}

// texts returns the ids of a known set, in lower case and sorted.
func texts(s types.Set) []string {
	list := make([]string, 0, len(s.Elements()))
	for _, v := range s.Elements() {
		if text, ok := v.(types.String); ok {
			list = append(list, strings.ToLower(text.ValueString()))
		}
	}
	slices.Sort(list)
	return list
}
