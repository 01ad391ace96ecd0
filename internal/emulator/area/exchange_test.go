package area_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// invoke runs a cmdlet in contoso; parameters are JSON.
func invoke(t *testing.T, w *kernel.World, cmdlet, parameters string) (command.Answer, error) {
	t.Helper()
	var values map[string]any
	if err := json.Unmarshal([]byte(parameters), &values); err != nil {
		t.Fatal(err)
	}
	var sent []command.Sent
	for _, name := range slices.Sorted(maps.Keys(values)) {
		sent = append(sent, command.Sent{Name: name, Value: values[name]})
	}
	rows := area.Cmdlets()
	row := rows[slices.IndexFunc(rows, func(r command.Row) bool { return r.Name == cmdlet })]
	arguments, err := row.Bind(sent)
	if err != nil {
		return command.Answer{}, err
	}
	return row.Run(&command.Call{World: w, Tenant: contosoID, Session: "test|", Arguments: arguments})
}

func ran(t *testing.T, w *kernel.World, cmdlet, parameters string) command.Answer {
	t.Helper()
	a, err := invoke(t, w, cmdlet, parameters)
	if err != nil {
		t.Fatalf("%s %s: %v", cmdlet, parameters, err)
	}
	return a
}

// one is the only record of an answer.
func one(t *testing.T, w *kernel.World, cmdlet, parameters string) command.Record {
	t.Helper()
	a := ran(t, w, cmdlet, parameters)
	if len(a.Records) != 1 {
		t.Fatalf("%s %s: %v", cmdlet, parameters, a.Records)
	}
	return a.Records[0]
}

func identity(id string) string { return fmt.Sprintf(`{"Identity":%q}`, id) }

func with(change func(*settings.Settings)) func(*kernel.Options) {
	return func(o *kernel.Options) { o.Settings = settings.With(change) }
}

// The delays between the two directories are settings, and each can be never
// (exchange §12).
func TestDelaysOfExchange(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *kernel.Options) {
		o.Lag = time.Minute
		o.Settings = settings.With(func(s *settings.Settings) {
			s.MailUserDelay, s.MailUserTypeDelay, s.ShowInAddressListDelay, s.HiddenWriteBackDelay, s.AddressWriteBackDelay = 5, 4, 3, 2, 6
		})
	})
	u := invited(t, w, contosoID, "new@partner.example")
	after := func(minutes int, what string, see func() bool) {
		t.Helper()
		w.Advance(time.Duration(minutes)*time.Minute - time.Second)
		if see() {
			t.Errorf("%s is there too early", what)
		}
		w.Advance(time.Second)
		if !see() {
			t.Errorf("%s is not there after %d minutes", what, minutes)
		}
	}
	get := func() command.Record {
		a, err := invoke(t, w, "Get-MailUser", identity(u.ID))
		if err != nil {
			return nil
		}
		return a.Records[0]
	}
	read := func() *directory.User {
		u, err := directory.Users.Get(w, contosoID, u.ID)
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	after(5, "the mail user", func() bool { return get() != nil })
	ran(t, w, "Set-MailUser", fmt.Sprintf(`{"Identity":%q,"HiddenFromAddressListsEnabled":false,"EmailAddresses":["SMTP:new@other.example"]}`, u.ID))
	if r := get(); r.Get("HiddenFromAddressListsEnabled") != false || r.Get("PrimarySmtpAddress") != "new@other.example" {
		t.Errorf("the mail user is %v", r)
	}
	after(2, "showInAddressList", func() bool { u := read(); return u.ShowInAddressList != nil && *u.ShowInAddressList })
	after(4, "the address", func() bool {
		u := read()
		return u.Mail == "new@other.example" && slices.Equal(u.ProxyAddresses, []string{"SMTP:new@other.example"})
	})
	w.Advance(time.Hour)
	update(t, w, u.ID, map[string]any{"showInAddressList": false, "displayName": "New"})
	after(3, "the hidden flag", func() bool {
		r := get()
		return r.Get("HiddenFromAddressListsEnabled") == true && r.Get("DisplayName") == "New"
	})
	update(t, w, u.ID, map[string]any{"userType": "Member"})
	after(4, "the member", func() bool { return get().Get("RecipientTypeDetails") == "MailUser" })
	if r := get(); r.Get("HiddenFromAddressListsEnabled") != true || r.Get("PrimarySmtpAddress") != "new@other.example" {
		t.Errorf("the member is %v", r)
	}
	if err := directory.Users.Delete(w, contosoID, u.ID, inviter); err != nil {
		t.Fatal(err)
	}
	after(5, "the deletion", func() bool { return get() == nil })
	if _, err := directory.Users.Restore(w, contosoID, u.ID, nil, inviter); err != nil {
		t.Fatal(err)
	}
	after(5, "the restored user", func() bool { return get() != nil })
	if r := get(); r.Get("RecipientTypeDetails") != "MailUser" || r.Get("HiddenFromAddressListsEnabled") != true {
		t.Errorf("the restored user is %v", r)
	}
}

