package permission_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// couldNot is in every warning about skipped checks.
const couldNot = "could not be checked"

// aloneOn turns off every check but one.
func aloneOn(config string, on rules.Code) string {
	checks := make([]string, 0, len(rules.Codes()))
	for _, c := range rules.Codes() {
		severity := rules.Off
		if c == on {
			severity = rules.Warn
		}
		checks = append(checks, fmt.Sprintf("%s = %q", c, severity))
	}
	return acctest.PlanChecks(config, checks...)
}

const (
	contactID = "ffffffff-0000-4000-8000-000000000001"
	groupID   = "eeeeeeee-0000-4000-8000-000000000002"
	nobodyID  = "99999999-0000-4000-8000-000000000009"
	alias     = "ada.alias@contoso.example"
	// leaversName is a group whose adoption takes a user out of scope.
	leaversName = "scope-of-one"
)

// syncedID is an external user of Fabrikam whose home is Contoso.
const syncedID = "dddddddd-0000-4000-8000-000000000031"

// asked is an estate in which every check reads a fact.
func asked() *acctest.Estate {
	e := acctest.Standard()
	running := acctest.Object{
		"schedule": acctest.Object{"state": "Active"}, "status": acctest.Object{"code": "Active"},
		"schema": acctest.SyncSchema(nil, nil, acctest.SyncMapping("userType", "Always", "Constant", `"Member"`)),
	}
	e.Tenant(acctest.Contoso).Groups = []acctest.Object{{"displayName": "Everyone", "members": []any{acctest.ManagerID}}}
	e.Tenant(acctest.Contoso).Synchronizations = []acctest.Object{{
		"secrets": acctest.Object{"CompanyId": acctest.FabrikamID, "SyncAll": "false"}, "assignedTo": []any{"Everyone"}, "job": running,
	}}
	fabrikam := e.Tenant(acctest.Fabrikam)
	fabrikam.Users = append(fabrikam.Users, acctest.Object{
		"id": syncedID, "displayName": "Mona", "userPrincipalName": "mona.manager_contoso.example#EXT#@fabrikam.onmicrosoft.com",
		"mail": "mona.manager@contoso.example", "userType": "Member", "creationType": "Invitation", "externalUserState": "Accepted",
	})
	e.Tenant(acctest.Contoso).Users[0]["proxyAddresses"] = []string{"SMTP:" + email, "smtp:" + alias}
	fabrikam.Groups = []acctest.Object{{
		"id": groupID, "displayName": leaversName, "mailNickname": leaversName, "mailEnabled": false, "securityEnabled": true,
		"members": []string{acctest.ManagerID},
	}}
	fabrikam.Synchronizations = []acctest.Object{{
		"id": syncID, "displayName": "Sync", "assignedTo": []any{leaversName}, "secrets": acctest.Object{"CompanyId": acctest.ContosoID},
	}}
	return e
}

// plans are configurations that make a check read its facts.
var plans = map[rules.Code]string{
	rules.PasscodesOff: strings.ReplaceAll(invitation(""), "contoso.example", "partner.example") +
		"\nresource \"multitenant_email_otp\" \"this\" {\n  tenant = \"fabrikam\"\n  allow_external_id_to_use_email_otp = \"disabled\"\n}\n",
	// The home tenant of one guest is in the provider, that of the other one is not.
	rules.InvitationsClosed: invitation("") + strings.NewReplacer("contoso.example", "partner.example", `"ada"`, `"bea"`).Replace(invitation("")) +
		accessDefault(blockedInbound, "restore"),
	rules.DomainClosed: unscopedSync + domainList("contoso.example"),
	rules.SharingClosed: unscopedSync + "\nresource \"multitenant_sharepoint_sharing\" \"this\" {\n  tenant = \"fabrikam\"\n" +
		"  sharing_domain_restriction_mode = \"blockList\"\n  sharing_blocked_domain_list = [\"contoso.example\"]\n}\n",
	rules.ReferenceMissing:  invitation(fmt.Sprintf("manager_id = %q\nsponsors = [%q]", nobodyID, nobodyID)),
	rules.CloudsApart:       strings.ReplaceAll(invitation(""), "contoso.example", "northwind.example"),
	rules.UserBlocksContact: mailContact(""),
	rules.MemberTooEarly:    userType("Member"),
	rules.ResetRefused:      resetting("2"),
	rules.SyncedUserType:    strings.ReplaceAll(userType("Guest"), acctest.ManagerID, syncedID),
	rules.NotMailEnabled:    galVisibility(true),
	rules.SyncedShown:       strings.ReplaceAll(galVisibility(false), guestID, syncedID),
	rules.WrittenTwice:      unscopedSync,
	rules.LicenseMissing:    partner("inbound_trust = { is_mfa_accepted = true }"),
	rules.EntryExists:       partner(""),
	rules.GroupUnrestricted: scopeGroup(acctest.Fabrikam, fmt.Sprintf("restricted_unit = { id = %q }", nobodyID)),
	rules.GroupsNested:      scopeGroup(acctest.Fabrikam, fmt.Sprintf("members = [%q]", acctest.ManagerID)),
	rules.GroupReplaced:     scopeGroup(acctest.Fabrikam, ""),
	rules.ScopeShrinks:      strings.ReplaceAll(scopeGroup(acctest.Fabrikam, "members = []\non_existing = \"adopt\""), "sync-scope", leaversName),
	rules.LayersDiffer:      capabilities("crossTenantMailTipsAll = { allowed = true }"),
	rules.DefaultShowsAll:   strings.ReplaceAll(capabilities("crossTenantMailTipsAll = { allowed = true }"), acctest.NorthwindID, "default"),
}

