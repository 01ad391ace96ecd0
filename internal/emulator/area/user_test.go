package area_test

import (
	"slices"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

var reader = kernel.Actor{Permissions: []string{"User.ReadWrite.All"}}

func TestMailAndProxyAddresses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, before, mail string
		proxies, want      []string
	}{
		{"a new address becomes primary", "a@x.example", "b@x.example", []string{"SMTP:a@x.example"}, []string{"SMTP:b@x.example", "smtp:a@x.example"}},
		{"a secondary address is promoted", "a@x.example", "b@x.example", []string{"SMTP:a@x.example", "smtp:B@x.example"}, []string{"SMTP:b@x.example", "smtp:a@x.example"}},
		{"the same address in another case", "a@x.example", "A@x.example", []string{"SMTP:a@x.example"}, []string{"SMTP:a@x.example"}},
		{"cleared", "a@x.example", "", []string{"SMTP:a@x.example", "smtp:b@x.example"}, []string{"smtp:b@x.example"}},
		{"the #EXT# name stays primary", "a@x.example", "b@x.example", []string{"SMTP:a_x.example#EXT#@c.example"}, []string{"SMTP:a_x.example#EXT#@c.example"}},
		{"other prefixes stay", "", "b@x.example", []string{"X500:/o=x"}, []string{"SMTP:b@x.example", "X500:/o=x"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			u := &directory.User{Mail: tt.mail, ProxyAddresses: tt.proxies}
			directory.FollowMail(u, tt.before)
			if !slices.Equal(u.ProxyAddresses, tt.want) {
				t.Errorf("got %v, want %v", u.ProxyAddresses, tt.want)
			}
		})
	}
}

func TestRefusedUpdates(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		patch  map[string]any
		status int
		part   string
	}{
		{"unknown property", map[string]any{"shoeSize": 44}, 400, "shoeSize"},
		{"wrong case", map[string]any{"JobTitle": "x"}, 400, "JobTitle"},
		{"not modeled", map[string]any{"passwordPolicies": "x"}, 501, "passwordPolicies"},
		{"proxy addresses", map[string]any{"proxyAddresses": []any{"SMTP:a@b.example"}}, 403, "Insufficient"},
		{"read-only", map[string]any{"creationType": "Invitation"}, 400, "read-only"},
		{"display name cannot be cleared", map[string]any{"displayName": nil}, 400, "displayName"},
		{"empty string", map[string]any{"jobTitle": ""}, 400, "jobTitle"},
		{"too long", map[string]any{"employeeId": "12345678901234567"}, 400, "employeeId"},
		{"two phones", map[string]any{"businessPhones": []any{"1", "2"}}, 400, "businessPhones"},
		{"usage location", map[string]any{"usageLocation": "Spain"}, 400, "usageLocation"},
		{"usage location cannot be cleared", map[string]any{"usageLocation": nil}, 400, "usageLocation"},
		{"user type", map[string]any{"userType": "Visitor"}, 400, "userType"},
		{"accent in mail", map[string]any{"mail": "josé@x.example"}, 400, "mail"},
		{"foreign domain", map[string]any{"userPrincipalName": "a@foreign.example"}, 400, "domain"},
		{"taken name", map[string]any{"userPrincipalName": "adele@contoso.example"}, 400, "userPrincipalName already exists"},
		{"address of a user", map[string]any{"mail": "Adele@contoso.example"}, 400, "proxyAddresses already exists"},
		{"address of a contact", map[string]any{"mail": "carla@fabrikam.example"}, 400, "proxyAddresses already exists"},
		{"address of a group", map[string]any{"mail": "team@partner.example"}, 400, "proxyAddresses already exists"},
		{"identities without the name", map[string]any{"identities": []any{}}, 400, "identities"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			u := invited(t, w, contosoID, "bo@partner.example")
			code := map[int]string{400: refusal.CodeBadRequest, 403: refusal.CodeDenied, 501: refusal.CodeNotImplemented}[tt.status]
			tt.patch["city"] = "Madrid"
			wantFault(t, directory.UpdateUser(w, contosoID, u.ID, tt.patch, reader), tt.status, code, tt.part)
			if truth(t, w, contosoID, u.ID).City != "" {
				t.Error("a refused update was applied in part")
			}
		})
	}
}

func TestConflictNamesTheHolder(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	u := invited(t, w, contosoID, "bo@partner.example")
	err := directory.UpdateUser(w, contosoID, u.ID, map[string]any{"mail": "adele@contoso.example"}, reader)
	var fault *refusal.Error
	if !asFault(err, &fault) || len(fault.Details) != 2 {
		t.Fatalf("got %v", err)
	}
	if fault.Details[0].Target != "proxyAddresses" || fault.Details[1].Message != "User_"+adminID {
		t.Errorf("details %+v", fault.Details)
	}
}

