package addressbook_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// TestMailUserIsRefused: the message names the role and the tenant.
func TestMailUserIsRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		estate *acctest.Estate
		lacks  string
	}{
		"no permission": {acctest.Standard(), "Exchange.ManageAsApp"},
		"no role":       {acctest.Standard().Grant("Exchange.ManageAsApp"), "Global Reader"},
		"reader":        {acctest.Standard().WithExchange("Global Reader"), "Exchange Recipient Administrator"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, test.estate)
			id := guest(t, w)
			w.Test(resource.TestStep{
				Config:      w.Config(mails(quoted(id), `mail_tip = "Slow"`)),
				ExpectError: acctest.Message("Cannot change mail user "+id+` of tenant "fabrikam"`, test.lacks, `tenant "fabrikam"`),
			})
			if err := has(w, id, anaEmail, anaAlias)(nil); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestMailUserSurvivesTheService: lost answers and refusals for a time end with the
// change, and the destroy restores what was there.
func TestMailUserSurvivesTheService(t *testing.T) {
	t.Parallel()
	now := json.RawMessage("0")
	for name, disturb := range map[string]func(*acctest.World){
		"lost answer": func(w *acctest.World) {
			w.Fault(wire.Fault{Service: wire.Exchange, Cmdlet: set, Times: 1, DropResponse: true})
		},
		"wrong answer": func(w *acctest.World) {
			w.Fault(wire.Fault{Service: wire.Exchange, Cmdlet: set, Times: 1, Act: true, Status: http.StatusGatewayTimeout})
		},
		"throttled": func(w *acctest.World) {
			w.Fault(wire.Fault{Service: wire.Exchange, Cmdlet: set, Times: 2, Status: http.StatusTooManyRequests, RetryAfter: now})
		},
		"busy": func(w *acctest.World) {
			w.Fault(wire.Fault{Service: wire.Exchange, Cmdlet: "Get-MailUser", Times: 2, Status: http.StatusServiceUnavailable, RetryAfter: now})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, withExchange())
			id := guest(t, w)
			disturb(w)
			config := w.Config(mails(quoted(id), `primary_smtp_address = "`+anaOther+`"`, "email_addresses = "+addresses(anaOther), `external_email_address = "`+anaOther+`"`))
			w.Test(
				resource.TestStep{Config: config, Check: has(w, id, anaOther)},
				acctest.Unchanged(config),
			)
			if err := has(w, id, anaEmail, anaAlias)(nil); err != nil {
				t.Errorf("after the destroy: %v", err)
			}
		})
	}
}

// TestMailUserLag: other back ends have a change late, and a run that reaches one of
// them neither loses the mail user nor what it had before.
func TestMailUserLag(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange())
	id := guest(t, w)
	w.SetLag(acctest.Lag)
	s := acctest.NewWorkspace(t, w.Config(mails(quoted(id), `primary_smtp_address = "`+anaOther+`"`, `mail_tip = "Slow"`)))
	s.MustRun("apply", "-auto-approve")
	if err := resource.ComposeAggregateTestCheckFunc(w.Made(set), has(w, id, anaOther, anaEmail, anaAlias))(nil); err != nil {
		t.Error(err)
	}
	w.Advance(acctest.Lag)
	s.MustRun("plan", "-detailed-exitcode")
	s.MustRun("destroy", "-auto-approve")
	if err := has(w, id, anaEmail, anaAlias)(nil); err != nil {
		t.Errorf("after the destroy: %v", err)
	}
}

// TestMailUserIsChangedMeanwhile: between plan and apply another client changes what is
// not configured. The apply succeeds, and the next refresh shows the change.
func TestMailUserIsChangedMeanwhile(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange())
	id := guest(t, w)
	s := acctest.NewWorkspace(t, w.Config(mails(quoted(id), `mail_tip = "External"`)))
	s.MustRun("apply", "-auto-approve")
	s.Write(w.Config(mails(quoted(id), `mail_tip = "On leave"`)))
	s.MustRun("plan", "-out=planned")
	tell(t, w, "Set-MailUser", id, acctest.Object{"EmailAddresses": []any{"SMTP:" + anaAlias, "smtp:" + anaOther, "X500:/o=First/cn=Ana"}})
	s.MustRun("apply", "planned")
	s.Unchanged()
	s.MustRun("apply", "-refresh-only", "-auto-approve")
	if got := s.Attribute(mailUser, "primary_smtp_address"); got != anaAlias {
		t.Errorf("the primary address is %s", got)
	}
	if err := has(w, id, anaAlias, anaOther)(nil); err != nil {
		t.Error(err)
	}
}

// TestMailUserOfNewGuest invites a guest and sets its mail attributes in one apply:
// the id is unknown in the plan, and the mail user is late. The invitation does not
// mind the other address.
func TestMailUserOfNewGuest(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*settings.Settings){
		"late":                          func(s *settings.Settings) { s.MailUserDelay, s.AddressWriteBackDelay = 8, 4 },
		"the external address is added": func(s *settings.Settings) { s.ExternalAddressIsAdded = true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, withExchange(), change)
			config := w.Config(invited + mails("multitenant_b2b_invitation.ana.user_id",
				`primary_smtp_address = "`+anaOther+`"`, "email_addresses = "+addresses(anaOther, anaEmail), `external_email_address = "`+anaAlias+`"`))
			w.Test(
				resource.TestStep{Config: config, Check: is(w, "Get-MailUser", anaOther, map[string]any{
					"PrimarySmtpAddress": anaOther, "ExternalEmailAddress": "SMTP:" + anaAlias, "EmailAddresses": []string{"SMTP:" + anaOther, "smtp:" + anaEmail},
				})},
				acctest.Unchanged(config),
			)
		})
	}
}

