package exchange_test

import (
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

const bellGUID = "3c9d1f80-6a1e-4d4a-8e0e-0b9a7c2f51aa"

// contact is a mail contact as New-MailContact returns it (exchange §9.5).
func contact(name string) string {
	return `{"Identity":"` + name + `","Id":"` + name + `","Name":"` + name + `","Alias":"ana","Guid@data.type":"System.Guid","Guid":"` + bellGUID +
		`","DisplayName":"Ana Bell","ExternalEmailAddress":"SMTP:ana@contoso.example","PrimarySmtpAddress":"ana@contoso.example",` +
		`"EmailAddresses@odata.type":"#Collection(String)","EmailAddresses":["SMTP:ana@contoso.example"],"HiddenFromAddressListsEnabled":false,` +
		`"MailTip":null,"RecipientType":"MailContact","RecipientTypeDetails":"MailContact","ExternalDirectoryObjectId":"d2b2a0c3-8f64-4b0b-9a53-6d2f0f3b7c11","IsDirSynced":false}`
}

var (
	bell = exchange.NewMailContact{Name: "Ana Bell", DisplayName: "Ana Bell", ExternalAddress: "ana@contoso.example", FirstName: "Ana"}
	// taken is the refusal of an address that belongs to another recipient.
	taken = reply{status: http.StatusBadRequest, body: `{"error":{"code":"BadRequest","message":"Error executing cmdlet","details":[{"code":"Client","message":"|Microsoft.Exchange.Configuration.ObjectModel.ProxyAddressExistsException|The proxy address \"SMTP:ana@contoso.example\" is already being used by the proxy addresses or LegacyExchangeDN of \"Ana Bell\". Please choose another proxy address."}]}}`}
)

func TestCreateMailContact(t *testing.T) {
	t.Parallel()
	mine, other := values(contact("Ana Bell")), values(ana("true"))
	for name, test := range map[string]struct {
		recipient, create []reply
		want              string
		err               error
	}{
		"created": {[]reply{notFound}, []reply{mine}, "Get-Recipient New-MailContact", nil},
		"taken":   {[]reply{other}, nil, "Get-Recipient", service.ErrConflict},
		"a name that is the address": {
			[]reply{values(strings.ReplaceAll(ana("true"), "ana@contoso.example", "x@y.example"))},
			[]reply{mine},
			"Get-Recipient New-MailContact", nil,
		},
		"taken since":         {[]reply{notFound}, []reply{taken}, "Get-Recipient New-MailContact", service.ErrConflict},
		"lost, but there":     {[]reply{notFound, mine}, []reply{lost}, "Get-Recipient New-MailContact Get-Recipient Get-MailContact", nil},
		"lost, not there":     {[]reply{notFound}, []reply{lost, mine}, "Get-Recipient New-MailContact Get-Recipient New-MailContact", nil},
		"lost, and seen late": {[]reply{notFound, notFound, notFound, mine}, []reply{lost, taken}, "Get-Recipient New-MailContact Get-Recipient New-MailContact Get-Recipient Get-Recipient Get-MailContact", nil},
		"lost, and another":   {[]reply{notFound, other}, []reply{lost}, "Get-Recipient New-MailContact Get-Recipient", service.ErrAmbiguous},
		"unavailable":         {[]reply{notFound, mine}, []reply{{status: http.StatusGatewayTimeout}}, "Get-Recipient New-MailContact Get-Recipient Get-MailContact", nil},
		"no object":           {[]reply{notFound, mine}, []reply{values()}, "Get-Recipient New-MailContact Get-Recipient Get-MailContact", nil},
		"forbidden":           {[]reply{notFound}, []reply{{status: http.StatusForbidden}}, "Get-Recipient New-MailContact", service.ErrForbidden},
	} {
		s := newServer(t, map[string][]reply{"Get-Recipient": test.recipient, "New-MailContact": test.create, "Get-MailContact": {mine}})
		m, err := s.client(t).CreateMailContact(t.Context(), bell)
		if s.script() != test.want || !errors.Is(err, test.err) || (err == nil) != (m.GUID == bellGUID) {
			t.Errorf("%s: %+v, %v after %s, want %s", name, m, err, s.script(), test.want)
		}
		for _, call := range s.calls("New-MailContact") {
			if want := (map[string]any{"Name": "Ana Bell", "DisplayName": "Ana Bell", "ExternalEmailAddress": "ana@contoso.example", "FirstName": "Ana"}); !reflect.DeepEqual(call.Parameters, want) {
				t.Errorf("%s: created with %v", name, call.Parameters)
			}
		}
	}
}

// TestHolderIsNamed: a conflict that is known beforehand says who has the address.
func TestHolderIsNamed(t *testing.T) {
	t.Parallel()
	s := newServer(t, map[string][]reply{"Get-Recipient": {values(ana("true"))}})
	_, err := s.client(t).CreateMailContact(t.Context(), bell)
	var holder *exchange.AddressTakenError
	if !errors.As(err, &holder) || holder.Holder.ObjectID != anaID || !strings.Contains(err.Error(), "GuestMailUser") {
		t.Errorf("%v", err)
	}
}

// TestNewContactsAreUnknown: another back end may not know a contact that was just
// created, and one that was not created is not waited for.
func TestNewContactsAreUnknown(t *testing.T) {
	t.Parallel()
	change := exchange.MailContactChange{RecipientChange: exchange.RecipientChange{Hidden: visible.Hidden}, DisplayName: text("Ana Bell")}
	replies := func() map[string][]reply {
		return map[string][]reply{
			"Get-Recipient": {notFound}, "New-MailContact": {values(contact("Ana Bell"))},
			"Set-MailContact": {notFound, unchanged}, "Get-MailContact": {notFound, values(contact("Ana Bell"))},
		}
	}
	s := newServer(t, replies())
	c := s.client(t)
	if err := c.SetMailContact(t.Context(), bellGUID, change); !errors.Is(err, service.ErrNotFound) {
		t.Errorf("a contact of others: %v", err)
	}
	s = newServer(t, replies())
	c = s.client(t)
	if _, err := c.CreateMailContact(t.Context(), bell); err != nil {
		t.Fatal(err)
	}
	if err := c.SetMailContact(t.Context(), bellGUID, change); err != nil {
		t.Errorf("%v", err)
	}
	if m, err := c.AwaitMailContactChange(t.Context(), bellGUID, change); err != nil || m.DisplayName != "Ana Bell" {
		t.Errorf("%+v, %v", m, err)
	}
	want := map[string]any{"Identity": bellGUID, "HiddenFromAddressListsEnabled": false, "DisplayName": "Ana Bell"}
	if calls := s.calls("Set-MailContact"); len(calls) != 2 || !reflect.DeepEqual(calls[1].Parameters, want) {
		t.Errorf("changed with %+v", calls)
	}
}

func TestContactChangeIsAwaited(t *testing.T) {
	t.Parallel()
	s := newServer(t, map[string][]reply{"Get-MailContact": {values(contact("Ana Bell"))}})
	c := s.client(t)
	_, err := c.AwaitMailContactChange(t.Context(), bellGUID, exchange.MailContactChange{Name: text("Bo"), Alias: text("bo")})
	if err == nil || !strings.Contains(err.Error(), `Name is "Ana Bell"; Alias is "ana"`) {
		t.Error(err)
	}
	before := len(s.calls(""))
	if err := c.SetMailContact(t.Context(), bellGUID, exchange.MailContactChange{}); err != nil || len(s.calls("")) != before {
		t.Errorf("an empty change: %v", err)
	}
}

func TestRemoveMailContact(t *testing.T) {
	t.Parallel()
	there := values(contact("Ana Bell"))
	for name, test := range map[string]struct {
		remove, get []reply
		want        string
		err         error
	}{
		"removed":         {[]reply{unchanged}, nil, "Remove-MailContact", nil},
		"missing":         {[]reply{notFound}, nil, "Remove-MailContact", nil},
		"lost, but gone":  {[]reply{lost}, []reply{notFound}, "Remove-MailContact Get-MailContact", nil},
		"lost, and there": {[]reply{lost, notFound}, []reply{there}, "Remove-MailContact Get-MailContact Remove-MailContact", nil},
		"forbidden":       {[]reply{{status: http.StatusForbidden}}, nil, "Remove-MailContact", service.ErrForbidden},
		"gateway":         {[]reply{{status: http.StatusNotFound, header: map[string]string{"request-id": ""}, body: "<html>"}}, nil, "Remove-MailContact", service.ErrForeign},
	} {
		s := newServer(t, map[string][]reply{"Remove-MailContact": test.remove, "Get-MailContact": test.get})
		err := s.client(t).RemoveMailContact(t.Context(), bellGUID)
		if s.script() != test.want || !errors.Is(err, test.err) || (err == nil) != (test.err == nil) {
			t.Errorf("%s: %v after %s, want %s", name, err, s.script(), test.want)
		}
	}
}
