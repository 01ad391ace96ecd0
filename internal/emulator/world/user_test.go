package world

import (
	"slices"
	"testing"
	"time"
)

var reader = Actor{Permissions: []string{"User.ReadWrite.All"}}

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
			u := &User{Mail: tt.mail, ProxyAddresses: tt.proxies}
			followMail(u, tt.before)
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
		{"not modelled", map[string]any{"passwordPolicies": "x"}, 501, "passwordPolicies"},
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
			code := map[int]string{400: CodeBadRequest, 403: CodeDenied, 501: CodeNotImplemented}[tt.status]
			tt.patch["city"] = "Madrid"
			wantFault(t, w.UpdateUser(contosoID, u.ID, tt.patch, reader), tt.status, code, tt.part)
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
	err := w.UpdateUser(contosoID, u.ID, map[string]any{"mail": "adele@contoso.example"}, reader)
	var fault *Fault
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
	wantFault(t, w.UpdateUser(contosoID, adminID, sensitive, reader), 403, CodeDenied, "Insufficient")
	wantFault(t, w.DeleteUser(contosoID, adminID, reader), 403, CodeDenied, "Insufficient")
	if err := w.UpdateUser(contosoID, adminID, map[string]any{"jobTitle": "x"}, reader); err != nil {
		t.Errorf("a plain property: %v", err)
	}
	power := Actor{Permissions: reader.Permissions, DirectoryRoles: []string{directoryRoles["User Administrator"]}}
	if err := w.UpdateUser(contosoID, adminID, sensitive, power); err != nil {
		t.Errorf("with the role: %v", err)
	}
}

func TestDeleteRestorePurge(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	u := invited(t, w, contosoID, "bo@partner.example")
	if err := w.DeleteUser(contosoID, u.UserPrincipalName, reader); err != nil {
		t.Fatal(err)
	}
	_, err := w.User(contosoID, u.ID)
	wantFault(t, err, 404, CodeNotFound, u.ID)
	gone, err := w.DeletedUser(contosoID, u.ID)
	if err != nil || gone.UserPrincipalName != "e0000000000040008000"+u.ID[24:]+u.UserPrincipalName {
		t.Fatalf("deleted as %+v, %v", gone, err)
	}
	back, err := w.RestoreUser(contosoID, u.ID, Restoration{}, reader)
	if err != nil || back.UserPrincipalName != u.UserPrincipalName || !slices.Equal(back.ProxyAddresses, u.ProxyAddresses) {
		t.Fatalf("restored as %+v, %v", back, err)
	}
	if err := w.DeleteUser(contosoID, u.ID, reader); err != nil {
		t.Fatal(err)
	}
	if err := w.PurgeUser(contosoID, u.ID, reader); err != nil {
		t.Fatal(err)
	}
	_, err = w.DeletedUser(contosoID, u.ID)
	wantFault(t, err, 404, CodeNotFound, u.ID)
}

func TestReinviteOfADeletedGuest(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	old := invited(t, w, contosoID, "bo@partner.example")
	if err := w.DeleteUser(contosoID, old.ID, reader); err != nil {
		t.Fatal(err)
	}
	if u := invited(t, w, contosoID, "bo@partner.example"); u.ID == old.ID {
		t.Fatal("the deleted guest came back by itself")
	}
	_, err := w.RestoreUser(contosoID, old.ID, Restoration{}, reader)
	wantFault(t, err, 400, CodeBadRequest, "userPrincipalName already exists")
	_, err = w.RestoreUser(contosoID, old.ID, Restoration{NewUPN: "bo2@contoso.example"}, reader)
	wantFault(t, err, 400, CodeBadRequest, "proxyAddresses already exists")
	back, err := w.RestoreUser(contosoID, old.ID, Restoration{NewUPN: "bo2@contoso.example", DropConflicts: true}, reader)
	if err != nil || len(back.ProxyAddresses) != 0 || back.UserPrincipalName != "bo2@contoso.example" {
		t.Fatalf("restored as %+v, %v", back, err)
	}
}