// TestMailUserThatWillNotCome is explained instead of waited for.
func TestMailUserThatWillNotCome(t *testing.T) {
	t.Parallel()
	e := withExchange()
	e.Tenant(acctest.Fabrikam).Contacts = []acctest.Object{{"displayName": "Ana", "mail": anaEmail}}
	w := start(t, e)
	w.Test(
		resource.TestStep{
			Config:      w.Config(invited + mails("multitenant_b2b_invitation.ana.user_id", `mail_tip = "Slow"`)),
			ExpectError: acctest.Message("Exchange Online has no mail user", `the mail contact "Ana"`),
		},
		resource.TestStep{
			Config:      w.Config(mails(quoted(acctest.ManagerID), `mail_tip = "Slow"`)),
			ExpectError: acctest.Message("Exchange Online has no mail user", "it is an internal user"),
		},
	)
}

func TestMailUserIsValidated(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange())
	id := guest(t, w)
	var steps []resource.TestStep
	for arguments, want := range map[string]string{
		"email_addresses = " + addresses(anaEmail, strings.ToUpper(anaEmail)):                                "Address given twice",
		"additional_email_addresses = " + addresses(anaEmail, strings.ToUpper(anaEmail)):                     "Address given twice",
		"email_addresses = " + addresses(anaEmail) + "\nadditional_email_addresses = " + addresses(anaAlias): "cannot be specified when",
		"email_addresses = " + addresses("SMTP:"+anaEmail):                                                   "must have no prefix",
		"additional_email_addresses = " + addresses("X500:/o=x"):                                             "must have no prefix",
		"email_addresses = []": "at least 1",
		"email_addresses = " + addresses(anaEmail) + "\nprimary_smtp_address = \"" + anaAlias + "\"":                        "Primary address is missing",
		"primary_smtp_address = \"" + anaEmail + "\"\nadditional_email_addresses = " + addresses(strings.ToUpper(anaEmail)): "Primary address given twice",
	} {
		steps = append(steps, resource.TestStep{Config: w.Config(mails(quoted(id), arguments)), PlanOnly: true, ExpectError: acctest.Message(want)})
	}
	missing := w.Config(mails(quoted(id), "email_addresses = "+addresses(anaAlias)))
	steps = append(steps,
		// The primary address is known in the apply, and in the next plan.
		resource.TestStep{Config: missing, ExpectError: acctest.Message("Primary address is missing", anaEmail)},
		resource.TestStep{Config: w.Config(mails(quoted(id))), Check: w.Made()},
		resource.TestStep{Config: missing, PlanOnly: true, ExpectError: acctest.Message("Primary address is missing", anaEmail)},
	)
	w.Test(steps...)
}

// TestMailUserClaims: an address of one plan is for a mail contact or for a mail
// user (MT014). A guest and its mail user may share one.
func TestMailUserClaims(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange())
	id := guest(t, w)
	second := strings.Replace(mails(quoted(acctest.ManagerID), "additional_email_addresses = "+addresses(infoMail)), `"it"`, `"second"`, 1)
	w.Test(
		resource.TestStep{
			Config:   w.Config(contacts(infoMail) + mails(quoted(id), "additional_email_addresses = "+addresses(strings.ToUpper(infoMail)))),
			PlanOnly: true, ExpectError: acctest.Message("MT014", "A new mail contact of this plan", "Mail user "+id),
		},
		resource.TestStep{
			Config:   w.Config(second + mails(quoted(id), "additional_email_addresses = "+addresses(infoMail))),
			PlanOnly: true, ExpectError: acctest.Message("MT014", "Mail user", "and Mail user", infoMail),
		},
		resource.TestStep{Config: w.Config(mails(quoted(id), "email_addresses = "+addresses(anaEmail, infoMail)))},
		resource.TestStep{
			Config:   w.Config(contacts(infoMail) + mails(quoted(id), "email_addresses = "+addresses(anaEmail, infoMail))),
			PlanOnly: true, ExpectError: acctest.Message("MT014", "An existing mail user"),
		},
	)
}

// TestAnotherUserIsAnotherMailUser: another user_id restores the previous user.
func TestAnotherUserIsAnotherMailUser(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange())
	first := guest(t, w)
	second := w.Welcome(acctest.FabrikamID, "li.na@contoso.example").ID
	w.Test(
		resource.TestStep{Config: w.Config(mails(quoted(first), "additional_email_addresses = "+addresses(anaOther)))},
		resource.TestStep{
			Config:           w.Config(mails(quoted(second), "additional_email_addresses = "+addresses(anaOther))),
			ConfigPlanChecks: acctest.Planned(mailUser, plancheck.ResourceActionDestroyBeforeCreate),
			Check:            resource.ComposeAggregateTestCheckFunc(has(w, first, anaEmail, anaAlias), is(w, "Get-MailUser", second, map[string]any{"EmailAddresses": []string{"SMTP:li.na@contoso.example", "smtp:" + anaOther}})),
		},
	)
}
