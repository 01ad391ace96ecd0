package msgraph

import (
	"encoding/base64"
	"maps"
	"net/url"
	"slices"
	"strconv"
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
	l.Count = q.Count && r.eventual() && l.After == 0
	if q.Filter != nil {
		l.Keys = candidateKeys(q.Filter)
		l.Match = func(v *T) (bool, error) { return odata.Match(q.Filter, s.lookup(v)) }
	}
	if len(q.OrderBy) > 0 {
		l.Compare, err = s.compare(q.OrderBy)
	}
	return l, err
}

// The skip token is opaque to clients; it holds the place where a page ended.
const skipPrefix = "page:"

func encodeSkip(after uint64) string {
	return base64.RawURLEncoding.EncodeToString([]byte(skipPrefix + strconv.FormatUint(after, 36)))
}

func decodeSkip(token string) (uint64, error) {
	if token == "" {
		return 0, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(token)
	place, ok := strings.CutPrefix(string(raw), skipPrefix)
	after, parseErr := strconv.ParseUint(place, 36, 64)
	if err != nil || !ok || parseErr != nil {
		return 0, badRequest("Skip token is malformed or invalid.")
	}
	return after, nil
}

// link repeats a request with one option replaced. The dollar signs of options
// stay readable, as in Graph's own links.
func (r *request) link(path, name, value string) string {
	values := r.URL.Query()
	for key := range values {
		if strings.EqualFold(strings.TrimPrefix(key, "$"), strings.TrimPrefix(name, "$")) {
			values.Del(key)
		}
	}
	values.Set(name, value)
	return r.root() + path + "?" + encodeOptions(values)
}

func encodeOptions(values url.Values) string { return strings.ReplaceAll(values.Encode(), "%24", "$") }

// collection answers a list: context, count, link to the next page, values.
func collection[T any](r *request, path, fragment string, page world.Page[T], count bool, render func(*T) (map[string]any, error)) (response, error) {
	values := make([]map[string]any, 0, len(page.Items))
	for _, item := range page.Items {
		body, err := render(item)
		if err != nil {
			return response{}, err
		}
		values = append(values, body)
	}
	body := map[string]any{"@odata.context": r.context(fragment), "value": values}
	if count {
		body["@odata.count"] = page.Total
	}
	if page.Next != 0 {
		body["@odata.nextLink"] = r.link(path, "$skiptoken", encodeSkip(page.Next))
	}
	return ok(body), nil
}

// single answers one object.
func single(r *request, fragment string, body map[string]any) response {
	body["@odata.context"] = r.context(fragment)
	return ok(body)
}
