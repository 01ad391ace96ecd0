package exchange_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

// variants are the behaviors that sources leave open and that the client has to be
// right under.
var variants = map[string]func(*settings.Settings){
	"as documented":             asDocumented,
	"details in JSON":           func(s *settings.Settings) { s.ExchangeErrorDetails = settings.DetailsInJSON },
	"details without a code":    func(s *settings.Settings) { s.ExchangeErrorDetails = settings.DetailsWithoutCode },
	"other statuses":            func(s *settings.Settings) { s.MissingRecipientIsBadRequest, s.TakenAddressIsConflict = true, true },
	"external address is added": func(s *settings.Settings) { s.ExternalAddressIsAdded = true },
	"one back end":              func(s *settings.Settings) { s.LostAffinityMissesWrites = false },
}

func inEveryVariant(t *testing.T, test func(t *testing.T, e *emulated)) {
	t.Helper()
	for name, change := range variants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, emulate(t, 0, change))
		})
	}
}

// TestLifeOfAMailUser invites a guest, waits for the mail user and changes all of it.
func TestLifeOfAMailUser(t *testing.T) {
	t.Parallel()
	inEveryVariant(t, func(t *testing.T, e *emulated) {
		guest, c := e.invite("new@contoso.example", "Guest"), e.client(recipientAdmin)
		u, err := c.AwaitMailUser(t.Context(), guest)
		if err != nil || !u.Hidden || u.TypeDetails != "GuestMailUser" || u.PrimaryAddress != "new@contoso.example" || u.ObjectID != guest {
			t.Fatalf("%+v, %v", u, err)
		}
		for _, change := range []exchange.RecipientChange{
			{Hidden: visible.Hidden, MailTip: text("Works at Contoso & <others>")},
			{Hidden: visible.Hidden},
			{PrimaryAddress: text("first@contoso.example")},
			{Addresses: &exchange.Addresses{Add: []string{"second@contoso.example"}, Remove: []string{"new@contoso.example"}}},
			{Addresses: &exchange.Addresses{Only: []string{"third@contoso.example", "first@contoso.example"}}},
			{Addresses: &exchange.Addresses{Only: []string{"third@contoso.example"}}, PrimaryAddress: text("fourth@contoso.example")},
			{ExternalAddress: text("mailbox@contoso.example")},
			{ClearMailTip: true},
		} {
			if err := c.SetMailUser(t.Context(), guest, change); err != nil {
				t.Fatalf("%+v: %v", change, err)
			}
			if u, err = c.AwaitMailUserChange(t.Context(), guest, change); err != nil {
				t.Fatalf("%+v: %v", change, err)
			}
		}
		mail := slices.DeleteFunc(slices.Clone(u.Addresses), func(a string) bool { return strings.Contains(a, "mailbox@") })
		if fmt.Sprint(mail) != "[SMTP:fourth@contoso.example smtp:third@contoso.example]" || u.Hidden || exchange.MailTipText(u.MailTip) != "" {
			t.Errorf("the mail user ends as %+v", u)
		}
	})
}

