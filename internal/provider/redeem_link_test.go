package provider_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

const (
	redeemLink = "multitenant_redeem_link"
	monaEmail  = "mona.manager@contoso.example"
)

// ticketOf is the secret part of a redeem link.
func ticketOf(t *testing.T, link string) string {
	t.Helper()
	outer, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	inner, err := url.Parse(outer.Query().Get("rd"))
	if err != nil || inner.Query().Get("ticket") == "" {
		t.Fatalf("%q is no redeem link: %v", link, err)
	}
	return inner.Query().Get("ticket")
}

// TestRedeemLink: a pending user redeems with the last link and with no earlier one. No
// mail is sent. What has no link to give is refused without a write.
func TestRedeemLink(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard())
	p := w.Protocol(t, nil)
	mona := w.Welcome(acctest.FabrikamID, monaEmail)
	open := func(user string, more ...any) (link, problems string) {
		t.Helper()
		w.ForgetRequests()
		config := map[string]any{"tenant": acctest.Fabrikam, "user_id": user}
		if len(more) > 0 {
			config["enabled"] = more[0]
		}
		result, problems := p.Open(t, redeemLink, config)
		link, _ = result["redeem_url"].(string)
		return link, problems
	}
	if link, problems := open(mona.ID, false); link != "" || problems != "" || len(w.Requests()) > 0 {
		t.Errorf("not enabled: %q, %q after %v", link, problems, w.Requests())
	}
	first, problems := open(strings.ToUpper(mona.ID))
	if problems != "" || w.Wrote("POST /invitations") != nil {
		t.Fatalf("%q, %v", problems, w.Wrote("POST /invitations"))
	}
	// A lost answer has a link that only the next one replaces.
	w.Fault(wire.Fault{Method: "POST", Path: "/v1.0/invitations", DropResponse: true, Times: 1})
	second, problems := open(mona.ID, true)
	if problems != "" || len(w.Writes()) != 2 || first == second {
		t.Fatalf("%q after %v", problems, w.Writes())
	}
	if journal, err := json.Marshal(w.Entries(wire.Filter{})); err != nil || strings.Contains(string(journal), url.QueryEscape(ticketOf(t, second))) || strings.Contains(string(journal), ticketOf(t, second)) {
		t.Errorf("the journal has the link (%v)", err)
	}
	if err := invitation.RedeemLink(w.World, first, "contoso", monaEmail); err == nil {
		t.Error("a replaced link redeems")
	}
	if err := invitation.RedeemLink(w.World, second, "contoso", monaEmail); err != nil {
		t.Fatal(err)
	}
	if err := invitation.RedeemLink(w.World, second, "contoso", monaEmail); err == nil {
		t.Error("a link redeems twice")
	}
	for user, why := range map[string]string{
		mona.ID: "redeemed already", acctest.ManagerID: "internal user", "99999999-0000-4000-8000-000000000009": "404", "ana": "GUID",
	} {
		if link, problems := open(user); link != "" || !strings.Contains(problems, why) || w.Wrote() != nil {
			t.Errorf("%s: %q, %q, %v", user, link, problems, w.Wrote())
		}
	}
	if u := w.User(acctest.FabrikamID, mona.ID); u.ExternalUserState != "Accepted" || len(w.Mails(acctest.FabrikamID)) > 0 || len(w.Guests(acctest.FabrikamID)) != 1 {
		t.Errorf("%+v, mails %v", u, w.Mails(acctest.FabrikamID))
	}
	for _, a := range p.Schemas.EphemeralResourceSchemas[redeemLink].Block.Attributes {
		if secrets[a.Name] && !a.Sensitive || a.Description == "" {
			t.Errorf("%s is a secret, or without a description", a.Name)
		}
	}
}

// TestRedeemLinkOfTheCLI: the apply alone makes the link, and neither state, plan, output
// nor log has it.
func TestRedeemLinkOfTheCLI(t *testing.T) {
	t.Parallel()
	acctest.NeedsCLI(t, 11)
	w := acctest.Start(t, acctest.Standard())
	mona := w.Welcome(acctest.FabrikamID, monaEmail)
	s := acctest.NewWorkspace(t, w.Config(fmt.Sprintf(`
variable "deliver" {
  type    = bool
  default = false
}

ephemeral "multitenant_redeem_link" "mona" {
  count   = var.deliver ? 1 : 0
  tenant  = "fabrikam"
  user_id = %q
  enabled = terraform.applying
}

resource "terraform_data" "message" {
  count            = var.deliver ? 1 : 0
  triggers_replace = timestamp()

  provisioner "local-exec" {
    command     = "printf %%s \"$LINK\" > delivered"
    environment = { LINK = ephemeral.multitenant_redeem_link.mona[0].redeem_url }
  }
}
`, mona.ID)), "TF_LOG=TRACE", "TF_LOG_PATH=trace.log")
	w.ForgetRequests()
	out := s.MustRun("apply", "-auto-approve", "-var", "deliver=true")
	if err := w.Wrote("POST /invitations"); err != nil {
		t.Error(err)
	}
	w.ForgetRequests()
	out += s.MustRun("apply", "-auto-approve")
	if err := w.Wrote(); err != nil {
		t.Errorf("another apply: %v", err)
	}
	link := content(t, s.Path("delivered"))
	ticket := ticketOf(t, link)
	for name, text := range map[string]string{"the output": out, "the state": content(t, s.Path("terraform.tfstate")), "the log": content(t, s.Path("trace.log"))} {
		for _, form := range []string{ticket, url.QueryEscape(ticket), url.QueryEscape(url.QueryEscape(ticket))} {
			if strings.Contains(text, form) {
				t.Errorf("%s has the link", name)
			}
		}
	}
	if err := invitation.RedeemLink(w.World, link, "contoso", monaEmail); err != nil {
		t.Error(err)
	}
}

func content(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
