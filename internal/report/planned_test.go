package report_test

import (
	"html"
	"strings"
	"testing"
)

// change is a change of a plan.
func change(address, kind, action string, before, after object) object {
	c := instance(address, kind, nil)
	delete(c, "values")
	change := object{"actions": strings.Split(action, ","), "before": nil, "after": nil, "after_unknown": object{}}
	if before != nil {
		change["before"] = before
	}
	if after != nil {
		change["after"] = after
	}
	c["change"] = change
	return c
}

// plan is a plan about Contoso, Fabrikam and Northwind.
func plan(t *testing.T, changes ...object) string {
	t.Helper()
	known := []object{tenant("contoso", "public"), tenant("fabrikam", "public"), tenant("northwind", "usgovernment")}
	return encoded(t, object{
		"format_version": "1.2", "planned_values": object{}, "resource_changes": changes,
		"prior_state": object{"format_version": "1.0", "values": object{"root_module": object{"resources": known}}},
	})
}

func shows(t *testing.T, text string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in the report", want)
		}
	}
}

// TestGuestSync has the users of a guest sync on its edge, by their numbers.
func TestGuestSync(t *testing.T) {
	t.Parallel()
	sync := func(people, create, remove int) object {
		return object{
			"tenant": "northwind", "tenant_id": northwindID, "source": "contoso", "source_tenant_id": contosoID, "people": people,
			"changes": object{"create": create, "adopt": 0, "restore": 0, "update": 0, "refused": 1, "hide": 0, "disable": 0, "delete": remove},
		}
	}
	const address, kind = "multitenant_guest_sync.x", "multitenant_guest_sync"
	planned := plan(t, change(address, kind, "update", sync(1200, 7, 0), sync(1200, 12, 3)))
	page := run(t, planned)
	shows(t, page, "<strong>0</strong> users, <strong>1200</strong> by guest sync", "1200 by guest sync, 12 to create, 1 refused, 3 to delete", `href="#e1">contoso → northwind</a> <small>across clouds</small>`)
	shows(t, run(t, planned, "-format", "markdown"), "0 users, 1200 by guest sync,", "| 1200 by guest sync, 12 to create, 1 refused, 3 to delete | +0\u00a0~1\u00a0−0 |")
	unchanged := run(t, plan(t, change(address, kind, "no-op", sync(1200, 7, 0), sync(1200, 7, 0))))
	shows(t, unchanged, "1200 by guest sync</td>")
	removed := run(t, plan(t, change(address, kind, "delete", sync(1200, 7, 0), nil)))
	shows(t, removed, "1200 by guest sync</td>", "<strong>remove</strong> <code>multitenant_guest_sync.x</code>")
	for name, page := range map[string]string{"unchanged": unchanged, "removed": removed} {
		if strings.Contains(page, "to create") {
			t.Errorf("%s: the numbers of the last run are planned", name)
		}
	}
}

// TestUsersOfOtherObjects has users that no invitation of the file is about: their home
// tenant is in their user principal names.
func TestUsersOfOtherObjects(t *testing.T) {
	t.Parallel()
	about := func(id, stage string) object {
		return object{
			"tenant": "fabrikam", "tenant_id": fabrikamID, "user_id": id, "stage": stage,
			"user_principal_name": "u" + id[:1] + "_contoso.example#EXT#@fabrikam.onmicrosoft.com",
		}
	}
	const departure = "multitenant_guest_departure"
	page := run(t, plan(t,
		change(departure+".a", departure, "create", nil, about(contosoID, "disabled")),
		change(departure+".b", departure, "update", about(fabrikamID, "disabled"), about(fabrikamID, "hidden")),
		change(departure+".c", departure, "update", about(northwindID, "hidden"), about(northwindID, "deleted")),
		change("multitenant_mail_user.a", "multitenant_mail_user", "update", about(contosoID, ""), about(contosoID, "")),
	))
	shows(t, html.UnescapeString(page), "3 guests, 3 disabled, 1 hidden, 1 deleted", "contoso → fabrikam", "<code>multitenant_mail_user.a</code>", "<code>multitenant_guest_departure.c</code>: stage", "<td>+1\u00a0~3\u00a0−0</td>")
}

// TestReplacedElsewhere: an object that moves to another tenant changes both edges.
func TestReplacedElsewhere(t *testing.T) {
	t.Parallel()
	guest := func(key string) object {
		return object{"tenant": key, "tenant_id": tenantIDs[key], "email": "ana@contoso.example", "user_id": fabrikamID}
	}
	partner := func(other string) object {
		return object{"tenant": "contoso", "tenant_id": contosoID, "partner_tenant_id": tenantIDs[other], "b2b_collaboration_outbound": setting("allowed")}
	}
	summary := run(t, plan(t,
		change("multitenant_b2b_invitation.ana", "multitenant_b2b_invitation", "delete,create", guest("fabrikam"), guest("northwind")),
		change("multitenant_cross_tenant_access_partner.x", "multitenant_cross_tenant_access_partner", "create,delete", partner("fabrikam"), partner("northwind")),
	), "-format", "markdown")
	for _, want := range []string{"| contoso → fabrikam |", "| contoso → northwind |"} {
		_, row, _ := strings.Cut(summary, want)
		row, _, _ = strings.Cut(row, "\n")
		if !strings.Contains(row, "1 guest") || !strings.Contains(row, "+") {
			t.Errorf("%s %s\n%s", want, row, summary)
		}
	}
	shows(t, summary, "Plan: 2 to add, 0 to change, 2 to remove.", "+1\u00a0~0\u00a0−2", "+2\u00a0~0\u00a0−1")
}
