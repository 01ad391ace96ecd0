package report_test

import (
	"fmt"
	"strings"
	"testing"
)

func guests(n int) []object {
	all := []object{tenant("contoso", "public"), tenant("fabrikam", "public")}
	for i := range n {
		all = append(all, invitation(fmt.Sprintf("g%d", i), object{
			"email": fmt.Sprintf("u%d@contoso.example", i), "user_id": fmt.Sprintf("00000000-0000-4000-8000-%012d", i), "external_user_state": "Accepted", "user_type": "Guest",
		}))
	}
	return all
}

// TestUsers merges the objects about a user, and counts by kind.
func TestUsers(t *testing.T) {
	t.Parallel()
	aspect := func(kind, name string, values object) object {
		values["tenant"], values["tenant_id"], values["user_id"] = "fabrikam", fabrikamID, "00000000-0000-4000-8000-000000000000"
		return instance("multitenant_"+kind+".a", "multitenant_"+kind, values)
	}
	resources := append(guests(2),
		// Before the invitation by address, as in a real file.
		aspect("gal_visibility", "visible", object{"visible": false}),
		aspect("guest_user_type", "user_type", object{"user_type": "Member"}),
		invitation("pending", object{"email": "ben@contoso.example", "external_user_state": "PendingAcceptance", "account_enabled": false}),
		invitation("elsewhere", object{"email": "eve@unknown.example"}),
		instance("multitenant_mail_contact.c", "multitenant_mail_contact", object{
			"tenant": "fabrikam", "tenant_id": fabrikamID, "email": "info@contoso.example", "hidden_from_address_lists": true,
		}),
		instance("data.multitenant_guests.g", "multitenant_guests", object{"tenant": "fabrikam", "tenant_id": fabrikamID, "guests": object{
			"ben@contoso.example": object{"email": "ben@contoso.example", "user_id": northwindID, "user_type": "Guest"},
			"new@contoso.example": object{"email": "new@contoso.example", "user_id": contosoID, "user_type": "Guest", "external_user_state": "Accepted"},
		}}),
		instance("data.multitenant_recipients.r", "multitenant_recipients", object{"tenant": "fabrikam", "tenant_id": fabrikamID, "recipients": object{
			contosoID: object{"user_id": contosoID, "hidden": true}, "x": object{"user_id": nil, "hidden": true},
		}}),
	)
	reversed := make([]object, 0, len(resources))
	for i := range resources {
		reversed = append(reversed, resources[len(resources)-1-i])
	}
	for name, document := range map[string]string{"in order": state(t, resources...), "reversed": state(t, reversed...)} {
		page := run(t, document)
		for _, want := range []string{"<strong>6</strong> users", "3 guests, 1 member, 1 contact, 1 pending, 1 disabled, 3 hidden", "not in the file"} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: %q is not in the report", name, want)
			}
		}
	}
}

// TestPlannedUsers says what the plan does to the users of an edge.
func TestPlannedUsers(t *testing.T) {
	t.Parallel()
	values := func(email string) object {
		return object{"tenant": "fabrikam", "tenant_id": fabrikamID, "email": email}
	}
	var changes []object
	for i, actions := range [][]string{{"create"}, {"update"}, {"delete"}, {"create", "delete"}, {"delete", "create"}, {"forget"}, {"no-op"}} {
		email := fmt.Sprintf("u%d@contoso.example", i)
		change := object{"actions": actions, "before": values(email), "after": values(email)}
		if actions[0] == "create" && len(actions) == 1 {
			change["before"] = nil
		}
		if actions[0] == "delete" && len(actions) == 1 || actions[0] == "forget" {
			change["after"] = nil
		}
		if actions[0] == "no-op" {
			change["importing"] = object{"id": "x"}
		}
		changes = append(changes, object{
			"address": "multitenant_b2b_invitation." + email, "mode": "managed", "type": "multitenant_b2b_invitation", "provider_name": registryName, "change": change,
		})
	}
	deposed := object{
		"address": "multitenant_b2b_invitation.old", "mode": "managed", "type": "multitenant_b2b_invitation", "provider_name": registryName, "deposed": "a1b2",
		"change": object{"actions": []string{"delete"}, "before": values("old@contoso.example"), "after": nil},
	}
	later := object{
		"address": "multitenant_sync_of_the_future.x", "mode": "managed", "type": "multitenant_sync_of_the_future", "provider_name": registryName,
		"change": object{"actions": []string{"create"}, "before": nil, "after": values("")},
	}
	page := run(t, encoded(t, object{"format_version": "1.2", "resource_changes": append(changes, deposed, later)}), "-tenant", "contoso=public,contoso.example")
	for _, want := range []string{
		"<strong>7</strong> users", "7 guests", "plan: 4 to add, 1 to change, 5 to remove", "<strong>import</strong>", "<strong>replace</strong>", "<strong>forget</strong>",
		"multitenant_b2b_invitation.old (deposed a1b2)", "multitenant_sync_of_the_future.x",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not in the report", want)
		}
	}
}

