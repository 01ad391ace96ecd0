package rules_test

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

const fabrikamDomain = "fabrikam.onmicrosoft.com"

func TestGuestUPN(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ email, domain, want, err string }{
		{email: "ana.ruiz@contoso.example", want: "ana.ruiz_contoso.example#EXT#@fabrikam.onmicrosoft.com"},
		{email: "Ana.Ruiz@Contoso.example", want: "Ana.Ruiz_Contoso.example#EXT#@fabrikam.onmicrosoft.com"},
		{email: "ana_maria_@contoso.example", want: "ana_maria__contoso.example#EXT#@fabrikam.onmicrosoft.com"},
		{email: "o'neil@contoso.example", want: "o'neil_contoso.example#EXT#@fabrikam.onmicrosoft.com"},
		{
			email: "ana@contoso.example", domain: "northwind.partner.onmschina.cn",
			want: "ana_contoso.example#EXT#@northwind.partner.onmschina.cn",
		},
		{email: "ana", err: "no @"},
		{email: "ana@contoso", err: "no dot"},
		{email: "ana@con_toso.example", err: `'_'`},
		{email: "ana@" + strings.Repeat("aaaaaaa.", 32) + "example", err: "263 characters, 253 are allowed"},
		{email: "ana ruiz@contoso.example", err: "a space"},
		{email: "ana#EXT#@contoso.example", err: "a #"},
		{email: "ana@contoso.example", domain: "fabrikam", err: `"fabrikam" is not an initial domain`},
		{email: "ana@contoso.example", domain: "@fabrikam.onmicrosoft.com", err: "is not an initial domain"},
	} {
		if c.domain == "" {
			c.domain = fabrikamDomain
		}
		got, err := rules.GuestUPN(c.email, c.domain)
		checkError(t, c.email, err, c.err)
		if got != c.want {
			t.Errorf("GuestUPN(%q, %q) = %q, want %q", c.email, c.domain, got, c.want)
		}
	}
}

func TestGuestUPNTellsWhichArgumentIsWrong(t *testing.T) {
	t.Parallel()
	if _, err := rules.GuestUPN("ana@contoso.example", "x"); !errors.Is(err, rules.ErrInitialDomain) {
		t.Errorf("%v is not about the initial domain", err)
	}
	if _, err := rules.GuestUPN("ana", fabrikamDomain); errors.Is(err, rules.ErrInitialDomain) {
		t.Errorf("%v is about the initial domain", err)
	}
}

func TestParseGuestUPN(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ upn, email, domain, err string }{
		{upn: "ana.ruiz_contoso.example#EXT#@fabrikam.onmicrosoft.com", email: "ana.ruiz@contoso.example", domain: fabrikamDomain},
		{upn: "ana.ruiz_contoso.example#ext#@fabrikam.onmicrosoft.com", email: "ana.ruiz@contoso.example", domain: fabrikamDomain},
		{upn: "ana_maria_contoso.example#EXT#@fabrikam.onmicrosoft.com", email: "ana_maria@contoso.example", domain: fabrikamDomain},
		{upn: "_x__contoso.example#EXT#@fabrikam.onmicrosoft.com", email: "_x_@contoso.example", domain: fabrikamDomain},
		{upn: "ana.ruiz@contoso.example", err: "no #EXT#"},
		{upn: "ana#EXT#ruiz_contoso.example@fabrikam.onmicrosoft.com", err: "no #EXT#"},
		{upn: "ana_contoso.example#EXT#", err: "no @"},
		{upn: "ana#EXT#@fabrikam.onmicrosoft.com", err: "no underscore"},
		{upn: "_contoso.example#EXT#@fabrikam.onmicrosoft.com", err: "no user part before"},
		{upn: "ana_contoso#EXT#@fabrikam.onmicrosoft.com", err: "no dot"},
		{upn: "ana_contoso.example#EXT#@", err: "initial domain"},
		{upn: "a@b_contoso.example#EXT#@fabrikam.onmicrosoft.com", err: "more than one @"},
		{upn: "ana_contoso.example#EXT##EXT#@fabrikam.onmicrosoft.com", err: `'#'`},
		{upn: "", err: "no @"},
	} {
		email, domain, err := rules.ParseGuestUPN(c.upn)
		checkError(t, c.upn, err, c.err)
		if email != c.email || domain != c.domain {
			t.Errorf("ParseGuestUPN(%q) = %q, %q, want %q, %q", c.upn, email, domain, c.email, c.domain)
		}
	}
}

// Parsing a guest's name returns the invited address, for any address that may be
// invited.
func TestGuestUPNRoundTrip(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	text := func(alphabet string, longest int) string {
		var b strings.Builder
		for range 1 + random.IntN(longest) {
			b.WriteByte(alphabet[random.IntN(len(alphabet))])
		}
		return b.String()
	}
	const letters = "abcXYZ019"
	for range 2000 {
		email := text(letters+"_", 8) + text(letters+"._-", 20) + text(letters+"_", 3) + "@" + text(letters, 9) + "-" + text(letters, 9) + ".example"
		if err := rules.CheckInvitedAddress(email); err != nil {
			t.Fatal(err)
		}
		upn, err := rules.GuestUPN(email, fabrikamDomain)
		if err != nil {
			t.Fatal(err)
		}
		back, domain, err := rules.ParseGuestUPN(upn)
		if err != nil || back != email || domain != fabrikamDomain {
			t.Fatalf("%q became %q and came back as %q, %q, %v", email, upn, back, domain, err)
		}
	}
}

func FuzzParseGuestUPN(f *testing.F) {
	for _, seed := range []string{
		"ana.ruiz_contoso.example#EXT#@fabrikam.onmicrosoft.com", "a_b_c.d#ext#@e.f", "#EXT#@", "_#EXT#@a.b", "a@b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, upn string) {
		email, domain, err := rules.ParseGuestUPN(upn)
		if err != nil {
			return
		}
		again, err := rules.GuestUPN(email, domain)
		if err != nil || !strings.EqualFold(again, upn) {
			t.Fatalf("%q was read as %q, %q, whose name is %q, %v", upn, email, domain, again, err)
		}
	})
}

func FuzzGuestUPN(f *testing.F) {
	f.Add("ana.ruiz@contoso.example", fabrikamDomain)
	f.Add("a_b@c.d", "e.f")
	f.Add("@", "")
	f.Fuzz(func(t *testing.T, email, initialDomain string) {
		upn, err := rules.GuestUPN(email, initialDomain)
		if err != nil {
			return
		}
		back, domain, err := rules.ParseGuestUPN(upn)
		if err != nil || back != email || domain != initialDomain {
			t.Fatalf("%q, %q became %q and came back as %q, %q, %v", email, initialDomain, upn, back, domain, err)
		}
	})
}
