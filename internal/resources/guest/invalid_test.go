package guest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestInvalidConfiguration is refused before any request, with the attribute.
func TestInvalidConfiguration(t *testing.T) {
	t.Parallel()
	const good = `email = "` + anaEmail + `"`
	tests := []struct {
		name      string
		arguments string
		want      []string
	}{
		{"email without at", `email = "ana.contoso.example"`, []string{"Not an email address", "Attribute email is", "no @"}},
		{"email with two", `email = "ana@ruiz@contoso.example"`, []string{"Not an email address", "more than one @"}},
		{"email without name", `email = "@contoso.example"`, []string{"there is no user part before the @"}},
		{"email without dot", `email = "ana@localhost"`, []string{"the domain has no dot"}},
		{"email with space", `email = "ana ruiz@contoso.example"`, []string{"has a space"}},
		{"email with a sub-address", `email = "ana+ruiz@contoso.example"`, []string{"MT007", "email", "no sub-addresses"}},
		{"email empty", `email = ""`, []string{"Not an email address"}},
		{"redirect URL", good + "\nredirect_url = \"portal\"", []string{"Not a URL", "Attribute redirect_url is", "no host"}},
		{"redirect URL of another scheme", good + "\nredirect_url = \"ftp://portal.example\"", []string{"redirect_url", "https://"}},
		{"usage location", good + "\nusage_location = \"Spain\"", []string{"usage_location", "two capital letters"}},
		{"usage location in small letters", good + "\nusage_location = \"es\"", []string{"usage_location", "two capital letters"}},
		{"language", good + "\npreferred_language = \"Spanish\"", []string{"preferred_language", "en or en-US"}},
		{"employee id too long", good + "\nemployee_id = \"12345678901234567\"", []string{"employee_id", "at most 16"}},
		{"manager", good + "\nmanager_id = \"mona\"", []string{"Not a GUID", "Attribute manager_id is", "4 characters instead of 36"}},
		{"sponsor", good + "\nsponsors = [\"mona\"]", []string{"Not a GUID", `Attribute sponsors[Value("mona")] is`}},
		{"user type", good + "\ninvited_user_type = \"member\"", []string{"invited_user_type", `"Guest" "Member"`}},
		{"on_destroy", good + "\non_destroy = \"purge\"", []string{"on_destroy", `"delete" "disable" "keep"`}},
		{"on_existing", good + "\non_existing = \"ignore\"", []string{"on_existing", `"error" "adopt"`}},
		{"message that is not sent", good + "\nmessage = { body = \"Hello\" }\nsend_message = false", []string{"Message is not sent", "message"}},
		{"two texts", good + "\nsend_message = true\nmessage = { body = \"Hello\", body_wo = \"Hello\" }", []string{"message.body", "message.body_wo"}},
		{"message without send_message", good + "\nmessage = { body = \"Hello\" }", []string{"message", "send_message"}},
		{"copy without address", good + "\nsend_message = true\nmessage = { cc_recipient = \"mona\" }", []string{"Not an email address", "Attribute message.cc_recipient is"}},
		{"message language", good + "\nsend_message = true\nmessage = { language = \"Spanish\" }", []string{"message.language"}},
		{"timeout", good + "\ntimeouts = { create = \"soon\" }", []string{`"soon" must be a string`}},
		{"no email", "", []string{`"email" is required`}},
	}
	w := start(t)
	// One step each in one world: none of them sends a request.
	steps := make([]resource.TestStep, 0, len(tests))
	for _, test := range tests {
		steps = append(steps, resource.TestStep{
			Config:      w.Config("resource \"multitenant_b2b_invitation\" \"ana\" {\ntenant = \"fabrikam\"\n" + test.arguments + "\n}\n"),
			PlanOnly:    true,
			ExpectError: acctest.Message(test.want...),
		})
	}
	w.Test(steps...)
	if requests := w.Requests(); len(requests) > 0 {
		t.Errorf("refused configurations sent %s", strings.Join(requests, ", "))
	}
}

// TestEmptyTextIsOneError has empty cells in a table: each causes one error, which
// suggests the fix.
func TestEmptyTextIsOneError(t *testing.T) {
	t.Parallel()
	w := start(t)
	empty := []string{
		"redirect_url", "invited_user_type", "invited_user_id", "display_name", "given_name", "surname", "job_title", "department",
		"company_name", "office_location", "mobile_phone", "business_phone", "employee_id", "usage_location", "preferred_language",
		"manager_id", "on_existing", "on_soft_deleted", "on_destroy",
	}
	s := acctest.NewWorkspace(t, w.Config(invite(strings.Join(empty, " = \"\"\n")+" = \"\"")))
	out, err := s.Run("validate")
	if got := strings.Count(out, "Error: "); err == nil || got != len(empty) || strings.Count(out, "Error: Empty string") != got {
		t.Errorf("%d errors about %d attributes\n%s", got, len(empty), out)
	}
	for _, name := range empty {
		says(t, out, fmt.Sprintf(`%[1]s = each.value.%[1]s != "" ? each.value.%[1]s : null`, name))
	}
}
