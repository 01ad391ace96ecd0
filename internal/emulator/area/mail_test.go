package area_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

func mails(t *testing.T, w *kernel.World, tenantID string) []invitation.Mail {
	t.Helper()
	all, err := invitation.Mails(w, tenantID)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Each accepted invitation that requests a mail sends one, also for existing users;
// no other request does.
func TestMailPerInvitation(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	application := kernel.Actor{AppID: "app", Permissions: inviter.Permissions}
	invite := func(i invitation.Invitation) invitation.Invited {
		t.Helper()
		outcome, err := invitation.Invite(w, contosoID, i, application)
		if err != nil {
			t.Fatal(err)
		}
		return outcome
	}
	silent := to("ana@fabrikam.example")
	id := invite(silent).UserID
	if sent := mails(t, w, contosoID); len(sent) != 0 {
		t.Fatalf("mails without being asked for: %+v", sent)
	}
	loud := silent
	loud.SendMessage = true
	loud.Message = invitation.Message{Language: "es-ES", CC: "chief@contoso.example", CCName: "Chief"}
	w.Advance(time.Minute)
	invite(loud)
	reset := loud
	reset.ResetRedemption, reset.UserID, reset.Message = true, id, invitation.Message{}
	invite(reset)
	fresh := invite(invitation.Invitation{EmailAddress: "bo@fabrikam.example", SendMessage: true})
	refused := to("new@contoso.example")
	refused.SendMessage = true
	_, err := invitation.Invite(w, contosoID, refused, application)
	wantFault(t, err, 400, refusal.CodeInvitation, "verified domain")

	base := invitation.Mail{Time: start.Add(time.Minute), Tenant: "contoso", TenantID: contosoID, Application: "app", Language: "en-US"}
	again, anew, first := base, base, base
	again.UserID, again.To, again.Existing, again.Language, again.CC = id, "ana@fabrikam.example", true, "es-ES", "chief@contoso.example"
	anew.UserID, anew.To, anew.Existing, anew.Reset = id, "ana@fabrikam.example", true, true
	first.UserID, first.To = fresh.UserID, "bo@fabrikam.example"
	sent := mails(t, w, contosoID)
	for i, want := range []invitation.Mail{again, anew, first} {
		if i >= len(sent) || sent[i] != want {
			t.Fatalf("mail %d: got %+v, want %+v", i, sent, want)
		}
	}
	if len(sent) != 3 || len(mails(t, w, fabrikamID)) != 0 {
		t.Errorf("%d mails", len(sent))
	}
	invitation.ForgetMails(w)
	if sent := mails(t, w, contosoID); len(sent) != 0 {
		t.Errorf("after ForgetMails: %+v", sent)
	}
	if _, err := invitation.Mails(w, "nowhere"); err == nil {
		t.Error("an unknown tenant has mails")
	}
}

// Microsoft omits custom text if an application invites, or a user without a mail
// address.
func TestCustomTextInMails(t *testing.T) {
	t.Parallel()
	application := kernel.Actor{AppID: "app", Permissions: inviter.Permissions}
	user := kernel.Actor{AppID: "cli", UserID: adminID, Permissions: inviter.Permissions}
	tests := []struct {
		name    string
		by      kernel.Actor
		mail    any // of the user
		dropped bool
		want    string
	}{
		{"application, dropped", application, "adele@contoso.example", true, ""},
		{"application, not dropped", application, "adele@contoso.example", false, "Welcome"},
		{"user with mail", user, "adele@contoso.example", true, "Welcome"},
		{"user without mail", user, nil, false, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(o *kernel.Options) {
				o.Settings = settings.With(func(s *settings.Settings) { s.CustomMessagesOfApplicationsAreDropped = tt.dropped })
			})
			if err := directory.UpdateUser(w, contosoID, adminID, map[string]any{"mail": tt.mail}, inviter); err != nil {
				t.Fatal(err)
			}
			i := to("ana@fabrikam.example")
			i.SendMessage, i.Message = true, invitation.Message{Body: "Welcome"}
			if _, err := invitation.Invite(w, contosoID, i, tt.by); err != nil {
				t.Fatal(err)
			}
			sent := mails(t, w, contosoID)
			if len(sent) != 1 || sent[0].CustomText != tt.want || sent[0].Inviter != tt.by.UserID {
				t.Errorf("got %+v", sent)
			}
		})
	}
}

func TestMailsSurviveARestart(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	i := to("ana@fabrikam.example")
	i.SendMessage = true
	if _, err := invitation.Invite(w, contosoID, i, inviter); err != nil {
		t.Fatal(err)
	}
	data, err := w.SaveState()
	if err != nil {
		t.Fatal(err)
	}
	restarted := newWorld(t, nil)
	if err := restarted.LoadState(data); err != nil {
		t.Fatal(err)
	}
	want := mails(t, w, contosoID)
	if got := mails(t, restarted, contosoID); len(got) != 1 || got[0] != want[0] {
		t.Errorf("got %+v, want %+v", got, want)
	}
	var snapshot struct {
		Contoso struct{ Mails []invitation.Mail }
	}
	text, err := json.Marshal(restarted.Snapshot())
	if err != nil || json.Unmarshal(text, &snapshot) != nil || len(snapshot.Contoso.Mails) != 1 {
		t.Errorf("snapshot %+v, %v", snapshot, err)
	}
}
