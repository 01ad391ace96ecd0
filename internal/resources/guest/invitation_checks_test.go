package guest_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/exchange"
)

// The tenants beside the cast, each with one setting that blocks access.
const (
	shut    = "tailspin" // no user may invite
	listed  = "litware"  // an allow list
	closed  = "wingtip"  // inbound access blocked by default
	distant = "adatum"   // in another cloud, not enabled
)

// another adds a copy of Fabrikam under another name.
func another(e *acctest.Estate, key string, number int, cloud string) *acctest.Tenant {
	t := *e.Tenant(acctest.Fabrikam)
	t.Key, t.Cloud, t.DisplayName = key, cloud, key
	t.TenantID = fmt.Sprintf("%[1]d%[1]d%[1]d%[1]d%[1]d%[1]d%[1]d%[1]d-0000-4000-8000-000000000000", number)
	t.InitialDomain, t.Domains = key+".onmicrosoft.com", []any{key + ".example"}
	if cloud != "public" {
		t.InitialDomain = key + ".onmicrosoft.us"
	}
	t.Users = nil
	t.AuthorizationPolicy = acctest.Object{"allowInvitesFrom": "everyone"}
	t.CrossTenantAccess = nil
	e.Tenants = append(e.Tenants, t)
	return &e.Tenants[len(e.Tenants)-1]
}

// obstacles is an estate in which every check has a finding.
func obstacles() *acctest.Estate {
	e := acctest.Standard()
	home := e.Tenant(acctest.Contoso)
	at := func(name string, more acctest.Object) acctest.Object {
		u := acctest.Object{
			"displayName": name, "userPrincipalName": name + "@contoso.example", "mail": name + "@contoso.example", "userType": "Member",
		}
		for property, value := range more {
			u[property] = value
		}
		return u
	}
	for _, name := range []string{"good", "holder", "exists", "deleted", "blocker", "taker", "member", "twice"} {
		home.Users = append(home.Users, at(name, nil))
	}
	home.Users = append(home.Users,
		at("pat", nil),
		at("kay", acctest.Object{"proxyAddresses": []string{"SMTP:kay@contoso.example", "smtp:K.Kay@contoso.example"}}),
		at("blocked", acctest.Object{"accountEnabled": false}),
		at("kim", acctest.Object{"mail": "Kim.Lee@contoso.example", "proxyAddresses": []string{
			"SMTP:Kim.Lee@contoso.example", "smtp:K.Lee@contoso.example",
		}}),
	)
	resource := e.Tenant(acctest.Fabrikam)
	resource.Users = append(resource.Users, acctest.Object{
		"id": "bbbbbbbb-0000-4000-8000-000000000001", "displayName": "Holder", "userPrincipalName": "holder@fabrikam.example",
		"otherMails": []string{"Holder@contoso.example"},
	})
	for _, name := range []string{"blocker", "taker"} {
		resource.Contacts = append(resource.Contacts, acctest.Object{"displayName": name, "mail": name + "@contoso.example"})
	}
	another(e, shut, 4, "public").AuthorizationPolicy = acctest.Object{"allowInvitesFrom": "none"}
	another(e, listed, 5, "public").B2BManagement = acctest.Object{"allowed_domains": []string{"partner.example"}}
	another(e, closed, 6, "public").CrossTenantAccess = acctest.Object{"default": acctest.Object{"b2bCollaborationInbound": acctest.Everything("blocked")}}
	another(e, distant, 7, "usgovernment").CrossTenantAccess = acctest.Object{"partners": []acctest.Object{{"tenantId": acctest.ContosoID}}}
	return e
}

// obstacle is one invitation and its finding.
type obstacle struct {
	name, tenant, email, arguments string
	// code is empty for an invitation without findings.
	code, severity, path string
}

