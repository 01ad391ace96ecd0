package emulator

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// The error envelopes have the shapes of captured answers, in each of their three
// grammars (exchange §7.1).
func TestErrorsOfExchange(t *testing.T) {
	t.Parallel()
	m := startMail(t, Config{})
	token := m.mailToken(recipientID, exchangeAudience)
	const (
		notFound = "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException"
		text     = "The operation couldn't be performed because object 'missing' couldn't be found on 'DB5PR01A01DC003.EURPR01A001.PROD.OUTLOOK.COM'."
		end      = `,"adminapi.warnings@odata.type":"#Collection(String)","@adminapi.warnings":[]}}` + "\n"
		service  = `"type":"Microsoft.Exchange.Admin.OData.Core.ODataServiceException","stacktrace":""`
	)
	for form, want := range map[string]string{
		"code": `"details":[{"code":"Context","target":"","message":"Ex6F9304|` + notFound + `|` + text + `"}],"innererror":{"message":"Error executing cmdlet",` + service +
			`,"internalexception":{"message":"Ex6F9304|` + notFound + `|` + text + `","type":"` + notFound + `","stacktrace":""}}`,
		"type": `"details":[{"code":"Context","target":"","message":"|` + notFound + `|` + text + `"}],"innererror":{"message":"Error executing cmdlet",` + service +
			`,"internalexception":{"message":"` + text + `","type":"` + notFound + `","stacktrace":""}}`,
		"json": `"details":[{"code":"Context","target":"","message":"{\"Message\":\"` + text + `\",\"TypeName\":\"` + notFound + `\",\"StackTrace\":null,\"InnerError\":null}"}],` +
			`"innererror":{"message":"Error executing cmdlet",` + service + `}`,
	} {
		m.control("PATCH", "/settings", `{"exchange_error_details":"`+form+`"}`, 200)
		a := m.invoke(token, "Get-MailUser", `{"Identity":"missing"}`)
		if want := `{"error":{"code":"NotFound","message":"Error executing cmdlet",` + want + end; a.status != http.StatusNotFound || a.body != want {
			t.Errorf("%s: got %d\n%s\nwant\n%s", form, a.status, a.body, want)
		}
	}
	a := m.invoke(token, "Get-MailUser", `{"BogusParameter":1}`)
	const ambiguous = "Microsoft.Exchange.AdminApi.CommandInvocation.AmbiguousParameterSetException"
	const bogus = "Parameter set cannot be resolved using the specified named parameters. Invalid cmdlet parameters specified. BogusParameter"
	if want := `{"error":{"code":"BadRequest","message":"Invalid Operation","details":[{"code":"Client","target":"","message":"|` + ambiguous + `|` + bogus + `"}],` +
		`"innererror":{"message":"Invalid Operation",` + service + `,"internalexception":{"message":"` + bogus + `","type":"` + ambiguous + `","stacktrace":""}}` + end; a.status != 400 || a.body != want {
		t.Errorf("got %d\n%s\nwant\n%s", a.status, a.body, want)
	}
	a = m.invoke(token, "Get-Recipient", `{"RecipientTypeDetails":"Nonsense"}`)
	if a.status != 400 || strings.Contains(a.body, "details") || !strings.Contains(a.body, `Cannot convert value \"Nonsense\" to type \"Microsoft.Exchange.Data.Directory.Recipient.RecipientTypeDetails[]\". Error: \"Unable to match the identifier name Nonsense`) {
		t.Errorf("got %d %s", a.status, a.body)
	}
	m.control("PATCH", "/settings", `{"missing_recipient_is_bad_request":true,"taken_address_is_conflict":true}`, 200)
	m.refusedBy(m.invoke(token, "Get-MailUser", `{"Identity":"missing"}`), 400, "ManagementObjectNotFoundException", `"code":"BadRequest"`)
	m.refusedBy(m.invoke(token, "New-MailContact", `{"Name":"x","ExternalEmailAddress":"ana@fabrikam.example"}`), 409, "ProxyAddressExistsException", guestID)
}

