package area_test

import (
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

func TestInvitedAddress(t *testing.T) {
	t.Parallel()
	with := func(refused string) func(*settings.Settings) {
		return func(s *settings.Settings) { s.RefusedCharacters = refused }
	}
	apostropheToo := with(settings.Default().RefusedCharacters + "'")
	tests := []struct {
		address string
		change  func(*settings.Settings)
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
		{strings.Repeat("a", 250) + "@partner.example", nil, false},
	}
	for _, tt := range tests {
		w := newWorld(t, func(o *kernel.Options) {
			if tt.change != nil {
				o.Settings = settings.With(tt.change)
			}
		})
		_, err := invitation.Invite(w, contosoID, to(tt.address), inviter)
		if tt.want && err != nil {
			t.Errorf("%s: %v", tt.address, err)
		}
		if !tt.want {
			wantFault(t, err, 400, refusal.CodeInvitation, "Primary SMTP Address is an invalid value")
		}
	}
}

// Users with an apostrophe exist: in the home tenant, and as guests with the
// derived UPN (pnp/powershell#3569).
func TestApostropheInNames(t *testing.T) {
	t.Parallel()
	w := area.NewWorld(kernel.Options{})
	load(t, w, `{"tenants":[
	 {"key":"contoso","tenant_id":"`+contosoID+`","domains":["contoso.example"],"users":[
	  {"userPrincipalName":"o'brien@contoso.example","mail":"o'brien@contoso.example","proxyAddresses":["SMTP:o'brien@contoso.example","smtp:pat.o'brien@contoso.example"]}]},
	 {"key":"fabrikam","tenant_id":"`+fabrikamID+`","domains":["fabrikam.example"]}]}`)
	if _, err := directory.Users.Get(w, contosoID, "O'Brien@contoso.example"); err != nil {
		t.Fatal(err)
	}
	guest := invited(t, w, fabrikamID, "o'brien@contoso.example")
	if guest.UserPrincipalName != "o'brien_contoso.example#EXT#@fabrikam.onmicrosoft.com" {
		t.Errorf("UPN %q", guest.UserPrincipalName)
	}
	if err := invitation.Redeem(w, "fabrikam", guest.ID, "contoso", "pat.o'brien@contoso.example"); err != nil {
		t.Error(err)
	}
}