func update(t *testing.T, w *kernel.World, id string, patch map[string]any) {
	t.Helper()
	if err := directory.UpdateUser(w, contosoID, id, patch, inviter); err != nil {
		t.Fatal(err)
	}
}

func TestWhatExchangeNeverHears(t *testing.T) {
	t.Parallel()
	w := newWorld(t, with(func(s *settings.Settings) {
		s.ShowInAddressListDelay, s.MailUserTypeDelay, s.HiddenWriteBackDelay, s.AddressWriteBackDelay = settings.Never, settings.Never, settings.Never, settings.Never
	}))
	u := invited(t, w, contosoID, "new@partner.example")
	ran(t, w, "Set-MailUser", fmt.Sprintf(`{"Identity":%q,"HiddenFromAddressListsEnabled":false,"EmailAddresses":["SMTP:new@other.example"]}`, u.ID))
	if got := truth(t, w, contosoID, u.ID); got.ShowInAddressList != nil || got.Mail != "new@partner.example" {
		t.Errorf("Entra has heard of it: %+v", got)
	}
	update(t, w, u.ID, map[string]any{"showInAddressList": false, "userType": "Member", "displayName": "X"})
	r := one(t, w, "Get-MailUser", identity(u.ID))
	if r.Get("HiddenFromAddressListsEnabled") != false || r.Get("RecipientTypeDetails") != "GuestMailUser" || r.Get("DisplayName") == "X" {
		t.Errorf("Exchange has heard of it: %v", r)
	}
	// Exchange keeps an address that Entra does not know.
	_, err := invoke(t, w, "New-MailContact", `{"Name":"x","ExternalEmailAddress":"new@other.example"}`)
	wantFault(t, err, 400, "ProxyAddressExistsException", u.ID)

	if err := w.ChangeSettings(func(s *settings.Settings) error { s.MailUserDelay = settings.Never; return nil }); err != nil {
		t.Fatal(err)
	}
	late := invited(t, w, contosoID, "late@partner.example")
	w.Advance(24 * time.Hour)
	_, err = invoke(t, w, "Get-MailUser", identity(late.ID))
	wantFault(t, err, 404, "ManagementObjectNotFoundException", late.ID)
}

// A change of another property does not carry over what the sides disagree about.
func TestDisagreementStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t, with(func(s *settings.Settings) { s.HiddenWriteBackDelay = settings.Never }))
	u := invited(t, w, contosoID, "new@partner.example")
	update(t, w, u.ID, map[string]any{"showInAddressList": false})
	ran(t, w, "Set-MailUser", fmt.Sprintf(`{"Identity":%q,"HiddenFromAddressListsEnabled":false}`, u.ID))
	update(t, w, u.ID, map[string]any{"jobTitle": "Controller"})
	if r := one(t, w, "Get-Recipient", identity(u.ID)); r.Get("HiddenFromAddressListsEnabled") != false || r.Get("Title") != "Controller" {
		t.Errorf("the recipient is %v", r)
	}
	if got := truth(t, w, contosoID, u.ID); *got.ShowInAddressList {
		t.Error("Graph agrees")
	}
}

