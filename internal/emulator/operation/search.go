package operation

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/odata"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// admitSearch requires the header, but not $count, and searchable properties
// (graph-identity §2.4).
func (v View) admitSearch(search odata.Search, eventual bool) error {
	if search == nil {
		return nil
	}
	if !eventual {
		return Unsupported("Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'")
	}
	for _, t := range odata.Terms(search) {
		p, ok := v.Asked(t.Property)
		switch {
		case !ok:
			return v.unknown(t.Property, "")
		case p.Searched == schema.Unsearched:
			return refusal.NotModeled("$search of the property '%s'", t.Property)
		}
	}
	return nil
}

// found reports whether a search matches an object: names match by word, other
// texts by prefix (search-query-parameter).
func (v View) found(search odata.Search, x any) bool {
	return odata.Found(search, func(t odata.Term) bool {
		p, ok := v.Asked(t.Property)
		if !ok {
			return false
		}
		text, _ := p.Get(x).(string)
		if p.Searched == schema.ByWords {
			return odata.HasWords(text, t.Text)
		}
		return len(text) >= len(t.Text) && strings.EqualFold(text[:len(t.Text)], t.Text)
	})
}

// both combines a filter and a search; an object must match both.
func both(filter, search func(any) (bool, error)) func(any) (bool, error) {
	if filter == nil {
		return search
	}
	return func(x any) (bool, error) {
		ok, err := filter(x)
		if err != nil || !ok {
			return false, err
		}
		return search(x)
	}
}
