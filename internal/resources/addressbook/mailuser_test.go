package addressbook_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const set = "Set-MailUser"

// TestMailUserLife configures each attribute, changes it, and removes it, which
// restores what was there. Nothing else is touched.
func TestMailUserLife(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange())
	id := guest(t, w)
	tell(t, w, set, id, acctest.Object{"MailTip": "Former", "HiddenFromAddressListsEnabled": false})
	config := func(arguments ...string) string { return w.Config(mails(quoted(id), arguments...)) }
	is := func(want map[string]any) resource.TestCheckFunc { return is(w, "Get-MailUser", id, want) }
	tip := func(text string) map[string]any {
		return map[string]any{"MailTip": "<html>\n<body>\n" + text + "\n</body>\n</html>\n", "HiddenFromAddressListsEnabled": false}
	}
	untouched := resource.ComposeAggregateTestCheckFunc(has(w, id, anaEmail, anaAlias), is(tip("Former")), is(map[string]any{"ExternalEmailAddress": "SMTP:" + anaEmail}))
	steps := []resource.TestStep{
		{
			PreConfig: w.ForgetRequests, Config: config(),
			ConfigStateChecks: mailUserIs(map[string]knownvalue.Check{
				"id": knownvalue.StringExact(acctest.FabrikamID + "/" + id), "primary_smtp_address": knownvalue.StringExact(anaEmail),
				"email_addresses": knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact(anaEmail), knownvalue.StringExact(anaAlias)}),
				"mail_tip":        knownvalue.StringExact("Former"), "recipient_type": knownvalue.StringExact("GuestMailUser"),
				"external_email_address": knownvalue.StringExact(anaEmail), "additional_email_addresses": knownvalue.Null(),
			}),
			Check: resource.ComposeAggregateTestCheckFunc(w.Made(), untouched),
		},
		acctest.Unchanged(config()),
	}
	steps = append(steps, moved(w, config(`mail_tip = "In Madrid"`), is(tip("In Madrid")), set)...)
	steps = append(steps, moved(w, config(`mail_tip = "In Lisbon"`), is(tip("In Lisbon")), set)...)
	steps = append(steps, moved(w, config(), untouched, set)...)
	steps = append(steps, moved(w, config(`external_email_address = "`+anaOther+`"`), is(map[string]any{"ExternalEmailAddress": "SMTP:" + anaOther}), set)...)
	steps = append(steps, acctest.Unchanged(config(`external_email_address = "`+strings.ToUpper(anaOther)+`"`)))
	steps = append(steps, moved(w, config(), untouched, set)...)
	steps = append(steps, moved(w, config(`primary_smtp_address = "`+anaAlias+`"`), has(w, id, anaAlias, anaEmail), set)...)
	steps = append(steps, moved(w, config(`primary_smtp_address = "`+anaOther+`"`), has(w, id, anaOther, anaAlias, anaEmail), set)...)
	steps = append(steps, moved(w, config(), untouched, set)...)
	steps = append(steps, resource.TestStep{PreConfig: w.ForgetRequests, Config: config(`timeouts = { read = "4m" }`), Check: resource.ComposeAggregateTestCheckFunc(w.Made(), untouched)})
	w.Test(steps...)
	if err := w.Wrote(); err != nil {
		t.Errorf("the destroy: %v", err)
	}
}

