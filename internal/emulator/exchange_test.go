package emulator

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// The bytes of an envelope have the order and the sidecars of captured answers
// (exchange §6).
func TestEnvelopeOfExchange(t *testing.T) {
	t.Parallel()
	m := startMail(t, Config{})
	token := m.mailToken(recipientID, exchangeAudience)
	a := m.send(http.MethodPost, m.base(schema.CloudPublic)+"/adminapi/beta/"+mailTenant+"/InvokeCommand?$select=Identity,Guid,EmailAddresses,HiddenFromAddressListsEnabled,WhenChanged,ArchiveGuid,SKUAssigned",
		token, `{"CmdletInput":{"CmdletName":"get-mailuser","Parameters":{"identity":"ANA@fabrikam.example"}}}`)
	want := fmt.Sprintf(`{"@odata.context":"%s/adminapi/beta/%s/$metadata#Collection(Exchange.GenericHashTable)",`+
		`"adminapi.warnings@odata.type":"#Collection(String)","@adminapi.warnings":[],"value":[{"Identity":"%s",`+
		`"Guid@data.type":"System.Guid","Guid":"ba3c960f-c369-4a5c-8595-3aa569c396eb","WhenChanged@data.type":"System.DateTime","WhenChanged":"2024-01-15T08:00:00.0000000+00:00",`+
		`"ArchiveGuid@data.type":"System.Guid","ArchiveGuid":"00000000-0000-0000-0000-000000000000","SKUAssigned":null,`+
		`"EmailAddresses@odata.type":"#Collection(String)","EmailAddresses":["SMTP:ana@fabrikam.example"],"HiddenFromAddressListsEnabled":true}]}`,
		m.base(schema.CloudPublic), mailTenant, guestID)
	if a.status != http.StatusOK || a.body != want {
		t.Errorf("got %d\n%s\nwant\n%s", a.status, a.body, want)
	}
	for _, name := range []string{"request-id", "X-CalculatedBETarget", "Cmdlet-Name", "Set-Cookie"} {
		if a.header.Get(name) == "" {
			t.Errorf("the header %s is missing", name)
		}
	}
	if tip := m.records(m.invoke(token, "Get-MailUser", `{"Identity":"`+guestID+`"}`)).Value[0]["MailTip"]; tip != "<html>\n<body>\nAt Fabrikam\n</body>\n</html>\n" {
		t.Errorf("the mail tip is %q", tip)
	}
}

// Both grants are needed: without the permission 401, without the role 403 with NUL
// bytes under a false encoding (exchange §3, §7.2).
func TestAccessToExchange(t *testing.T) {
	t.Parallel()
	m := startMail(t, Config{})
	const get, set = "Get-MailUser", "Set-MailUser"
	hide := `{"Identity":"` + guestID + `","HiddenFromAddressListsEnabled":false}`
	for name, test := range map[string]struct {
		app, audience, cmdlet, parameters string
		status                            int
	}{
		"both":                    {recipientID, exchangeAudience, set, hide, 200},
		"the emulator's address":  {recipientID, m.base(schema.CloudPublic), get, `{}`, 200},
		"another audience":        {recipientID, publicGraph, get, `{}`, 401},
		"role without permission": {noGrantID, exchangeAudience, get, `{}`, 401},
		"permission without role": {noRoleID, exchangeAudience, get, `{}`, 403},
		"reader reads":            {readerID, exchangeAudience, get, `{}`, 200},
		"reader writes":           {readerID, exchangeAudience, set, hide, 403},
		"role group":              {groupID, exchangeAudience, set, hide, 200},
		"sharing":                 {readerID, exchangeAudience, "Get-OrganizationRelationship", `{}`, 200},
		"recipients and sharing":  {recipientID, exchangeAudience, "Get-OrganizationRelationship", `{}`, 403},
		"reader changes sharing":  {readerID, exchangeAudience, "Set-OrganizationRelationship", `{"Identity":"Fabrikam","Enabled":false}`, 403},
		"administrator":           {adminID, exchangeAudience, "Set-OrganizationRelationship", `{"Identity":"Fabrikam","Enabled":false}`, 200},
		"role group and sharing":  {groupID, exchangeAudience, "Get-OrganizationRelationship", `{}`, 403},
	} {
		a := m.invoke(m.mailToken(test.app, test.audience), test.cmdlet, test.parameters)
		if a.status != test.status {
			t.Errorf("%s: got %d %s", name, a.status, a.body)
		}
		switch a.status {
		case http.StatusForbidden:
			if strings.Trim(a.body, "\x00") != "" || len(a.body) != 4096 || a.header.Get("Content-Encoding") != "gzip" || a.header.Get("x-ExceptionType") != "CmdletAccessDeniedException" {
				t.Errorf("%s: got %v %q", name, a.header, a.body)
			}
		case http.StatusUnauthorized:
			if a.body != "" || !strings.HasPrefix(a.header.Get("WWW-Authenticate"), "Bearer ") || a.header.Get("x-ms-diagnostics") == "" {
				t.Errorf("%s: got %v %q", name, a.header, a.body)
			}
		}
	}
}

