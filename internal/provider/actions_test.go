package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// invoke runs an action over the plugin protocol, because action blocks need Terraform
// 1.14. It returns the progress and the errors.
func invoke(t *testing.T, p acctest.Protocol, name string, config map[string]any) (progress, problems string) {
	t.Helper()
	server, ok := p.Server.(tfprotov6.ActionServer)
	if !ok {
		t.Fatal("the provider has no actions")
	}
	arguments := acctest.Encode(t, p.Schemas.ActionSchemas[name].Schema.ValueType(), config)
	valid, err := server.ValidateActionConfig(t.Context(), &tfprotov6.ValidateActionConfigRequest{ActionType: name, Config: arguments})
	if err != nil {
		t.Fatal(err)
	}
	acctest.Silent(t, valid.Diagnostics)
	stream, err := server.InvokeAction(t.Context(), &tfprotov6.InvokeActionRequest{ActionType: name, Config: arguments})
	if err != nil {
		t.Fatal(err)
	}
	for event := range stream.Events {
		switch e := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			progress += e.Message
		case tfprotov6.CompletedInvokeActionEventType:
			for _, d := range e.Diagnostics {
				problems += d.Summary + ": " + d.Detail + "\n"
			}
		}
	}
	return progress, problems
}

// TestUserActions: each action has its effect in the tenant and one write, and is
// refused for users that it does not fit.
func TestUserActions(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard())
	p := w.Protocol(t, nil)
	ana := w.Welcome(acctest.FabrikamID, anaEmail)
	mails := len(w.Mails(acctest.FabrikamID))
	for _, step := range []struct {
		action, user, problem string
		writes                []string
	}{
		{"resend_invitation", ana.ID, "", []string{"POST /invitations"}},
		{"reset_redemption", ana.ID, "", []string{"POST /invitations"}},
		{"revoke_sessions", ana.ID, "", []string{"POST /users/{id}/revokeSignInSessions"}},
		{"resend_invitation", acctest.AdministratorID, "it is an internal user", nil},
		{"reset_redemption", acctest.AdministratorID, "it is an internal user", nil},
		{"revoke_sessions", "99999999-0000-4000-8000-000000000009", "404", nil},
	} {
		w.ForgetRequests()
		progress, problems := invoke(t, p, "multitenant_"+step.action, map[string]any{"tenant": "fabrikam", "user_id": step.user})
		if step.problem == "" && (problems != "" || progress == "") || !strings.Contains(problems, step.problem) {
			t.Errorf("%s says %q and %q, want %q", step.action, progress, problems, step.problem)
		}
		if err := w.Wrote(step.writes...); err != nil {
			t.Errorf("%s: %v", step.action, err)
		}
	}
	if sent := len(w.Mails(acctest.FabrikamID)) - mails; sent != 1 {
		t.Errorf("%d mails were sent", sent)
	}
	if u := w.User(acctest.FabrikamID, ana.ID); u == nil || u.ExternalUserState != "PendingAcceptance" {
		t.Errorf("after the reset the user is %+v", u)
	}
	if _, problems := invoke(t, p, "multitenant_revoke_sessions", map[string]any{"tenant": "tailspin", "user_id": ana.ID}); !strings.Contains(problems, "Unknown tenant") {
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
		progress, problems := invoke(t, p, "multitenant_control_sync", map[string]any{"tenant": "contoso", "service_principal_id": principal, "operation": step[0]})
		if problems != "" || progress == "" {
			t.Errorf("%s says %q and %q", step[0], progress, problems)
		}
		writes := w.Writes()
		if step[1] == "" && len(writes) > 0 || step[1] != "" && (len(writes) != 1 || !strings.HasSuffix(writes[0], "/"+step[1])) {
			t.Errorf("%s wrote %v", step[0], writes)
		}
	}
	if _, problems := invoke(t, p, "multitenant_control_sync", map[string]any{
		"tenant": "fabrikam", "service_principal_id": "99999999-0000-4000-8000-000000000009", "operation": "start",
	}); problems == "" {
		t.Error("an unknown service principal starts")
	}
}
