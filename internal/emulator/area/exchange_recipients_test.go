package area_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// Every form of an identity finds the same object; two objects are ambiguous
// (exchange §8).
func TestIdentities(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	u := invited(t, w, contosoID, "new@partner.example")
	r := one(t, w, "Get-MailUser", identity(u.ID))
	for _, form := range []any{r.Get("Guid"), r.Get("Name"), u.UserPrincipalName, r.Get("Alias"), "NEW@partner.example", "smtp:new@partner.example", r.Get("DistinguishedName"), r.Get("LegacyExchangeDN")} {
		if got := one(t, w, "Get-MailUser", identity(fmt.Sprint(form))); got.Get("ExternalDirectoryObjectId") != u.ID {
			t.Errorf("%v finds %v", form, got)
		}
	}
	if r.Get("Guid") == command.GUID(u.ID) {
		t.Error("the Guid is that of Entra")
	}
	ran(t, w, "New-MailContact", `{"Name":"twin","ExternalEmailAddress":"a@partner.example"}`)
	ran(t, w, "New-MailContact", `{"Name":"other","Alias":"twin","ExternalEmailAddress":"b@partner.example"}`)
	_, err := invoke(t, w, "Get-MailContact", identity("twin"))
	wantFault(t, err, 400, "ManagementObjectAmbiguousException", "'twin' matches multiple entries")
	_, err = invoke(t, w, "Get-MailUser", identity("carla@fabrikam.example"))
	wantFault(t, err, 404, "ManagementObjectNotFoundException", "carla")
	for _, none := range []string{`{}`, `{"Identity":""}`, `{"Identity":null}`} {
		if a := ran(t, w, "Get-MailContact", none); len(a.Records) != 3 {
			t.Errorf("%s gives %d", none, len(a.Records))
		}
	}
}

// A change of EmailAddresses keeps one primary address (exchange §9.2, §13).
func TestEmailAddresses(t *testing.T) {
	t.Parallel()
	const delta = `{"@odata.type":"#Exchange.GenericHashTable",`
	for value, want := range map[string]string{
		`["a@x.example","b@x.example"]`:                  "[SMTP:a@x.example smtp:b@x.example]",
		`["a@x.example","SMTP:b@x.example","X500:/o=x"]`: "[SMTP:b@x.example smtp:a@x.example X500:/o=x]",
		`[]`:                                  "[SMTP:new@partner.example]",
		delta + `"Add":"smtp:b@x.example"}`:   "[SMTP:new@partner.example smtp:b@x.example]",
		delta + `"Add":["SMTP:b@x.example"]}`: "[SMTP:b@x.example smtp:new@partner.example]",
		delta + `"Add":["SMTP:NEW@partner.example"]}`:                     "[SMTP:new@partner.example]",
		delta + `"Add":["b@x.example"],"Remove":["new@partner.example"]}`: "[SMTP:b@x.example]",
		`{"@odata.type":"#Exchange.GenericHashTable"}`:                    "[]",
		`["nonsense"]`: "RecipientTaskException",
		`["SMTP:a@x.example","SMTP:b@x.example"]`: "DataValidationException",
		`["adele@contoso.example"]`:               "ProxyAddressExistsException",
		`["smtp:Team@Partner.example"]`:           "ProxyAddressExistsException",
	} {
		w := newWorld(t, nil)
		u := invited(t, w, contosoID, "new@partner.example")
		_, err := invoke(t, w, "Set-MailUser", fmt.Sprintf(`{"Identity":%q,"EmailAddresses":%s}`, u.ID, value))
		got := fmt.Sprint(truth(t, w, contosoID, u.ID).ProxyAddresses)
		if err != nil {
			got, _, _ = strings.Cut(err.Error(), ":")
		}
		if got != want {
			t.Errorf("%s gives %s, want %s", value, got, want)
		}
	}
}