// What is not modeled is 501 with the name of what is missing; what Exchange itself
// does not have is refused (exchange §2.1, §7.2).
func TestRoutesOfExchange(t *testing.T) {
	t.Parallel()
	m := startMail(t, Config{})
	token := m.mailToken(recipientID, exchangeAudience)
	base := m.base(schema.CloudPublic) + "/adminapi/"
	input := func(name string) string { return `{"CmdletInput":{"CmdletName":"` + name + `","Parameters":{}}}` }
	for _, test := range []struct {
		method, path, body string
		status             int
		part               string
	}{
		{"POST", "beta/wingtip.example/InvokeCommand", input("Get-AcceptedDomain"), 200, "wingtip.onmicrosoft.com"},
		{"POST", "beta/" + mailTenant + "/InvokeCommand", input("Get-Mailbox"), 501, "does not model the cmdlet Get-Mailbox"},
		{"POST", "beta/" + mailTenant + "/InvokeCommand", input("New-OrganizationRelationship"), 501, "New-OrganizationRelationship"},
		{"POST", "beta/" + mailTenant + "/InvokeCommand", `{"CmdletInput":{"CmdletName":"Set-MailUser","Parameters":{"Identity":"x","ModeratedBy":["a"]}}}`, 501, "the parameter ModeratedBy of Set-MailUser"},
		{"POST", "beta/" + mailTenant + "/InvokeCommand?$filter=x", input("Get-MailUser"), 501, "the query option $filter"},
		{"POST", "v1.0/" + mailTenant + "/InvokeCommand", input("Get-MailUser"), 405, "MethodNotAllowed"},
		{"GET", "beta/" + mailTenant + "/InvokeCommand", "", 405, "MethodNotAllowed"},
		{"POST", "v2.0/" + mailTenant + "/InvokeCommand", input("Get-MailUser"), 501, "version v2.0"},
		{"POST", "v2.0/" + mailTenant + "/OrganizationConfig", input("Get-OrganizationConfig"), 501, "OrganizationConfig"},
		{"GET", "v1.0/" + mailTenant + "/EXOModuleFile?Version=3.9.2", "", 501, "EXOModuleFile"},
		{"POST", "beta/" + mailTenant + "/$batch", `{"requests":[]}`, 501, "$batch"},
		{"POST", "beta/" + contosoID + "/InvokeCommand", input("Get-MailUser"), 401, ""},
		{"POST", "beta/" + mailTenant + "/InvokeCommand", `{"CmdletInput":{"CmdletName":"Get-MailUser","Parameters":null}}`, 400, "Parameters must be an object"},
		{"POST", "beta/" + mailTenant + "/InvokeCommand", `{"CmdletInput":{"CmdletName":"Get-MailUser"}}`, 400, "Parameters must be an object"},
		{"POST", "beta/" + mailTenant + "/InvokeCommand", `{}`, 400, "no CmdletName"},
		{"POST", "beta/" + mailTenant + "/InvokeCommand", `nonsense`, 400, "The request body is not valid"},
	} {
		if a := m.send(test.method, base+test.path, token, test.body); a.status != test.status || !strings.Contains(a.body, test.part) {
			t.Errorf("%s %s %s: got %d %s", test.method, test.path, test.body, a.status, a.body)
		}
	}
}

