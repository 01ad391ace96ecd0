package exchange_test

import (
	"reflect"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
)

// TestSettings reads each list of settings once, however often it is asked for
// (exchange §9.6 to §9.8).
func TestSettings(t *testing.T) {
	t.Parallel()
	s := newServer(t, map[string][]reply{
		"Get-OrganizationRelationship": {values(`{"Name":"Contoso","Guid":"g","DomainNames@odata.type":"#Collection(String)","DomainNames":["contoso.example"],"Enabled":true,"FreeBusyAccessEnabled":true,"FreeBusyAccessLevel":"LimitedDetails","FreeBusyAccessScope":null,"MailTipsAccessLevel":"None","TargetSharingEpr":null,"TargetApplicationUri":"outlook.com"}`)},
		"Get-SharingPolicy":            {values(`{"Name":"Default Sharing Policy","Domains":["Anonymous:CalendarSharingFreeBusyReviewer","*:CalendarSharingFreeBusySimple"],"Enabled":true,"Default":true}`)},
		"Get-AvailabilityAddressSpace": {values(`{"Name":"contoso.example","ForestName":"contoso.example","AccessMethod":"OrgWideFB","TargetAutodiscoverEpr":null}`)},
		"Get-AcceptedDomain":           {values(`{"DomainName":"fabrikam.example","DomainType":"Authoritative","Default":true,"InitialDomain":false}`, `{"DomainName":"x.onmicrosoft.com","InitialDomain":true}`)},
	})
	c := s.client(t)
	for range 2 {
		relationships, err := c.OrganizationRelationships(t.Context())
		equal(t, err, relationships, []exchange.OrganizationRelationship{{
			GUID: "g", Name: "Contoso", Domains: []string{"contoso.example"}, Enabled: true, FreeBusyEnabled: true, FreeBusyLevel: "LimitedDetails",
			MailTipsLevel: "None", TargetApplicationURI: "outlook.com",
		}})
		policies, err := c.SharingPolicies(t.Context())
		equal(t, err, policies, []exchange.SharingPolicy{{
			Name: "Default Sharing Policy", Domains: []string{"Anonymous:CalendarSharingFreeBusyReviewer", "*:CalendarSharingFreeBusySimple"}, Enabled: true, Default: true,
		}})
		spaces, err := c.AvailabilityAddressSpaces(t.Context())
		equal(t, err, spaces, []exchange.AvailabilityAddressSpace{{Name: "contoso.example", Forest: "contoso.example", AccessMethod: "OrgWideFB"}})
		domains, err := c.AcceptedDomains(t.Context())
		equal(t, err, domains, []exchange.AcceptedDomain{{Domain: "fabrikam.example", Type: "Authoritative", Default: true}, {Domain: "x.onmicrosoft.com", Initial: true}})
	}
	if len(s.calls("")) != 4 {
		t.Errorf("asked %s", s.script())
	}
	for _, call := range s.calls("") {
		if call.Parameters == nil || len(call.Parameters) > 0 {
			t.Errorf("%s with the parameters %v", call.Cmdlet, call.Parameters)
		}
	}
}

func equal[T any](t *testing.T, err error, got, want T) {
	t.Helper()
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("read %+v, %v, want %+v", got, err, want)
	}
}
