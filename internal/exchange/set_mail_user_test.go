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

func text(s string) *string { return &s }

// unchanged is the answer to a Set that changes nothing (exchange §6).
var unchanged = reply{body: `{"adminapi.warnings@odata.type":"#Collection(String)","@adminapi.warnings":["The command completed successfully but no settings of 'x' have been modified."],"value":[]}`}

// TestChangeOnTheWire: only what changes is sent, in the encodings of exchange §5.
func TestChangeOnTheWire(t *testing.T) {
	t.Parallel()
	x500 := "X500:/o=ExchangeLabs/cn=ana"
	for name, test := range map[string]struct {
		change exchange.RecipientChange
		want   map[string]any
		reads  int
	}{
		"nothing":          {exchange.RecipientChange{}, nil, 0},
		"visible":          {visible, map[string]any{"HiddenFromAddressListsEnabled": false}, 0},
		"external address": {exchange.RecipientChange{ExternalAddress: text("SMTP:ana@new.example")}, map[string]any{"ExternalEmailAddress": "ana@new.example"}, 0},
		"MailTip":          {exchange.RecipientChange{MailTip: text("Partner")}, map[string]any{"MailTip": "Partner"}, 0},
		"no MailTip":       {exchange.RecipientChange{ClearMailTip: true}, map[string]any{"MailTip": nil}, 0},
		"add and remove": {
			exchange.RecipientChange{Addresses: &exchange.Addresses{Add: []string{"a@b.example", "smtp:A@b.example"}, Remove: []string{"c@d.example"}}},
			map[string]any{"EmailAddresses": map[string]any{"@odata.type": "#Exchange.GenericHashTable", "Add": []any{"smtp:a@b.example"}, "Remove": []any{"smtp:c@d.example"}}},
			0,
		},
		"primary address": {
			exchange.RecipientChange{PrimaryAddress: text("ana@new.example")},
			map[string]any{"EmailAddresses": []any{"SMTP:ana@new.example", "smtp:ana@contoso.example", x500}},
			1,
		},
		"add a primary address": {
			exchange.RecipientChange{Addresses: &exchange.Addresses{Add: []string{"SMTP:ana@new.example"}, Remove: []string{"ana@contoso.example"}}},
			map[string]any{"EmailAddresses": []any{"SMTP:ana@new.example", x500}},
			1,
		},
		"only these": {
			exchange.RecipientChange{Addresses: &exchange.Addresses{Only: []string{"b@b.example", "ANA@contoso.example"}}},
			map[string]any{"EmailAddresses": []any{"SMTP:ana@contoso.example", "smtp:b@b.example", x500}},
			1,
		},
		"only others": {
			exchange.RecipientChange{Addresses: &exchange.Addresses{Only: []string{"b@b.example", "c@b.example"}}},
			map[string]any{"EmailAddresses": []any{"SMTP:b@b.example", "smtp:c@b.example", x500}},
			1,
		},
		"only these, with a primary one": {
			exchange.RecipientChange{Addresses: &exchange.Addresses{Only: []string{"b@b.example"}}, PrimaryAddress: text("c@b.example")},
			map[string]any{"EmailAddresses": []any{"SMTP:c@b.example", "smtp:b@b.example", x500}},
			1,
		},
	} {
		s := newServer(t, map[string][]reply{"Get-MailUser": {values(ana("true"))}, "Set-MailUser": {unchanged}})
		if err := s.client(t).SetMailUser(t.Context(), anaID, test.change); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var got map[string]any
		for _, call := range s.calls("Set-MailUser") {
			got = call.Parameters
		}
		if test.want != nil {
			test.want["Identity"] = anaID
		}
		if !reflect.DeepEqual(got, test.want) || len(s.calls("Get-MailUser")) != test.reads {
			t.Errorf("%s: %s with %v, want %v", name, s.script(), got, test.want)
		}
	}
}

func TestImpossibleChanges(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]exchange.RecipientChange{
		"176 characters":    {MailTip: text("<b>" + strings.Repeat("ä", 176) + "</b>")},
		"no e-mail address": {Addresses: &exchange.Addresses{Only: []string{}}},
	} {
		s := newServer(t, map[string][]reply{"Get-MailUser": {values(ana("true"))}})
		if err := s.client(t).SetMailUser(t.Context(), anaID, change); err == nil || !strings.Contains(err.Error(), want) || len(s.calls("Set-MailUser")) > 0 {
			t.Errorf("%s: %v", want, err)
		}
	}
}

