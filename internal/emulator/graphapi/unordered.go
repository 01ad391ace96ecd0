package graphapi

import "slices"

// sets are the multi-valued properties of directory objects in which order means
// nothing. The directory promises none (graph-identity §0).
var sets = []string{"otherMails", "proxyAddresses"}

// unordered turns the sets in an answer around, so that none comes back in the
// order in which it was written. Objects that have sets are rendered for each
// answer, so nothing but the answer changes.
func unordered(body any) {
	switch v := body.(type) {
	case map[string]any:
		for name, value := range v {
			if values, ok := value.([]string); ok && slices.Contains(sets, name) {
				turned := slices.Clone(values)
				slices.Reverse(turned)
				v[name] = turned
				continue
			}
			unordered(value)
		}
	case []map[string]any:
		for _, element := range v {
			unordered(element)
		}
	}
}
