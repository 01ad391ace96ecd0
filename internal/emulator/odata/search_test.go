package odata

import "testing"

func TestSearch(t *testing.T) {
	t.Parallel()
	values := map[string]string{"displayName": "OneVideo für Ana-María 365", "mail": "ana@contoso.example"}
	tests := []struct {
		text string
		want bool
	}{
		{`"displayName:one"`, true},
		{`"displayName:VIDEO"`, true},
		{`"displayName:onevid"`, true},
		{`"displayName:maría one"`, true},
		{`"displayName:36"`, true},
		{`"displayName:deo"`, false},
		{`"displayName:one two"`, false},
		{`"displayName:x" OR "mail:ana"`, true},
		{`"displayName:one" AND "mail:x" OR "mail:y"`, false},
		{`"displayName:x" AND "mail:ana" OR "displayName:one"`, true},
		{`"displayName:x" OR "displayName:one" AND "mail:ana"`, true},
		{`"displayName:\"one\""`, true},
	}
	for _, tt := range tests {
		s, err := ParseSearch(tt.text)
		if err != nil {
			t.Errorf("%s: %v", tt.text, err)
			continue
		}
		if got := Found(s, func(x Term) bool { return HasWords(values[x.Property], x.Text) }); got != tt.want {
			t.Errorf("%s: %v", tt.text, got)
		}
	}
	for _, text := range []string{``, `ana`, `"ana"`, `"mail:"`, `"mail:a`, `"mail:a" "mail:b"`, `"mail:a" and "mail:b"`, `"mail:a" AND`} {
		if s, err := ParseSearch(text); err == nil {
			t.Errorf("%s is %v", text, s)
		}
	}
}

// FuzzParseSearch: no text makes the parser fail, and each term has a property and a
// text.
func FuzzParseSearch(f *testing.F) {
	for _, text := range []string{`"displayName:one"`, `"a:b" AND "c:d" OR "e:\"f\""`, `"a:`, `"a:b"AND`, `"a:\`, ""} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseSearch(text)
		if err != nil {
			return
		}
		if len(Terms(s)) == 0 {
			t.Errorf("%q has no term", text)
		}
		for _, term := range Terms(s) {
			if term.Property == "" || term.Text == "" {
				t.Errorf("%q has the term %+v", text, term)
			}
		}
		Found(s, func(Term) bool { return false })
	})
}
