package graphapi

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// The response repeats the message of an application; the mail does not contain
// its text (graph-identity §1.6).
func TestInvitationMessage(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.do(http.MethodPost, "/v1.0/invitations", `{"invitedUserEmailAddress":"ana@fabrikam.example","inviteRedirectUrl":"https://x.example","sendInvitationMessage":true,
	  "invitedUserMessageInfo":{"@odata.type":"#microsoft.graph.invitedUserMessageInfo","customizedMessageBody":"Hi","messageLanguage":"es-ES",
	   "ccRecipients":[{"emailAddress":{"address":"cc@x.example","name":"Carla"}}]}}`).want(201)
	const echo = `{"ccRecipients":[{"emailAddress":{"address":"cc@x.example","name":"Carla"}}],"customizedMessageBody":"Hi","messageLanguage":"es-ES"}`
	if got, err := json.Marshal(r.json["invitedUserMessageInfo"]); err != nil || string(got) != echo {
		t.Errorf("message info %s, %v", got, err)
	}
	mails, err := invitation.Mails(b.world, contosoID)
	if err != nil || len(mails) != 1 {
		t.Fatalf("mails %+v, %v", mails, err)
	}
	if m := mails[0]; m.To != "ana@fabrikam.example" || m.CC != "cc@x.example" || m.Language != "es-ES" || m.Application != "app" || m.CustomText != "" {
		t.Errorf("mail %+v", m)
	}
	for _, info := range []string{`{"messageLanguage":1}`, `{"customizedMessageBody":{}}`, `{"ccRecipients":[{}]}`, `{"ccRecipients":{}}`, `{"tone":"warm"}`, `"Hi"`} {
		b.do(http.MethodPost, "/v1.0/invitations", `{"invitedUserMessageInfo":`+info+`}`).wantError(400, refusal.CodeInvitation, "invitedUserMessageInfo")
	}
}
