package browser_test

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

const (
	contosoID    = "c0000000-0000-4000-8000-000000000001"
	clientID     = "c1000000-0000-4000-8000-000000000001"
	clientSecret = "s3cret-of-contoso"
	seed         = `{"tenants": [
  {"key": "contoso", "tenant_id": "` + contosoID + `", "display_name": "<img src=x onerror=alert(1)>", "domains": ["contoso.example"], "users": [],
   "applications": [{"client_id": "` + clientID + `", "client_secret": "` + clientSecret + `", "permissions": ["User.Invite.All"]}],
   "cross_tenant_access_policy": {"partners": [{"tenantId": "f0000000-0000-4000-8000-000000000001"}]}},
  {"key": "fabrikam", "tenant_id": "f0000000-0000-4000-8000-000000000001", "domains": ["fabrikam.example"],
   "users": [{"userPrincipalName": "kim@fabrikam.example", "mail": "kim@fabrikam.example", "displayName": "Kim"}]}
]}`
)

// invited starts an emulator at a fixed time, in which Contoso has invited Kim of
// Fabrikam, and returns the link of the mail.
func invited(t *testing.T) (*kernel.World, *emulator.Server, string) {
	t.Helper()
	var ids atomic.Int64
	w := area.NewWorld(kernel.Options{
		Now:   func() time.Time { return time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC) },
		NewID: func() string { return fmt.Sprintf("e0000000-0000-4000-8000-%012d", ids.Add(1)) },
	})
	parsed, err := area.ParseSeed("seed", []byte(seed))
	if err == nil {
		err = w.Load(parsed)
	}
	if err != nil {
		t.Fatal(err)
	}
	server, err := emulator.Start(emulator.Config{World: w})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	sent, err := invitation.Invite(w, contosoID, invitation.Invitation{EmailAddress: "kim@fabrikam.example", SendMessage: true},
		kernel.Actor{AppID: "app", Permissions: []string{"User.Invite.All"}})
	if err != nil {
		t.Fatal(err)
	}
	return w, server, sent.RedeemURL
}

// TestEmulatorPage works with the page as a person does.
func TestEmulatorPage(t *testing.T) {
	t.Parallel()
	executable(t)
	w, server, link := invited(t)
	b := open(t, server.Control()+"/")
	b.until(`document.querySelector("#maillist button")`)
	if b.eval(`document.querySelectorAll("img").length`) != "0" {
		t.Error("the page shows markup of a name")
	}
	ticket := ticketOf(t, link)
	b.without(link, ticket, clientSecret)
	b.eval(`document.querySelector("#maillist button").click()`)
	b.until(`document.getElementById("status").textContent === "Redeemed as kim@fabrikam.example"`)
	b.until(`document.querySelector("#maillist td:last-child").textContent === "Accepted"`)

	before := w.Now()
	b.eval(`document.querySelector('[data-seconds="2592000"]').click()`)
	b.until(`document.getElementById("status").textContent === "It is 30 days later"`)
	if days := w.Now().Sub(before).Hours() / 24; days < 30 || days > 31 {
		t.Errorf("the clock has advanced by %f days", days)
	}
	b.without(link, ticket, clientSecret, signIn(b))
	keepsPlace(b)
	addFault(b, server)
	b.eval(`(() => { const s = document.getElementById("setting-flapping_replicas"); s.click(); })()`)
	b.until(`document.getElementById("status").textContent === "flapping_replicas changed"`)
	if w.Settings().FlappingReplicas {
		t.Error("the setting is unchanged")
	}
	if low := b.eval(contrast); low != "" {
		t.Errorf("contrast is low:\n%.2000s", low)
	}
	if unnamed := b.eval(`[...document.querySelectorAll("button, input, select")].filter((e) => !(e.textContent.trim() || e.labels?.length)).map((e) => e.outerHTML).join()`); unnamed != "" {
		t.Errorf("controls have no name: %s", unnamed)
	}
	b.local(strings.TrimSuffix(server.Control(), "/_emulator"))
}

