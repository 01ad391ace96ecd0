package odata

import (
	"errors"
	"net/url"
	"reflect"
	"strings"
	"testing"
)

func TestParseQuery(t *testing.T) {
	t.Parallel()
	cases := []struct {
		query string
		want  Query
	}{
		{"", Query{}},
		{"$select=id,%20mail&$top=5&$count=true", Query{Select: []string{"id", "mail"}, Top: 5, HasTop: true, Count: true}},
		{"select=id&TOP=0&$Count=False", Query{Select: []string{"id"}, HasTop: true}},
		{"$expand=manager($select=id,mail;$levels=2),sponsors", Query{Expand: []string{"manager($select=id,mail;$levels=2)", "sponsors"}}},
		{"$expand=x($filter=y eq 'a,)')", Query{Expand: []string{"x($filter=y eq 'a,)')"}}},
		{"$orderby=displayName desc, mail", Query{OrderBy: []Order{{"displayName", true}, {"mail", false}}}},
		{"$search=%22mail:a%22", Query{Search: Term{"mail", "a"}}},
		{"$skiptoken=abc", Query{SkipToken: "abc"}},
		{"$deltatoken=", Query{HasDeltaToken: true}},
		{"$skip=5&api=1&$apply=x", Query{Unknown: []string{"$apply", "$skip", "api"}}},
		{"$filter=a%20eq%201", Query{Filter: eq("a", int64(1)), FilterText: "a eq 1"}},
	}
	for _, tc := range cases {
		t.Run(tc.query, func(t *testing.T) {
			t.Parallel()
			got, err := ParseQuery(values(t, tc.query))
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, tc.want) {
				t.Errorf("got %+v, want %+v", got, tc.want)
			}
		})
	}
}

func TestParseQueryErrors(t *testing.T) {
	t.Parallel()
	cases := []struct{ query, option string }{
		{"$top=-1", "$top"},
		{"$top=many", "$top"},
		{"$top=", "$top"},
		{"$count=yes", "$count"},
		{"$select=", "$select"},
		{"$select=id,,mail", "$select"},
		{"$expand=manager($select=id", "$expand"},
		{"$orderby=displayName sideways", "$orderby"},
		{"$filter=mail", "$filter"},
		{"$top=1&$top=2", "$top"},
		{"$top=1&top=2", "$top"},
	}
	for _, tc := range cases {
		t.Run(tc.query, func(t *testing.T) {
			t.Parallel()
			q, err := ParseQuery(values(t, tc.query))
			var e *QueryError
			if !errors.As(err, &e) || e.Option != tc.option {
				t.Errorf("got %+v, %v, want an error of %s", q, err, tc.option)
			}
		})
	}
}

func FuzzParseQuery(f *testing.F) {
	f.Add("$expand=x($filter=y eq 'a,)')&$orderby=a desc")
	f.Fuzz(func(t *testing.T, query string) {
		v, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		_, err = ParseQuery(v)
		var e *QueryError
		if err != nil && !errors.As(err, &e) {
			t.Fatalf("bad error %v", err)
		}
	})
}

func values(t *testing.T, query string) url.Values {
	t.Helper()
	// Cases contain unescaped spaces and semicolons to be readable.
	v, err := url.ParseQuery(strings.NewReplacer(" ", "%20", ";", "%3B").Replace(query))
	if err != nil {
		t.Fatal(err)
	}
	return v
}
