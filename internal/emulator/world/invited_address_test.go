package world

import (
	"strings"
	"testing"
)

func TestInvitedAddress(t *testing.T) {
	t.Parallel()
	with := func(refused string) func(*Settings) {
		return func(s *Settings) { s.RefusedCharacters = refused }
	}
	apostropheToo := with(DefaultSettings().RefusedCharacters + "'")
	tests := []struct {
		address string
		change  func(*Settings)
		want    bool
	}{
		{"ana@partner.example", nil, true},
		{"_ana.ruiz-lopez_@sub.partner.example", nil, true},
		{"o'brien@partner.example", nil, true},
		{"o'brien@partner.example", apostropheToo, false},
		{"ana@partner.example", apostropheToo, true},
		{"ana+x@partner.example", nil, false},
		{"ana+x@partner.example", with(""), true},
		{"ana#x@partner.example", nil, false},
		{`"ana"@partner.example`, nil, false},
		{"josé@partner.example", nil, false},
		{"josé@partner.example", with(""), false},
		{"ana ruiz@partner.example", with(""), false},
		{".ana@partner.example", nil, false},
		{"ana.@partner.example", nil, false},
		{"-ana@partner.example", nil, false},
		{"ana-@partner.example", nil, false},
		{"ana", nil, false},
		{"@partner.example", nil, false},
		{"ana@b@partner.example", with(""), false},
		{"ana@partner", nil, false},
		{"ana@pärtner.example", nil, false},
		{strings.Repeat("a", maxInvitee) + "@partner.example", nil, false},
	}
	for _, tt := range tests {
		w := newWorld(t, func(o *Options) {
			if tt.change != nil {
				o.Settings = SettingsWith(tt.change)
			}
		})
		_, err := w.Invite(contosoID, invitation(tt.address), inviter)
		if tt.want && err != nil {
			t.Errorf("%s: %v", tt.address, err)
		}
		if !tt.want {
			wantFault(t, err, 400, CodeInvitation, "Primary SMTP Address is an invalid value")
		}
	}
}

// Users with an apostrophe exist: at home, and as guests under the UPN that
// follows from it (pnp/powershell#3569).
func TestApostropheInNames(t *testing.T) {
	t.Parallel()
	w := New(Options{})
	load(t, w, `{"tenants":[
	 {"key":"contoso","tenant_id":"`+contosoID+`","domains":["contoso.example"],"users":[
	  {"userPrincipalName":"o'brien@contoso.example","mail":"o'brien@contoso.example","proxyAddresses":["SMTP:o'brien@contoso.example","smtp:pat.o'brien@contoso.example"]}]},
	 {"key":"fabrikam","tenant_id":"`+fabrikamID+`","domains":["fabrikam.example"]}]}`)
	if _, err := w.User(contosoID, "O'Brien@contoso.example"); err != nil {
		t.Fatal(err)
	}
	guest := invited(t, w, fabrikamID, "o'brien@contoso.example")
	if guest.UserPrincipalName != "o'brien_contoso.example#EXT#@fabrikam.onmicrosoft.com" {
		t.Errorf("UPN %q", guest.UserPrincipalName)
	}
	if err := w.Redeem("fabrikam", guest.ID, "contoso", "pat.o'brien@contoso.example"); err != nil {
		t.Error(err)
	}
}
