package guest_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// situation is a situation with a documented pitfall: the finding of a plan about
// an invitation, and the service's own decision when the check is off.
type situation struct {
	// bring changes the standard estate to the situation; nil leaves it unchanged.
	bring            func(*acctest.Estate)
	email, arguments string
	code             string
	// finds is "SEVERITY path" of the code, empty for no finding. It does not
	// depend on disputed facts; says is a part of its detail.
	finds, says string
	// skipped is the missing permission that skips the check, empty for none.
	skipped string
	// comes is the service's decision by setting, as name=value: a part of its
	// refusal, or empty if the invitation is accepted.
	comes map[string]string
}

// TestDocumentedFacts has for each situation of invitations an estate with the
// situation and one without it. The finding is the same for every position of the
// settings, and the emulator decides independently.
func TestDocumentedFacts(t *testing.T) {
	t.Parallel()
	for number, situations := range map[string]map[string]situation{"1.1": addresses(), "2.2": domainLists(), "2.6": conversions()} {
		for name, s := range situations {
			for setting, refusal := range s.comes {
				t.Run(number+" "+name+" "+setting, func(t *testing.T) {
					t.Parallel()
					s.hold(t, setting, refusal)
				})
			}
		}
	}
}

func (s situation) hold(t *testing.T, setting, refusal string) {
	t.Helper()
	change, err := settings.Parse(setting)
	if err != nil {
		t.Fatal(err)
	}
	e := acctest.Standard()
	if s.bring != nil {
		s.bring(e)
	}
	w := acctest.StartWith(t, e, kernel.Options{Settings: func(s *settings.Settings) {
		*s = settings.Default()
		change(s)
	}})
	config := w.Config(person("guest", "fabrikam", s.email, s.arguments))
	plan := resource.TestStep{Config: config, PlanOnly: true, ExpectNonEmptyPlan: true}
	if strings.HasPrefix(s.finds, "ERROR") {
		plan = resource.TestStep{Config: config, PlanOnly: true, ExpectError: acctest.Message(s.code, s.says)}
	}
	var ear ear
	apply := resource.TestStep{
		PreConfig: func() { s.compare(t, &ear) },
		Config:    acctest.Checking(config, "off", s.code),
	}
	if refusal != "" {
		apply.ExpectError = acctest.Message("Cannot invite "+s.email, refusal)
	}
	listening(t, &ear, plan, apply)
}

// compare compares the remarks of a plan with the expected ones.
func (s situation) compare(t *testing.T, e *ear) {
	t.Helper()
	var want []string
	if s.finds != "" {
		want = []string{s.email + " " + s.code + " " + s.finds}
	}
	if got := e.findings(); !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
	// The CLI plans more than once, and each request has another id.
	others := slices.DeleteFunc(e.remarks(), func(r remark) bool { return strings.HasPrefix(r.summary, s.code) })
	strange := slices.ContainsFunc(others, func(r remark) bool {
		return r.summary != "Plan check skipped" || !strings.HasPrefix(r.detail, s.code+" could not be checked") || !strings.Contains(r.detail, s.skipped)
	})
	if strange || len(others) > 0 != (s.skipped != "") {
		t.Errorf("the plan said %v", others)
	}
}

// addresses is graph-identity §1.1.
func addresses() map[string]situation {
	documented, apostrophe := "refused_characters="+settings.Default().RefusedCharacters, "refused_characters="+settings.Default().RefusedCharacters+"'"
	const invalid = "The Primary SMTP Address is an invalid value"
	return map[string]situation{
		"sub-address": {
			email: "ana+news@partner.example", code: "MT007", finds: "ERROR email", says: "no sub-addresses",
			comes: map[string]string{documented: invalid, apostrophe: invalid},
		},
		"apostrophe": {email: "sean.o'brien@partner.example", code: "MT007", comes: map[string]string{documented: "", apostrophe: invalid}},
	}
}

// domainLists is graph-identity §9.1.
func domainLists() map[string]situation {
	const (
		covered, uncovered = "policy_read_all_covers_b2b_management=true", "policy_read_all_covers_b2b_management=false"
		text, boolean      = "organization_default_is_text=true", "organization_default_is_text=false"
		forbidden          = "blocked_domain_is_forbidden=true"
		blocked, permitted = "403", ""
		refused            = "is not allowed"
	)
	const email = "ana@partner.example"
	blocks := func(domain string, permissions ...string) func(*acctest.Estate) {
		return func(e *acctest.Estate) {
			f := e.Tenant(acctest.Fabrikam)
			f.B2BManagement = acctest.Object{"blocked_domains": []string{domain}}
			if len(permissions) > 0 {
				f.Applications[0].Permissions = permissions
			}
		}
	}
	lean := []string{"User.Invite.All", "User.ReadWrite.All", "Organization.Read.All", "OrgContact.Read.All", "Policy.Read.All"}
	return map[string]situation{
		"blocked": {
			bring: blocks("Partner.example"), email: email, code: "MT021", finds: "ERROR email", says: "list of blocked domains",
			comes: map[string]string{covered: refused, uncovered: refused, text: refused, boolean: refused, forbidden: blocked},
		},
		"another domain": {bring: blocks("other.example"), email: email, code: "MT021", comes: map[string]string{text: permitted, boolean: permitted}},
		"no list":        {email: email, code: "MT021", comes: map[string]string{covered: permitted, uncovered: permitted}},
		"blocked, readable with all policies": {
			bring: blocks("partner.example", lean...), email: email, code: "MT021", finds: "ERROR email", says: "list of blocked domains",
			comes: map[string]string{covered: refused},
		},
		"blocked, not readable": {
			bring: blocks("partner.example", lean...), email: email, code: "MT021", skipped: "Policy.Read.B2BManagementPolicy",
			comes: map[string]string{uncovered: refused},
		},
	}
}