func TestAdministratorsAreProtected(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	sensitive := map[string]any{"jobTitle": "x", "mobilePhone": "1"}
	wantFault(t, directory.UpdateUser(w, contosoID, adminID, sensitive, reader), 403, refusal.CodeDenied, "Insufficient")
	wantFault(t, directory.Users.Delete(w, contosoID, adminID, reader), 403, refusal.CodeDenied, "Insufficient")
	if err := directory.UpdateUser(w, contosoID, adminID, map[string]any{"jobTitle": "x"}, reader); err != nil {
		t.Errorf("a plain property: %v", err)
	}
	power := kernel.Actor{Permissions: reader.Permissions, DirectoryRoles: []string{roleID("User Administrator")}}
	if err := directory.UpdateUser(w, contosoID, adminID, sensitive, power); err != nil {
		t.Errorf("with the role: %v", err)
	}
}

func TestDeleteRestorePurge(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	u := invited(t, w, contosoID, "bo@partner.example")
	if err := directory.Users.Delete(w, contosoID, u.UserPrincipalName, reader); err != nil {
		t.Fatal(err)
	}
	_, err := directory.Users.Get(w, contosoID, u.ID)
	wantFault(t, err, 404, refusal.CodeNotFound, u.ID)
	gone, err := directory.Users.GetDeleted(w, contosoID, u.ID)
	if err != nil || gone.UserPrincipalName != "e0000000000040008000"+u.ID[24:]+u.UserPrincipalName {
		t.Fatalf("deleted as %+v, %v", gone, err)
	}
	back, err := directory.Users.Restore(w, contosoID, u.ID, nil, reader)
	if err != nil || back.UserPrincipalName != u.UserPrincipalName || !slices.Equal(back.ProxyAddresses, u.ProxyAddresses) {
		t.Fatalf("restored as %+v, %v", back, err)
	}
	if err := directory.Users.Delete(w, contosoID, u.ID, reader); err != nil {
		t.Fatal(err)
	}
	if err := directory.Users.Purge(w, contosoID, u.ID, reader); err != nil {
		t.Fatal(err)
	}
	_, err = directory.Users.GetDeleted(w, contosoID, u.ID)
	wantFault(t, err, 404, refusal.CodeNotFound, u.ID)
}

func TestReinviteOfADeletedGuest(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	old := invited(t, w, contosoID, "bo@partner.example")
	if err := directory.Users.Delete(w, contosoID, old.ID, reader); err != nil {
		t.Fatal(err)
	}
	if u := invited(t, w, contosoID, "bo@partner.example"); u.ID == old.ID {
		t.Fatal("the deleted guest came back by itself")
	}
	_, err := directory.Users.Restore(w, contosoID, old.ID, nil, reader)
	wantFault(t, err, 400, refusal.CodeBadRequest, "userPrincipalName already exists")
	_, err = directory.Users.Restore(w, contosoID, old.ID, map[string]any{directory.RestoreUPN: "bo2@contoso.example"}, reader)
	wantFault(t, err, 400, refusal.CodeBadRequest, "proxyAddresses already exists")
	back, err := directory.Users.Restore(w, contosoID, old.ID, map[string]any{directory.RestoreUPN: "bo2@contoso.example", directory.RestoreReconciles: true}, reader)
	if err != nil || len(back.ProxyAddresses) != 0 || back.UserPrincipalName != "bo2@contoso.example" {
		t.Fatalf("restored as %+v, %v", back, err)
	}
}

func TestDeletedUsersEndAfterThirtyDays(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	u := invited(t, w, contosoID, "bo@partner.example")
	if err := directory.Users.Delete(w, contosoID, u.ID, reader); err != nil {
		t.Fatal(err)
	}
	w.Advance(kernel.Month - time.Second)
	if _, err := directory.Users.GetDeleted(w, contosoID, u.ID); err != nil {
		t.Fatal(err)
	}
	w.Advance(time.Second)
	if _, err := directory.Users.GetDeleted(w, contosoID, u.ID); err == nil {
		t.Error("the user outlived its retention")
	}
}

