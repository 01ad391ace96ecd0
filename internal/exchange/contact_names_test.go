package exchange_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

// person is the answer of Get-Contact (exchange §9.5).
func person(first, last string) reply {
	return values(`{"Identity":"Ana Bell","Guid@data.type":"System.Guid","Guid":"` + bellGUID + `","FirstName":"` + first + `","LastName":"` + last +
		`","RecipientTypeDetails":"MailContact","IsDirSynced":false}`)
}

func TestSetContactNames(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change   exchange.ContactNamesChange
		set, get []reply
		want     string
		sent     map[string]any
	}{
		"nothing":         {exchange.ContactNamesChange{}, nil, nil, "", nil},
		"both":            {exchange.ContactNamesChange{FirstName: text("Ana"), LastName: text("Bell")}, []reply{unchanged}, nil, "Set-Contact", map[string]any{"FirstName": "Ana", "LastName": "Bell"}},
		"cleared":         {exchange.ContactNamesChange{LastName: text("")}, []reply{unchanged}, nil, "Set-Contact", map[string]any{"LastName": nil}},
		"lost, but there": {exchange.ContactNamesChange{LastName: text("")}, []reply{lost}, []reply{person("Ana", "")}, "Set-Contact Get-Contact", map[string]any{"LastName": nil}},
		"lost, not there": {exchange.ContactNamesChange{FirstName: text("Ana")}, []reply{lost, unchanged}, []reply{person("Bo", "")}, "Set-Contact Get-Contact Set-Contact", map[string]any{"FirstName": "Ana"}},
	} {
		s := newServer(t, map[string][]reply{"Set-Contact": test.set, "Get-Contact": test.get})
		if err := s.client(t).SetContactNames(t.Context(), bellGUID, test.change); err != nil || s.script() != test.want {
			t.Errorf("%s: %v after %s, want %s", name, err, s.script(), test.want)
		}
		for _, call := range s.calls("Set-Contact") {
			test.sent["Identity"] = bellGUID
			if !reflect.DeepEqual(call.Parameters, test.sent) {
				t.Errorf("%s: sent %v, want %v", name, call.Parameters, test.sent)
			}
		}
	}
}

func TestContactNamesAreAwaited(t *testing.T) {
	t.Parallel()
	s := newServer(t, map[string][]reply{"Get-Contact": {person("Ana", "Bell"), person("Ana", "Bell"), person("Ines", "")}})
	c := s.client(t)
	if n, err := c.ContactNames(t.Context(), bellGUID); err != nil || n.FirstName != "Ana" || n.LastName != "Bell" {
		t.Errorf("%+v, %v", n, err)
	}
	n, err := c.AwaitContactNames(t.Context(), bellGUID, exchange.ContactNamesChange{FirstName: text("Ines"), LastName: text("")})
	if err != nil || n.FirstName != "Ines" || n.LastName != "" {
		t.Errorf("%+v, %v", n, err)
	}
	before := len(s.calls(""))
	if n, err := c.ContactNames(t.Context(), bellGUID); err != nil || n.FirstName != "Ines" || len(s.calls("")) != before {
		t.Errorf("%+v, %v after %d more reads", n, err, len(s.calls(""))-before)
	}
	_, err = c.AwaitContactNames(t.Context(), bellGUID, exchange.ContactNamesChange{LastName: text("Bell")})
	if err == nil || !strings.Contains(err.Error(), `LastName is ""`) {
		t.Error(err)
	}
}

// TestRefreshedObjects: one that existed before is gone after five reads in a row
// that find none.
func TestRefreshedObjects(t *testing.T) {
	t.Parallel()
	there := map[string]reply{"Get-MailContact": values(contact("Ana Bell")), "Get-MailUser": values(mailUser(anaID, "true"))}
	for cmdlet, found := range there {
		for name, test := range map[string]struct {
			replies []reply
			reads   int
			gone    bool
		}{
			"there": {[]reply{found}, 1, false},
			"late":  {[]reply{notFound, notFound, notFound, notFound, found}, 5, false},
			"gone":  {[]reply{notFound}, 5, true},
		} {
			s := newServer(t, map[string][]reply{cmdlet: test.replies})
			c := s.client(t)
			refresh := func() error { _, err := c.RefreshMailContact(t.Context(), bellGUID); return err }
			if cmdlet == "Get-MailUser" {
				refresh = func() error { _, err := c.RefreshMailUser(t.Context(), anaID); return err }
			}
			err := refresh()
			if errors.Is(err, service.ErrNotFound) != test.gone || (err == nil) == test.gone || len(s.calls("")) != test.reads {
				t.Errorf("%s, %s: %v after %s", cmdlet, name, err, s.script())
			}
		}
	}
}