// A guest is a mail user after a delay, hidden, and a visible one is a member and
// still a mail user after another; Graph and Exchange then agree (exchange §10, §12).
func TestRecommendedOrderInExchange(t *testing.T) {
	t.Parallel()
	m := startMail(t, Config{World: area.NewWorld(kernel.Options{Lag: time.Minute, RequestsMoveLag: true})})
	token, graph := m.mailToken(recipientID, exchangeAudience), m.mailToken(graphID, publicGraph)
	id := m.invite(graph, "new@fabrikam.example", "Guest")
	identity := `"Identity":"` + id + `"`
	a := m.eventually("the mail user", func() answer { return m.invoke(token, "Get-MailUser", `{`+identity+`}`) }, func(a answer) bool { return a.status == 200 })
	if r := m.records(a).Value[0]; r["RecipientTypeDetails"] != "GuestMailUser" || r["HiddenFromAddressListsEnabled"] != true || r["ExternalEmailAddress"] != "SMTP:new@fabrikam.example" {
		t.Fatalf("the mail user is %v", r)
	}
	if a := m.invoke(token, "Set-MailUser", `{`+identity+`,"HiddenFromAddressListsEnabled":false}`); a.status != 200 || len(m.records(a).Value) != 0 {
		t.Fatalf("got %d %s", a.status, a.body)
	}
	user := m.base(schema.CloudPublic) + "/v1.0/users/" + id
	m.eventually("showInAddressList", func() answer { return m.do("GET", user+"?$select=showInAddressList", graph, "") },
		func(a answer) bool { return strings.Contains(a.body, `"showInAddressList":true`) })
	if a := m.do("PATCH", user, graph, `{"userType":"Member"}`); a.status != 204 {
		t.Fatalf("got %d %s", a.status, a.body)
	}
	a = m.eventually("the member", func() answer { return m.invoke(token, "Get-MailUser", `{`+identity+`}`) },
		func(a answer) bool { return strings.Contains(a.body, `"RecipientTypeDetails":"MailUser"`) })
	if r := m.records(a).Value[0]; r["HiddenFromAddressListsEnabled"] != false {
		t.Errorf("the member is %v", r)
	}
}

// In the wrong order there is no mail user, ever (exchange §10).
func TestWrongOrderInExchange(t *testing.T) {
	t.Parallel()
	m := startMail(t, Config{World: area.NewWorld(kernel.Options{Lag: time.Minute, RequestsMoveLag: true})})
	graph := m.mailToken(graphID, publicGraph)
	early, direct := m.invite(graph, "early@fabrikam.example", "Guest"), m.invite(graph, "direct@fabrikam.example", "Member")
	m.eventually("the change", func() answer {
		return m.do("PATCH", m.base(schema.CloudPublic)+"/v1.0/users/"+early, graph, `{"userType":"Member"}`)
	}, func(a answer) bool { return a.status == 204 })
	m.control("POST", "/clock/advance", `{"seconds":7200}`, 200)
	token := m.mailToken(recipientID, exchangeAudience)
	for _, id := range []string{early, direct} {
		m.refusedBy(m.invoke(token, "Get-MailUser", `{"Identity":"`+id+`"}`), 404, "ManagementObjectNotFoundException", "couldn't be found")
		if r := m.records(m.invoke(token, "Get-User", `{"Identity":"`+id+`"}`)).Value[0]; r["RecipientTypeDetails"] != "User" {
			t.Errorf("the user is %v", r)
		}
	}
}

// invite returns the id of the user.
func (m *mailRig) invite(token, email, userType string) string {
	m.t.Helper()
	a := m.do("POST", m.base(schema.CloudPublic)+"/v1.0/invitations", token,
		`{"invitedUserEmailAddress":"`+email+`","inviteRedirectUrl":"https://myapps.microsoft.com","invitedUserType":"`+userType+`"}`)
	_, rest, _ := strings.Cut(a.body, `"invitedUser":{"id":"`)
	if a.status != http.StatusCreated || len(rest) < 36 {
		m.t.Fatalf("%d %s", a.status, a.body)
	}
	return rest[:36]
}

// eventually repeats a request until the answer is accepted.
func (m *mailRig) eventually(what string, request func() answer, accept func(answer) bool) answer {
	m.t.Helper()
	for range 30 {
		if a := request(); accept(a) {
			return a
		}
	}
	m.t.Fatalf("%s did not come", what)
	return answer{}
}

