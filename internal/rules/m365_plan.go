package rules

import (
	"fmt"
	"strings"
)

// M365Grants are the Microsoft 365 capabilities that a plan sets for a partner, or in
// the default, with the trusts that give them their effect.
type M365Grants struct {
	Tenant Tenant
	// Partner names the other tenant, by its key or id; it is empty for the default.
	Partner   string
	SameCloud bool
	// Planned are the capabilities after the apply, as far as the plan knows them.
	Planned []M365Capability
	// Access holds the settings of the partner configuration, planned or current, and
	// of the default. For the default, Access.Partner is not used.
	Access Access
	// Awaited is set if the settings in Access are planned ones, or cannot change in
	// this apply. Otherwise another resource of the same plan may open a trust that
	// is blocked now.
	Awaited bool
}

// CheckM365Grants finds capabilities without the trust that they need, MT071, and
// those that the default allows for every organization, MT073. An unknown trust is
// taken for open: it yields no MT071.
//
// That a trust is open and no capability is allowed is a finding about edges only
// (JudgeEdge): another resource, or a later plan, may allow one.
func CheckM365Grants(g M365Grants) []Finding {
	blocked := map[*TargetsBlock][]string{}
	var shown []string
	for _, c := range g.Planned {
		kind, known := M365KindOf(c.Name)
		switch {
		case !known || kind.Trust == nil || coverage(c) == admitsNone:
		case g.trust(kind.Trust).missing():
			blocked[kind.Trust] = append(blocked[kind.Trust], c.Name)
		case g.Partner == "":
			shown = append(shown, c.Name+" ("+kind.Shows+")")
		}
	}
	var found []Finding
	for _, block := range []*TargetsBlock{M365Inbound, ServiceConnectInbound} {
		if names := blocked[block]; len(names) > 0 {
			found = append(found, g.withoutTrust(block, names))
		}
	}
	if len(shown) > 0 {
		found = append(found, finding(DefaultShowsAll,
			fmt.Sprintf("The default of tenant %q allows %s: every Microsoft 365 organization without a partner configuration sees it.",
				g.Tenant.Key, strings.Join(shown, ", ")),
			"Allow the capability for single partners, and block it in the default. If every organization is meant, set MT073 to off."))
	}
	return found
}

// trust is the trust in effect for the holder of the capabilities.
func (g M365Grants) trust(block *TargetsBlock) level {
	own := EdgeSide{Partner: g.Access.Partner, Default: g.Access.Default}
	if g.Partner == "" {
		own.Partner = Known[*AccessSettings](nil)
	}
	return party{own: own, sameCloud: g.SameCloud || g.Partner == ""}.m365Trust(block)
}

// withoutTrust is MT071 for the capabilities that need a trust.
func (g M365Grants) withoutTrust(block *TargetsBlock, names []string) Finding {
	holder := "partner " + quote(g.Partner)
	if g.Partner == "" {
		holder = "the default"
	}
	f := finding(LayersDiffer,
		fmt.Sprintf("Tenant %q allows %s for %s, and %s admits none: the capabilities have no effect.",
			g.Tenant.Key, strings.Join(names, ", "), holder, block),
		fmt.Sprintf("Open %s of %s in tenant %q, or block the capabilities.", block, holder, g.Tenant.Key))
	f.Undecided = !g.Awaited
	return f
}