// TestSeen: what the service returns is compared as it stores it.
func TestSeen(t *testing.T) {
	t.Parallel()
	tip := `"MailTip":"<html>\n<body>\nPartner &amp; friend\n</body>\n</html>\n"`
	for name, test := range map[string]struct {
		user   string
		change exchange.RecipientChange
		open   string
	}{
		"MailTip":           {ana("true", tip), exchange.RecipientChange{MailTip: text("Partner & friend")}, ""},
		"another MailTip":   {ana("true", tip), exchange.RecipientChange{MailTip: text("Partner")}, `MailTip is "Partner & friend"`},
		"MailTip is there":  {ana("true", tip), exchange.RecipientChange{ClearMailTip: true}, "MailTip is"},
		"no MailTip":        {ana("true"), exchange.RecipientChange{ClearMailTip: true}, ""},
		"primary, case":     {ana("true"), exchange.RecipientChange{PrimaryAddress: text("Ana@Contoso.example")}, ""},
		"another primary":   {ana("true"), exchange.RecipientChange{PrimaryAddress: text("b@b.example")}, "PrimarySmtpAddress is"},
		"external":          {ana("true"), exchange.RecipientChange{ExternalAddress: text("ana@contoso.example")}, ""},
		"another external":  {ana("true"), exchange.RecipientChange{ExternalAddress: text("b@b.example")}, "ExternalEmailAddress is"},
		"only":              {ana("true"), exchange.RecipientChange{Addresses: &exchange.Addresses{Only: []string{"SMTP:ana@contoso.example"}}}, ""},
		"one more":          {ana("true"), exchange.RecipientChange{Addresses: &exchange.Addresses{Only: []string{"ana@contoso.example", "b@b.example"}}}, "EmailAddresses are"},
		"one too many":      {ana("true"), exchange.RecipientChange{Addresses: &exchange.Addresses{Only: []string{}}}, "EmailAddresses are"},
		"another one first": {ana("true"), exchange.RecipientChange{Addresses: &exchange.Addresses{Add: []string{"SMTP:b@b.example"}}}, "EmailAddresses are"},
		"not removed":       {ana("true"), exchange.RecipientChange{Addresses: &exchange.Addresses{Remove: []string{"ana@contoso.example"}}}, "EmailAddresses are"},
		"removed":           {ana("true"), exchange.RecipientChange{Addresses: &exchange.Addresses{Remove: []string{"b@b.example"}}}, ""},
	} {
		s := newServer(t, map[string][]reply{"Get-MailUser": {values(test.user)}})
		_, err := s.client(t).AwaitMailUserChange(t.Context(), anaID, test.change)
		if (err == nil) != (test.open == "") || err != nil && !strings.Contains(err.Error(), test.open) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestLostWritesAreLookedUp: after an answer that may hide a success, the change is
// looked for, and repeated only where it is missing.
func TestLostWritesAreLookedUp(t *testing.T) {
	t.Parallel()
	hidden, shown := values(ana("true")), values(ana("false"))
	outage := reply{status: http.StatusBadRequest, body: `{"error":{"code":"BadRequest","message":"x","details":[{"message":"|Microsoft.Exchange.Data.TransientException|x"}]}}`}
	for name, test := range map[string]struct {
		set, get []reply
		want     string
		err      error
	}{
		"accepted":              {[]reply{unchanged}, nil, "Set-MailUser", nil},
		"lost, but there":       {[]reply{lost}, []reply{shown}, "Set-MailUser Get-MailUser", nil},
		"lost and not there":    {[]reply{lost, unchanged}, []reply{hidden}, "Set-MailUser Get-MailUser Set-MailUser", nil},
		"unavailable":           {[]reply{{status: 503}, {status: 504}, unchanged}, []reply{hidden}, "Set-MailUser Get-MailUser Set-MailUser Get-MailUser Set-MailUser", nil},
		"transient with 400":    {[]reply{outage, unchanged}, []reply{hidden}, "Set-MailUser Get-MailUser Set-MailUser", nil},
		"a page":                {[]reply{{header: map[string]string{"Content-Type": "text/html"}, body: "<html>"}}, []reply{shown}, "Set-MailUser Get-MailUser", nil},
		"empty":                 {[]reply{{}}, []reply{shown}, "Set-MailUser Get-MailUser", nil},
		"no content":            {[]reply{{status: 204}}, nil, "Set-MailUser", nil},
		"throttled":             {[]reply{{status: 429, header: map[string]string{"Retry-After": "7"}}, unchanged}, nil, "Set-MailUser Set-MailUser", nil},
		"busy with 400":         {[]reply{{status: 400, header: map[string]string{"x-ExceptionType": "Microsoft.Exchange.Data.ServerBusyException"}}, unchanged}, nil, "Set-MailUser Set-MailUser", nil},
		"never there":           {[]reply{lost}, []reply{hidden}, strings.TrimSpace(strings.Repeat("Set-MailUser Get-MailUser ", 4)), service.ErrAmbiguous},
		"gone meanwhile":        {[]reply{lost}, []reply{notFound}, "Set-MailUser Get-MailUser", service.ErrAmbiguous},
		"refused":               {[]reply{{status: 403}}, nil, "Set-MailUser", service.ErrForbidden},
		"not found":             {[]reply{notFound}, nil, "Set-MailUser", service.ErrNotFound},
		"not in Entra yet, 500": {[]reply{{status: 500, body: late}, unchanged}, nil, "Set-MailUser Set-MailUser", nil},
		"not in Entra yet":      {[]reply{{status: 400, body: late}, {status: 400, body: late}, unchanged}, nil, "Set-MailUser Set-MailUser Set-MailUser", nil},
	} {
		s := newServer(t, map[string][]reply{"Set-MailUser": test.set, "Get-MailUser": test.get})
		err := s.client(t).SetMailUser(t.Context(), anaID, visible)
		if s.script() != test.want || !errors.Is(err, test.err) || (err == nil) != (test.err == nil) {
			t.Errorf("%s: %v after %s, want %s", name, err, s.script(), test.want)
		}
	}
}

// late is the refusal of a write that Entra does not accept yet (exchange §7.3).
const late = `{"error":{"code":"BadRequest","message":"Error executing cmdlet","details":[{"message":"|Microsoft.Exchange.Configuration.DualWrite.LocStrings.UnableToWriteToAadException|Detailed error message: Resource '7f0c' does not exist or one of its queried reference-property objects are not present. [DualWrite (Graph)] RequestId : 1"}]}}`