// All rows of the table of mail contacts, through Exchange (exchange §11).
func TestMailContactTableInExchange(t *testing.T) {
	t.Parallel()
	m := startMail(t, Config{})
	token, graph := m.mailToken(recipientID, exchangeAudience), m.mailToken(graphID, publicGraph)
	contact := func(address string) answer {
		return m.invoke(token, "New-MailContact", `{"Name":"`+address+`","ExternalEmailAddress":"`+address+`"}`)
	}
	details := func(address string) string {
		p := m.records(m.invoke(token, "Get-Recipient", `{"Filter":"EmailAddresses -eq '`+address+`'"}`))
		if len(p.Value) == 0 {
			return ""
		}
		return fmt.Sprint(p.Value[0]["RecipientTypeDetails"])
	}
	m.invite(graph, "member@fabrikam.example", "Member")
	if got := details("member@fabrikam.example"); got != "" {
		t.Errorf("nothing there, invited as Member: %s", got)
	}
	guest := m.invite(graph, "guest@fabrikam.example", "Guest")
	if got := details("guest@fabrikam.example"); got != "GuestMailUser" {
		t.Errorf("nothing there, invited as Guest: %s", got)
	}
	if a := m.do("POST", m.base(schema.CloudPublic)+"/v1.0/invitations", graph,
		`{"invitedUserEmailAddress":"lee@fabrikam.example","inviteRedirectUrl":"https://myapps.microsoft.com","invitedUserType":"Member"}`); a.status != 400 {
		t.Errorf("a mail contact, invited as Member: %d %s", a.status, a.body)
	}
	lee := m.invite(graph, "lee@fabrikam.example", "Guest")
	if got := details("lee@fabrikam.example"); got != "MailContact" {
		t.Errorf("a mail contact, invited as Guest: %s", got)
	}
	m.refusedBy(m.invoke(token, "Get-MailUser", `{"Identity":"`+lee+`"}`), 404, "ManagementObjectNotFoundException", lee)
	m.refusedBy(contact("GUEST@fabrikam.example"), 400, "ProxyAddressExistsException", guest)
	if a := m.do("PATCH", m.base(schema.CloudPublic)+"/v1.0/users/"+guest, graph, `{"userType":"Member"}`); a.status != 204 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if got := details("guest@fabrikam.example"); got != "MailUser" {
		t.Errorf("the member is %s", got)
	}
	m.refusedBy(contact("guest@fabrikam.example"), 400, "ProxyAddressExistsException", guest)
	if a := contact("member@fabrikam.example"); a.status != 200 {
		t.Errorf("a contact beside a user without mail: %d %s", a.status, a.body)
	}
}

// A mail contact lives in both directories.
func TestMailContactsOfExchange(t *testing.T) {
	t.Parallel()
	m := startMail(t, Config{})
	token, graph := m.mailToken(recipientID, exchangeAudience), m.mailToken(graphID, publicGraph)
	created := m.records(m.invoke(token, "New-MailContact", `{"Name":"Mia Lee","ExternalEmailAddress":"mia@fabrikam.example","FirstName":"Mia"}`)).Value[0]
	if created["Alias"] != "MiaLee" || created["DisplayName"] != "Mia Lee" || created["PrimarySmtpAddress"] != "mia@fabrikam.example" {
		t.Fatalf("created %v", created)
	}
	twin := fmt.Sprint(created["ExternalDirectoryObjectId"])
	if a := m.do("GET", m.base(schema.CloudPublic)+"/v1.0/contacts/"+twin, graph, ""); !strings.Contains(a.body, `"mail":"mia@fabrikam.example"`) {
		t.Errorf("Graph has %d %s", a.status, a.body)
	}
	m.refusedBy(m.invoke(token, "New-MailContact", `{"Name":"mia lee","ExternalEmailAddress":"other@fabrikam.example"}`), 400, "ADObjectAlreadyExistsException", "CN=mia lee,")
	m.refusedBy(m.invoke(token, "New-MailContact", `{"Name":"x","ExternalEmailAddress":"nonsense"}`), 400, "RecipientTaskException", "is not an SMTP")
	identity := fmt.Sprintf(`"Identity":"%v"`, created["Guid"])
	set := m.records(m.invoke(token, "Set-MailContact", `{`+identity+`,"HiddenFromAddressListsEnabled":true,"ExternalEmailAddress":"mia@tailspin.example","CustomAttribute1":"a"}`))
	if len(set.Value) != 0 || len(set.Warnings) != 0 {
		t.Errorf("set %+v", set)
	}
	again := m.records(m.invoke(token, "Set-MailContact", `{`+identity+`,"HiddenFromAddressListsEnabled":true}`))
	if len(again.Warnings) != 1 || !strings.Contains(again.Warnings[0], "no settings of 'Mia Lee' have been modified") {
		t.Errorf("set again %+v", again)
	}
	got := m.records(m.invoke(token, "Get-MailContact", `{`+identity+`}`)).Value[0]
	if got["HiddenFromAddressListsEnabled"] != true || fmt.Sprint(got["EmailAddresses"]) != "[SMTP:mia@tailspin.example]" || got["CustomAttribute1"] != "a" {
		t.Errorf("got %v", got)
	}
	m.records(m.invoke(token, "Remove-MailContact", `{`+identity+`,"Confirm":false}`))
	m.refusedBy(m.invoke(token, "Get-MailContact", `{`+identity+`}`), 404, "ManagementObjectNotFoundException", "couldn't be found on")
	if a := m.do("GET", m.base(schema.CloudPublic)+"/v1.0/contacts/"+twin, graph, ""); a.status != 404 {
		t.Errorf("Graph still has %d %s", a.status, a.body)
	}
	m.records(m.invoke(token, "New-MailContact", `{"Name":"Mia Lee","ExternalEmailAddress":"mia@tailspin.example"}`))
}