// unscopedSync is a guest sync with an unknown scope, whose plan reads nothing but the
// facts of checks.
var unscopedSync = strings.Replace(guestSync("Contoso"), `"`+hiddenID+`"`, "terraform_data.scope.id", 1) +
	"\nresource \"terraform_data\" \"scope\" {}\n"

// blockedInbound is a block that admits no user.
const blockedInbound = `b2b_collaboration_inbound = {
    users_and_groups = { access_type = "blocked", targets = [{ target = "AllUsers", target_type = "user" }] }
    applications     = { access_type = "blocked", targets = [{ target = "AllApplications", target_type = "application" }] }
  }`

// before are configurations that are applied before the plan, for checks of a change.
// The user is one that has redeemed.
var before = map[rules.Code]string{rules.ResetRefused: resetting("1")}

func resetting(trigger string) string {
	return strings.ReplaceAll(invitation(fmt.Sprintf("redemption_reset_trigger = %q\non_existing = \"adopt\"", trigger)), email, "mona.manager@contoso.example")
}

// TestPlanChecksNeedWhatTheirPagesSay turns on one check at a time. With exactly
// the permissions of its page there is no warning; without one of them a warning
// names the check, the permission and the tenant.
func TestPlanChecksNeedWhatTheirPagesSay(t *testing.T) {
	t.Parallel()
	for _, code := range permission.PlanChecks() {
		t.Run(string(code), func(t *testing.T) {
			t.Parallel()
			config, special := plans[code]
			if !special {
				config = invitation("")
			}
			home := acctest.Contoso
			if code == rules.CloudsApart {
				home = acctest.Northwind
			}
			c := cast{
				permission.Own: {acctest.Fabrikam}, permission.Resource: {acctest.Fabrikam},
				permission.Home: {acctest.Contoso, acctest.Northwind}, permission.Both: {acctest.Fabrikam, home},
			}
			// Managers and sponsors are searched for in every tenant, but exist in
			// one.
			needs := permission.NeedsOf(code)
			all := slices.DeleteFunc(c.grants(needs...), func(g grant) bool {
				return g.permission == showsSettings || g.tenant != acctest.Fabrikam && g.tenant != home && g.permission != permission.HomeSearch.Permission
			})
			w := acctest.Start(t, asked())
			s := acctest.NewWorkspace(t, aloneOn(w.Config(config), code))
			if first, changed := before[code]; changed {
				s.Write(aloneOn(w.Config(first), code))
				s.MustRun("apply", "-auto-approve")
				s.Write(aloneOn(w.Config(config), code))
			}
			only(t, w, all)
			if out, err := s.Run("plan"); err != nil || strings.Contains(oneLine(out), couldNot) {
				t.Errorf("the permissions of the page are not enough: %v\n%s", err, acctest.Tail(out))
			}
			for _, missing := range all {
				if missing.tenant != acctest.Fabrikam && missing.tenant != home {
					continue
				}
				only(t, w, without(all, missing))
				out, err := s.Run("plan")
				kind := "application permission "
				if isRole(missing.permission) {
					kind = "Entra role "
				}
				if err != nil || !says(out, string(code), couldNot+` in tenant "`+missing.tenant+`"`, "the "+kind+missing.permission+" in tenant") {
					t.Errorf("no warning that %s is skipped without %s in %s: %v\n%s", code, missing.permission, missing.tenant, err, acctest.Tail(out))
				}
			}
		})
	}
}

// oneLine reverses the line wrapping of the CLI.
func oneLine(out string) string {
	return strings.Join(strings.FieldsFunc(out, func(r rune) bool { return strings.ContainsRune(" \n│╷╵", r) }), " ")
}
