package provider_test

import (
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// TestUserActions: each action has its effect in the tenant and one write, and is
// refused for users that it does not fit.
func TestUserActions(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard().Grant("User.RevokeSessions.All"))
	p := w.Protocol(t, nil)
	ana, valid := w.Welcome(acctest.FabrikamID, anaEmail), func(id string) time.Time { return w.User(acctest.FabrikamID, id).SessionsValidFrom() }
	before := valid(acctest.ManagerID)
	mails := len(w.Mails(acctest.FabrikamID))
	for _, step := range []struct {
		action, user, problem string
		writes                []string
	}{
		{"resend_invitation", ana.ID, "", []string{"POST /invitations"}},
		{"reset_redemption", ana.ID, "", []string{"POST /invitations"}},
		{"revoke_sessions", acctest.ManagerID, "", []string{"POST /users/{id}/revokeSignInSessions"}},
		{"resend_invitation", acctest.AdministratorID, "it is an internal user", nil},
		{"reset_redemption", acctest.AdministratorID, "it is an internal user", nil},
		{"revoke_sessions", ana.ID, "in the home tenant", nil},
		{"revoke_sessions", "99999999-0000-4000-8000-000000000009", "404", nil},
	} {
		w.ForgetRequests()
		progress, problems := p.Invoke(t, "multitenant_"+step.action, map[string]any{"tenant": "fabrikam", "user_id": step.user})
		if step.problem == "" && (problems != "" || progress == "") || !strings.Contains(problems, step.problem) {
			t.Errorf("%s says %q and %q, want %q", step.action, progress, problems, step.problem)
		}
		if err := w.Wrote(step.writes...); err != nil {
			t.Errorf("%s: %v", step.action, err)
		}
	}
	if !valid(acctest.ManagerID).After(before) {
		t.Error("the sessions of the internal user remain valid")
	}
	if sent := len(w.Mails(acctest.FabrikamID)) - mails; sent != 1 {
		t.Errorf("%d mails were sent", sent)
	}
	if u := w.User(acctest.FabrikamID, ana.ID); u == nil || u.ExternalUserState != "PendingAcceptance" {
		t.Errorf("after the reset the user is %+v", u)
	}
	if _, problems := p.Invoke(t, "multitenant_revoke_sessions", map[string]any{"tenant": "tailspin", "user_id": ana.ID}); !strings.Contains(problems, "Unknown tenant") {
		t.Errorf("an unknown tenant: %s", problems)
	}
}

// TestControlSync: a job is paused, started and restarted; what it is already takes no
// request.
func TestControlSync(t *testing.T) {
	t.Parallel()
	const principal = "50000000-0000-4000-8000-000000000001"
	e := acctest.Standard().Grant("Synchronization.ReadWrite.All")
	e.Tenant(acctest.Contoso).Synchronizations = []acctest.Object{{
		"id": principal, "displayName": "Sync", "secrets": acctest.Object{"CompanyId": acctest.FabrikamID, "SyncAll": "false"},
	}}
	w := acctest.Start(t, e)
	p := w.Protocol(t, nil)
	for _, step := range [][2]string{{"pause", "pause"}, {"pause", ""}, {"start", "start"}, {"start", ""}, {"restart", "restart"}} {
		w.ForgetRequests()
		progress, problems := p.Invoke(t, "multitenant_control_sync", map[string]any{"tenant": "contoso", "service_principal_id": principal, "operation": step[0]})
		if problems != "" || progress == "" {
			t.Errorf("%s says %q and %q", step[0], progress, problems)
		}
		writes := w.Writes()
		if step[1] == "" && len(writes) > 0 || step[1] != "" && (len(writes) != 1 || !strings.HasSuffix(writes[0], "/"+step[1])) {
			t.Errorf("%s wrote %v", step[0], writes)
		}
	}
	if _, problems := p.Invoke(t, "multitenant_control_sync", map[string]any{
		"tenant": "fabrikam", "service_principal_id": "99999999-0000-4000-8000-000000000009", "operation": "start",
	}); problems == "" {
		t.Error("an unknown service principal starts")
	}
}

