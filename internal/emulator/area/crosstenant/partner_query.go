package crosstenant

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/odata"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// partnerLinks are what a partner leads to; only the first is modelled.
var partnerLinks = []string{"identitySynchronization", "serviceProviderConstraints", "m365Capabilities", "*"}

// partnerQuery reads the options of a partner or of their list.
func partnerQuery(c *operation.Call, understood ...operation.Option) (odata.Query, error) {
	q, err := c.Query(append(understood, operation.OptSelect, operation.OptExpand)...)
	if err != nil {
		return q, err
	}
	for _, e := range q.Expand {
		name, _, _ := strings.Cut(e, "(")
		switch {
		case e == partnerLinks[0]:
		case slices.Contains(partnerLinks, name):
			return q, refusal.NotModelled("$expand=%s of partners", e)
		default:
			return q, c.UnknownMember(name, partnerType)
		}
	}
	return q, nil
}

// partnerListing reads the page and the filter.
func partnerListing(c *operation.Call, q odata.Query) (kernel.Listing, error) {
	l, err := operation.PlainListing(q)
	if err != nil || q.Filter == nil {
		return l, err
	}
	if err := admitPartnerFilter(c, q.Filter); err != nil {
		return l, err
	}
	l.Match = func(v any) (bool, error) { return odata.Match(q.Filter, partnerLookup(c, schema.Of[Partner](v))) }
	return l, nil
}

// blankPartner shows which members a partner has in this version and cloud.
func blankPartner(c *operation.Call) map[string]any {
	return partnerBody(c, BlankPartner(c.Cloud).Settings)
}

// admitPartnerFilter refuses paths that no partner has, whatever the partners at
// hand hold.
func admitPartnerFilter(c *operation.Call, filter odata.Expr) error {
	blank := blankPartner(c)
	var refused error
	odata.Walk(filter, func(path string, _ odata.Op, _ bool, _ []any) {
		_, shown := blank[path]
		declared := PartnerHas(c.Cloud, path) && (c.Beta() || !slices.Contains(betaAccess, path))
		switch {
		case refused != nil:
		case strings.Contains(path, "/targets"):
			refused = refusal.NotModelled("a $filter by the targets of partners")
		case !shown && !declared:
			refused = &odata.PropertyError{Path: path, Err: odata.ErrUnknownProperty}
		}
	})
	return refused
}

// partnerLookup gives null where a block lacks a member that its type has.
func partnerLookup(c *operation.Call, p *Partner) odata.Lookup {
	members := operation.MemberLookup(partnerBody(c, p.Settings))
	return func(path string) (any, bool) {
		value, _ := members(path)
		return value, true // admitPartnerFilter has seen the path
	}
}
