package control

import (
	"net/http"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

func TestMails(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	contains(t, h.want(http.StatusOK, "GET", "/mails", ""), `"mails":[]`)
	outcome, err := invitation.Invite(h.world, contosoID, invitation.Invitation{EmailAddress: "lee@fabrikam.example", SendMessage: true},
		kernel.Actor{AppID: appID, Permissions: []string{"User.Invite.All"}})
	if err != nil {
		t.Fatal(err)
	}
	text := h.want(http.StatusOK, "GET", "/mails", "")
	contains(t, text, `"to":"lee@fabrikam.example"`, `"tenant":"contoso"`, `"application":"`+appID+`"`, `"time":"2026-01-15T09:00:00Z"`)
	if _, ticket, _ := strings.Cut(outcome.RedeemURL, "ticket"); ticket == "" || strings.Contains(text, ticket) {
		t.Errorf("the redeem URL is in %s", text)
	}
	contains(t, h.want(http.StatusOK, "GET", "/mails?tenant=contoso", ""), "lee@")
	contains(t, h.want(http.StatusOK, "GET", "/mails?tenant="+fabrikamID, ""), `"mails":[]`)
	h.want(http.StatusNotFound, "GET", "/mails?tenant=moon", "")
	h.want(http.StatusNoContent, "DELETE", "/mails", "")
	contains(t, h.want(http.StatusOK, "GET", "/mails", ""), `"mails":[]`)
}
