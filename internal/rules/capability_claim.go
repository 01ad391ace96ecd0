package rules

import (
	"fmt"
	"slices"
	"strings"
)

// CapabilityClaim is what a resource of the plan manages of the capabilities of one
// partner, or of the default.
type CapabilityClaim struct {
	Tenant Tenant
	// Holder is the lower-case tenant id of the partner, or "default".
	Holder string
	// Names are the configured capabilities, as in Graph.
	Names []string
	// Exclusive is set if the resource also deletes all others.
	Exclusive bool
}

// CheckCapabilityClaim reserves capabilities for a resource of the plan; MT027 if
// another resource has reserved one of them, or one of the two manages all.
func CheckCapabilityClaim(c *Claims, f CapabilityClaim, by Claimant) []Finding {
	by.Kind = OfSomeCapabilities
	if f.Exclusive {
		by.Kind = OfAllCapabilities
	}
	of := "capabilities of " + f.Holder
	if others, taken := c.Claim(f.Tenant.ID, of, by); taken {
		return []Finding{finding(CapabilityTwice,
			fmt.Sprintf("%s manage capabilities of tenant %q for %s, and one of them is exclusive: it deletes those of the other.",
				both(by, others), f.Tenant.Key, f.Holder),
			"Merge the two, or remove exclusive.")}
	}
	var twice []string
	var holders []Claimant
	for _, name := range slices.Sorted(slices.Values(f.Names)) {
		if others, taken := c.Claim(f.Tenant.ID, of+"/"+name, Claimant{ID: by.ID, Name: by.Name}); taken {
			twice = append(twice, name)
			holders = append(holders, slices.DeleteFunc(others, func(o Claimant) bool { return slices.Contains(holders, o) })...)
		}
	}
	if len(twice) == 0 {
		return nil
	}
	return []Finding{finding(CapabilityTwice,
		fmt.Sprintf("%s manage %s of tenant %q for %s. Each would overwrite the other.",
			both(by, holders), strings.Join(twice, ", "), f.Tenant.Key, f.Holder),
		"Configure each capability in one resource. A resource that has only moved within the configuration needs a moved block.")}
}
