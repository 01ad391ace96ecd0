package addressbook

import (
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// The functions of this file are about lists of e-mail addresses without prefixes,
// whose case does not matter.

func holds(list []string, address string) bool {
	return slices.ContainsFunc(list, func(a string) bool { return rules.SameAddress(a, address) })
}

// unite returns the addresses of all lists, each once.
func unite(lists ...[]string) []string {
	var all []string
	for _, address := range slices.Concat(lists...) {
		if !holds(all, address) {
			all = append(all, address)
		}
	}
	return all
}

// subtract returns the addresses of a list that another one does not have.
func subtract(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(a string) bool { return holds(other, a) })
}

// intersect returns the addresses of a list that another one has, too.
func intersect(list, other []string) []string { return subtract(list, subtract(list, other)) }

// sameAddresses reports whether two lists have the same addresses, in any order.
func sameAddresses(a, b []string) bool {
	return len(subtract(a, b)) == 0 && len(subtract(b, a)) == 0
}

// spelled returns the addresses of a list, as another list writes them.
func spelled(list, as []string) []string {
	list = slices.Clone(list)
	for i, address := range list {
		if at := slices.IndexFunc(as, func(a string) bool { return rules.SameAddress(a, address) }); at >= 0 {
			list[i] = as[at]
		}
	}
	return list
}

// addressSet is a set of addresses.
func addressSet(list []string) types.Set { return tfkit.Set(unite(list)) }

// twice returns an address that a list has more than once.
func twice(list []string) (address string, found bool) {
	seen := map[string]bool{}
	for _, a := range list {
		key := strings.ToLower(a)
		if seen[key] {
			return a, true
		}
		seen[key] = true
	}
	return "", false
}

var withoutPrefix = regexp.MustCompile(`^[^:]*$`)

// mailAddress accepts an e-mail address without the prefix of a proxy address.
func mailAddress() []validator.String {
	return []validator.String{tfkit.Filled(
		stringvalidator.RegexMatches(withoutPrefix, "must have no prefix such as SMTP:, and be no address of another kind such as X500:"), tfkit.Email(),
	)}
}
