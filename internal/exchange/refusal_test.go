package exchange

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// Bodies that public clients have captured from the service: those of graph2otel
// (internal/exoclient/errors_test.go) and of go-exoscc (adminapi/invoke_test.go,
// adminapi/adminapi_test.go).
const (
	invalidEnum      = `{"error":{"code":"BadRequest","message":"Invalid Operation","innererror":{"message":"Invalid Operation","type":"Microsoft.Exchange.Admin.OData.Core.ODataServiceException","stacktrace":"","internalexception":{"message":"Cannot process argument transformation on parameter 'QuarantineTypes'. Cannot convert value \"Nonsense\" to type \"Microsoft.Exchange.Management.FfoQuarantine.QuarantineMessageTypeEnum[]\". Error: \"Unable to match the identifier name Nonsense to a valid enumerator name. Specify one of the following enumerator names and try again: Spam, TransportRule, Bulk, Phish, HighConfPhish, Malware, SPOMalware, DataLossPrevention, FileTypeBlock, AdminTriggered, PPI\"","type":"Microsoft.Exchange.AdminApi.CommandInvocation.ParameterTransformationException","stacktrace":""}},"adminapi.warnings@odata.type":"#Collection(String)","@adminapi.warnings":[]}}`
	unknownParameter = `{"error":{"code":"BadRequest","message":"Invalid Operation","details":[{"code":"Client","target":"","message":"|Microsoft.Exchange.AdminApi.CommandInvocation.AmbiguousParameterSetException|Parameter set cannot be resolved using the specified named parameters. Invalid cmdlet parameters specified. BogusParameter"}],"innererror":{"message":"Invalid Operation","type":"Microsoft.Exchange.Admin.OData.Core.ODataServiceException","stacktrace":"","internalexception":{"message":"Parameter set cannot be resolved using the specified named parameters. Invalid cmdlet parameters specified. BogusParameter","type":"Microsoft.Exchange.AdminApi.CommandInvocation.AmbiguousParameterSetException","stacktrace":""}}}}`
	alreadyExists    = `{"error":{"code":"BadRequest","message":"Error executing cmdlet","details":[{"code":"Context","target":"","message":"{\"Message\":\"The object 'CN=rg,OU=x' already exists.\",\"TypeName\":\"Microsoft.Exchange.Data.Directory.ADObjectAlreadyExistsException\",\"StackTrace\":null,\"InnerError\":null}"}],"innererror":{"message":"Error executing cmdlet","type":"ODataServiceException"}}}`
	notFoundBody     = `{"error":{"code":"NotFound","message":"Error executing cmdlet","details":[{"code":"Client","message":"{\"Message\":\"The operation couldn't be performed because object 'rg' couldn't be found.\",\"TypeName\":\"Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException\",\"InnerError\":null}"}]}}`
	forbiddenBody    = `{"error":{"code":"Forbidden","message":"User is not allowed to call Get-RoleGroup","innererror":{"x":1}}}`
	noDetails        = `{"error":{"code":"BadRequest","message":"Error executing cmdlet"}}`
)

// inEnvelope is the envelope of exchange §7.1 with a message.
func inEnvelope(code, message string) string {
	return `{"error":{"code":"` + code + `","message":"Error executing cmdlet","details":[{"code":"Context","target":"","message":"` + message +
		`"}],"innererror":{"message":"Error executing cmdlet","type":"Microsoft.Exchange.Admin.OData.Core.ODataServiceException","stacktrace":"",` +
		`"internalexception":{"message":"` + message + `","type":"","stacktrace":""}},"@adminapi.warnings":[]}}`
}

const (
	tasks     = "Microsoft.Exchange.Configuration.Tasks."
	conflict  = `The proxy address \"SMTP:ana@contoso.example\" is already being used by the proxy addresses or LegacyExchangeDN of \"ana\". Please choose another proxy address.`
	dualWrite = "|Microsoft.Exchange.Configuration.DualWrite.LocStrings.UnableToWriteToAadException|An Azure Active Directory call was made to" +
		" keep object in sync between Azure Active Directory and Exchange Online. However, it failed. Detailed error message: "
)

var nul = strings.Repeat("\x00", 985)