// TestRestoreGuest: a deleted guest returns with its id and without a mail, by id and by
// address. What is not deleted, internal, or not there takes no write.
func TestRestoreGuest(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard())
	p := w.Protocol(t, nil)
	ana := w.Welcome(acctest.FabrikamID, anaEmail)
	for _, step := range []struct {
		name, by, value string
		deletes         bool
		says, problem   string
	}{
		{"by id", "user_id", ana.ID, true, "restored", ""},
		{"again", "user_id", ana.ID, false, "is not deleted", ""},
		{"by address", "email", strings.ToUpper(anaEmail), true, "restored", ""},
		{"by address again", "email", anaEmail, false, "is not deleted", ""},
		{"an unknown id", "user_id", "99999999-0000-4000-8000-000000000009", false, "", "keeps users for 30 days"},
		{"an unknown address", "email", "lee@contoso.example", false, "", "keeps users for 30 days"},
		{"no user", "tenant", acctest.Fabrikam, false, "", "Exactly one of"},
	} {
		if step.deletes {
			w.Remove(acctest.FabrikamID, ana.ID)
		}
		w.ForgetRequests()
		// Each step is a run of its own.
		progress, problems := w.Protocol(t, nil).Invoke(t, "multitenant_restore_guest", map[string]any{"tenant": acctest.Fabrikam, step.by: step.value})
		if !strings.Contains(progress, step.says) || step.problem == "" && problems != "" || !strings.Contains(problems, step.problem) {
			t.Errorf("%s: %q and %q", step.name, progress, problems)
		}
		var writes []string
		if step.deletes {
			writes = []string{"POST /directory/deletedItems/{id}/restore"}
		}
		if err := w.Wrote(writes...); err != nil {
			t.Errorf("%s: %v", step.name, err)
		}
	}
	if w.Guest(acctest.FabrikamID, anaEmail).ID != ana.ID || len(w.Mails(acctest.FabrikamID)) != 0 {
		t.Errorf("the guests are %v, and the mails %v", w.Guests(acctest.FabrikamID), w.Mails(acctest.FabrikamID))
	}
	w.Remove(acctest.FabrikamID, acctest.ManagerID)
	if _, problems := p.Invoke(t, "multitenant_restore_guest", map[string]any{"tenant": acctest.Fabrikam, "user_id": acctest.ManagerID}); !strings.Contains(problems, "internal user") {
		t.Errorf("an internal user: %s", problems)
	}
}

// TestRestoreGuestOfSeveral: the recycle bin has two users with an address, so that only
// an id says which one is meant.
func TestRestoreGuestOfSeveral(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard())
	var ids []string
	for range 2 {
		ids = append(ids, w.Welcome(acctest.FabrikamID, anaEmail).ID)
		w.Remove(acctest.FabrikamID, ids[len(ids)-1])
	}
	w.ForgetRequests()
	_, problems := w.Protocol(t, nil).Invoke(t, "multitenant_restore_guest", map[string]any{"tenant": acctest.Fabrikam, "email": anaEmail})
	if !strings.Contains(problems, ids[0]) || !strings.Contains(problems, ids[1]) || !strings.Contains(problems, "user_id") {
		t.Errorf("%s", problems)
	}
	if err := w.Wrote(); err != nil {
		t.Error(err)
	}
	if progress, problems := w.Protocol(t, nil).Invoke(t, "multitenant_restore_guest", map[string]any{"tenant": acctest.Fabrikam, "user_id": ids[0]}); problems != "" || !strings.Contains(progress, "restored") {
		t.Errorf("%s and %s", progress, problems)
	}
}

// TestRestorePartner: a deleted partner returns with its settings, and its
// synchronization policy only if asked for.
func TestRestorePartner(t *testing.T) {
	t.Parallel()
	e := acctest.Standard().Grant("Policy.ReadWrite.CrossTenantAccess")
	e.Tenant(acctest.Fabrikam).CrossTenantAccess = acctest.Object{"partners": []acctest.Object{{
		"tenantId": acctest.ContosoID, "inboundTrust": acctest.Object{"isMfaAccepted": true},
		"identitySynchronization": acctest.Object{"userSyncInbound": acctest.Object{"isSyncAllowed": true}},
	}}}
	w := acctest.Start(t, e)
	restore := func(tenant string, sync bool) (progress, problems string) {
		w.ForgetRequests()
		return w.Protocol(t, nil).Invoke(t, "multitenant_restore_partner", map[string]any{
			"tenant": tenant, "partner_tenant_id": strings.ToUpper(acctest.ContosoID), "identity_synchronization": sync,
		})
	}
	const settings, policy = "POST /policies/deletedItems/crossTenantPartners/{id}/restore", "POST /policies/deletedItems/crossTenantSyncPolicyPartners/{id}/restore"
	deletes := func() {
		w.RemoveSynchronization(acctest.FabrikamID, acctest.ContosoID)
		w.RemovePartner(acctest.FabrikamID, acctest.ContosoID)
	}
	for _, step := range []struct {
		name   string
		before func()
		sync   bool
		says   string
		writes []string
	}{
		{"nothing is deleted", func() {}, true, "nothing is restored", nil},
		{"settings", deletes, false, "identity_synchronization = true", []string{settings}},
		{"the policy afterwards", func() {}, true, "restored its synchronization policy", []string{policy}},
		{"both", deletes, true, "restored the partner configuration", []string{settings, policy}},
	} {
		step.before()
		progress, problems := restore(acctest.Fabrikam, step.sync)
		if problems != "" || !strings.Contains(progress, step.says) {
			t.Errorf("%s: %q and %q", step.name, progress, problems)
		}
		if err := w.Wrote(step.writes...); err != nil {
			t.Errorf("%s: %v", step.name, err)
		}
	}
	if trust := w.Partner(acctest.FabrikamID, acctest.ContosoID).Settings["inboundTrust"]; trust == nil {
		t.Error("the partner has lost its trust")
	}
	if _, problems := restore(acctest.Contoso, true); !strings.Contains(problems, "30 days") || w.Wrote() != nil {
		t.Errorf("a partner that never was: %s (%v)", problems, w.Wrote())
	}
	if _, problems := restore(acctest.Northwind, true); !strings.Contains(problems, "public cloud only") || len(w.Requests()) > 0 {
		t.Errorf("another cloud: %s after %v", problems, w.Requests())
	}
}