// The journal names cmdlets, and faults select them; a lost answer is to a write that
// has taken effect.
func TestFaultsOfExchange(t *testing.T) {
	t.Parallel()
	m := startMail(t, Config{})
	token := m.mailToken(recipientID, exchangeAudience)
	m.server.Journal().Clear()
	m.control("POST", "/faults", `{"cmdlet":"set-mailuser","times":1,"status":429,"retry_after":7}`, 201)
	m.control("POST", "/faults", `{"service":"exchange","cmdlet":"New-MailContact","times":1,"act":true,"status":503}`, 201)
	identity := `{"Identity":"` + guestID + `"`
	m.records(m.invoke(token, "Get-MailUser", identity+`}`))
	a := m.invoke(token, "Set-MailUser", identity+`,"HiddenFromAddressListsEnabled":false}`)
	if a.status != 429 || a.header.Get("Retry-After") != "7" || !strings.Contains(a.body, `"code":"TooManyRequests"`) || strings.Contains(a.body, "innerError") {
		t.Errorf("got %d %v %s", a.status, a.header, a.body)
	}
	m.records(m.invoke(token, "Set-MailUser", identity+`,"HiddenFromAddressListsEnabled":false}`))
	if a := m.invoke(token, "New-MailContact", `{"Name":"mia","ExternalEmailAddress":"mia@fabrikam.example"}`); a.status != 503 {
		t.Errorf("got %d %s", a.status, a.body)
	}
	m.refusedBy(m.invoke(token, "New-MailContact", `{"Name":"mia","ExternalEmailAddress":"mia@fabrikam.example"}`), 400, "ProxyAddressExistsException", `mia`)
	summary := m.control("GET", "/requests/summary?service=exchange", "", 200)
	if !strings.Contains(summary, `"total":5,"dropped":0,"writes":4`) || !strings.Contains(summary, `"cmdlet":"Set-MailUser","status":429`) {
		t.Errorf("the summary is %s", summary)
	}
	if got := m.control("GET", "/requests?cmdlet=get-mailuser", "", 200); strings.Count(got, `"cmdlet":"Get-MailUser"`) != 1 || strings.Contains(got, "Set-") {
		t.Errorf("the requests are %s", got)
	}
}

// The objects about sharing are those of the seed.
func TestSharingInExchange(t *testing.T) {
	t.Parallel()
	m := startMail(t, Config{})
	token := m.mailToken(readerID, exchangeAudience)
	for cmdlet, want := range map[string]map[string]string{
		"Get-OrganizationRelationship": {"Name": "Fabrikam", "DomainNames": "[fabrikam.example]", "Enabled": "true", "FreeBusyAccessLevel": "LimitedDetails", "MailTipsAccessLevel": "None", "TargetApplicationUri": "outlook.com", "TargetSharingEpr": "<nil>"},
		"Get-SharingPolicy":            {"Name": "Default Sharing Policy", "Default": "true", "Domains": "[Anonymous:CalendarSharingFreeBusyReviewer *:CalendarSharingFreeBusySimple]"},
		"Get-AvailabilityAddressSpace": {"Name": "northwind.example", "ForestName": "northwind.example", "AccessMethod": "OrgWideFBToken", "TargetTenantId": northwindID},
	} {
		all := m.records(m.invoke(token, cmdlet, `{}`)).Value
		if len(all) != 1 {
			t.Fatalf("%s: %v", cmdlet, all)
		}
		for name, value := range want {
			if got := fmt.Sprint(all[0][name]); got != value {
				t.Errorf("%s: %s is %s", cmdlet, name, got)
			}
		}
		for _, identity := range []string{"Name", "Guid", "DistinguishedName"} {
			if p := m.records(m.invoke(token, cmdlet, fmt.Sprintf(`{"Identity":%q}`, all[0][identity]))); len(p.Value) != 1 {
				t.Errorf("%s by %s: %+v", cmdlet, identity, p)
			}
		}
		m.refusedBy(m.invoke(token, cmdlet, `{"Identity":"other"}`), 404, "ManagementObjectNotFoundException", "'other'")
	}
	m.control("PATCH", "/settings", `{"recipient_administrators_read_sharing":true}`, 200)
	m.records(m.invoke(m.mailToken(recipientID, exchangeAudience), "Get-SharingPolicy", `{}`))
	config := m.records(m.invoke(token, "Get-OrganizationConfig", `{}`)).Value[0]
	if config["Name"] != "wingtip.onmicrosoft.com" || config["MailTipsLargeAudienceThreshold"] != 25.0 || config["MailTipsLargeAudienceThreshold@data.type"] != "System.Int32" {
		t.Errorf("the organization is %v", config)
	}
	state := m.control("GET", "/state", "", 200)
	for _, want := range []string{`"organization_relationships":[{`, `"sharing_policies":[{`, `"availability_address_spaces":[{`, `"RecipientTypeDetails":"GuestMailUser"`, `"exchange_role_groups":{"Recipient Management"`} {
		if !strings.Contains(state, want) {
			t.Errorf("the state lacks %s", want)
		}
	}
}
