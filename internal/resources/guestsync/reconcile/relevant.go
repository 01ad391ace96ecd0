package reconcile

import "strings"

// Relevant returns a filter for a listing of the resource tenant: users of the ledger,
// and those with the anchor or an address of a user in scope. The source has to be
// complete.
func Relevant(s Settings, in Input) func(*External) bool {
	anchors, addresses := map[string]bool{}, map[string]bool{}
	for i := range in.Source.People {
		p := &in.Source.People[i]
		if s.Anchor != "" {
			anchors[p.ID.String()] = true
		}
		if s.withheld(p) {
			continue
		}
		for _, a := range p.addresses() {
			addresses[a] = true
		}
	}
	return func(u *External) bool {
		if _, known := in.Ledger.Of(u.ID); known || anchors[strings.ToLower(u.Anchor)] {
			return true
		}
		for _, a := range u.Addresses {
			if addresses[strings.ToLower(a)] {
				return true
			}
		}
		return false
	}
}
