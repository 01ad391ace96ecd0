package topology_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const explainOne = `
data "multitenant_explain" "one" {
  user        = "ada.admin@contoso.example"
  home_tenant = "contoso"
  tenant      = "fabrikam"
}
`

// answersOf returns the answers about a user of Contoso in Fabrikam, over the plugin
// protocol: their verdicts, and the gates and changes as text.
func answersOf(t *testing.T, p acctest.Protocol, user string) (verdicts map[string]string, text string) {
	t.Helper()
	data := p.ReadData(t, "multitenant_explain", map[string]any{"user": user, "home_tenant": "contoso", "tenant": "fabrikam"})
	answers, _ := data["answers"].(map[string]any)
	verdicts = map[string]string{}
	var all strings.Builder
	for name, a := range answers {
		answer, _ := a.(map[string]any)
		verdicts[name], _ = answer["verdict"].(string)
		for kind, of := range map[string]string{"gates": "gate", "changes": "change"} {
			rows, _ := answer[kind].([]any)
			for _, r := range rows {
				row, _ := r.(map[string]any)
				for _, column := range []string{"tenant", of, "setting", "state", "read", "detail"} {
					value, _ := row[column].(string)
					all.WriteString(value + "|")
				}
				all.WriteString("\n")
			}
		}
	}
	return verdicts, all.String()
}

// TestExplain opens one gate after another as the answers say, until a user can sign
// in.
func TestExplain(t *testing.T) {
	t.Parallel()
	e := acctest.Standard().WithExchange("Global Reader")
	fabrikam := e.Tenant(acctest.Fabrikam)
	closed := acctest.Object{
		"usersAndGroups": acctest.Object{"accessType": "blocked", "targets": []any{acctest.Object{"target": "AllUsers", "targetType": "user"}}},
		"applications":   acctest.Object{"accessType": "blocked", "targets": []any{acctest.Object{"target": "AllApplications", "targetType": "application"}}},
	}
	fabrikam.CrossTenantAccess["partners"] = []acctest.Object{{"tenantId": acctest.ContosoID, "b2bCollaborationInbound": closed}}
	fabrikam.ConditionalAccess = []acctest.Object{{
		"displayName": "Compliant devices", "state": "enabled", "grantControls": acctest.Object{"operator": "OR", "builtInControls": []string{"compliantDevice"}},
		"conditions": acctest.Object{
			"users": acctest.Object{"includeUsers": []string{"All"}}, "applications": acctest.Object{"includeApplications": []string{"All"}},
		},
	}}
	w := acctest.Start(t, e)
	p := w.Protocol(t, nil)
	const user = "ada.admin@contoso.example"
	verdicts, text := answersOf(t, p, user)
	for _, want := range []string{
		"fabrikam|inbound|b2bCollaborationInbound|closed|partner: users blocked: AllUsers; applications blocked: AllApplications|",
		"fabrikam|guest account|accountEnabled|closed|no user|",
		"fabrikam|address book|HiddenFromAddressListsEnabled|closed|no user|Exchange Online hides a new guest.", "fabrikam|set visible to true|multitenant_gal_visibility|",
		`fabrikam|Conditional Access|Conditional Access policy "Compliant devices"|closed|requires compliantDevice|`,
		"contoso|home outbound|b2bCollaborationOutbound|open|default: users allowed: AllUsers; applications allowed: AllApplications|",
		`set it in the cross-tenant access partner for "contoso" to: users allowed: ` + acctest.AdministratorID,
		"invite the user with multitenant_b2b_invitation", "inboundTrust.isCompliantDeviceAccepted",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the answers lack %q:\n%s", want, text)
		}
	}
	for _, aim := range []string{"sign_in", "share_channel", "be_found", "show_free_busy"} {
		if verdicts[aim] != "cannot" {
			t.Errorf("%s is %q", aim, verdicts[aim])
		}
	}
	if err := w.ChangePartner(acctest.FabrikamID, acctest.ContosoID, acctest.Object{
		"b2bCollaborationInbound": nil, "inboundTrust": acctest.Object{"isCompliantDeviceAccepted": true},
	}); err != nil {
		t.Fatal(err)
	}
	w.Welcome(acctest.FabrikamID, user)
	if verdicts, text = answersOf(t, w.Protocol(t, nil), user); verdicts["sign_in"] != "can" {
		t.Errorf("after the changes sign_in is %q:\n%s", verdicts["sign_in"], text)
	}
	if verdicts, text = answersOf(t, p, "missing@contoso.example"); verdicts["sign_in"] != "cannot" || !strings.Contains(text, "The home tenant has no such user.") {
		t.Errorf("a missing user: %v\n%s", verdicts, text)
	}
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("explanations wrote %v", writes)
	}
}

// TestExplainUnread: without permissions the gates are unknown, and name them.
func TestExplainUnread(t *testing.T) {
	t.Parallel()
	e := acctest.Standard()
	for _, key := range []string{acctest.Contoso, acctest.Fabrikam} {
		e.Tenant(key).Applications[0].Permissions = nil
	}
	w := acctest.Start(t, e)
	w.Test(
		resource.TestStep{
			Config: w.Config(explainOne),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("data.multitenant_explain.one", tfjsonpath.New("answers").AtMapKey("sign_in").AtMapKey("verdict"), knownvalue.StringExact("unknown")),
			},
		},
		resource.TestStep{
			Config:      w.Config(strings.Replace(explainOne, `"fabrikam"`, `"contoso"`, 1)),
			ExpectError: acctest.Message("Conflicting configuration", "are the same tenant"),
		},
		resource.TestStep{
			Config:      w.Config(strings.Replace(explainOne, `"fabrikam"`, `"tailspin"`, 1)),
			ExpectError: acctest.Message("Unknown tenant", "tailspin"),
		},
	)
	if _, text := answersOf(t, w.Protocol(t, nil), "ada.admin@contoso.example"); !strings.Contains(text, "Policy.Read.All") || !strings.Contains(text, "User.Read.All") {
		t.Errorf("the answers name no permission:\n%s", text)
	}
}