// TestRefusals reads every form of an error that the reference has.
func TestRefusals(t *testing.T) {
	t.Parallel()
	ours := map[string]string{"request-id": "r-1"}
	for name, test := range map[string]struct {
		status  int
		header  map[string]string
		body    string
		code    string
		message string
		kind    error // nil for a refusal that matches none
	}{
		"enum": {400, ours, invalidEnum, "ParameterTransformationException", "Specify one of the following enumerator names", nil},
		"unknown parameter": {
			400, ours, unknownParameter, "AmbiguousParameterSetException",
			"Parameter set cannot be resolved using the specified named parameters. Invalid cmdlet parameters specified. BogusParameter", nil,
		},
		"name exists":    {400, ours, alreadyExists, "ADObjectAlreadyExistsException", "The object 'CN=rg,OU=x' already exists.", service.ErrConflict},
		"not found":      {404, ours, notFoundBody, "ManagementObjectNotFoundException", "couldn't be found.", service.ErrNotFound},
		"not found, 400": {400, ours, notFoundBody, "ManagementObjectNotFoundException", "couldn't be found.", service.ErrNotFound},
		"not allowed":    {403, ours, forbiddenBody, "Forbidden", "User is not allowed to call Get-RoleGroup", service.ErrForbidden},
		"no details":     {400, ours, noDetails, "BadRequest", "Error executing cmdlet", nil},
		"marked": {
			404, ours, inEnvelope("NotFound", "Ex6F9304|"+tasks+"ManagementObjectNotFoundException|The operation couldn't be performed because"+
				" object 'a|b' couldn't be found on 'DB5PR01A01DC003.EURPR01A001.PROD.OUTLOOK.COM'."),
			"ManagementObjectNotFoundException", "object 'a|b' couldn't be found on", service.ErrNotFound,
		},
		"mailbox":              {404, ours, inEnvelope("NotFound", "Ex41BAF5|X|The specified mailbox doesn't exist."), "X", "doesn't exist", service.ErrNotFound},
		"address taken":        {400, ours, inEnvelope("BadRequest", "|Microsoft.Exchange.Configuration.ObjectModel.ProxyAddressExistsException|"+conflict), "ProxyAddressExistsException", "already being used by", service.ErrConflict},
		"address taken, 409":   {409, ours, inEnvelope("Conflict", conflict), "Conflict", "already being used by", service.ErrConflict},
		"no exception in text": {400, ours, inEnvelope("BadRequest", conflict), "BadRequest", "already being used by", service.ErrConflict},
		"taken in Entra":       {500, ours, inEnvelope("InternalServerError", dualWrite+"Another object with the same value for property proxyAddresses already exists. ConflictingObject: User_1"), "UnableToWriteToAadException", "ConflictingObject: User_1", service.ErrConflict},
		"Entra's contact":      {400, ours, inEnvelope("BadRequest", dualWrite+"The value specified for property EmailAddresses is incorrect. Reason: ObjectConflict with:Contact_1"), "UnableToWriteToAadException", "ObjectConflict", service.ErrConflict},
		"from a directory":     {400, ours, inEnvelope("BadRequest", dualWrite+"Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration."), "UnableToWriteToAadException", "Directory Sync", nil},
		"relationship":         {400, ours, inEnvelope("BadRequest", "|Microsoft.Exchange.Management.SystemConfigurationTasks.DuplicateOrganizationRelationshipDomainException|x"), "DuplicateOrganizationRelationshipDomainException", "x", service.ErrConflict},
		"plain message":        {400, ours, `{"Message":"The request is invalid."}`, "BadRequest", "The request is invalid.", nil},
		"records":              {404, ours, `{"ErrorRecords":[{"Message":"The operation couldn't be performed because object 'x' couldn't be found."}]}`, "NotFound", "couldn't be found", service.ErrNotFound},
		"NUL bytes":            {403, nil, nul, "Forbidden", "no reason given", service.ErrForbidden},
		"NUL bytes, named":     {403, map[string]string{"x-ExceptionType": "CmdletAccessDeniedException"}, nul, "CmdletAccessDeniedException", "no reason given", service.ErrForbidden},
		"diagnosed":            {403, map[string]string{"x-ms-diagnostics": `2000003;reason="The role is missing.";error_category="x"`}, "", "Forbidden", "The role is missing.", service.ErrForbidden},
		"empty":                {403, ours, "", "Forbidden", "no reason given", service.ErrForbidden},
		"no app role":          {401, map[string]string{"WWW-Authenticate": `Bearer client_id="00000002-0000-0ff1-ce00-000000000000", error="invalid_token"`}, "", "Unauthorized", "no reason given", service.ErrForbidden},
		"wrong token":          {401, map[string]string{"x-ms-diagnostics": `2000003;reason="The audience claim value is invalid.";error_category="invalid_resource"`}, "", "Unauthorized", "The audience claim value is invalid.", service.ErrUnauthorized},
		"throttled":            {429, ours, "", "TooManyRequests", "no reason given", service.ErrThrottled},
		"busy":                 {400, ours, inEnvelope("BadRequest", "|Microsoft.Exchange.Data.ServerBusyException|Busy."), "ServerBusyException", "Busy.", service.ErrThrottled},
		"a name that exists":   {400, ours, strings.ReplaceAll(unknownParameter, "BogusParameter", "already exists"), "AmbiguousParameterSetException", "already exists", nil},
		"page":                 {400, ours, inEnvelope("BadRequest", "Expired or Invalid pagination request. Default Expiry time is 00:30:00"), "BadRequest", "Expired", nil},
		"gateway, 404":         {404, ours, `<html><body>Not found</body></html>`, "", "<html>", service.ErrForeign},
		"gateway, 403":         {403, nil, `<html><body>Blocked</body></html>`, "", "Blocked", service.ErrForeign},
		"gateway, empty":       {403, nil, "", "", "no error of Exchange Online", service.ErrForeign},
		"gateway's JSON":       {404, nil, `{"statusCode":404,"message":"Resource not found"}`, "", "Resource not found", service.ErrForeign},
		"gateway, no answer":   {404, nil, "", "", "no error of Exchange Online", service.ErrForeign},
	} {
		header := http.Header{}
		for name, value := range test.header {
			header.Set(name, value)
		}
		c := &Client{host: "outlook.example", key: "fabrikam"}
		err := c.failed(opSetMailUser, &transport.StatusError{Status: test.status, Header: header, Body: []byte(test.body)})
		var e *service.Error
		if !errors.As(err, &e) {
			t.Fatalf("%s: %v", name, err)
		}
		if e.Code != test.code || !strings.Contains(e.Message, test.message) || strings.ContainsAny(e.Error(), "\x00") {
			t.Errorf("%s: %s (%s)", name, e.Message, e.Code)
		}
		if strings.HasPrefix(e.Message, "|") || strings.HasPrefix(e.Message, "{") {
			t.Errorf("%s: the message is not unwrapped: %s", name, e.Message)
		}
		var want []error
		if test.kind != nil {
			want = []error{test.kind}
		}
		if !slices.Equal(e.Kinds, want) {
			t.Errorf("%s: matches %v, want %v", name, e.Kinds, want)
		}
	}
}

