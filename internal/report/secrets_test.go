package report_test

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html"
	"maps"
	"regexp"
	"strings"
	"testing"
)

// invitation is a guest of Fabrikam.
func invitation(key string, values object) object {
	values["tenant"], values["tenant_id"] = "fabrikam", fabrikamID
	return instance("multitenant_b2b_invitation."+key, "multitenant_b2b_invitation", values)
}

// TestSensitiveValuesAreDropped marks values as sensitive in each way that Terraform
// has, in a state and in a plan.
func TestSensitiveValuesAreDropped(t *testing.T) {
	t.Parallel()
	const secret = "secret-value"
	values := func() object {
		return object{"tenant": "fabrikam", "tenant_id": fabrikamID, "email": secret + "@contoso.example", "display_name": secret, "redeem_url": "https://secret-value.example/redeem"}
	}
	marked := object{"email": true, "display_name": true}
	inState := instance("multitenant_b2b_invitation.a", "multitenant_b2b_invitation", values())
	inState["sensitive_values"] = marked
	whole := instance("multitenant_mail_contact.b", "multitenant_mail_contact", values())
	whole["sensitive_values"] = true
	change := instance("multitenant_b2b_invitation.c", "multitenant_b2b_invitation", nil)
	delete(change, "values")
	change["change"] = object{
		"actions": []string{"update"}, "before": values(), "after": values(), "before_sensitive": marked, "after_sensitive": marked, "after_unknown": object{},
	}
	for name, document := range map[string]string{
		"state": state(t, tenant("fabrikam", "public"), inState, whole),
		"plan":  encoded(t, object{"format_version": "1.2", "resource_changes": []object{change}}),
		"provider": encoded(t, object{"format_version": "1.2", "planned_values": object{}, "configuration": object{"provider_config": object{
			"multitenant": object{"name": "multitenant", "expressions": object{
				"tenants":       object{"constant_value": object{"contoso": object{"tenant_id": contosoID, "client_secret": secret}}},
				"client_secret": object{"constant_value": secret},
			}},
		}}, "variables": object{"password": object{"value": secret}}, "output_changes": object{"x": object{"after": secret}}}),
	} {
		for _, flags := range [][]string{{"-unmask"}, {"-unmask", "-format", "markdown"}} {
			if got := run(t, document, flags...); strings.Contains(got, secret) {
				t.Errorf("the report of the %s with %v contains a secret:\n%s", name, flags, got)
			}
		}
	}
	another := maps.Clone(inState)
	another["address"] = "multitenant_b2b_invitation.d"
	if got := run(t, state(t, tenant("fabrikam", "public"), inState, another)); strings.Count(got, "<td>sensitive</td><td>sensitive</td>") != 2 {
		t.Error("two users with sensitive addresses are not shown as such")
	}
}

