package addressbook_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
)

// The rows of the table of mail contacts and external users (exchange §11), each as
// Graph and as Exchange see the user.

// mailRecipient expects the type of Ana's recipient in Exchange, nil for none, and the
// number of its proxy addresses in Graph.
func mailRecipient(w *acctest.World, details any, addresses int) resource.TestCheckFunc {
	return acctest.Then(func() error {
		guests := w.Guests(acctest.FabrikamID)
		if len(guests) != 1 {
			return fmt.Errorf("there are %d external users", len(guests))
		}
		u := guests[0]
		if got := recipient(w, u.ID)["RecipientTypeDetails"]; got != details {
			return fmt.Errorf("in Exchange the type is %v, want %v", got, details)
		}
		if len(u.ProxyAddresses) != addresses {
			return fmt.Errorf("in Graph it has the proxy addresses %v, want %d", u.ProxyAddresses, addresses)
		}
		return nil
	})
}

func inviteAna(arguments string) string {
	return `
resource "multitenant_b2b_invitation" "ana" {
  tenant = "fabrikam"
  email  = "` + anaEmail + `"
  ` + arguments + `
}
`
}

var showsAna = shows("multitenant_b2b_invitation.ana.user_id", true)

// TestInviteWithoutContact are the rows "None, invite B2B Member" and "None, invite
// B2B Guest".
func TestInviteWithoutContact(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		arguments     string
		details       any
		addresses     int
		recipientType knownvalue.Check
	}{
		"Member": {`invited_user_type = "Member"`, nil, 0, knownvalue.Null()},
		"Guest":  {"", "GuestMailUser", 1, knownvalue.StringExact("GuestMailUser")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, withExchange())
			w.Test(resource.TestStep{
				Config: w.Config(inviteAna(test.arguments) + showsAna),
				Check:  mailRecipient(w, test.details, test.addresses),
				ConfigStateChecks: []statecheck.StateCheck{
					acctest.Value(address, "recipient_type", test.recipientType), acctest.Value(address, "visible_in_graph", knownvalue.Bool(true)),
				},
			})
		})
	}
}

// TestInviteBesideContact are the rows "Mail contact object exists, invite B2B
// Member" and "…, invite B2B Guest".
func TestInviteBesideContact(t *testing.T) {
	t.Parallel()
	beside := func(t *testing.T) *acctest.World {
		t.Helper()
		w := start(t, withExchange())
		newContact(t, w, "Ana Ruiz", anaEmail)
		return w
	}
	t.Run("Member", func(t *testing.T) {
		t.Parallel()
		w := beside(t)
		config := w.Config(inviteAna(`invited_user_type = "Member"`) + showsAna)
		w.Test(
			resource.TestStep{Config: config, PlanOnly: true, ExpectError: acctest.Message("MT010", "mail contact")},
			resource.TestStep{
				Config:      acctest.Checking(config, "off", "MT010"),
				ExpectError: acctest.Message("Cannot invite "+anaEmail, "proxyAddresses"),
			},
		)
		if guests := w.Guests(acctest.FabrikamID); len(guests) > 0 {
			t.Errorf("invited: %v", guests)
		}
	})
	t.Run("Guest", func(t *testing.T) {
		t.Parallel()
		w := beside(t)
		config := w.Config(inviteAna("") + showsAna)
		w.Test(
			resource.TestStep{
				Config: config, Check: mailRecipient(w, nil, 0),
				ConfigStateChecks: []statecheck.StateCheck{acctest.Value(address, "recipient_type", knownvalue.Null())},
			},
			acctest.Unchanged(config),
		)
	})
}

// TestContactBesideUser are the rows "Mail-enabled external Guest User, create mail
// contact object" and "Mail-enabled external member user exists, create
// mail-contact".
func TestContactBesideUser(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ more, details string }{
		"Guest":  {"", "GuestMailUser"},
		"Member": {becomesMember("multitenant_gal_visibility.it.user_id"), "MailUser"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, withExchange())
			config := w.Config(inviteAna("") + showsAna + test.more)
			w.Test(
				resource.TestStep{Config: config, Check: resource.ComposeAggregateTestCheckFunc(mailRecipient(w, test.details, 1), acctest.Then(func() error {
					var refused *command.Fault
					if _, err := w.Cmdlet(acctest.FabrikamID, "New-MailContact", contactOfAna); !errors.As(err, &refused) || refused.Name() != "ProxyAddressExistsException" {
						return fmt.Errorf("a mail contact beside the user: %w", err)
					}
					return nil
				}))},
				acctest.Unchanged(config),
			)
		})
	}
}

var contactOfAna = acctest.Object{"Name": "Ana Ruiz", "ExternalEmailAddress": anaEmail}
