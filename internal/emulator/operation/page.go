package operation

import (
	"encoding/base64"
	"maps"
	"net/url"
	"strconv"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// Page returns one page of a list: context, count, link to the next page, values.
// The path of the list is relative to the version.
func (c *Call) Page(path, fragment string, page kernel.Page[any], count bool, render func(any) (map[string]any, error)) (Answer, error) {
	values := make([]map[string]any, 0, len(page.Items))
	for _, item := range page.Items {
		body, err := render(item)
		if err != nil {
			return Answer{}, err
		}
		values = append(values, body)
	}
	return c.page(path, fragment, page, count, values), nil
}

// PageOf is Page for objects of a set that show only their properties.
func (c *Call) PageOf(path, set string, page kernel.Page[any], count bool, chosen Selection) Answer {
	return c.page(path, chosen.Fragment(set), page, count, shown(page, chosen))
}

// Unpaged is PageOf for a list without paging.
func (c *Call) Unpaged(set string, page kernel.Page[any], chosen Selection) Answer {
	return c.Collection(chosen.Fragment(set), shown(page, chosen))
}

func shown(page kernel.Page[any], chosen Selection) []Shown {
	values := make([]Shown, len(page.Items))
	for i, item := range page.Items {
		values[i] = Shown{chosen.Rows, chosen.In, item}
	}
	return values
}

func (c *Call) page(path, fragment string, page kernel.Page[any], count bool, values any) Answer {
	body := map[string]any{"@odata.context": c.Context(fragment), "value": values}
	if count {
		body["@odata.count"] = page.Total
	}
	switch {
	case c.beginsEmpty():
		body["value"] = []map[string]any{}
		body["@odata.nextLink"] = c.link(path, OptSkipToken, encodeSkip(0))
	case page.Next != 0:
		body["@odata.nextLink"] = c.link(path, OptSkipToken, encodeSkip(page.Next))
	}
	return OK(body)
}

// beginsEmpty reports whether an empty page precedes the first one. With the
// setting on, this applies to every paged list, so that a response does not depend
// on earlier requests (graph-identity §2.4).
func (c *Call) beginsEmpty() bool {
	for key := range c.Options {
		if OptSkipToken.is(key) {
			return false
		}
	}
	return c.World.Settings().EmptyPageWithNextLink
}

// The skip token is opaque to clients; it encodes the position after a page.
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
		return 0, refusal.BadRequest("Skip token is malformed or invalid.")
	}
	return after, nil
}

// link returns the URL of a request with one option replaced. The dollar signs of
// options are not escaped, as in Graph's own links.
func (c *Call) link(path string, o Option, value string) string {
	values := maps.Clone(url.Values(c.Options))
	maps.DeleteFunc(values, func(key string, _ []string) bool { return o.is(key) })
	values.Set(string(o), value)
	return c.Root + path + "?" + EncodeOptions(values)
}

// EncodeOptions encodes query options.
func EncodeOptions(values url.Values) string { return strings.ReplaceAll(values.Encode(), "%24", "$") }