// TestProvisionOnDemand: one user of the scope is created in the target, without a mail;
// a second time changes nothing there. A user out of scope is an error.
func TestProvisionOnDemand(t *testing.T) {
	t.Parallel()
	const principal = "50000000-0000-4000-8000-000000000001"
	e := acctest.Standard().Grant("Synchronization.ReadWrite.All")
	e.Tenant(acctest.Contoso).Synchronizations = []acctest.Object{{
		"id": principal, "displayName": "Sync", "assignedTo": []any{acctest.ManagerID}, "secrets": acctest.Object{"CompanyId": acctest.FabrikamID, "SyncAll": "false"},
	}}
	e.Tenant(acctest.Contoso).CrossTenantAccess = acctest.Object{"partners": []acctest.Object{{
		"tenantId": acctest.FabrikamID, "automaticUserConsentSettings": acctest.Object{"outboundAllowed": true},
	}}}
	e.Tenant(acctest.Fabrikam).CrossTenantAccess = acctest.Object{"partners": []acctest.Object{{
		"tenantId": acctest.ContosoID, "automaticUserConsentSettings": acctest.Object{"inboundAllowed": true},
		"identitySynchronization": acctest.Object{"userSyncInbound": acctest.Object{"isSyncAllowed": true}},
	}}}
	w := acctest.Start(t, e)
	p := w.Protocol(t, nil)
	provision := func(user string) (progress, problems string) {
		w.ForgetRequests()
		return p.Invoke(t, "multitenant_provision_on_demand", map[string]any{"tenant": acctest.Contoso, "service_principal_id": principal, "user_id": user})
	}
	for _, says := range []string{"has provisioned user", "has nothing to do"} {
		progress, problems := provision(acctest.ManagerID)
		if problems != "" || !strings.Contains(progress, says) {
			t.Errorf("%q and %q, want %q", progress, problems, says)
		}
		writes := w.Writes()
		if len(writes) != 1 || !strings.HasSuffix(writes[0], "/provisionOnDemand") {
			t.Errorf("writes %v", writes)
		}
		mona := w.Guest(acctest.FabrikamID, "mona.manager@contoso.example")
		if !strings.Contains(progress, mona.ID) || len(w.Guests(acctest.FabrikamID)) != 1 || len(w.Mails(acctest.FabrikamID)) != 0 {
			t.Errorf("%q does not name %s, or there are more users or mails", progress, mona.ID)
		}
	}
	if _, problems := provision(acctest.AdministratorID); !strings.Contains(problems, "NotEffectivelyEntitled") || !strings.Contains(problems, "scope") {
		t.Errorf("a user out of scope: %s", problems)
	}
	if _, problems := provision("99999999-0000-4000-8000-000000000009"); !strings.Contains(problems, "404") {
		t.Errorf("an unknown user: %s", problems)
	}
	if guests := w.Guests(acctest.FabrikamID); len(guests) != 1 {
		t.Errorf("the target has %d guests", len(guests))
	}
}

// TestAwaitAddressBook: the wait ends when Exchange Online shows a recipient, and tells
// what it saw last if it does not. Nothing is written.
func TestAwaitAddressBook(t *testing.T) {
	t.Parallel()
	e := acctest.Standard().WithExchange("Global Reader")
	w := acctest.StartWith(t, e, kernel.Options{Lag: time.Minute})
	p := w.Protocol(t, nil)
	ana := w.Welcome(acctest.FabrikamID, anaEmail)
	w.Change(acctest.FabrikamID, ana.ID, map[string]any{"showInAddressList": true})
	await := func(email, timeout string) (progress, problems string) {
		config := map[string]any{"tenant": acctest.Fabrikam, "email": email}
		if timeout != "" {
			config["timeout"] = timeout
		}
		return p.Invoke(t, "multitenant_await_address_book", config)
	}
	if progress, problems := await(strings.ToUpper(anaEmail), ""); problems != "" || !strings.Contains(progress, "GuestMailUser") {
		t.Errorf("%q and %q", progress, problems)
	}
	w.Change(acctest.FabrikamID, w.Welcome(acctest.FabrikamID, "lee@contoso.example").ID, map[string]any{"showInAddressList": false})
	for email, last := range map[string]string{"nemo@contoso.example": "no recipient has the address", "lee@contoso.example": "hidden from address lists"} {
		if _, problems := await(email, "3s"); !strings.Contains(problems, last) || !strings.Contains(problems, "multitenant_gal_visibility") {
			t.Errorf("%s: %q", email, problems)
		}
	}
	if _, problems := await(anaEmail, "soon"); !strings.Contains(problems, "soon") {
		t.Errorf("a wrong timeout: %q", problems)
	}
	if err := w.Wrote(); err != nil {
		t.Error(err)
	}
}
