package area_test

import (
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// A contact and a mail user keep the Name that Exchange gives them, which no other of
// them has (exchange §9.2, §9.5, §13).
func TestRename(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	u := invited(t, w, contosoID, "new@partner.example")
	guid := one(t, w, "Get-MailContact", identity("Carla")).Get("Guid")
	ran(t, w, "Set-MailContact", `{"Identity":"Carla","Name":"Carla Diaz"}`)
	if r := one(t, w, "Get-MailContact", identity("Carla Diaz")); r.Get("Guid") != guid || r.Get("DisplayName") != "Carla" {
		t.Errorf("the contact is %v", r)
	}
	if a := ran(t, w, "Set-MailContact", `{"Identity":"Carla Diaz","Name":"Carla Diaz"}`); len(a.Warnings) != 1 {
		t.Errorf("the same name: %v", a)
	}
	ran(t, w, "Set-MailUser", `{"Identity":"new@partner.example","Name":"New User"}`)
	update(t, w, u.ID, map[string]any{"department": "Sales"})
	if r := one(t, w, "Get-MailUser", identity("New User")); r.Get("ExternalDirectoryObjectId") != u.ID {
		t.Errorf("the mail user is %v", r)
	}
	ran(t, w, "New-MailContact", `{"Name":"mia","ExternalEmailAddress":"mia@partner.example"}`)
	for name, want := range map[string]string{"carla DIAZ": "ADObjectAlreadyExistsException", "New User": "ADObjectAlreadyExistsException", "": "DataValidationException", strings.Repeat("x", 65): "DataValidationException"} {
		_, err := invoke(t, w, "Set-MailContact", `{"Identity":"mia","Name":"`+name+`"}`)
		wantFault(t, err, 400, want, name)
	}
}

// An external address that another recipient has is refused (exchange §13), or taken.
func TestTakenExternalAddress(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	u := invited(t, w, contosoID, "new@partner.example")
	ran(t, w, "New-MailContact", `{"Name":"mia","ExternalEmailAddress":"mia@partner.example"}`)
	ran(t, w, "Set-MailContact", `{"Identity":"mia","EmailAddresses":["SMTP:primary@partner.example"]}`)
	writes := map[string]string{
		"Set-MailUser":    `{"Identity":"` + u.ID + `","ExternalEmailAddress":"CARLA@fabrikam.example"}`,
		"Set-MailContact": `{"Identity":"mia","ExternalEmailAddress":"carla@fabrikam.example"}`,
	}
	for cmdlet, parameters := range writes {
		_, err := invoke(t, w, cmdlet, parameters)
		wantFault(t, err, 400, "ProxyAddressExistsException", "Carla")
	}
	if r := one(t, w, "Get-MailUser", identity(u.ID)); r.Get("ExternalEmailAddress") != "SMTP:new@partner.example" {
		t.Errorf("the mail user has changed: %v", r)
	}
	ran(t, w, "Set-MailUser", `{"Identity":"`+u.ID+`","ExternalEmailAddress":"new@partner.example"}`)
	if err := w.ChangeSettings(func(s *settings.Settings) error { s.TakenExternalAddressIsAccepted = true; return nil }); err != nil {
		t.Fatal(err)
	}
	for cmdlet, parameters := range writes {
		ran(t, w, cmdlet, parameters)
	}
}
