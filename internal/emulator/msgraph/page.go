package msgraph

import (
	"encoding/base64"
	"maps"
	"net/url"
	"strconv"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

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
	switch {
	case r.beginsEmpty():
		body["value"] = []map[string]any{}
		body["@odata.nextLink"] = r.link(path, optSkipToken, encodeSkip(0))
	case page.Next != 0:
		body["@odata.nextLink"] = r.link(path, optSkipToken, encodeSkip(page.Next))
	}
	return ok(body), nil
}

// beginsEmpty says whether an empty page comes before the first one. When the
// setting is on, every list that has pages begins so, and not only some: what a
// client sees does not depend on what was listed before (field-audit §3.2).
func (r *request) beginsEmpty() bool {
	for key := range r.URL.Query() {
		if optSkipToken.is(key) {
			return false
		}
	}
	return r.world().Settings().EmptyPageWithNextLink
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
func (r *request) link(path string, o option, value string) string {
	values := r.URL.Query()
	maps.DeleteFunc(values, func(key string, _ []string) bool { return o.is(key) })
	values.Set(string(o), value)
	return r.root() + path + "?" + encodeOptions(values)
}

func encodeOptions(values url.Values) string { return strings.ReplaceAll(values.Encode(), "%24", "$") }

// single answers one object.
func single(r *request, fragment string, body map[string]any) response {
	body["@odata.context"] = r.context(fragment)
	return ok(body)
}
