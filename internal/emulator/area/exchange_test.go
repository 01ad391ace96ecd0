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
