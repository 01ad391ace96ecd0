package odata

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Query holds the system query options of one request.
type Query struct {
	// Filter is nil when there is no $filter; FilterText is its source.
	Filter     Expr
	FilterText string
	// Select and Expand keep the client's spelling; an element of Expand may carry
	// its own options, as in "manager($select=id)".
	Select, Expand []string
	OrderBy        []Order
	// Search is nil when there is no $search.
	Search Search
	// Top is meaningful when HasTop is set.
	Top    int
	HasTop bool
	Count  bool
	// SkipToken and DeltaToken are opaque here.
	SkipToken, DeltaToken string
	// HasDeltaToken tells an empty $deltatoken, which asks for a full round, from none.
	HasDeltaToken bool
	// Unknown lists the options that were not understood, so that a handler can
	// refuse instead of ignoring them.
	Unknown []string
}

// Order is one key of $orderby.
type Order struct {
	Path       string
	Descending bool
}

// QueryError tells which option of a request is malformed. For $filter it wraps
// the [*SyntaxError].
type QueryError struct {
	Option string
	Err    error
}

// Error names the option and the reason.
func (e *QueryError) Error() string { return fmt.Sprintf("%s: %v", e.Option, e.Err) }

// Unwrap gives the reason.
func (e *QueryError) Unwrap() error { return e.Err }

var errRepeated = errors.New("the option is given more than once")

// ParseQuery reads the options of a request. As in Graph, the dollar sign may be
// left out and names may have any case. Errors are of type [*QueryError].
func ParseQuery(values url.Values) (Query, error) {
	var q Query
	if len(values) == 0 {
		return q, nil
	}
	seen := map[string]bool{}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		name := "$" + strings.TrimPrefix(strings.ToLower(key), "$")
		parse, known := options[name]
		if !known {
			q.Unknown = append(q.Unknown, key)
			continue
		}
		if seen[name] || len(values[key]) != 1 {
			return Query{}, &QueryError{name, errRepeated}
		}
		seen[name] = true
		if err := parse(&q, values[key][0]); err != nil {
			return Query{}, &QueryError{name, err}
		}
	}
	return q, nil
}

var options = map[string]func(*Query, string) error{
	"$filter":     (*Query).filter,
	"$select":     func(q *Query, v string) (err error) { q.Select, err = names(v); return err },
	"$expand":     func(q *Query, v string) (err error) { q.Expand, err = names(v); return err },
	"$orderby":    (*Query).orderBy,
	"$search":     func(q *Query, v string) (err error) { q.Search, err = ParseSearch(v); return err },
	"$top":        (*Query).top,
	"$count":      (*Query).count,
	"$skiptoken":  func(q *Query, v string) error { q.SkipToken = v; return nil },
	"$deltatoken": func(q *Query, v string) error { q.DeltaToken, q.HasDeltaToken = v, true; return nil },
}

func (q *Query) filter(value string) (err error) {
	q.FilterText = value
	q.Filter, err = ParseFilter(value)
	return err
}

func (q *Query) top(value string) error {
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 {
		return fmt.Errorf("%q is not a number of objects", value)
	}
	q.Top, q.HasTop = n, true
	return nil
}

func (q *Query) count(value string) error {
	switch strings.ToLower(value) {
	case "true":
		q.Count = true
	case "false":
	default:
		return fmt.Errorf("%q is neither true nor false", value)
	}
	return nil
}

func (q *Query) orderBy(value string) error {
	keys, err := names(value)
	if err != nil {
		return err
	}
	for _, key := range keys {
		fields := strings.Fields(key)
		order := Order{Path: fields[0]}
		switch {
		case len(fields) == 1, len(fields) == 2 && strings.EqualFold(fields[1], "asc"):
		case len(fields) == 2 && strings.EqualFold(fields[1], "desc"):
			order.Descending = true
		default:
			return fmt.Errorf("%q is not a property with asc or desc", key)
		}
		q.OrderBy = append(q.OrderBy, order)
	}
	return nil
}

// names splits at the commas that are outside parentheses and quotes.
func names(value string) ([]string, error) {
	var list []string
	depth, start, quoted := 0, 0, false
	for i, c := range value + "," {
		switch {
		case c == '\'':
			quoted = !quoted
		case quoted && i < len(value):
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ',' && depth == 0 || i == len(value):
			list = append(list, strings.TrimSpace(value[start:i]))
			start = i + 1
		}
	}
	if depth != 0 || quoted {
		return nil, fmt.Errorf("parentheses or quotes are not closed in %q", value)
	}
	if slices.Contains(list, "") {
		return nil, fmt.Errorf("a name is missing in %q", value)
	}
	return list, nil
}