func TestManagerAndSponsors(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	u := invited(t, w, contosoID, "bo@partner.example")
	if m, err := directory.Users.Linked(w, contosoID, u.ID, "manager"); err != nil || len(m) != 0 {
		t.Fatalf("got %+v, %v", m, err)
	}
	wantFault(t, directory.Users.Point(w, contosoID, u.ID, "manager", anaID), 404, refusal.CodeNotFound, anaID)
	if err := directory.Users.Point(w, contosoID, u.ID, "manager", adminID); err != nil {
		t.Fatal(err)
	}
	if m, err := directory.Users.Linked(w, contosoID, u.ID, "manager"); err != nil || len(m) != 1 || kernel.As[directory.User](m[0]).ID != adminID {
		t.Fatalf("got %+v, %v", m, err)
	}
	if err := directory.Users.Link(w, contosoID, u.ID, "sponsors", adminID); err != nil {
		t.Fatal(err)
	}
	wantFault(t, directory.Users.Link(w, contosoID, u.ID, "sponsors", adminID), 400, refusal.CodeBadRequest, "'sponsors'")
	if err := directory.Users.Unlink(w, contosoID, u.ID, "sponsors", adminID); err != nil {
		t.Fatal(err)
	}
	wantFault(t, directory.Users.Unlink(w, contosoID, u.ID, "sponsors", adminID), 400, refusal.CodeBadRequest, "'sponsors'")
	if err := directory.Users.Point(w, contosoID, u.ID, "manager", ""); err != nil {
		t.Fatal(err)
	}
	wantFault(t, directory.Users.Point(w, contosoID, u.ID, "manager", ""), 404, refusal.CodeNotFound, "'manager'")
}

func TestChangesSinceAMark(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	mark, err := directory.Users.Mark(w, contosoID)
	if err != nil {
		t.Fatal(err)
	}
	kept := invited(t, w, contosoID, "kept@partner.example")
	deleted := invited(t, w, contosoID, "deleted@partner.example")
	purged := invited(t, w, contosoID, "purged@partner.example")
	steps := []error{
		directory.UpdateUser(w, contosoID, adminID, map[string]any{"jobTitle": "x"}, reader),
		directory.UpdateUser(w, contosoID, adminID, map[string]any{"city": "x"}, reader),
		directory.UpdateUser(w, contosoID, adminID, map[string]any{"city": "x"}, reader), // changes nothing
		directory.Users.Delete(w, contosoID, deleted.ID, reader),
		directory.Users.Delete(w, contosoID, purged.ID, reader),
		directory.Users.Purge(w, contosoID, purged.ID, reader),
	}
	for _, err := range steps {
		if err != nil {
			t.Fatal(err)
		}
	}
	changes, end, more, err := directory.Users.Changes(w, contosoID, mark, 100)
	if err != nil || more {
		t.Fatal(err, more)
	}
	got := map[string]kernel.Change{}
	for _, c := range changes {
		got[c.ID] = c
	}
	if len(got) != 4 || got[kept.ID].Value == nil || got[deleted.ID].Removed != kernel.RemovedRestorable || got[purged.ID].Removed != kernel.RemovedForGood {
		t.Errorf("got %+v", changes)
	}
	if !slices.Equal(got[adminID].Properties, []string{"city", "jobTitle"}) {
		t.Errorf("changed %v", got[adminID].Properties)
	}
	if rest, _, _, _ := directory.Users.Changes(w, contosoID, end, 100); len(rest) != 0 {
		t.Errorf("the mark leaves %+v", rest)
	}
	first, next, more, _ := directory.Users.Changes(w, contosoID, mark, 1)
	if len(first) != 1 || !more || next != mark+1 {
		t.Errorf("a page of one: %d changes up to %d, more %v", len(first), next, more)
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		invited(t, w, contosoID, name+"@partner.example")
	}
	guests := func(u any) (bool, error) { return schema.Of[directory.User](u).UserType == directory.TypeGuest, nil }
	var seen []string
	l := kernel.Listing{Limit: 2, Match: guests, Count: true}
	for pages := 0; ; pages++ {
		page, err := directory.Users.List(w, contosoID, l)
		if err != nil || pages > 2 {
			t.Fatal(err, pages)
		}
		if l.Count && page.Total != 5 {
			t.Errorf("total %d", page.Total)
		}
		for _, u := range page.Items {
			seen = append(seen, u.Mail[:1])
		}
		if page.Next == 0 {
			break
		}
		l.After, l.Count = page.Next, false
	}
	if !slices.Equal(seen, []string{"a", "b", "c", "d", "e"}) {
		t.Errorf("seen %v", seen)
	}
	byKey, err := directory.Users.List(w, contosoID, kernel.Listing{Limit: 2, Keys: []string{directory.MailKey("C@partner.example"), kernel.ProxyKey("smtp:c@partner.example")}})
	if err != nil || len(byKey.Items) != 1 {
		t.Errorf("by key: %+v, %v", byKey, err)
	}
}