// TestMailUserAddresses: a list of addresses is exclusive, and additional ones leave
// the others alone.
func TestMailUserAddresses(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange())
	id := guest(t, w)
	config := func(arguments ...string) string { return w.Config(mails(quoted(id), arguments...)) }
	steps := []resource.TestStep{
		{
			Config: config("additional_email_addresses = " + addresses(anaOther, anaAlias)),
			Check:  resource.ComposeAggregateTestCheckFunc(w.Made(set), has(w, id, anaEmail, anaAlias, anaOther)),
		},
		acctest.Unchanged(config("additional_email_addresses = " + addresses(strings.ToUpper(anaOther), anaAlias))),
	}
	// An address that was there before stays.
	steps = append(steps, moved(w, config("additional_email_addresses = "+addresses("more@contoso.example")), has(w, id, anaEmail, anaAlias, "more@contoso.example"), set)...)
	steps = append(steps, moved(w, config("email_addresses = "+addresses(anaEmail, anaOther)), has(w, id, anaEmail, anaOther), set)...)
	steps = append(steps, acctest.Unchanged(config("email_addresses = "+addresses(strings.ToUpper(anaEmail), anaOther))))
	steps = append(steps, moved(w, config("email_addresses = "+addresses(anaEmail, anaOther), `primary_smtp_address = "`+anaOther+`"`), has(w, id, anaOther, anaEmail), set)...)
	steps = append(steps, moved(w, config("email_addresses = "+addresses(anaOther), `primary_smtp_address = "`+anaOther+`"`), has(w, id, anaOther), set)...)
	// Without a list, the addresses from before the first change are there again.
	steps = append(steps, moved(w, config("additional_email_addresses = "+addresses(anaOther)), has(w, id, anaEmail, anaAlias, anaOther), set)...)
	steps = append(steps, moved(w, config(), has(w, id, anaEmail, anaAlias), set)...)
	steps = append(steps, resource.TestStep{Config: config("email_addresses = "+addresses(anaOther), `primary_smtp_address = "`+anaOther+`"`, `mail_tip = "Slow"`, `external_email_address = "`+anaOther+`"`)})
	w.Test(steps...)
	// The destroy restores all of it.
	if err := resource.ComposeAggregateTestCheckFunc(has(w, id, anaEmail, anaAlias), is(w, "Get-MailUser", id, map[string]any{
		"MailTip": nil, "ExternalEmailAddress": "SMTP:" + anaEmail, "HiddenFromAddressListsEnabled": true,
	}))(nil); err != nil {
		t.Errorf("after the destroy: %v", err)
	}
}

// TestMailUserIsKept: on_destroy = "keep" leaves everything as it is.
func TestMailUserIsKept(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange())
	id := guest(t, w)
	config := func(arguments ...string) string {
		return w.Config(mails(quoted(id), append(arguments, `on_destroy = "keep"`)...))
	}
	w.Test(
		resource.TestStep{Config: config(`mail_tip = "Slow"`, `primary_smtp_address = "`+anaAlias+`"`), Check: w.Made(set)},
		acctest.Unchanged(config(`primary_smtp_address = "`+anaAlias+`"`)),
	)
	if err := resource.ComposeAggregateTestCheckFunc(w.Made(set), has(w, id, anaAlias, anaEmail))(nil); err != nil {
		t.Errorf("after the destroy: %v", err)
	}
}

// TestMailUserDrift changes and deletes the mail user without Terraform.
func TestMailUserDrift(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange())
	id := guest(t, w)
	config := w.Config(mails(quoted(id), `mail_tip = "Slow"`, "additional_email_addresses = "+addresses(anaOther)))
	right := resource.ComposeAggregateTestCheckFunc(has(w, id, anaEmail, anaAlias, anaOther), is(w, "Get-MailUser", id, map[string]any{"MailTip": "<html>\n<body>\nSlow\n</body>\n</html>\n"}))
	w.Test(
		resource.TestStep{Config: config, Check: right},
		resource.TestStep{
			PreConfig:    func() { tell(t, w, set, id, acctest.Object{"MailTip": "Other"}) },
			RefreshState: true, ExpectNonEmptyPlan: true,
		},
		resource.TestStep{Config: config, Check: right},
		resource.TestStep{
			PreConfig: func() {
				tell(t, w, set, id, acctest.Object{"EmailAddresses": []any{"SMTP:" + anaEmail, "smtp:" + anaAlias, "X500:/o=First/cn=Ana"}})
			},
			RefreshState: true, ExpectNonEmptyPlan: true,
		},
		resource.TestStep{Config: config, Check: right},
		resource.TestStep{
			PreConfig: func() { w.Remove(acctest.FabrikamID, id) }, RefreshState: true, ExpectNonEmptyPlan: true,
			RefreshPlanChecks: resource.RefreshPlanChecks{PostRefresh: []plancheck.PlanCheck{plancheck.ExpectResourceAction(mailUser, plancheck.ResourceActionCreate)}},
		},
		resource.TestStep{Config: config, ExpectError: acctest.Message("Cannot change mail user "+id, "the tenant has no such user")},
	)
}