func TestDeletedUsersEndAfterThirtyDays(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	u := invited(t, w, contosoID, "bo@partner.example")
	if err := w.DeleteUser(contosoID, u.ID, reader); err != nil {
		t.Fatal(err)
	}
	w.Advance(retention - time.Second)
	if _, err := w.DeletedUser(contosoID, u.ID); err != nil {
		t.Fatal(err)
	}
	w.Advance(time.Second)
	if _, err := w.DeletedUser(contosoID, u.ID); err == nil {
		t.Error("the user outlived its retention")
	}
}

func TestManagerAndSponsors(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	u := invited(t, w, contosoID, "bo@partner.example")
	_, err := w.Manager(contosoID, u.ID)
	wantFault(t, err, 404, CodeNotFound, "'manager'")
	wantFault(t, w.SetManager(contosoID, u.ID, anaID), 404, CodeNotFound, anaID)
	if err := w.SetManager(contosoID, u.ID, adminID); err != nil {
		t.Fatal(err)
	}
	if m, err := w.Manager(contosoID, u.ID); err != nil || m.User.ID != adminID {
		t.Fatalf("got %+v, %v", m, err)
	}
	if err := w.AddSponsor(contosoID, u.ID, adminID); err != nil {
		t.Fatal(err)
	}
	wantFault(t, w.AddSponsor(contosoID, u.ID, adminID), 400, CodeBadRequest, "'sponsors'")
	if err := w.RemoveSponsor(contosoID, u.ID, adminID); err != nil {
		t.Fatal(err)
	}
	wantFault(t, w.RemoveSponsor(contosoID, u.ID, adminID), 400, CodeBadRequest, "'sponsors'")
	if err := w.SetManager(contosoID, u.ID, ""); err != nil {
		t.Fatal(err)
	}
	wantFault(t, w.SetManager(contosoID, u.ID, ""), 404, CodeNotFound, "'manager'")
}

func TestChangesSinceAMark(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	mark, err := w.ChangeMark(contosoID)
	if err != nil {
		t.Fatal(err)
	}
	kept := invited(t, w, contosoID, "kept@partner.example")
	deleted := invited(t, w, contosoID, "deleted@partner.example")
	purged := invited(t, w, contosoID, "purged@partner.example")
	steps := []error{
		w.UpdateUser(contosoID, adminID, map[string]any{"jobTitle": "x"}, reader),
		w.UpdateUser(contosoID, adminID, map[string]any{"city": "x"}, reader),
		w.UpdateUser(contosoID, adminID, map[string]any{"city": "x"}, reader), // changes nothing
		w.DeleteUser(contosoID, deleted.ID, reader),
		w.DeleteUser(contosoID, purged.ID, reader),
		w.PurgeUser(contosoID, purged.ID, reader),
	}
	for _, err := range steps {
		if err != nil {
			t.Fatal(err)
		}
	}
	changes, end, more, err := w.UserChanges(contosoID, mark, 100)
	if err != nil || more {
		t.Fatal(err, more)
	}
	got := map[string]UserChange{}
	for _, c := range changes {
		got[c.ID] = c
	}
	if len(got) != 4 || got[kept.ID].User == nil || got[deleted.ID].Removed != RemovedRestorable || got[purged.ID].Removed != RemovedForGood {
		t.Errorf("got %+v", changes)
	}
	if !slices.Equal(got[adminID].Properties, []string{"city", "jobTitle"}) {
		t.Errorf("changed %v", got[adminID].Properties)
	}
	if rest, _, _, _ := w.UserChanges(contosoID, end, 100); len(rest) != 0 {
		t.Errorf("the mark leaves %+v", rest)
	}
	first, next, more, _ := w.UserChanges(contosoID, mark, 1)
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
	guests := func(u *User) (bool, error) { return u.UserType == typeGuest, nil }
	var seen []string
	l := Listing[User]{Limit: 2, Match: guests, Count: true}
	for pages := 0; ; pages++ {
		page, err := w.Users(contosoID, l)
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
	byKey, err := w.Users(contosoID, Listing[User]{Limit: 2, Keys: []string{MailKey("C@partner.example"), ProxyKey("smtp:c@partner.example")}})
	if err != nil || len(byKey.Items) != 1 {
		t.Errorf("by key: %+v, %v", byKey, err)
	}
}
