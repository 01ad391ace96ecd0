package odata

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

func eq(path string, value any) Compare { return Compare{Path: path, Op: OpEq, Values: []any{value}} }

func TestParseFilter(t *testing.T) {
	t.Parallel()
	a, b, c := eq("a", int64(1)), eq("b", int64(2)), eq("c", int64(3))
	cases := []struct {
		src  string
		want Expr
	}{
		{"mail eq 'kim@contoso.example'", eq("mail", "kim@contoso.example")},
		{"displayName eq 'O''Neil'", eq("displayName", "O'Neil")},
		{"MAIL NE null", Compare{Path: "MAIL", Op: OpNe, Values: []any{nil}}},
		{"accountEnabled eq TRUE", eq("accountEnabled", true)},
		{"n gt -1.5e3", Compare{Path: "n", Op: OpGt, Values: []any{-1500.0}}},
		{"id eq 9ea91a8d-e32e-41a1-b7bd-d2d185eed0e0", eq("id", "9ea91a8d-e32e-41a1-b7bd-d2d185eed0e0")},
		{"id eq ABCDabcd-e32e-41a1-b7bd-d2d185eed0e0", eq("id", "ABCDabcd-e32e-41a1-b7bd-d2d185eed0e0")},
		{
			"createdDateTime ge 2026-01-15T09:12:44.5Z",
			Compare{Path: "createdDateTime", Op: OpGe, Values: []any{time.Date(2026, 1, 15, 9, 12, 44, 500e6, time.UTC)}},
		},
		{
			"createdDateTime le 2026-01-15",
			Compare{Path: "createdDateTime", Op: OpLe, Values: []any{time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC)}},
		},
		{"department in ('HR', 'IT')", Compare{Path: "department", Op: OpIn, Values: []any{"HR", "IT"}}},
		{"startswith(mail,'k')", Compare{Path: "mail", Op: OpStartsWith, Values: []any{"k"}}},
		{"endsWith(mail, '.com') eq true", Compare{Path: "mail", Op: OpEndsWith, Values: []any{".com"}}},
		{"contains(mail,'x') eq false", Not{Compare{Path: "mail", Op: OpContains, Values: []any{"x"}}}},
		{"a eq 1 or b eq 2 and c eq 3", Or{a, And{b, c}}},
		{"(a eq 1 or b eq 2) and c eq 3", And{Or{a, b}, c}},
		{"a eq 1 and b eq 2 and c eq 3", And{And{a, b}, c}},
		{"a eq 1 and (b eq 2 and c eq 3)", And{a, And{b, c}}},
		{"not(a eq 1)", Not{a}},
		{"NOT startsWith(mail,'k')", Not{Compare{Path: "mail", Op: OpStartsWith, Values: []any{"k"}}}},
		{"not proxyAddresses/any(x:x eq 'SMTP:a@b')", Not{Any{Path: "proxyAddresses", Var: "x", Body: eq("x", "SMTP:a@b")}}},
		{
			"identities/any(c:c/issuerAssignedId eq 'k' and c/issuer eq 'i')",
			Any{Path: "identities", Var: "c", Body: And{eq("c/issuerAssignedId", "k"), eq("c/issuer", "i")}},
		},
		{"otherMails/any()", Any{Path: "otherMails"}},
		{"otherMails/all(o:o ne 'x')", Any{Path: "otherMails", Var: "o", All: true, Body: Compare{Path: "o", Op: OpNe, Values: []any{"x"}}}},
		{"otherMails/$count eq 0", Compare{Path: "otherMails", Op: OpEq, Values: []any{int64(0)}, Count: true}},
		{"onPremisesExtensionAttributes/extensionAttribute1 eq 'x'", eq("onPremisesExtensionAttributes/extensionAttribute1", "x")},
	}
	for _, tc := range cases {
		t.Run(tc.src, func(t *testing.T) {
			t.Parallel()
			got, err := ParseFilter(tc.src)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

func TestParseFilterErrors(t *testing.T) {
	t.Parallel()
	cases := []struct {
		src        string
		pos        int
		notModeled bool
	}{
		{"", 0, false},
		{"mail", 4, false},
		{"mail eq", 7, false},
		{"mail eq 'x", 8, false},
		{"mail eq kim", 8, false},
		{"mail eq 'a' b", 12, false},
		{"mail = 'a'", 5, false},
		{"(mail eq 'a'", 12, false},
		{"'a' eq mail", 0, false},
		{"department in ()", 15, false},
		{"not mail eq 'a'", 4, false},
		{"n eq 1e999", 5, false},
		{"n eq 0x10", 5, false},
		{"$count eq 1", 0, false},
		{"a/$count/b eq 1", 0, false},
		{"a/any(x:y eq 'b')", 8, true},
		{"a/any(x:x/b/any(y:y eq 1))", 12, true},
		{"tolower(mail) eq 'a'", 0, true},
		{"microsoft.graph.user/mail eq 'a'", 0, true},
		{strings.Repeat("(", 500) + "a eq 1" + strings.Repeat(")", 500), maxDepth, false},
	}
	for _, tc := range cases {
		t.Run(tc.src, func(t *testing.T) {
			t.Parallel()
			e, err := ParseFilter(tc.src)
			var syntax *SyntaxError
			if !errors.As(err, &syntax) {
				t.Fatalf("got %v, %v, want a syntax error", e, err)
			}
			if syntax.Pos != tc.pos || syntax.NotModeled != tc.notModeled {
				t.Errorf("got %v, not modeled %v", syntax, syntax.NotModeled)
			}
		})
	}
}

func TestWalk(t *testing.T) {
	t.Parallel()
	e, err := ParseFilter("mail eq 'a' or not (userType ne 'Guest' and not otherMails/any(x:endsWith(x,'b'))) and otherMails/$count eq 0 and a/any()")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	Walk(e, func(path string, op Op, negated bool, values []any) {
		entry := path + " " + string(op)
		if negated {
			entry = "not " + entry
		}
		for _, v := range values {
			entry += " " + formatLiteral(v)
		}
		got = append(got, entry)
	})
	want := []string{"mail eq 'a'", "not userType ne 'Guest'", "otherMails endsWith 'b'", "otherMails/$count eq 0", "a any"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzParseFilter(f *testing.F) {
	for _, seed := range []string{
		"mail eq 'O''Neil' and not (a eq 1.5 or b ne null)",
		"identities/any(c:c/issuer eq 'x' or c/y in (1,'b',true))",
		"createdDateTime ge 2026-01-15T09:12:44Z and x/$count gt 1e3",
		"id eq 9ea91a8d-e32e-41a1-b7bd-d2d185eed0e0",
		"a/all(x:startswith(x,'é'))",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		e, err := ParseFilter(src)
		if err != nil {
			var syntax *SyntaxError
			if !errors.As(err, &syntax) || syntax.Pos < 0 || syntax.Pos > len(src) {
				t.Fatalf("bad error %v", err)
			}
			return
		}
		again, err := ParseFilter(e.String())
		if err != nil {
			t.Fatalf("%q printed as %q does not parse: %v", src, e, err)
		}
		if !reflect.DeepEqual(e, again) {
			t.Fatalf("%q printed as %q parses to another tree", src, e)
		}
		lookup := func(string) (any, bool) { return []string{"a"}, true }
		if _, err := Match(e, lookup); err != nil && !errors.Is(err, ErrType) && !errors.Is(err, ErrUnknownProperty) {
			t.Fatalf("match: %v", err)
		}
	})
}
