package emulator

import (
	"encoding/json"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// The tenant of the tests about Exchange, with an application for each role.
const (
	mailTenant  = "e0000000-0000-4000-8000-000000000001"
	mailSecret  = "mail-secret"
	recipientID = "e0000000-0000-4000-8000-0000000000a1" // Exchange Recipient Administrator
	readerID    = "e0000000-0000-4000-8000-0000000000a2" // Global Reader
	noRoleID    = "e0000000-0000-4000-8000-0000000000a3" // the permission alone
	noGrantID   = "e0000000-0000-4000-8000-0000000000a4" // the role alone
	groupID     = "e0000000-0000-4000-8000-0000000000a5" // a role group of Exchange
	graphID     = "e0000000-0000-4000-8000-0000000000a6" // invites by Graph
	adminID     = "e0000000-0000-4000-8000-0000000000a7" // Exchange Administrator
	guestID     = "e0000000-0000-4000-8000-0000000000b1"
	memberID    = "e0000000-0000-4000-8000-0000000000b2"
	contactID   = "e0000000-0000-4000-8000-0000000000c1"

	exchangeAudience = "https://outlook.office365.com"
)

const mailSeed = `{"tenants":[{"key":"wingtip","tenant_id":"` + mailTenant + `","domains":["wingtip.example"],
"users":[
  {"userPrincipalName":"kim@wingtip.example","mail":"kim@wingtip.example","displayName":"Kim"},
  {"id":"` + guestID + `","mail":"ana@fabrikam.example","userType":"Guest","displayName":"Ana"},
  {"id":"` + memberID + `","mail":"bo@fabrikam.example","userType":"Member","displayName":"Bo","proxyAddresses":[],"externalUserState":"Accepted","userPrincipalName":"bo_fabrikam.example#EXT#@wingtip.onmicrosoft.com"}],
"contacts":[{"id":"` + contactID + `","displayName":"Lee","mail":"lee@fabrikam.example"}],
"recipients":[{"Identity":"ana@fabrikam.example","MailTip":"At Fabrikam"}],
"organization_relationships":[{"Name":"Fabrikam","DomainNames":["fabrikam.example"],"FreeBusyAccessEnabled":true,"FreeBusyAccessLevel":"LimitedDetails","TargetApplicationUri":"outlook.com"}],
"sharing_policies":[{"Name":"Default Sharing Policy","Default":true,"Domains":["Anonymous:CalendarSharingFreeBusyReviewer","*:CalendarSharingFreeBusySimple"]}],
"availability_address_spaces":[{"ForestName":"northwind.example","TargetTenantId":"` + northwindID + `"}],
"exchange_role_groups":{"Recipient Management":["` + groupID + `"]},
"applications":[
  {"client_id":"` + recipientID + `","client_secret":"` + mailSecret + `","permissions":["Exchange.ManageAsApp"],"directory_roles":["Exchange Recipient Administrator"]},
  {"client_id":"` + readerID + `","client_secret":"` + mailSecret + `","permissions":["Exchange.ManageAsApp"],"directory_roles":["Global Reader"]},
  {"client_id":"` + noRoleID + `","client_secret":"` + mailSecret + `","permissions":["Exchange.ManageAsApp"]},
  {"client_id":"` + noGrantID + `","client_secret":"` + mailSecret + `","permissions":["User.Read.All"],"directory_roles":["Exchange Administrator"]},
  {"client_id":"` + adminID + `","client_secret":"` + mailSecret + `","permissions":["Exchange.ManageAsApp"],"directory_roles":["Exchange Administrator"]},
  {"client_id":"` + groupID + `","client_secret":"` + mailSecret + `","permissions":["Exchange.ManageAsApp"]},
  {"client_id":"` + graphID + `","client_secret":"` + mailSecret + `","permissions":["User.Invite.All","User.ReadWrite.All","OrgContact.Read.All"]}]}]}`

// mailRig is an emulator with that tenant, and a client that keeps cookies.
type mailRig struct {
	*rig
	anchor string
	prefer string
}

func startMail(t *testing.T, config Config) *mailRig {
	t.Helper()
	r := start(t, config)
	seed, err := area.ParseSeed("mail.json", []byte(mailSeed))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.server.World().Load(seed); err != nil {
		t.Fatal(err)
	}
	m := &mailRig{rig: r, anchor: "APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@" + mailTenant}
	m.newSession()
	return m
}

// newSession forgets the cookies.
func (m *mailRig) newSession() {
	m.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		m.t.Fatal(err)
	}
	m.client.Jar = jar
}

func (m *mailRig) mailToken(app, audience string) string {
	m.t.Helper()
	return m.token(schema.CloudPublic, mailTenant, app, mailSecret, audience)
}

// invoke runs a cmdlet; parameters are JSON.
func (m *mailRig) invoke(token, cmdlet, parameters string) answer {
	m.t.Helper()
	body := `{"CmdletInput":{"CmdletName":"` + cmdlet + `","Parameters":` + parameters + `}}`
	return m.send(http.MethodPost, m.base(schema.CloudPublic)+"/adminapi/beta/"+mailTenant+"/InvokeCommand", token, body)
}

func (m *mailRig) send(method, address, token, body string) answer {
	m.t.Helper()
	request, err := http.NewRequestWithContext(m.t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		m.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept-Encoding", "identity")
	request.Header.Set("X-AnchorMailbox", m.anchor)
	if m.prefer != "" {
		request.Header.Set("Prefer", m.prefer)
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := m.client.Do(request)
	if err != nil {
		m.t.Fatal(err)
	}
	a, err := m.read(response)
	if err != nil {
		m.t.Fatal(err)
	}
	return a
}

// page is a success of Exchange.
type exchangePage struct {
	Next     string           `json:"@odata.nextLink"`
	Warnings []string         `json:"@adminapi.warnings"`
	Value    []map[string]any `json:"value"`
}

// records expects success.
func (m *mailRig) records(a answer) exchangePage {
	m.t.Helper()
	var p exchangePage
	if err := json.Unmarshal([]byte(a.body), &p); err != nil || a.status != http.StatusOK {
		m.t.Fatalf("%d %s %v", a.status, a.body, err)
	}
	return p
}

// refusedBy expects an error with a status and part of the text.
func (m *mailRig) refusedBy(a answer, status int, exception, part string) {
	m.t.Helper()
	if a.status != status || a.header.Get("x-ExceptionType") != exception || !strings.Contains(a.body, part) {
		m.t.Errorf("got %d %s %s, want %d %s with %q", a.status, a.header.Get("x-ExceptionType"), a.body, status, exception, part)
	}
}
