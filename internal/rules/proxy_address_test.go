package rules_test

import (
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

func TestParseProxyAddress(t *testing.T) {
	t.Parallel()
	type address = rules.ProxyAddress
	for _, c := range []struct {
		text string
		want address
		mail bool
		err  string
	}{
		{text: "SMTP:Ana@contoso.example", want: address{Type: "SMTP", Address: "Ana@contoso.example", Primary: true}, mail: true},
		{text: "smtp:ana@contoso.example", want: address{Type: "SMTP", Address: "ana@contoso.example"}, mail: true},
		{text: "Smtp:ana@contoso.example", want: address{Type: "SMTP", Address: "ana@contoso.example"}, mail: true},
		{text: "sip:ana@contoso.example", want: address{Type: "SIP", Address: "ana@contoso.example"}},
		{text: "X500:/o=Contoso/ou=a:b", want: address{Type: "X500", Address: "/o=Contoso/ou=a:b", Primary: true}},
		{text: "ana@contoso.example", err: "prefix"},
		{text: ":ana@contoso.example", err: "prefix"},
		{text: "s mtp:ana@contoso.example", err: "prefix"},
		{text: "smtp:", err: "address after its prefix"},
		{text: "smtp: ", err: "address after its prefix"},
		{text: "", err: "prefix"},
	} {
		got, err := rules.ParseProxyAddress(c.text)
		checkError(t, c.text, err, c.err)
		if got != c.want || got.IsMail() != c.mail {
			t.Errorf("ParseProxyAddress(%q) = %+v, mail %v", c.text, got, got.IsMail())
		}
	}
}

func TestPrimarySMTP(t *testing.T) {
	t.Parallel()
	for want, proxies := range map[string][]string{
		"ana@contoso.example": {"SIP:ana@sip.example", "smtp:a@contoso.example", "SMTP:ana@contoso.example"},
		"":                    {"SIP:ana@sip.example", "smtp:a@contoso.example", "junk"},
	} {
		if got := rules.PrimarySMTP(proxies); got != want {
			t.Errorf("PrimarySMTP(%q) = %q, want %q", proxies, got, want)
		}
	}
}

func FuzzParseProxyAddress(f *testing.F) {
	for _, seed := range []string{"SMTP:a@b.c", "smtp:a", "x500:/o=A", ":", "a:", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := rules.ParseProxyAddress(text)
		if err != nil {
			return
		}
		prefix, address, _ := strings.Cut(text, ":")
		if p.Address != address || !strings.EqualFold(p.Type, prefix) || p.Primary != (prefix == strings.ToUpper(prefix)) {
			t.Fatalf("%q was read as %+v", text, p)
		}
	})
}
