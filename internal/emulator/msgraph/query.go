package msgraph

import (
	"maps"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/odata"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

const (
	defaultPage = 100
	maxPage     = 999
)

// option is one of the query options that a route understands, by its name.
type option string

const (
	optSelect     option = "$select"
	optFilter     option = "$filter"
	optOrderBy    option = "$orderby"
	optTop        option = "$top"
	optCount      option = "$count"
	optSkipToken  option = "$skiptoken"
	optExpand     option = "$expand"
	optSearch     option = "$search"
	optDeltaToken option = "$deltatoken"
)

// is says whether a key of a query means the option: its dollar sign and its case
// are free.
func (o option) is(key string) bool {
	return strings.EqualFold(strings.TrimPrefix(key, "$"), strings.TrimPrefix(string(o), "$"))
}

// collectionOptions are those of a list in the directory.
var collectionOptions = []option{optSelect, optFilter, optOrderBy, optTop, optCount, optSkipToken, optExpand, optSearch}

// query reads the query options and refuses those that the route does not
// model: none is ever ignored.
func (r *request) query(understood ...option) (odata.Query, error) {
	q, err := odata.ParseQuery(r.URL.Query())
	if err != nil {
		return q, err
	}
	if len(q.Unknown) > 0 {
		return q, world.NotModelled("the query option '%s'", q.Unknown[0])
	}
	given := map[option]bool{
		optSelect: len(q.Select) > 0, optFilter: q.Filter != nil, optOrderBy: len(q.OrderBy) > 0, optTop: q.HasTop,
		optCount: q.Count, optSkipToken: q.SkipToken != "", optExpand: len(q.Expand) > 0, optSearch: q.Search != "",
		optDeltaToken: q.HasDeltaToken,
	}
	for _, o := range slices.Sorted(maps.Keys(given)) {
		if given[o] && !slices.Contains(understood, o) {
			return q, world.NotModelled("the query option '%s' on %s", o, r.URL.Path)
		}
	}
	return q, nil
}

// noQuery refuses every query option.
func (r *request) noQuery() error {
	_, err := r.query()
	return err
}

// eventual says whether the client accepts the eventually consistent index.
func (r *request) eventual() bool {
	return strings.EqualFold(r.Header.Get("ConsistencyLevel"), "eventual")
}

// listing turns query options into a page request, after the rules about
// advanced queries (graph-identity §2.4).
func listing[T any](r *request, s resource[T], q odata.Query) (world.Listing[T], error) {
	l := world.Listing[T]{Limit: defaultPage, Advanced: r.eventual()}
	if err := s.admit(q, r.eventual()); err != nil {
		return l, err
	}
	if q.HasTop {
		if q.Top < 1 || q.Top > maxPage {
			return l, badRequest("Invalid page size specified: '%d'. Must be between 1 and %d inclusive.", q.Top, maxPage)
		}
		l.Limit = q.Top
	}
	after, err := decodeSkip(q.SkipToken)
	if err != nil {
		return l, err
	}
	l.After = after
	// Without the header $count is ignored in silence, and it appears on the
	// first page only.
	l.Count = q.Count && r.eventual() && q.SkipToken == ""
	if q.Filter != nil {
		l.Keys = candidateKeys(q.Filter)
		l.Match = func(v *T) (bool, error) { return odata.Match(q.Filter, s.lookup(v)) }
	}
	if len(q.OrderBy) > 0 {
		l.Compare, err = s.compare(q.OrderBy)
	}
	return l, err
}