// TestConflictsAndAbsence: what is taken is a conflict, and what is missing is
// missing, whatever form the service gives them.
func TestConflictsAndAbsence(t *testing.T) {
	t.Parallel()
	inEveryVariant(t, func(t *testing.T, e *emulated) {
		c := e.client(recipientAdmin)
		for name, err := range map[string]error{
			"primary address": c.SetMailUser(t.Context(), anaID, exchange.RecipientChange{PrimaryAddress: text("lee@contoso.example")}),
			"added address":   c.SetMailUser(t.Context(), anaID, exchange.RecipientChange{Addresses: &exchange.Addresses{Add: []string{"lee@contoso.example"}}}),
			"contact": func() error {
				_, err := c.CreateMailContact(t.Context(), exchange.NewMailContact{Name: "Ana", ExternalAddress: "ana@contoso.example"})
				return err
			}(),
			"name": func() error {
				_, err := c.CreateMailContact(t.Context(), exchange.NewMailContact{Name: "Lee", ExternalAddress: "other@contoso.example"})
				return err
			}(),
		} {
			if !errors.Is(err, service.ErrConflict) {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, user := c.MailUser(t.Context(), bobID)
		_, contact := c.MailContact(t.Context(), bellGUID)
		_, address := c.RecipientByAddress(t.Context(), "absent@contoso.example")
		for name, err := range map[string]error{
			"mail user": user, "contact": contact, "address": address, "set": c.SetMailUser(t.Context(), bobID, visible),
			"set contact": c.SetMailContact(t.Context(), bellGUID, exchange.MailContactChange{DisplayName: text("x")}),
		} {
			if !errors.Is(err, service.ErrNotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := c.RemoveMailContact(t.Context(), bellGUID); err != nil {
			t.Errorf("a missing contact is not removed: %v", err)
		}
		found, err := c.RecipientByAddress(t.Context(), "LEE@contoso.example")
		if err != nil || found.TypeDetails != "MailContact" || found.DisplayName != "Lee" {
			t.Errorf("%+v, %v", found, err)
		}
	})
}

func TestLifeOfAMailContact(t *testing.T) {
	t.Parallel()
	inEveryVariant(t, func(t *testing.T, e *emulated) {
		c := e.client(recipientAdmin)
		m, err := c.CreateMailContact(t.Context(), exchange.NewMailContact{Name: "Mia Lee", DisplayName: "Mia", ExternalAddress: "mia@contoso.example"})
		if err != nil || m.GUID == "" || m.DisplayName != "Mia" {
			t.Fatalf("%+v, %v", m, err)
		}
		hidden := true
		change := exchange.MailContactChange{
			RecipientChange: exchange.RecipientChange{Hidden: &hidden, MailTip: text("Partner"), PrimaryAddress: text("lee.mia@contoso.example")},
			DisplayName:     text("Mia Lee"), Alias: text("mia.lee"),
		}
		if err := c.SetMailContact(t.Context(), m.GUID, change); err != nil {
			t.Fatal(err)
		}
		if m, err = c.AwaitMailContactChange(t.Context(), m.GUID, change); err != nil || !m.Hidden || m.Alias != "mia.lee" {
			t.Errorf("%+v, %v", m, err)
		}
		all, err := c.Recipients(t.Context(), "MailContact", "GuestMailUser")
		if err != nil || len(all) != 3 {
			t.Errorf("%+v, %v", all, err)
		}
		if err := c.RemoveMailContact(t.Context(), m.GUID); err != nil {
			t.Fatal(err)
		}
		if _, err := c.MailContact(t.Context(), m.GUID); !errors.Is(err, service.ErrNotFound) {
			t.Errorf("it is still there: %v", err)
		}
	})
}

func TestSharingOfTheEmulator(t *testing.T) {
	t.Parallel()
	c := emulate(t, 0, asDocumented).client(globalReader)
	relationships, err := c.OrganizationRelationships(t.Context())
	if err != nil || len(relationships) != 1 || !slices.Equal(relationships[0].Domains, []string{"contoso.example"}) || relationships[0].FreeBusyLevel != "LimitedDetails" || !relationships[0].Enabled {
		t.Errorf("%+v, %v", relationships, err)
	}
	policies, err := c.SharingPolicies(t.Context())
	if err != nil || len(policies) != 1 || !policies[0].Default || !slices.Equal(policies[0].Domains, []string{"*:CalendarSharingFreeBusySimple"}) {
		t.Errorf("%+v, %v", policies, err)
	}
	spaces, err := c.AvailabilityAddressSpaces(t.Context())
	if err != nil || len(spaces) != 1 || spaces[0].Forest != "northwind.example" {
		t.Errorf("%+v, %v", spaces, err)
	}
	domains, err := c.AcceptedDomains(t.Context())
	if err != nil || !slices.ContainsFunc(domains, func(d exchange.AcceptedDomain) bool { return d.Domain == "fabrikam.example" }) {
		t.Errorf("%+v, %v", domains, err)
	}
}

// TestAccess names the half that is missing of what Exchange asks for.
func TestAccess(t *testing.T) {
	t.Parallel()
	e := emulate(t, 0, asDocumented)
	for application, want := range map[string]string{
		withoutGrant: "application permission Exchange.ManageAsApp",
		withoutRole:  "Entra role Exchange Recipient Administrator or Exchange Administrator",
		globalReader: "Entra role Exchange Recipient Administrator or Exchange Administrator",
	} {
		err := e.client(application).SetMailUser(t.Context(), anaID, visible)
		var refused *service.Error
		if !errors.As(err, &refused) || !errors.Is(err, service.ErrForbidden) || !exchange.Unavailable(err) || refused.Needs() != want {
			t.Errorf("%s: %v", want, err)
		}
	}
	if _, err := e.client(globalReader).MailUser(t.Context(), anaID); err != nil {
		t.Error(err)
	}
}

// TestFaults: throttling, outages and lost answers, before and after the service
// has acted, end in the same state.
func TestFaults(t *testing.T) {
	t.Parallel()
	for name, faults := range map[string][]wire.Fault{
		"throttled":       {{Cmdlet: "Set-MailUser", Status: 429, RetryAfter: []byte("3"), Times: 2}, {Cmdlet: "New-MailContact", Status: 429, Times: 1}},
		"unavailable":     {{Cmdlet: "Set-MailUser", Status: 503, RetryAfter: []byte("3"), Times: 1}, {Cmdlet: "New-MailContact", Status: 503, Times: 1}},
		"done, and 504":   {{Cmdlet: "Set-MailUser", Status: 504, Act: true, Times: 1}, {Cmdlet: "New-MailContact", Status: 504, Act: true, Times: 1}, {Cmdlet: "Remove-MailContact", Status: 504, Act: true, Times: 1}},
		"answers lost":    {{Cmdlet: "Set-MailUser", DropResponse: true, Times: 1}, {Cmdlet: "New-MailContact", DropResponse: true, Times: 1}, {Cmdlet: "Remove-MailContact", DropResponse: true, Times: 1}},
		"answers cut":     {{Cmdlet: "New-MailContact", Truncate: true, Times: 1}, {Cmdlet: "Get-MailUser", Truncate: true, Times: 1}},
		"reads disturbed": {{Cmdlet: "Get-Recipient", Status: 503, Times: 2}, {Cmdlet: "Get-MailUser", DropResponse: true, Times: 2}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := emulate(t, 0, asDocumented)
			for _, f := range faults {
				if _, err := e.Faults().Add(f); err != nil {
					t.Fatal(err)
				}
			}
			c := e.client(recipientAdmin)
			if err := c.SetMailUser(t.Context(), anaID, visible); err != nil {
				t.Fatal(err)
			}
			if u, err := c.AwaitMailUserChange(t.Context(), anaID, visible); err != nil || u.Hidden {
				t.Errorf("%+v, %v", u, err)
			}
			m, err := c.CreateMailContact(t.Context(), exchange.NewMailContact{Name: "Mia", ExternalAddress: "mia@contoso.example"})
			if err != nil {
				t.Fatal(err)
			}
			if all, err := c.Recipients(t.Context(), "MailContact"); err != nil || len(all) != 2 {
				t.Errorf("%+v, %v", all, err)
			}
			if err := c.RemoveMailContact(t.Context(), m.GUID); err != nil {
				t.Error(err)
			}
			for _, f := range e.Faults().List() {
				if f.Hits == 0 {
					t.Errorf("nothing was disturbed by %+v", f)
				}
			}
		})
	}
}

// TestRedirectsOfTheEmulator: a back end's port is put right, and another host is an
// error.
func TestRedirectsOfTheEmulator(t *testing.T) {
	t.Parallel()
	e := emulate(t, 0, asDocumented)
	path := "/adminapi/beta/" + tenantID + "/InvokeCommand"
	host := strings.TrimPrefix(e.at.Exchange, "https://")
	host = host[:strings.LastIndex(host, ":")]
	for location, want := range map[string]string{
		"https://" + host + ":446" + path:  "",
		"https://elsewhere.example" + path: "elsewhere.example",
	} {
		fault, err := e.Faults().Add(wire.Fault{Cmdlet: "Get-MailUser", Status: 302, Location: location, Times: 1})
		if err != nil {
			t.Fatal(err)
		}
		_, err = e.client(recipientAdmin).AwaitMailUser(t.Context(), anaID)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", location, err)
		}
		e.Faults().Remove(fault.ID)
	}
}

// TestManyMailUsers: over a thousand mail users are read in pages, and singly where
// pages cannot be followed.
func TestManyMailUsers(t *testing.T) {
	t.Parallel()
	const guests = 1100
	for name, test := range map[string]struct {
		change func(*settings.Settings)
		most   int
	}{
		"pages":          {asDocumented, 15},
		"no second page": {func(s *settings.Settings) { s.NextLinksFail = true }, 150},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := emulate(t, guests, test.change)
			c := e.client(globalReader)
			for i := range 120 {
				if u, err := c.MailUser(t.Context(), id(i*9)); err != nil || u.ObjectID != id(i*9) {
					t.Fatalf("%+v, %v", u, err)
				}
			}
			entries, _ := e.Journal().Entries(wire.Filter{Service: wire.Exchange})
			if len(entries) > test.most {
				t.Errorf("%d requests", len(entries))
			}
			all, err := c.Recipients(t.Context(), "GuestMailUser")
			if name == "pages" && (err != nil || len(all) != guests+1) || name != "pages" && err == nil {
				t.Errorf("%d recipients, %v", len(all), err)
			}
		})
	}
}