// keepsPlace reads everything again: what was open stays open, the focus stays where it
// was, and what the page says is in view from its end.
func keepsPlace(b *tab) {
	b.t.Helper()
	b.eval(`(() => { const users = document.querySelector("#tenantlist article > details"); users.open = true; users.querySelector("summary").focus();
		document.getElementById("status").textContent = ""; document.getElementById("reload").click(); })()`)
	b.until(`document.getElementById("status").textContent === "Read again"`)
	if b.eval(`document.querySelector("#tenantlist article > details").open && document.activeElement.parentElement === document.querySelector("#tenantlist article > details")`) != "true" {
		b.t.Error("a new answer closes the users of a tenant, or takes the focus")
	}
	if b.eval(`(() => { scrollTo(0, document.body.scrollHeight); const r = document.getElementById("status").getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight; })()`) != "true" {
		b.t.Error("at the end of the page, what was done is out of view")
	}
}

// addFault fills the form, and sees the request that fails in the journal.
func addFault(b *tab, server *emulator.Server) {
	b.t.Helper()
	b.eval(`(() => { const f = document.getElementById("faultform"); f.service.value = "login"; f.status.value = "503"; f.times.value = "1"; f.requestSubmit(); })()`)
	b.until(`document.getElementById("status").textContent === "Fault added"`)
	if faults := server.Faults().List(); len(faults) != 1 || faults[0].Status != 503 || faults[0].Times != 1 {
		b.t.Errorf("the faults are %v", faults)
	}
	b.eval(`fetch("/common/discovery/v2.0/keys").then((r) => r.status)`)
	b.until(`[...document.querySelectorAll("#requestlist tr")].some((r) => r.textContent.includes("/common/discovery/v2.0/keys") && r.textContent.includes("503"))`)
	// The failed request is the test's own.
	b.problems = nil
}

// ticketOf is the secret in the link of a mail, which nests another link.
func ticketOf(t *testing.T, link string) string {
	t.Helper()
	outer, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	inner, err := url.Parse(outer.Query().Get("rd"))
	if err != nil {
		t.Fatal(err)
	}
	return inner.Query().Get("ticket")
}

// signIn signs an application in, waits for its request in the journal, copies all
// requests and returns the token.
func signIn(b *tab) string {
	b.t.Helper()
	token := b.eval(`fetch("/` + contosoID + `/oauth2/v2.0/token", {method: "POST", body: new URLSearchParams({grant_type: "client_credentials",
		client_id: "` + clientID + `", client_secret: "` + clientSecret + `", scope: "https://graph.microsoft.com/.default"})}).then((r) => r.json()).then((r) => r.access_token)`)
	if strings.Count(token, ".") != 2 {
		b.t.Fatalf("the sign-in returned %s", token)
	}
	b.until(`[...document.querySelectorAll("#requestlist tr")].some((r) => r.textContent.includes("/oauth2/v2.0/token") && r.textContent.includes("200"))`)
	b.eval(`(() => { window.copied = ""; Object.defineProperty(navigator, "clipboard", {value: {writeText: async (text) => { window.copied += text; }}});
		for (const e of document.querySelectorAll("#requestlist button")) e.click(); })()`)
	b.until(`window.copied.includes("/oauth2/v2.0/token")`)
	if copied := b.eval("window.copied"); !strings.Contains(copied, `/oauth2/v2.0/token' -d "$BODY"`) || !strings.HasPrefix(copied, "curl -g --cacert ") {
		b.t.Errorf("the commands are %s", copied)
	}
	return token
}

// without expects that no secret is in the page, nor in what it has copied.
func (b *tab) without(secrets ...string) {
	b.t.Helper()
	for _, secret := range secrets {
		if secret == "" || b.eval(`(document.documentElement.outerHTML + (window.copied ?? "")).includes(`+strconv.Quote(secret)+`)`) != "false" {
			b.t.Errorf("the page has the secret %.40q", secret)
		}
	}
}

// TestPictureOfTheEmulatorPage compares pictures of the tenants and of the mails.
func TestPictureOfTheEmulatorPage(t *testing.T) {
	t.Parallel()
	executable(t)
	_, server, _ := invited(t)
	b := open(t, server.Control()+"/")
	b.until(`document.querySelector("#maillist button") && document.querySelector("#tenantlist tr")`)
	b.compare("#tenants", "testdata/tenants.png")
	b.compare("#mails", "testdata/mails.png")
}
