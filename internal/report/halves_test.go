package report_test

import (
	"maps"
	"strings"
	"testing"
)

// TestHalves draws one edge by the settings of both of its tenants.
func TestHalves(t *testing.T) {
	t.Parallel()
	b2b := []string{"b2b_collaboration"}
	open := func() []object {
		return []object{
			entry("contoso", "fabrikam", object{"b2b_collaboration_outbound": setting("allowed")}),
			entry("fabrikam", "contoso", object{"b2b_collaboration_inbound": setting("allowed")}),
		}
	}
	finding := func(side, severity string) object {
		return object{"findings": []object{{"edge": "contoso->fabrikam", "code": "MT099", "side": side, "tenant": "contoso", "severity": severity}}, "unchecked": []object{}}
	}
	for name, test := range map[string]struct {
		resources []object
		want      string
	}{
		"allowed": {open(), "open open"},
		"blocked by the source": {[]object{
			entry("contoso", "fabrikam", object{"b2b_collaboration_outbound": setting("blocked")}), open()[1],
		}, "blocked open"},
		"limited in the target": {[]object{
			open()[0], entry("fabrikam", "contoso", object{"b2b_collaboration_inbound": object{
				"users_and_groups": targets("allowed", contosoID), "applications": targets("allowed", "AllApplications"),
			}}),
		}, "open limited"},
		"inherited": {[]object{
			open()[0], entry("fabrikam", "contoso", object{"b2b_collaboration_inbound": object{"inherit": true}}),
		}, "open inherited"},
		"by the default": {[]object{
			open()[0], entry("fabrikam", "contoso", object{"b2b_collaboration_inbound": object{"inherit": true}}),
			instance("multitenant_cross_tenant_access_default.x", "multitenant_cross_tenant_access_default", object{
				"tenant": "fabrikam", "tenant_id": fabrikamID, "b2b_collaboration_inbound": setting("blocked"),
			}),
		}, "open blocked"},
		"one entry only": {open()[:1], "open unseen"},
		"an error":       {append(open(), check("contoso", "fabrikam", b2b, finding("source", "error"))), "blocked open"},
		"a warning":      {append(open(), check("contoso", "fabrikam", b2b, finding("target", "warn"))), "open warned"},
		"checked without entries": {[]object{
			check("contoso", "fabrikam", b2b, object{"findings": []object{}, "unchecked": []object{{"edge": "contoso->fabrikam", "side": "target"}}}),
		}, "open unseen"},
		"trust is missing": {append(open(), check("contoso", "fabrikam", []string{"b2b_collaboration", "trust_mfa"}, nil),
			entry("fabrikam", "contoso", object{"b2b_collaboration_inbound": setting("allowed"), "inbound_trust": object{"is_mfa_accepted": false}}),
		), "open blocked"},
		"trust only": {[]object{
			entry("fabrikam", "contoso", object{"inbound_trust": object{"is_mfa_accepted": true}}),
			check("contoso", "fabrikam", []string{"trust_mfa"}, nil),
		}, "absent open"},
		"users where trust is declared only": {[]object{
			entry("fabrikam", "contoso", object{"inbound_trust": object{"is_mfa_accepted": true}, "b2b_collaboration_inbound": setting("allowed")}),
			check("contoso", "fabrikam", []string{"trust_mfa"}, object{"findings": []object{}, "unchecked": []object{}}),
			invitation("ana", object{"email": "ana@contoso.example"}),
		}, "unseen open"},
		"direct connect needs Teams only": {[]object{
			entry("contoso", "fabrikam", object{"b2b_direct_connect_outbound": object{
				"users_and_groups": targets("allowed", "AllUsers"), "applications": targets("allowed", "Office365"),
			}}),
			entry("fabrikam", "contoso", object{"b2b_direct_connect_inbound": setting("allowed")}),
			check("contoso", "fabrikam", []string{"direct_connect"}, nil),
		}, "open open"},
		"synchronization and consent": {append(open(),
			entry("contoso", "fabrikam", object{"b2b_collaboration_outbound": setting("allowed"), "automatic_user_consent": object{"outbound_allowed": true}}),
			entry("fabrikam", "contoso", object{
				"b2b_collaboration_inbound": setting("allowed"), "automatic_user_consent": object{"inbound_allowed": true},
				"identity_synchronization": object{"user_sync_allowed": true},
			}),
			instance("multitenant_cross_tenant_sync.x", "multitenant_cross_tenant_sync", object{"source": "contoso", "target": "fabrikam", "status": "started"}),
			check("contoso", "fabrikam", []string{"sync"}, nil),
		), "open open"},
		"a paused job": {append(open(),
			entry("contoso", "fabrikam", object{"b2b_collaboration_outbound": setting("allowed"), "automatic_user_consent": object{"outbound_allowed": true}}),
			instance("multitenant_cross_tenant_sync.x", "multitenant_cross_tenant_sync", object{"source": "contoso", "target": "fabrikam", "status": "paused"}),
			check("contoso", "fabrikam", []string{"sync"}, nil),
		), "blocked blocked"},
		"no synchronization": {append(open(), check("contoso", "fabrikam", []string{"sync"}, nil)), "blocked blocked"},
		"capabilities of Microsoft 365": {append(open(),
			entry("contoso", "fabrikam", object{"m365_collaboration_outbound": object{"users_and_groups": targets("allowed", "AllUsers")}}),
			entry("fabrikam", "contoso", object{"m365_collaboration_inbound": object{"users": targets("allowed", "AllUsers")}}),
			instance("multitenant_m365_capabilities.x", "multitenant_m365_capabilities", object{
				"tenant": "fabrikam", "tenant_id": fabrikamID, "partner_tenant_id": contosoID,
				"capabilities": object{"crossTenantMailTipsAll": object{"allowed": true}, "crossTenantOpenProfileCard": object{"allowed": false}},
			}),
			check("contoso", "fabrikam", []string{"mail_tips"}, nil),
		), "open limited"},
	} {
		html := run(t, state(t, append([]object{tenant("contoso", "public"), tenant("fabrikam", "public")}, test.resources...)...))
		if got := halves(t, html)["contoso to fabrikam"]; got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
		if legend := strings.Contains(html, "does not apply</strong>"); legend != strings.Contains(test.want, "absent") {
			t.Errorf("%s: the legend is wrong about what does not apply", name)
		}
	}
}