// What Exchange writes is refused as a whole when Entra does not take it over
// (exchange §7.3).
func TestDualWriteFails(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	load(t, w, strings.Replace(estate, `"users":[{"id":"`+adminID, `"users":[{"id":"a0000000-0000-4000-8000-0000000000d5","mail":"synced@partner.example","userType":"Guest","onPremisesSyncEnabled":true},{"id":"`+adminID, 1))
	_, err := invoke(t, w, "Set-MailUser", `{"Identity":"synced@partner.example","MailTip":"x"}`)
	wantFault(t, err, 400, "UnableToWriteToAadException", "on-premises mastered")
	u := invited(t, w, contosoID, "new@partner.example")
	if err := w.ChangeSettings(func(s *settings.Settings) error { s.DualWriteFails = true; return nil }); err != nil {
		t.Fatal(err)
	}
	for cmdlet, parameters := range map[string]string{
		"Set-MailUser":       `{"Identity":"` + u.ID + `","HiddenFromAddressListsEnabled":false}`,
		"New-MailContact":    `{"Name":"x","ExternalEmailAddress":"x@partner.example"}`,
		"Set-MailContact":    `{"Identity":"carla@fabrikam.example","MailTip":"x"}`,
		"Remove-MailContact": `{"Identity":"carla@fabrikam.example"}`,
	} {
		_, err := invoke(t, w, cmdlet, parameters)
		wantFault(t, err, 400, "UnableToWriteToAadException", "[DualWrite (Graph)] RequestId : ")
	}
	if r := one(t, w, "Get-MailUser", identity(u.ID)); r.Get("HiddenFromAddressListsEnabled") != true {
		t.Error("Exchange has changed")
	}
	one(t, w, "Get-MailContact", identity("carla@fabrikam.example"))
}

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

// A restart keeps Exchange's directory; what was on its way has arrived.
func TestStateKeepsExchange(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *kernel.Options) { o.Lag = time.Minute })
	ran(t, w, "New-MailContact", `{"Name":"mia","ExternalEmailAddress":"mia@partner.example"}`)
	ran(t, w, "Set-MailContact", `{"Identity":"mia","MailTip":"x","ExtensionCustomAttribute2":["a"]}`)
	u := invited(t, w, contosoID, "new@partner.example")
	data, err := w.SaveState()
	if err != nil {
		t.Fatal(err)
	}
	restarted := newWorld(t, nil)
	if err := restarted.LoadState(data); err != nil {
		t.Fatal(err)
	}
	if r := one(t, restarted, "Get-MailContact", identity("mia")); r.Get("MailTip") == nil || fmt.Sprint(r.Get("ExtensionCustomAttribute2")) != "[a]" {
		t.Errorf("the contact is %v", r)
	}
	one(t, restarted, "Get-MailUser", identity(u.ID))
}

// A soft-deleted user holds its address, or does not (exchange §11).
func TestAddressesOfDeletedUsers(t *testing.T) {
	t.Parallel()
	for _, holds := range []bool{false, true} {
		w := newWorld(t, with(func(s *settings.Settings) { s.DeletedUsersHoldAddresses = holds }))
		u := invited(t, w, contosoID, "new@partner.example")
		if err := directory.Users.Delete(w, contosoID, u.ID, inviter); err != nil {
			t.Fatal(err)
		}
		_, err := invoke(t, w, "New-MailContact", `{"Name":"x","ExternalEmailAddress":"new@partner.example"}`)
		if (err != nil) != holds {
			t.Errorf("holds %v: %v", holds, err)
		}
	}
}
