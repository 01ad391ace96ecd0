package emulator

import (
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Every response has the date of the emulator's clock, and the times of users are
// in the same whole seconds: a client can compare the two.
func TestDatesOfAnswers(t *testing.T) {
	t.Parallel()
	still := time.Date(2031, 3, 9, 12, 0, 0, 123456789, time.UTC)
	r := start(t, Config{World: area.NewWorld(kernel.Options{Now: func() time.Time { return still }})})
	token, base := r.contosoToken(), r.base(schema.CloudPublic)
	invited := r.do("POST", base+"/v1.0/invitations", token, invitation)
	answers := map[string]answer{
		"login":           r.signIn(contosoID, contosoApp, contosoSecret),
		"refused sign-in": r.signIn(contosoID, contosoApp, "wrong"),
		"graph":           invited,
		"refused graph":   r.do("GET", base+"/v1.0/users", "", ""),
		"control":         r.do("GET", base+"/_emulator/mails", "", ""),
	}
	for name, a := range answers {
		if got := a.header.Values("Date"); len(got) != 1 || got[0] != "Sun, 09 Mar 2031 12:00:00 GMT" {
			t.Errorf("%s: date %q", name, got)
		}
	}
	created := r.do("GET", base+"/v1.0/users/lee.gu_fabrikam.example%23EXT%23@contoso.onmicrosoft.com?$select=createdDateTime", token, "")
	if !strings.Contains(created.body, `"createdDateTime":"2031-03-09T12:00:00Z"`) {
		t.Errorf("got %s", created.body)
	}
}