// TestBorder has no defaults across clouds without an entry, and needs the list of clouds.
func TestBorder(t *testing.T) {
	t.Parallel()
	edge := []object{
		entry("contoso", "northwind", object{"b2b_collaboration_outbound": object{"inherit": true}}),
		entry("northwind", "contoso", object{"b2b_collaboration_inbound": setting("allowed")}),
		instance("multitenant_cross_tenant_access_policy.x", "multitenant_cross_tenant_access_policy", object{
			"tenant": "northwind", "tenant_id": northwindID, "allowed_cloud_endpoints": []string{"partner.microsoftonline.cn"},
		}),
	}
	html := run(t, state(t, append(edge, tenant("contoso", "public"), tenant("northwind", "usgovernment"))...))
	if got := halves(t, html)["contoso to northwind"]; got != "unseen blocked" || strings.Count(html, `class="border"`) != 1 {
		t.Errorf("across clouds it is %s", got)
	}
	enabled := func(key, endpoint string) object {
		return instance("multitenant_cross_tenant_access_policy."+key, "multitenant_cross_tenant_access_policy", object{
			"tenant": key, "tenant_id": tenantIDs[key], "allowed_cloud_endpoints": []string{endpoint},
		})
	}
	for name, test := range map[string]struct {
		outbound object
		want     string
	}{
		"an entry that inherits an open default":  {setting("allowed"), "open open"},
		"an entry that inherits a closed default": {setting("blocked"), "blocked open"},
	} {
		html := run(t, state(t, edge[0], edge[1], enabled("contoso", "microsoftonline.us"), enabled("northwind", "microsoftonline.com"),
			tenant("contoso", "public"), tenant("northwind", "usgovernment"),
			instance("multitenant_cross_tenant_access_default.x", "multitenant_cross_tenant_access_default", object{
				"tenant": "contoso", "tenant_id": contosoID, "b2b_collaboration_outbound": test.outbound,
			})))
		if got := halves(t, html)["contoso to northwind"]; got != test.want {
			t.Errorf("%s is %s, want %s", name, got, test.want)
		}
	}
	deleted := run(t, plan(t, change("multitenant_cross_tenant_access_partner.x", "multitenant_cross_tenant_access_partner", "delete",
		object{"tenant": "contoso", "tenant_id": contosoID, "partner_tenant_id": northwindID, "b2b_collaboration_outbound": setting("allowed")}, nil)))
	if got := halves(t, deleted)["contoso to northwind"]; !strings.HasPrefix(got, "blocked ") || !strings.Contains(deleted, "no partner entry, and defaults do not apply across clouds") {
		t.Errorf("without an entry it is %s", got)
	}
	html = run(t, state(t, append(edge, tenant("contoso", "usgovernment_dod"), tenant("northwind", "usgovernment"))...))
	if got := halves(t, html)["contoso to northwind"]; got != "inherited open" || strings.Contains(html, `class="border"`) {
		t.Errorf("between the clouds of the US Government it is %s", got)
	}
	html = run(t, state(t, edge...), "-tenant", "contoso=public", "-tenant", "northwind=usgovernment,northwind.example")
	if got := halves(t, html)["contoso to northwind"]; got != "unseen blocked" {
		t.Errorf("with the clouds from flags it is %s", got)
	}
}