// TestForeignObjects are those of other providers, in modules of any depth.
func TestForeignObjects(t *testing.T) {
	t.Parallel()
	other := instance("other_b2b_invitation.x", "other_b2b_invitation", object{"tenant": "elsewhere", "email": "eve@elsewhere.example"})
	namesake := instance("multitenant_b2b_invitation.x", "multitenant_b2b_invitation", object{"tenant": "elsewhere", "email": "eve@elsewhere.example"})
	namesake["provider_name"] = "registry.terraform.io/example/others"
	mirrored := invitation("y", object{"email": "ana@contoso.example"})
	mirrored["provider_name"] = "mirror.example/teams/multitenant"
	module := object{"resources": []object{mirrored, other}}
	for range 200 {
		module = object{"child_modules": []object{module, {}}}
	}
	page := run(t, encoded(t, object{"format_version": "0.1", "values": object{"root_module": object{
		"resources": []object{other, namesake, tenant("contoso", "public")}, "child_modules": []object{module},
	}}}))
	if got := halves(t, page); len(got) != 1 || got["contoso to fabrikam"] != "unseen unseen" || strings.Contains(page, "elsewhere") {
		t.Errorf("the edges are %v", got)
	}
}

// TestOddValues reads files in which attributes are missing, unknown or of other
// types, as other versions of the provider may have them.
func TestOddValues(t *testing.T) {
	t.Parallel()
	for name, values := range map[string]any{
		"nothing":   nil,
		"an object": object{},
		"a list":    []any{1, 2},
		"text":      "text",
		"numbers":   object{"tenant": 1, "tenant_id": 2, "email": []int{3}, "partner_tenant_id": true, "edges": 4, "guests": "x", "b2b_collaboration_inbound": 5},
		"edges":     object{"edges": []any{nil, 1, object{"source": "a", "target": "a"}, object{"source": "a"}}, "findings": []any{nil, object{"edge": "a->"}, object{"edge": "x"}}},
		"itself":    object{"tenant": "contoso", "tenant_id": contosoID, "partner_tenant_id": contosoID, "email": "ana@contoso.example"},
	} {
		for _, kind := range []string{
			"b2b_invitation", "guest_user_type", "gal_visibility", "mail_contact", "cross_tenant_access_partner", "cross_tenant_access_default",
			"cross_tenant_access_policy", "m365_capabilities", "cross_tenant_sync", "mail_user", "guest_departure", "guest_sync", "tenant", "guests", "recipients", "topology_check", "other",
		} {
			for _, address := range []string{"multitenant_" + kind + ".x", "data.multitenant_" + kind + ".x"} {
				odd := instance(address, "multitenant_"+kind, nil)
				odd["values"] = values
				page := run(t, state(t, odd))
				odd["change"] = object{"actions": []string{"update"}, "before": values, "after": values, "after_unknown": values, "after_sensitive": values}
				page += run(t, encoded(t, object{"format_version": "1.2", "resource_changes": []object{odd}}), "-format", "markdown")
				if len(halves(t, page)) > 0 {
					t.Errorf("%s with %s has an edge", address, name)
				}
			}
		}
	}
}

// TestEmpty says that there is nothing.
func TestEmpty(t *testing.T) {
	t.Parallel()
	for _, document := range []string{
		`{"format_version":"1.0"}`, `{"format_version":"1.0","values":{}}`, `{"format_version":"0.2","planned_values":{"root_module":{}},"prior_state":null}`,
	} {
		if page := run(t, document); !strings.Contains(page, "The file has no tenant of the provider.") || !strings.Contains(page, "The file has no external user.") {
			t.Errorf("the report of %s does not say that it is empty", document)
		}
		if summary := run(t, document, "-format", "markdown"); !strings.Contains(summary, "The file has no edge.") {
			t.Errorf("the summary of %s is\n%s", document, summary)
		}
	}
	for document, want := range map[string]string{
		`{"format_version":"1.2","planned_values":{},"errored":true}`:   "The plan has failed",
		`{"format_version":"1.2","planned_values":{},"complete":false}`: "The plan is not complete",
	} {
		if !strings.Contains(run(t, document), want) || !strings.Contains(run(t, document, "-format", "markdown"), want) {
			t.Errorf("%s: %q is not said", document, want)
		}
	}
}

// TestSeveralProviders have the same key for different tenants, and different keys
// for the same tenant.
func TestSeveralProviders(t *testing.T) {
	t.Parallel()
	page := run(t, state(t, tenant("contoso", "public"),
		instance("data.multitenant_tenant.b", "multitenant_tenant", object{"tenant": "contoso", "tenant_id": fabrikamID, "cloud": "china", "verified_domains": []string{}}),
		instance("data.multitenant_tenant.c", "multitenant_tenant", object{"tenant": "other", "tenant_id": strings.ToUpper(contosoID), "cloud": "public", "verified_domains": []string{}}),
		instance("multitenant_cross_tenant_access_partner.x", "multitenant_cross_tenant_access_partner", object{
			"tenant": "other", "tenant_id": contosoID, "partner_tenant_id": fabrikamID, "b2b_collaboration_outbound": setting("allowed"),
		})), "-unmask")
	if got := halves(t, page); len(got) != 1 || got["contoso to contoso ("+fabrikamID+")"] == "" || !strings.Contains(page, "<strong>2</strong> tenants") {
		t.Errorf("the edges are %v", got)
	}
}