// TestWhatIsMissing tells the permission from the role.
func TestWhatIsMissing(t *testing.T) {
	t.Parallel()
	for status, want := range map[int][]string{
		401: {"application permission Exchange.ManageAsApp", "Office 365 Exchange Online", "beside the Entra role Exchange Recipient Administrator", "next token"},
		403: {"Entra role Exchange Recipient Administrator or Exchange Administrator", "beside the application permission Exchange.ManageAsApp", "next token"},
	} {
		c := &Client{host: "outlook.example", key: "fabrikam"}
		err := c.failed(opSetMailUser, &transport.StatusError{Status: status, Header: http.Header{"Request-Id": {"r-1"}}})
		var e *service.Error
		if !errors.As(err, &e) {
			t.Fatal(err)
		}
		text := strings.Join([]string{e.Needs(), e.Service.Grant.Terms, e.Service.Grant.Afterwards}, ". ")
		for _, part := range want {
			if !strings.Contains(text, part) {
				t.Errorf("%d does not say %q: %s", status, part, text)
			}
		}
	}
}

// refusedSignIn is the error of a credential, by the code of the login service.
type refusedSignIn string

func (r refusedSignIn) Error() string { return string(r) + ": refused" }

func (r refusedSignIn) SignInCode() string { return string(r) }

