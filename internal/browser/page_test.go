package browser_test

import (
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

const (
	contosoID = "c0000000-0000-4000-8000-000000000001"
	seed      = `{"tenants": [
  {"key": "contoso", "tenant_id": "` + contosoID + `", "display_name": "<img src=x onerror=alert(1)>", "domains": ["contoso.example"], "users": [],
   "cross_tenant_access_policy": {"partners": [{"tenantId": "f0000000-0000-4000-8000-000000000001"}]}},
  {"key": "fabrikam", "tenant_id": "f0000000-0000-4000-8000-000000000001", "domains": ["fabrikam.example"],
   "users": [{"userPrincipalName": "kim@fabrikam.example", "mail": "kim@fabrikam.example", "displayName": "Kim"}]}
]}`
)

// TestEmulatorPage invites a user, and works with the page as a person does.
func TestEmulatorPage(t *testing.T) {
	t.Parallel()
	executable(t)
	w := area.NewWorld(kernel.Options{})
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
	invited, err := invitation.Invite(w, contosoID, invitation.Invitation{EmailAddress: "kim@fabrikam.example", SendMessage: true},
		kernel.Actor{AppID: "app", Permissions: []string{"User.Invite.All"}})
	if err != nil {
		t.Fatal(err)
	}
	b := open(t, server.Control()+"/")
	b.until(`document.querySelector("#maillist button")`)
	_, ticket, _ := strings.Cut(invited.RedeemURL, "ticket")
	if ticket == "" || b.eval(`document.documentElement.outerHTML.includes("ticket")`) != "false" || b.eval(`document.querySelectorAll("img").length`) != "0" {
		t.Error("the page shows a secret, or markup of a name")
	}
	b.eval(`document.querySelector("#maillist button").click()`)
	b.until(`document.getElementById("status").textContent === "Redeemed as kim@fabrikam.example"`)
	b.until(`document.querySelector("#maillist td:last-child").textContent === "Accepted"`)

	before := w.Now()
	b.eval(`document.querySelector('[data-seconds="2592000"]').click()`)
	b.until(`document.getElementById("status").textContent === "It is 30 days later"`)
	if days := w.Now().Sub(before).Hours() / 24; days < 30 || days > 31 {
		t.Errorf("the clock has advanced by %f days", days)
	}
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
