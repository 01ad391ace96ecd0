package rules_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

func TestDomain(t *testing.T) {
	t.Parallel()
	for email, want := range map[string]string{
		"ana@contoso.example":        "contoso.example",
		"Ana@CONTOSO.example":        "contoso.example",
		"ana@sub.north-wind.example": "sub.north-wind.example",
		"a@b@contoso.example":        "contoso.example",
		"ana@":                       "",
		"contoso.example":            "",
		"":                           "",
	} {
		if got := rules.Domain(email); got != want {
			t.Errorf("Domain(%q) = %q, want %q", email, got, want)
		}
	}
}

func TestSameAddress(t *testing.T) {
	t.Parallel()
	if !rules.SameAddress("Ana.Ruiz@Contoso.example", "ana.ruiz@contoso.EXAMPLE") {
		t.Error("case must not matter")
	}
	if rules.SameAddress("ana.ruiz@contoso.example", "anaruiz@contoso.example") {
		t.Error("dots must matter")
	}
}

func TestCheckInvitedAddress(t *testing.T) {
	t.Parallel()
	const accepted = ""
	for email, want := range map[string]string{
		"ana.ruiz@contoso.example":                      accepted,
		"Ana.Ruiz@CONTOSO.example":                      accepted,
		"_ana_@contoso.example":                         accepted,
		"ana-maria@north-wind.example":                  accepted,
		"1@contoso.example":                             accepted,
		"ana@xn--bcher-kva.example":                     accepted,
		strings.Repeat("a", 234) + "@contoso.example":   accepted,
		strings.Repeat("a", 235) + "@contoso.example":   "it has 251 characters, 250 are allowed",
		"ana+sales@contoso.example":                     "sub-addresses",
		"o'neil@contoso.example":                        accepted,
		"ana ruiz@contoso.example":                      "spaces and control characters",
		"ana\x00@contoso.example":                       "spaces and control characters",
		"añá@contoso.example":                           `'ñ'`,
		"李娜@contoso.example":                            `'李'`,
		".ana@contoso.example":                          `starts or ends with '.'`,
		"ana.@contoso.example":                          `starts or ends with '.'`,
		"-ana@contoso.example":                          `starts or ends with '-'`,
		"ana-@contoso.example":                          `starts or ends with '-'`,
		"":                                              "no @",
		"ana":                                           "no @",
		"@contoso.example":                              "no user part before",
		"ana@ruiz@contoso.example":                      "more than one @",
		"ana@contoso":                                   "no dot",
		"ana@contoso..example":                          "empty part",
		"ana@.contoso.example":                          "empty part",
		"ana@-contoso.example":                          "hyphen",
		"ana@contoso-.example":                          "hyphen",
		"ana@con_toso.example":                          `'_'`,
		"ana@bücher.example":                            `'ü'`,
		"ana@contoso.example ":                          `' '`,
		"ana@" + strings.Repeat("a", 64) + ".example":   "64 characters, 63 are allowed",
		"a@" + strings.Repeat("aaaaaaa.", 33) + "ample": "it has 271 characters",
	} {
		checkError(t, email, rules.CheckInvitedAddress(email), want)
	}
}

// Every character of the documented list is refused, and named.
func TestCheckInvitedAddressNamesTheCharacter(t *testing.T) {
	t.Parallel()
	for _, r := range "~!#$%^&*()+=[]{}\\/|;:\"<>?," {
		email := "ana" + string(r) + "ruiz@contoso.example"
		err := rules.CheckInvitedAddress(email)
		if err == nil {
			t.Errorf("%s was accepted", email)
			continue
		}
		if !strings.Contains(err.Error(), "has the character "+strconv.QuoteRune(r)) {
			t.Errorf("%s: %q does not name the character", email, err)
		}
	}
}

func FuzzCheckInvitedAddress(f *testing.F) {
	for _, seed := range []string{"ana@contoso.example", "ana+x@contoso.example", "@", "", "a@b.c", "é@b.c", ".a@b.c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, email string) {
		if rules.CheckInvitedAddress(email) != nil {
			return
		}
		if strings.Count(email, "@") != 1 || strings.ContainsAny(email, "+#' \t\n") || !strings.Contains(rules.Domain(email), ".") {
			t.Fatalf("%q was accepted", email)
		}
		if _, err := rules.GuestUPN(email, "fabrikam.onmicrosoft.com"); err != nil {
			t.Fatalf("%q can be invited but has no name: %v", email, err)
		}
	})
}

// checkError expects no error for an empty text, else one that contains it.
func checkError(t *testing.T, input string, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("%q: unexpected error: %v", input, err)
	case want != "" && err == nil:
		t.Errorf("%q: no error, want %q", input, want)
	case want != "" && !strings.Contains(err.Error(), want):
		t.Errorf("%q: error %q does not contain %q", input, err, want)
	}
}
