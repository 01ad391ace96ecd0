package operation

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/odata"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// The page sizes.
const (
	DefaultPage = 100
	MaxPage     = 999
)

// Option is a query option that a route supports, by name.
type Option string

// The query options.
const (
	OptSelect     Option = "$select"
	OptFilter     Option = "$filter"
	OptOrderBy    Option = "$orderby"
	OptTop        Option = "$top"
	OptCount      Option = "$count"
	OptSkipToken  Option = "$skiptoken"
	OptExpand     Option = "$expand"
	OptSearch     Option = "$search"
	OptDeltaToken Option = "$deltatoken"
)

// is reports whether a query key denotes the option; the dollar sign is optional
// and case is ignored.
func (o Option) is(key string) bool {
	return strings.EqualFold(strings.TrimPrefix(key, "$"), strings.TrimPrefix(string(o), "$"))
}

// Query parses the query options and rejects those that the route does not
// support; no option is ignored.
func (c *Call) Query(understood ...Option) (odata.Query, error) {
	q, err := odata.ParseQuery(c.Options)
	if err != nil {
		return q, err
	}
	if len(q.Unknown) > 0 {
		return q, refusal.NotModeled("the query option '%s'", q.Unknown[0])
	}
	for _, o := range given(&q) {
		if !slices.Contains(understood, o) {
			return q, refusal.NotModeled("the query option '%s' on %s", o, c.Path)
		}
	}
	return q, nil
}

// given lists the options of a query, sorted by name.
func given(q *odata.Query) []Option {
	var options []Option
	for _, o := range []struct {
		Option
		given bool
	}{
		{OptCount, q.Count},
		{OptDeltaToken, q.HasDeltaToken},
		{OptExpand, len(q.Expand) > 0},
		{OptFilter, q.Filter != nil},
		{OptOrderBy, len(q.OrderBy) > 0},
		{OptSearch, q.Search != nil},
		{OptSelect, len(q.Select) > 0},
		{OptSkipToken, q.SkipToken != ""},
		{OptTop, q.HasTop},
	} {
		if o.given {
			options = append(options, o.Option)
		}
	}
	return options
}

// NoQuery rejects every query option.
func (c *Call) NoQuery() error {
	_, err := c.Query()
	return err
}

// Listing converts query options into a page request, after checking the rules for
// advanced queries (graph-identity §2.4).
func (c *Call) Listing(v View, q odata.Query) (kernel.Listing, error) {
	eventual := c.Eventual() && !v.Plain
	l := kernel.Listing{Limit: DefaultPage, Advanced: eventual}
	if err := v.admit(q, eventual); err != nil {
		return l, err
	}
	if err := limit(&l, q); err != nil {
		return l, err
	}
	// For directory objects, $count is silently ignored without the header, and the
	// count appears on the first page only.
	l.Count = q.Count && (eventual || v.Plain) && q.SkipToken == ""
	if q.Filter != nil {
		l.Keys = v.candidateKeys(q.Filter)
		l.Match = func(x any) (bool, error) { return odata.Match(q.Filter, v.lookup(x)) }
	}
	if q.Search != nil {
		l.Match = both(l.Match, func(x any) (bool, error) { return v.found(q.Search, x), nil })
	}
	var err error
	if len(q.OrderBy) > 0 {
		l.Compare, err = v.compare(q.OrderBy)
	}
	return l, err
}

// limit parses the page size and the start of the page.
func limit(l *kernel.Listing, q odata.Query) (err error) {
	if q.HasTop {
		if q.Top < 1 || q.Top > MaxPage {
			return refusal.BadRequest("Invalid page size specified: '%d'. Must be between 1 and %d inclusive.", q.Top, MaxPage)
		}
		l.Limit = q.Top
	}
	l.After, err = decodeSkip(q.SkipToken)
	return err
}
