package odata

import (
	"errors"
	"testing"
	"time"
)

var kim = map[string]any{
	"mail":            "Kim.Akers@contoso.example",
	"department":      nil,
	"accountEnabled":  true,
	"age":             42,
	"createdDateTime": time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC),
	"stateChanged":    "2026-01-16T09:00:00Z",
	"otherMails":      []string{"a@b.example", "c@d.example"},
	"businessPhones":  nil,
	"identities":      []map[string]any{{"issuer": "mail", "issuerAssignedId": "k@x.example"}, {"issuer": "ExternalAzureAD", "issuerAssignedId": nil}},
}

func lookupKim(path string) (any, bool) {
	v, ok := kim[path]
	return v, ok
}

func TestMatch(t *testing.T) {
	t.Parallel()
	cases := []struct {
		filter string
		want   bool
	}{
		{"mail eq 'kim.akers@CONTOSO.example'", true},
		{"mail ne 'kim.akers@contoso.example'", false},
		{"startsWith(mail,'kim')", true},
		{"endsWith(mail,'.EXAMPLE')", true},
		{"contains(mail,'akers@')", true},
		{"contains(mail,'none')", false},
		{"mail ge 'kim' and mail le 'kin'", true},
		{"mail in ('a','kim.akers@contoso.example')", true},
		{"mail in ('a','b')", false},
		{"department eq null", true},
		{"department ne 'HR'", true},
		{"department eq 'HR'", false},
		{"department ge 'A' or department lt 'A'", false},
		{"department in ('HR',null)", true},
		{"not startsWith(department,'H')", true},
		{"accountEnabled eq true", true},
		{"accountEnabled ne true", false},
		{"age gt 41 and age lt 42.5 and age eq 42", true},
		{"createdDateTime le 2026-01-15T10:00:00+01:00", true},
		{"createdDateTime gt 2026-01-15T09:00:00Z", false},
		{"stateChanged eq 2026-01-16T09:00:00Z", true},
		{"otherMails/any(x:x eq 'A@B.example')", true},
		{"otherMails/any(x:endsWith(x,'nowhere'))", false},
		{"otherMails/all(x:endsWith(x,'.example'))", true},
		{"otherMails/all(x:x eq 'a@b.example')", false},
		{"otherMails/$count eq 2", true},
		{"businessPhones/$count eq 0 and not businessPhones/any()", true},
		{"otherMails/any()", true},
		{"identities/any(c:c/issuer eq 'mail' and c/issuerAssignedId eq 'k@x.example')", true},
		{"identities/any(c:c/issuer eq 'ExternalAzureAD' and c/issuerAssignedId eq 'k@x.example')", false},
		{"mail eq 'x' or mail ne null", true},
	}
	for _, tc := range cases {
		t.Run(tc.filter, func(t *testing.T) {
			t.Parallel()
			e, err := ParseFilter(tc.filter)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Match(e, lookupKim)
			if err != nil || got != tc.want {
				t.Errorf("got %v, %v, want %v", got, err, tc.want)
			}
		})
	}
}

func TestMatchErrors(t *testing.T) {
	t.Parallel()
	cases := []struct {
		filter, path string
		want         error
	}{
		{"shoeSize eq 1", "shoeSize", ErrUnknownProperty},
		{"not (shoeSize eq 1)", "shoeSize", ErrUnknownProperty},
		{"shoes/any(x:x eq 'a')", "shoes", ErrUnknownProperty},
		{"identities/any(c:c/color eq 'a')", "identities/color", ErrUnknownProperty},
		{"otherMails/any(x:x/color eq 'a')", "otherMails/color", ErrUnknownProperty},
		{"otherMails eq 'a'", "otherMails", ErrType},
		{"otherMails eq null", "otherMails", ErrType},
		{"identities/any(c:c eq 'a')", "identities", ErrType},
		{"mail eq true", "mail", ErrType},
		{"mail eq 1", "mail", ErrType},
		{"accountEnabled eq 'true'", "accountEnabled", ErrType},
		{"accountEnabled gt true", "accountEnabled", ErrType},
		{"createdDateTime ge '2026-01-15'", "createdDateTime", ErrType},
		{"mail/$count eq 1", "mail/$count", ErrType},
		{"mail/any(x:x eq 'a')", "mail", ErrType},
	}
	for _, tc := range cases {
		t.Run(tc.filter, func(t *testing.T) {
			t.Parallel()
			e, err := ParseFilter(tc.filter)
			if err != nil {
				t.Fatal(err)
			}
			matched, err := Match(e, lookupKim)
			var property *PropertyError
			if matched || !errors.Is(err, tc.want) || !errors.As(err, &property) || property.Path != tc.path {
				t.Errorf("got %v, %v, want %v of %s", matched, err, tc.want, tc.path)
			}
		})
	}
}
