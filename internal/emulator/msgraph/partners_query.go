package msgraph

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/odata"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

// partnerLinks are what a partner leads to; only the first is modelled.
var partnerLinks = []string{"identitySynchronization", "serviceProviderConstraints", "m365Capabilities", "*"}

// partnerQuery reads the options of a partner or of their list.
func (r *request) partnerQuery(understood ...option) (odata.Query, error) {
	q, err := r.query(append(understood, optSelect, optExpand)...)
	if err != nil {
		return q, err
	}
	for _, e := range q.Expand {
		name, _, _ := strings.Cut(e, "(")
		switch {
		case e == partnerLinks[0]:
		case slices.Contains(partnerLinks, name):
			return q, world.NotModelled("$expand=%s of partners", e)
		default:
			return q, unknownMember(name, partnerType)
		}
	}
	return q, nil
}

// partnerListing is what policies allow of a list; none of the rules about
// advanced queries applies, since partners are no directory objects.
func (r *request) partnerListing(q odata.Query) (world.Listing[world.Partner], error) {
	after, err := decodeSkip(q.SkipToken)
	if err != nil {
		return world.Listing[world.Partner]{}, err
	}
	l := world.Listing[world.Partner]{After: after, Limit: defaultPage, Count: q.Count && q.SkipToken == ""}
	if q.HasTop {
		if q.Top < 1 || q.Top > maxPage {
			return l, badRequest("Invalid page size specified: '%d'. Must be between 1 and %d inclusive.", q.Top, maxPage)
		}
		l.Limit = q.Top
	}
	if q.Filter != nil {
		if err := r.admitPartnerFilter(q.Filter); err != nil {
			return l, err
		}
		l.Match = func(p *world.Partner) (bool, error) { return odata.Match(q.Filter, r.partnerLookup(p)) }
	}
	return l, nil
}

// blankPartner shows which members a partner has in this version and cloud.
func (r *request) blankPartner() map[string]any {
	return r.partnerBody(world.BlankPartner(r.api.config.Cloud, world.PartnerSettings).Settings)
}

// admitPartnerFilter refuses paths that no partner has, whatever the partners at
// hand hold.
func (r *request) admitPartnerFilter(filter odata.Expr) error {
	blank := r.blankPartner()
	var refused error
	odata.Walk(filter, func(path string, _ odata.Op, _ bool, _ []any) {
		_, shown := blank[path]
		declared := world.PartnerHas(r.api.config.Cloud, path) && (r.beta() || !slices.Contains(betaAccess, path))
		switch {
		case refused != nil:
		case strings.Contains(path, "/targets"):
			refused = world.NotModelled("a $filter by the targets of partners")
		case !shown && !declared:
			refused = &odata.PropertyError{Path: path, Err: odata.ErrUnknownProperty}
		}
	})
	return refused
}

// partnerLookup gives null where a block lacks a member that its type has.
func (r *request) partnerLookup(p *world.Partner) odata.Lookup {
	members := memberLookup(r.partnerBody(p.Settings))
	return func(path string) (any, bool) {
		value, _ := members(path)
		return value, true // admitPartnerFilter has seen the path
	}
}