// TestPlannedEntry compares the settings before and after a plan. What a check found
// about settings that the plan changes does not count.
func TestPlannedEntry(t *testing.T) {
	t.Parallel()
	allowed := entry("fabrikam", "contoso", object{"b2b_collaboration_inbound": setting("allowed")})
	blocked := entry("fabrikam", "contoso", object{"b2b_collaboration_inbound": setting("blocked")})
	found := check("contoso", "fabrikam", []string{"b2b_collaboration"}, object{"findings": []object{{
		"edge": "contoso->fabrikam", "code": "MT062", "side": "target", "tenant": "fabrikam", "severity": "error", "summary": "blocks", "remedy": "open it",
	}}})
	plan := func(change object) string {
		changed := maps.Clone(allowed)
		delete(changed, "values")
		changed["change"] = change
		return encoded(t, object{
			"format_version": "1.2", "resource_changes": []object{changed},
			"prior_state": object{"format_version": "1.0", "values": object{"root_module": object{"resources": []object{tenant("contoso", "public"), tenant("fabrikam", "public"), found}}}},
		})
	}
	for name, test := range map[string]struct {
		change object
		want   string
		shows  []string
	}{
		"opened": {object{"actions": []string{"update"}, "before": blocked["values"], "after": allowed["values"]}, "open open", []string{
			"before: blocked for all users", "before this plan; the apply checks again", "<strong>change</strong>", "0 errors, 0 warnings, 1 before this plan",
		}},
		"unchanged": {object{"actions": []string{"no-op"}, "before": blocked["values"], "after": blocked["values"]}, "open blocked", []string{"1 error, 0 warnings"}},
		"unknown": {object{
			"actions": []string{"create"}, "before": nil, "after": object{"tenant": "fabrikam", "tenant_id": fabrikamID, "partner_tenant_id": contosoID},
			"after_unknown": object{"b2b_collaboration_inbound": true},
		}, "open unclear", []string{"known after apply"}},
		"deleted": {object{"actions": []string{"delete"}, "before": allowed["values"], "after": nil}, "open inherited", []string{"<strong>remove</strong>"}},
	} {
		html := run(t, plan(test.change))
		if got := halves(t, html)["contoso to fabrikam"]; got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
		for _, text := range test.shows {
			if !strings.Contains(html, text) {
				t.Errorf("%s: %q is not in the report", name, text)
			}
		}
	}
}