// conversions is graph-identity §1.7.
func conversions() map[string]situation {
	const at, late = "converted_stays_internal_until_redeemed=false", "converted_stays_internal_until_redeemed=true"
	const exists = "already exists in the directory"
	with := func(changes acctest.Object) func(*acctest.Estate) {
		return func(e *acctest.Estate) {
			*e = *anaIsInternal()
			home := e.Tenant(acctest.Contoso)
			home.Users = append(home.Users, acctest.Object{"displayName": "Ana Ruiz", "userPrincipalName": anaEmail, "mail": anaEmail})
			users := e.Tenant(acctest.Fabrikam).Users
			for name, value := range changes {
				users[len(users)-1][name] = value
			}
		}
	}
	convert := `invited_user_id = "` + anaID + `"`
	refused := func(bring func(*acctest.Estate), says string) situation {
		return situation{
			bring: bring, email: anaEmail, arguments: convert, code: "MT016", finds: "ERROR email", says: says,
			comes: map[string]string{at: exists, late: exists},
		}
	}
	return map[string]situation{
		"other mail": refused(with(acctest.Object{"mail": "ana@fabrikam.example", "otherMails": []string{anaEmail}}), "has another address as mail"),
		"other mail and proxy addresses": refused(with(acctest.Object{
			"mail": "ana@fabrikam.example", "proxyAddresses": []string{"SMTP:ana@fabrikam.example", "smtp:" + anaEmail},
		}), "where they are those of a mailbox, mail cannot be changed"),
		"user of Entra Connect": refused(with(acctest.Object{"onPremisesUserPrincipalName": "ana@fabrikam.local"}), "has the onPremisesUserPrincipalName ana@fabrikam.local"),
		"convertible":           {bring: with(nil), email: anaEmail, arguments: convert, code: "MT016", comes: map[string]string{at: "", late: ""}},
		"synchronized user without the property": {
			bring: with(acctest.Object{"onPremisesSyncEnabled": true}), email: anaEmail, arguments: convert, code: "MT016", comes: map[string]string{at: "", late: ""},
		},
	}
}

// TestDocumentedInvitePolicy is graph-identity §1.4: the policy is changed to allow
// invitations, and the service may apply the previous value for up to an hour. The
// check reads the new value, so an invitation can be refused after a successful
// plan, and the next apply succeeds.
func TestDocumentedInvitePolicy(t *testing.T) {
	t.Parallel()
	for _, lags := range []bool{true, false} {
		t.Run(fmt.Sprint(lags), func(t *testing.T) {
			t.Parallel()
			e := acctest.Standard()
			e.Tenant(acctest.Fabrikam).AuthorizationPolicy = acctest.Object{"allowInvitesFrom": "none"}
			w := acctest.StartWith(t, e, kernel.Options{Settings: func(s *settings.Settings) { s.InvitePolicyLags = lags }})
			w.SetLag(acctest.Lag)
			config := w.Config(person("guest", "fabrikam", "ana@partner.example", ""))
			open := func() {
				if err := w.ChangeAuthorization(acctest.FabrikamID, acctest.Object{"allowInvitesFrom": "everyone"}); err != nil {
					t.Fatal(err)
				}
				w.Advance(acctest.Lag + time.Minute)
			}
			var ear ear
			var refusal *regexp.Regexp
			if lags {
				refusal = acctest.Message("Cannot invite ana@partner.example", "Guest invitations not allowed")
			}
			listening(t, &ear,
				resource.TestStep{Config: config, PlanOnly: true, ExpectError: acctest.Message("MT020", `allowInvitesFrom`)},
				resource.TestStep{
					PreConfig: func() {
						if got := ear.findings(); !slices.Equal(got, []string{"ana@partner.example MT020 ERROR tenant"}) {
							t.Errorf("found %v", got)
						}
						ear.forget()
						open()
					},
					Config: config, ExpectError: refusal,
				},
				resource.TestStep{PreConfig: func() { w.Advance(time.Hour) }, Config: config},
			)
			if got := ear.findings(); len(got) > 0 {
				t.Errorf("found %v in an open tenant", got)
			}
		})
	}
}