// TestUnavailable tells a tenant in which Exchange cannot be used from one in which
// a call has failed.
func TestUnavailable(t *testing.T) {
	t.Parallel()
	c := &Client{host: "outlook.example", key: "fabrikam"}
	signIn := func(code string) error {
		return c.failed(opMailUser, &transport.SignInError{Tenant: "fabrikam", Err: refusedSignIn(code)})
	}
	refused := func(status int, body string) error {
		return c.failed(opMailUser, &transport.StatusError{Status: status, Header: http.Header{"Request-Id": {"r-1"}}, Body: []byte(body)})
	}
	for name, test := range map[string]struct {
		err  error
		want bool
	}{
		"no service":   {signIn("AADSTS500011"), true},
		"wrong secret": {signIn("AADSTS7000215"), false},
		"no role":      {refused(403, nul), true},
		"no app role":  {refused(401, ""), true},
		"not found":    {refused(404, notFoundBody), false},
		"an outage":    {refused(503, ""), false},
		"a gateway":    {refused(403, "<html>"), false},
		"nothing":      {nil, false},
	} {
		if got := Unavailable(test.err); got != test.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// TestOutages: refusals that come with 400 although they are none of the call's
// fault.
func TestOutages(t *testing.T) {
	t.Parallel()
	for exception, want := range map[string][2]bool{
		"Microsoft.Exchange.Data.ServerBusyException":                     {true, false},
		"Microsoft.Exchange.AdminApi.CmdletProxyNotAvailableFailure":      {true, false},
		"Microsoft.Exchange.Data.BackendCommunicationException":           {false, true},
		"Microsoft.Exchange.Data.TransientException":                      {false, true},
		"Microsoft.Exchange.Data.Directory.ADTransientException":          {false, true},
		"Microsoft.Exchange.Configuration.ObjectModel.ProxyAddressExists": {false, false},
	} {
		e := &transport.StatusError{Status: 400, Header: http.Header{}, Body: []byte(inEnvelope("BadRequest", "|"+exception+"|x"))}
		if got := [2]bool{Repeats(e), Outages(e)}; got != want {
			t.Errorf("%s: repeats and outage %v, want %v", exception, got, want)
		}
	}
	if gateway := (&transport.StatusError{Status: 502, Header: http.Header{}, Body: []byte("<html>ServerBusyException</html>")}); Repeats(gateway) || Outages(gateway) {
		t.Error("the page of a gateway is taken for Exchange")
	}
}

// FuzzRefusal: no body, message or header makes the reader fail, and what it
// returns has no marks of the wire left.
func FuzzRefusal(f *testing.F) {
	for _, body := range []string{
		invalidEnum, unknownParameter, alreadyExists, notFoundBody, forbiddenBody, noDetails, nul, "", "<html>", `{"error":null}`, `{"error":"x"}`,
		`{"error":{"code":1}}`, `{"error":{"message":{"value":"x"}}}`, `{"error":{"code":"x","details":{},"innererror":[]}}`, `{"ErrorRecords":[]}`,
		inEnvelope("NotFound", "Ex1|A.B|c|d"), inEnvelope("NotFound", "|A|"), inEnvelope("NotFound", "||"), `{"Message":"{\"Message\":\"|T|x\"}"}`,
	} {
		f.Add(400, []byte(body), "CmdletAccessDeniedException", `2000003;reason="x"`)
	}
	f.Fuzz(func(t *testing.T, status int, body []byte, exception, diagnostics string) {
		header := http.Header{"X-Exceptiontype": {exception}, "X-Ms-Diagnostics": {diagnostics}}
		e := &transport.StatusError{Status: status, Header: header, Body: body}
		r, ours := refusalOf(e)
		if r.exception != "" && !ours {
			t.Errorf("the exception %q is of another service", r.exception)
		}
		err := (&Client{}).failed(opSetMailUser, e)
		var refused *service.Error
		if !errors.As(err, &refused) || (refused.Code == "") != errors.Is(err, service.ErrForeign) || len(refused.Kinds) > 1 {
			t.Errorf("%#v", err)
		}
		Repeats(e)
		Outages(e)
	})
}
