package opath_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/opath"
)

func get(property string, wildcards bool) []string {
	switch strings.ToLower(property) {
	case "name":
		return []string{"O'Hara"}
	case "hidden":
		return []string{"true"}
	case "addresses":
		if wildcards {
			return []string{"SMTP:ana@x.example", "smtp:a@y.example"}
		}
		return []string{"SMTP:ana@x.example", "ana@x.example", "smtp:a@y.example", "a@y.example"}
	default:
		return nil
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		`Name -eq 'o''hara'`:                      true,
		`Name -eq "O'Hara"`:                       true,
		`Name -ne 'O''Hara'`:                      false,
		`{Name -EQ 'x'}`:                          false,
		`name -like 'o*ra'`:                       true,
		`Name -like 'o*z*ra'`:                     false,
		`Name -like 'O''Hara'`:                    true,
		`Name -notlike '*x*'`:                     true,
		`Name -like '*'`:                          true,
		`Hidden -eq $true`:                        true,
		`Hidden -eq 'True'`:                       true,
		`Hidden -eq $false`:                       false,
		`Hidden -ne $false`:                       true,
		`Empty -eq $null`:                         true,
		`Empty -ne $null`:                         false,
		`Empty -like '*'`:                         false,
		`Addresses -eq 'ANA@x.example'`:           true,
		`Addresses -eq 'smtp:ana@x.example'`:      true,
		`Addresses -like 'ana@*'`:                 false,
		`Addresses -like 'smtp:a@*'`:              true,
		`Name -eq 'x' -or Hidden -eq $true`:       true,
		`Name -eq 'x' -and Hidden -eq $true`:      false,
		`-not (Name -eq 'x')`:                     true,
		`!(Name -eq 'x') -and (Hidden -eq $true)`: true,
		`(Name -eq 'x' -or Hidden -eq 'true') -and (Empty -eq $null)`: true,
		`-not -not Hidden -eq $true`:                                  true,
		`Hidden -eq true`:                                             true,
	} {
		f, err := opath.Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := f.Match(get); got != want {
			t.Errorf("%s is %v", text, got)
		}
	}
}

func TestBadFilters(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		``:                            "name of a property",
		`Name`:                        "comparison operator",
		`Name -eq`:                    "value of a comparison",
		`Name -eq 'x`:                 "closing quotation mark",
		`(Name -eq 'x'`:               "closing parenthesis",
		`Name -eq 'x' Hidden`:         "not complete",
		`Name -eq $me`:                "$me is not known",
		`'Name' -eq 'x'`:              "name of a property",
		`Name eq 'x'`:                 "comparison operator",
		strings.Repeat("(", 60) + "a": "too deeply",
	} {
		_, err := opath.Parse(text)
		var syntax *opath.SyntaxError
		if !errors.As(err, &syntax) || syntax.NotModeled || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, text := range []string{`A -eq 1 -and B -eq 2 -or C -eq 3`, `WhenCreated -gt '1/1/2026'`} {
		_, err := opath.Parse(text)
		var syntax *opath.SyntaxError
		if !errors.As(err, &syntax) || !syntax.NotModeled {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestPropertiesOfFilters(t *testing.T) {
	t.Parallel()
	f, err := opath.Parse(`(Name -eq 'x' -or -not Hidden -eq $true) -and Alias -like 'a*'`)
	if got := strings.Join(f.Properties(), " "); err != nil || got != "Name Hidden Alias" {
		t.Errorf("got %s, %v", got, err)
	}
}

// A filter that is read can be evaluated, whatever the values.
func FuzzFilter(f *testing.F) {
	for _, text := range []string{`Name -eq 'o''hara'`, `{(a -like "*x*") -and !(b -ne $null)}`, `-not -not a -eq 1`, `((`, `a -eq 'x`, `$`, `-`} {
		f.Add(text, "value")
	}
	f.Fuzz(func(t *testing.T, text, value string) {
		filter, err := opath.Parse(text)
		var syntax *opath.SyntaxError
		if err != nil {
			if !errors.As(err, &syntax) || syntax.Position < 1 {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		filter.Match(func(string, bool) []string { return []string{value} })
		if len(filter.Properties()) == 0 {
			t.Fatalf("%q has no property", text)
		}
	})
}