func findable() []obstacle {
	return []obstacle{
		{"good", "fabrikam", "good@contoso.example", "", "", "", ""},
		{"stranger", "fabrikam", "stranger@partner.example", "", "", "", ""},
		{"upn", "fabrikam", "PAT@contoso.example", "", "", "", ""},
		{"mail", "fabrikam", "kim.lee@contoso.example", "", "MT001", "ERROR", "email"},
		{"alias", "fabrikam", "k.kay@Contoso.example", "", "MT001", "ERROR", "email"},
		{"missing", "fabrikam", "nobody@contoso.example", "", "MT002", "WARNING", "email"},
		{"blocked_at_home", "fabrikam", "blocked@contoso.example", "", "MT019", "WARNING", "email"},
		{"own", "fabrikam", "somebody@fabrikam.example", "", "MT003", "ERROR", "email"},
		{"holder", "fabrikam", "holder@contoso.example", "", "MT004", "ERROR", "email"},
		{"exists", "fabrikam", "exists@contoso.example", "", "MT005", "ERROR", "email"},
		{"exists_elsewhere", "northwind", "exists@contoso.example", "", "", "", ""},
		{"deleted", "fabrikam", "deleted@contoso.example", "", "MT006", "ERROR", "email"},
		{"deleted_elsewhere", "northwind", "deleted@contoso.example", "", "", "", ""},
		{"blocker", "fabrikam", "blocker@contoso.example", `invited_user_type = "Member"`, "MT010", "ERROR", "invited_user_type"},
		{"taker", "fabrikam", "taker@contoso.example", "", "MT011", "WARNING", "email"},
		{"member", "fabrikam", "member@contoso.example", `invited_user_type = "Member"`, "MT012", "WARNING", "invited_user_type"},
		{"twice", "fabrikam", "twice@contoso.example", "", "MT014", "ERROR", "email"},
		{"again", "fabrikam", "Twice@contoso.example", "", "MT014", "ERROR", "email"},
		{"twice_elsewhere", "northwind", "twice@contoso.example", "", "", "", ""},
		{"shut", shut, "good@contoso.example", "", "MT020", "ERROR", "tenant"},
		{"unlisted", listed, "good@contoso.example", "", "MT021", "ERROR", "email"},
		{"on_the_list", listed, "good@partner.example", "", "", "", ""},
		{"closed", closed, "good@contoso.example", "", "MT022", "WARNING", "email"},
		{"distant", distant, "good@contoso.example", "", "MT023", "WARNING", "email"},
	}
}

// peopleOf is the configuration of all obstacles, each with its own address, so
// that findings can be distinguished.
func peopleOf(all []obstacle) string {
	var b strings.Builder
	for _, o := range all {
		b.WriteString(person(o.name, o.tenant, o.email, o.arguments))
	}
	return b.String()
}

var creationCodes = []string{
	"MT001", "MT002", "MT003", "MT004", "MT005", "MT006", "MT007", "MT008", "MT010", "MT011", "MT012", "MT014", "MT015", "MT016", "MT018",
	"MT019", "MT020", "MT021", "MT022", "MT023",
}

// TestFindings plans every obstacle at once: with the default severities, with all
// checks as warnings, and with all of them off.
func TestFindings(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, obstacles())
	accepted(t, w, w.Welcome(acctest.FabrikamID, "exists@contoso.example").ID)
	w.Remove(acctest.FabrikamID, w.Welcome(acctest.FabrikamID, "deleted@contoso.example").ID)
	w.ForgetRequests()

	var ear ear
	all := findable()
	config := w.Config(peopleOf(all))
	expect := func(severity func(obstacle) string) resource.TestCheckFunc {
		return acctest.Then(func() error { return compareFindings(&ear, all, severity) })
	}
	byDefault := expect(func(o obstacle) string { return o.severity })
	listening(t, &ear,
		resource.TestStep{Config: config, PlanOnly: true, ExpectError: acctest.Message("MT001")},
		resource.TestStep{
			PreConfig: func() {
				if err := byDefault(nil); err != nil {
					t.Error(err)
				}
				if writes := w.Writes(); len(writes) > 0 {
					t.Errorf("a plan wrote: %v", writes)
				}
				ear.forget()
			},
			Config: acctest.Checking(config, "warn", creationCodes...), PlanOnly: true, ExpectNonEmptyPlan: true,
		},
		resource.TestStep{
			PreConfig: func() {
				if err := expect(func(obstacle) string { return "WARNING" })(nil); err != nil {
					t.Error(err)
				}
				ear.forget()
				w.ForgetRequests()
			},
			Config: acctest.Checking(config, "off", creationCodes...), PlanOnly: true, ExpectNonEmptyPlan: true,
		},
	)
	if said := ear.remarks(); len(said) > 0 {
		t.Errorf("with every check off, the plan said %v", said)
	}
	if asked := w.Requests(); len(asked) > 0 {
		t.Errorf("with every check off, the plan asked %v", asked)
	}
}

func compareFindings(e *ear, all []obstacle, severity func(obstacle) string) error {
	var want []string
	for _, o := range all {
		if o.code != "" {
			want = append(want, fmt.Sprintf("%s %s %s %s", o.email, o.code, severity(o), o.path))
		}
	}
	got := e.findings()
	// Terraform decides which of the two claimants comes second, and may decide
	// differently in each plan.
	claims := func(s string) bool { return strings.Contains(s, "MT014") }
	for _, s := range got {
		if claims(s) && !slices.Contains(want, s) {
			return fmt.Errorf("found %s", s)
		}
	}
	if !slices.ContainsFunc(got, claims) {
		return errors.New("MT014 is not found")
	}
	want, got = slices.DeleteFunc(want, claims), slices.DeleteFunc(got, claims)
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		return fmt.Errorf("found\n  %s\nwant\n  %s\nall of it: %v", strings.Join(got, "\n  "), strings.Join(want, "\n  "), e.remarks())
	}
	return nil
}