// The other parameters of Set-MailUser, and what they refuse.
func TestSetMailUser(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	u := invited(t, w, contosoID, "new@partner.example")
	setWith := func(members string) error {
		_, err := invoke(t, w, "Set-MailUser", `{"Identity":"`+u.ID+`",`+members+`}`)
		return err
	}
	for members, property := range map[string]string{
		`"MailTip":"<b>Away</b>"`:                           "MailTip",
		`"ExternalEmailAddress":"z@tailspin.example"`:       "ExternalEmailAddress",
		`"CustomAttribute3":"c"`:                            "CustomAttribute3",
		`"ExtensionCustomAttribute1":["a","b"]`:             "ExtensionCustomAttribute1",
		`"Alias":"new.alias"`:                               "Alias",
		`"RequireSenderAuthenticationEnabled":true`:         "RequireSenderAuthenticationEnabled",
		`"MessageFormat":"Text","MessageBodyFormat":"Text"`: "MessageFormat",
		`"SendModerationNotifications":"never"`:             "SendModerationNotifications",
		`"WindowsEmailAddress":"w@partner.example"`:         "PrimarySmtpAddress",
	} {
		before := one(t, w, "Get-MailUser", identity(u.ID)).Get(property)
		if err := setWith(members); err != nil {
			t.Errorf("%s: %v", members, err)
		}
		if after := one(t, w, "Get-MailUser", identity(u.ID)).Get(property); fmt.Sprint(after) == fmt.Sprint(before) {
			t.Errorf("%s: %s is still %v", members, property, after)
		}
		if a := ran(t, w, "Set-MailUser", `{"Identity":"`+u.ID+`",`+members+`}`); len(a.Warnings) != 1 {
			t.Errorf("%s again: %v", members, a)
		}
	}
	if got := truth(t, w, contosoID, u.ID); got.MailNickname != "new.alias" || got.Extensions["extensionAttribute3"] != "c" || got.Mail != "w@partner.example" {
		t.Errorf("Entra has %+v", got)
	}
	if r := one(t, w, "Get-MailUser", identity(u.ID)); r.Get("ExternalEmailAddress") != "SMTP:z@tailspin.example" || !strings.Contains(fmt.Sprint(r.Get("MailTip")), "<b>Away</b>") {
		t.Errorf("the mail user is %v", r)
	}
	if err := setWith(`"MailTip":null,"CustomAttribute3":""`); err != nil {
		t.Fatal(err)
	}
	if r := one(t, w, "Get-MailUser", identity(u.ID)); r.Get("MailTip") != nil || r.Get("CustomAttribute3") != "" {
		t.Errorf("cleared: %v", r)
	}
	for members, want := range map[string]string{
		`"MailTip":"` + strings.Repeat("x", 176) + `"`:            "DataValidationException",
		`"ExternalEmailAddress":"nonsense"`:                       "RecipientTaskException",
		`"ExternalEmailAddress":"X500:/o=x"`:                      "RecipientTaskException",
		`"CustomAttribute1":"` + strings.Repeat("x", 1025) + `"`:  "DataValidationException",
		`"Alias":"no spaces"`:                                     "DataValidationException",
		`"MessageFormat":"Mime","MacAttachmentFormat":"UuEncode"`: "DataValidationException",
		`"PrimarySmtpAddress":"p@partner.example"`:                "AmbiguousParameterSetException",
	} {
		if err := setWith(members); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v", members, err)
		}
	}
	if err := w.ChangeSettings(func(s *settings.Settings) error {
		s.PrimarySMTPAddressIsIgnored, s.ExternalAddressIsAdded = true, true
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := setWith(`"PrimarySmtpAddress":"p@partner.example","ExternalEmailAddress":"q@partner.example"`); err != nil {
		t.Error(err)
	}
	if got := fmt.Sprint(truth(t, w, contosoID, u.ID).ProxyAddresses); !strings.Contains(got, "smtp:q@partner.example") || strings.Contains(got, "p@partner") {
		t.Errorf("with the settings: %s", got)
	}
}

// Recipients are found by type and filter, groups included (exchange §9.3).
func TestRecipients(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	invited(t, w, contosoID, "new@partner.example")
	for parameters, want := range map[string]string{
		`{"RecipientTypeDetails":"GuestMailUser"}`:                                   "new",
		`{"RecipientTypeDetails":["UserMailbox","MailContact"]}`:                     "adele Carla",
		`{"RecipientType":"MailUser"}`:                                               "new",
		`{"Filter":"EmailAddresses -eq 'TEAM@partner.example'"}`:                     "Team",
		`{"Filter":"EmailAddresses -like 'smtp:*@partner.example'"}`:                 "new Team",
		`{"Filter":"PrimarySmtpAddress -eq 'carla@fabrikam.example'"}`:               "Carla",
		`{"Filter":"ExternalEmailAddress -eq 'carla@fabrikam.example'"}`:             "Carla",
		`{"Filter":"HiddenFromAddressListsEnabled -eq $true"}`:                       "new",
		`{"Filter":"HiddenFromAddressListsEnabled -eq 'False'","SortBy":"Name"}`:     "adele Carla Team",
		`{"Filter":"ExternalDirectoryObjectId -eq '` + adminID + `'"}`:               "adele",
		`{"Filter":"RecipientTypeDetails -eq 'MailContact' -or Alias -like 'ade*'"}`: "adele Carla",
		`{"Identity":"team@partner.example"}`:                                        "Team",
		`{"Identity":"adele@contoso.example","RecipientTypeDetails":"MailContact"}`:  "not found",
	} {
		a, err := invoke(t, w, "Get-Recipient", parameters)
		var names []string
		for _, r := range a.Records {
			names = append(names, fmt.Sprint(r.Get("DisplayName")))
		}
		got := strings.Join(names, " ")
		if err != nil {
			got = "not found"
		}
		if got != want {
			t.Errorf("%s finds %s, want %s (%v)", parameters, got, want, err)
		}
	}
	for parameters, want := range map[string]string{
		`{"Filter":"UserPrincipalName -eq 'x'"}`: "not a recognized filterable property",
		`{"Filter":"MailTip -eq 'x'"}`:           "not a recognized filterable property",
		`{"Filter":"City -eq 'x'"}`:              "does not model filters by City",
		`{"Filter":"Name -gt 'x'"}`:              "does not model this filter",
		`{"Filter":"Name"}`:                      "Cannot bind parameter 'Filter'",
		`{"SortBy":"Guid"}`:                      "SortBy",
		`{"Anr":"x"}`:                            "does not model the parameter Anr",
	} {
		if _, err := invoke(t, w, "Get-Recipient", parameters); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", parameters, err)
		}
	}
	if a := ran(t, w, "Get-MailUser", `{"Filter":"UserPrincipalName -like 'new*'"}`); len(a.Records) != 1 {
		t.Errorf("mail users by name: %v", a.Records)
	}
	if r := one(t, w, "Get-User", identity("outside@contoso.example")); r.Get("RecipientType") != "User" || r.Get("UserType") != "Member" {
		t.Errorf("a user without mail is %v", r)
	}
}