var (
	anyGUID    = regexp.MustCompile(`(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	anyAddress = regexp.MustCompile(`[\pL\pN.'+_-]{2,}@[\pL\pN-]+\.`)
)

// TestMask finds no id and no address in the report of any text, and all of them with
// -unmask.
func TestMask(t *testing.T) {
	t.Parallel()
	const upn = "ana.ruiz_contoso.example#EXT#@fabrikam.onmicrosoft.com"
	document := state(t, tenant("contoso", "public"), tenant("fabrikam", "public"),
		invitation(`a["fabrikam/renee.o'hara@contoso.example"]`, object{
			"email": "renee.o'hara@contoso.example", "user_id": northwindID, "user_principal_name": upn, "display_name": "Renée O'Hara",
		}),
		// A tenant without a key is named by its id.
		entry("contoso", "northwind", object{"b2b_collaboration_outbound": setting("allowed")}),
		check("contoso", "fabrikam", []string{"sync"}, object{
			"findings":   []object{{"edge": "contoso->fabrikam", "code": "MT066", "side": "source", "tenant": "contoso", "severity": "error", "summary": "To zoë@contoso.example", "remedy": "set CompanyId to " + fabrikamID}},
			"unchecked":  []object{{"tenant": "contoso", "what": "x", "why": "request " + strings.ToUpper(contosoID)}},
			"undeclared": []object{{"tenant": "contoso", "partner": northwindID, "summary": "entry for " + northwindID}},
		}))
	for _, format := range []string{"html", "markdown"} {
		got := html.UnescapeString(run(t, document, "-format", format))
		if found := append(anyGUID.FindAllString(got, -1), anyAddress.FindAllString(got, -1)...); len(found) > 0 {
			t.Errorf("the masked %s has %q", format, found)
		}
		if strings.Contains(got, northwindID[:5]) {
			t.Errorf("the masked %s has more than four digits of an id", format)
		}
	}
	masked, full := html.UnescapeString(run(t, document)), html.UnescapeString(run(t, document, "-unmask"))
	for _, want := range []string{"r…@contoso.example", "a…@fabrikam.onmicrosoft.com", "2222…", "Renée O'Hara", "Ids and addresses are masked."} {
		if !strings.Contains(masked, want) {
			t.Errorf("the masked report lacks %q", want)
		}
	}
	for _, want := range []string{"renee.o'hara@contoso.example", upn, fabrikamID, northwindID, "Ids and addresses are not masked."} {
		if !strings.Contains(full, want) {
			t.Errorf("the full report lacks %q", want)
		}
	}
}

// TestHostileNames keeps names from becoming markup, script or a mention.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	const key = `</script><img src=x onerror=alert(1)>"'|]]>` + "`@admin"
	document := state(t,
		instance("data.multitenant_tenant.x", "multitenant_tenant", object{"tenant": key, "tenant_id": contosoID, "cloud": "public", "display_name": "<b>", "verified_domains": []string{"contoso.example"}}),
		tenant("fabrikam", "public"),
		invitation(key, object{"email": "a@contoso.example", "display_name": "=HYPERLINK(\"x\")<script>"}))
	page := run(t, document, "-unmask")
	for _, tag := range []string{"<img", "<b>", "onerror=alert(1)>\""} {
		if strings.Contains(page, tag) {
			t.Errorf("the page has %s", tag)
		}
	}
	if n := strings.Count(page, "<script"); n != 1 {
		t.Errorf("the page has %d scripts", n)
	}
	if got := halves(t, page); len(got) != 1 {
		t.Errorf("the edges are %v", got)
	}
	markdown := run(t, document, "-unmask", "-format", "markdown")
	if strings.ContainsAny(markdown, "<`") || strings.Contains(markdown, "@admin") {
		t.Errorf("the summary has markup:\n%s", markdown)
	}
	if lines := strings.Split(strings.TrimSpace(markdown), "\n"); strings.Count(lines[len(lines)-1], "|") != 7 {
		t.Errorf("a name breaks the table: %s", lines[len(lines)-1])
	}
}

// TestPageIsSelfContained allows the page its own style and script, and nothing else.
func TestPageIsSelfContained(t *testing.T) {
	t.Parallel()
	page := run(t, file(t, "testdata", "plan.json"))
	policy := regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(page)
	if policy == nil {
		t.Fatal("the page has no policy")
	}
	allowed := html.UnescapeString(policy[1])
	for _, element := range []string{"style", "script"} {
		content := regexp.MustCompile(`(?s)<` + element + `>(.*?)</` + element + `>`).FindStringSubmatch(page)
		if content == nil {
			t.Fatalf("the page has no %s", element)
		}
		sum := sha256.Sum256([]byte(content[1]))
		if want := fmt.Sprintf("%s-src 'sha256-%s'", element, base64.StdEncoding.EncodeToString(sum[:])); !strings.Contains(allowed, want) {
			t.Errorf("the policy %q lacks %q", allowed, want)
		}
	}
	if !strings.HasPrefix(allowed, "default-src 'none'") {
		t.Errorf("the policy is %q", allowed)
	}
	if found := regexp.MustCompile(`(?:src|href|action)="[^#"][^"]*"|\burl\(|@import| style="| on\w+="`).FindAllString(page, -1); len(found) > 0 {
		t.Errorf("the page refers to %q", found)
	}
}