// TestFindingsSayWhatToDo checks the texts of findings with a fix.
func TestFindingsSayWhatToDo(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, obstacles())
	there := w.Welcome(acctest.FabrikamID, "exists@contoso.example")
	accepted(t, w, there.ID)
	plan := func(tenant, email, arguments string, parts ...string) resource.TestStep {
		return resource.TestStep{Config: w.Config(person("guest", tenant, email, arguments)), PlanOnly: true, ExpectError: acctest.Message(parts...)}
	}
	w.Test(
		plan("fabrikam", "k.lee@contoso.example", "", "MT001", `with multitenant_b2b_invitation.guest`, "email", `home tenant "contoso"`,
			"as proxy address of kim@contoso.example", `email = "kim@contoso.example"`),
		plan("fabrikam", "holder@contoso.example", "", "MT004", "holder@fabrikam.example", `invited_user_id = "bbbbbbbb-0000-4000-8000-000000000001"`),
		plan("fabrikam", "exists@contoso.example", "", "MT005", "import {", `id = "fabrikam/`+there.ID+`"`),
	)
}

// TestMailContactTable tests the six rows of the table in common-considerations,
// "mail contact objects and external user states": the results of an apply without
// checks. TestFindings has their findings.
func TestMailContactTable(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, obstacles())
	config := acctest.Checking(w.Config(
		person("none_member", "fabrikam", "member@contoso.example", `invited_user_type = "Member"`)+
			person("none_guest", "fabrikam", "good@contoso.example", "")+
			person("contact_guest", "fabrikam", "taker@contoso.example", ""),
	), "off", "MT010", "MT011", "MT012")
	conflict := acctest.Checking(w.Config(person("contact_member", "fabrikam", "blocker@contoso.example", `invited_user_type = "Member"`)), "off", "MT010")
	w.Test(
		resource.TestStep{
			Config:      conflict,
			ExpectError: acctest.Message("Cannot invite blocker@contoso.example", `tenant "fabrikam"`, "Graph refused POST /invitations: Another object with the same value for property proxyAddresses already exists"),
		},
		resource.TestStep{
			Config: config,
			Check: resource.ComposeAggregateTestCheckFunc(
				mail(w, "member@contoso.example", "Member", false),
				mail(w, "good@contoso.example", "Guest", true),
				mail(w, "taker@contoso.example", "Guest", false),
				resource.TestCheckResourceAttr("multitenant_b2b_invitation.none_member", "mail_enabled", "false"),
				resource.TestCheckResourceAttr("multitenant_b2b_invitation.none_guest", "mail_enabled", "true"),
				resource.TestCheckResourceAttr("multitenant_b2b_invitation.contact_guest", "mail_enabled", "false"),
				acctest.Then(func() error { return refusesContact(w, "good@contoso.example") }),
				acctest.Then(func() error {
					guest := w.Guest(acctest.FabrikamID, "good@contoso.example")
					w.Change(acctest.FabrikamID, guest.ID, map[string]any{"userType": "Member"})
					return refusesContact(w, "good@contoso.example")
				}),
				acctest.Then(func() error {
					// A user that is not mail-enabled does not block the contact.
					_, err := exchange.AddContact(w.World, acctest.FabrikamID, directory.Contact{Mail: "member@contoso.example"})
					return err
				}),
			),
		},
	)
}

// mail expects an external user of a type, mail-enabled or not.
func mail(w *acctest.World, email, userType string, enabled bool) resource.TestCheckFunc {
	return acctest.Then(func() error {
		u := w.Guest(acctest.FabrikamID, email)
		if u.UserType != userType || len(u.ProxyAddresses) > 0 != enabled {
			return fmt.Errorf("%s is a %s with proxy addresses %v; want a %s, mail-enabled %v", email, u.UserType, u.ProxyAddresses, userType, enabled)
		}
		return nil
	})
}

// refusesContact expects that no mail contact can be created for an address.
func refusesContact(w *acctest.World, email string) error {
	if _, err := exchange.AddContact(w.World, acctest.FabrikamID, directory.Contact{Mail: email}); err == nil {
		return fmt.Errorf("a mail contact for %s was created beside a mail-enabled user", email)
	}
	return nil
}