// Get-Contact and Set-Contact are about the person of a mail contact: the same object
// without its mail.
func TestContactsOfExchange(t *testing.T) {
	t.Parallel()
	m := startMail(t, Config{})
	token, graph := m.mailToken(recipientID, exchangeAudience), m.mailToken(graphID, publicGraph)
	m.refusedBy(m.invoke(m.mailToken(readerID, exchangeAudience), "Set-Contact", `{"Identity":"lee@fabrikam.example","FirstName":"Lee"}`), 403, "CmdletAccessDeniedException", "")
	set := m.records(m.invoke(token, "Set-Contact", `{"Identity":"`+contactID+`","FirstName":"Lee","LastName":"Gu","Company":"Fabrikam","DisplayName":"Lee Gu"}`))
	if len(set.Value) != 0 || len(set.Warnings) != 0 {
		t.Errorf("set %+v", set)
	}
	got := m.records(m.invoke(token, "Get-Contact", `{"Identity":"`+contactID+`"}`)).Value[0]
	for name, want := range map[string]any{"FirstName": "Lee", "LastName": "Gu", "Company": "Fabrikam", "DisplayName": "Lee Gu", "WindowsEmailAddress": "lee@fabrikam.example"} {
		if got[name] != want {
			t.Errorf("%s is %v, want %v", name, got[name], want)
		}
	}
	for _, name := range []string{"EmailAddresses", "ExternalEmailAddress", "MailTip", "HiddenFromAddressListsEnabled"} {
		if _, there := got[name]; there {
			t.Errorf("Get-Contact has %s", name)
		}
	}
	if a := m.do("GET", m.base(schema.CloudPublic)+"/v1.0/contacts/"+contactID, graph, ""); !strings.Contains(a.body, `"givenName":"Lee"`) || !strings.Contains(a.body, `"companyName":"Fabrikam"`) {
		t.Errorf("Graph has %d %s", a.status, a.body)
	}
	mail := m.records(m.invoke(token, "Get-MailContact", `{"Identity":"`+contactID+`"}`)).Value[0]
	if _, there := mail["FirstName"]; there || mail["Guid"] != got["Guid"] {
		t.Errorf("the mail contact is %v", mail)
	}
	m.records(m.invoke(token, "Set-Contact", `{"Identity":"`+contactID+`","LastName":null}`))
	if got := m.records(m.invoke(token, "Get-Contact", `{"Identity":"`+contactID+`"}`)).Value[0]; got["LastName"] != "" || got["FirstName"] != "Lee" {
		t.Errorf("cleared %v", got)
	}
	m.refusedBy(m.invoke(token, "Set-Contact", `{"Identity":"`+contactID+`","FirstName":"`+strings.Repeat("x", 65)+`"}`), 400, "DataValidationException", "FirstName")
	m.refusedBy(m.invoke(token, "Set-Contact", `{"Identity":"`+contactID+`","MailTip":"x"}`), 400, "AmbiguousParameterSetException", "MailTip")
	m.refusedBy(m.invoke(token, "Get-Contact", `{"Identity":"ana@fabrikam.example"}`), 404, "ManagementObjectNotFoundException", "couldn't be found on")
	if a := m.invoke(token, "Set-Contact", `{"Identity":"`+contactID+`","WebPage":"x"}`); a.status != http.StatusNotImplemented {
		t.Errorf("got %d %s", a.status, a.body)
	}
}
