package emulator

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// What reaches another back end is not there yet (exchange §4).
func TestLostAffinity(t *testing.T) {
	t.Parallel()
	world := area.NewWorld(kernel.Options{Lag: time.Minute, Now: func() time.Time { return time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC) }})
	m := startMail(t, Config{World: world})
	token := m.mailToken(recipientID, exchangeAudience)
	m.records(m.invoke(token, "New-MailContact", `{"Name":"mia","ExternalEmailAddress":"mia@fabrikam.example"}`))
	get := func() answer { return m.invoke(token, "Get-MailContact", `{"Identity":"mia"}`) }
	m.records(get())
	constant := m.anchor
	m.anchor = "UPN:kim@wingtip.example"
	m.refusedBy(get(), 404, "ManagementObjectNotFoundException", "'mia'")
	m.anchor = constant
	m.records(get())
	jar := m.client.Jar
	m.newSession()
	m.refusedBy(get(), 404, "ManagementObjectNotFoundException", "'mia'")
	m.client.Jar = jar
	m.records(m.invoke(token, "Set-MailContact", `{"Identity":"mia","DisplayName":"Mia"}`))
	m.newSession()
	m.control("PATCH", "/settings", `{"lost_affinity_misses_writes":false}`, 200)
	if got := m.records(get()).Value[0]["DisplayName"]; got != "Mia" {
		t.Errorf("without the setting it is %v", got)
	}
	m.control("PATCH", "/settings", `{"lost_affinity_misses_writes":true}`, 200)
	m.control("POST", "/clock/advance", `{"seconds":60}`, 200)
	m.newSession()
	m.records(get())
}

// Pages end with a link that only the same client can follow, by POST and by GET,
// for 30 minutes (exchange §6.1).
func TestPagesOfExchange(t *testing.T) {
	t.Parallel()
	m := startMail(t, Config{})
	token := m.mailToken(recipientID, exchangeAudience)
	for i := range 5 {
		m.records(m.invoke(token, "New-MailContact", fmt.Sprintf(`{"Name":"c%d","ExternalEmailAddress":"c%d@fabrikam.example"}`, i, i)))
	}
	m.prefer = "odata.maxpagesize=2"
	const body = `{"CmdletInput":{"CmdletName":"Get-MailContact","Parameters":{"ResultSize":"Unlimited","SortBy":"Name"}}}`
	first := m.invoke(token, "Get-MailContact", `{"ResultSize":"Unlimited","SortBy":"Name"}`)
	for _, method := range []string{http.MethodPost, http.MethodGet} {
		var names []string
		p, sent := m.records(first), body
		if method == http.MethodGet {
			sent = ""
		}
		for {
			for _, r := range p.Value {
				names = append(names, fmt.Sprint(r["Name"]))
			}
			if p.Next == "" {
				break
			}
			if len(p.Value) != 2 || !slices.Equal(p.Warnings, []string{"There are more results available than are currently displayed. To view them, increase the value for the ResultSize parameter."}) {
				t.Fatalf("%s: the page is %+v", method, p)
			}
			p = m.records(m.send(method, p.Next, token, sent))
		}
		if fmt.Sprint(names) != "[c0 c1 c2 c3 c4 Lee]" {
			t.Errorf("%s: got %v", method, names)
		}
	}
	next := m.records(first).Next
	jar := m.client.Jar
	m.newSession()
	m.refusedBy(m.send("POST", next, token, body), 400, "ODataServiceException", "Expired or Invalid pagination request. Default Expiry time is 00:30:00")
	m.client.Jar = jar
	m.control("POST", "/clock/advance", `{"seconds":1800}`, 200)
	m.refusedBy(m.send("POST", next, token, body), 400, "ODataServiceException", "Expired or Invalid")
	m.prefer = ""
	if p := m.records(m.invoke(token, "Get-MailContact", `{"ResultSize":1}`)); len(p.Value) != 1 || p.Next == "" {
		t.Errorf("ResultSize 1 gives %+v", p)
	}
	m.control("PATCH", "/settings", `{"result_size_is_ignored":true,"next_links_fail":true}`, 200)
	if p := m.records(m.invoke(token, "Get-MailContact", `{"ResultSize":"1"}`)); len(p.Value) != 6 || p.Next != "" {
		t.Errorf("an ignored ResultSize gives %+v", p)
	}
}
