package graph_test

import (
	"net/http"
	"reflect"
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// TestConditionalAccessOnTheWire reads the sample of graph-identity §12, split
// into two pages, once. It uses beta, the only version that lists all policies.
func TestConditionalAccessOnTheWire(t *testing.T) {
	t.Parallel()
	const tenant = "0f1e0000-0000-4000-8000-000000000000"
	c, s := scripted(
		t,
		answer{http.StatusOK, `{"value":[{"displayName":"Require MFA for partners","state":"enabled",
 "conditions":{"clientAppTypes":["all"],"signInRiskLevels":[],"userRiskLevels":[],"servicePrincipalRiskLevels":[],
  "applications":{"includeApplications":["All"],"excludeApplications":["x"],"includeUserActions":[],"includeAuthenticationContextClassReferences":[],"applicationFilter":null},
  "users":{"includeUsers":[],"excludeUsers":[],"includeGroups":["g"],"excludeGroups":[],"includeRoles":[],"excludeRoles":["r"],
   "includeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"b2bCollaborationGuest,b2bCollaborationMember",
     "externalTenants":{"@odata.type":"#microsoft.graph.conditionalAccessAllExternalTenants","membershipKind":"all"}},
   "excludeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"serviceProvider","externalTenants":{"membershipKind":"enumerated","members":["` + tenant + `"]}}},
  "locations":null,"platforms":null,"devices":null,"clientApplications":null},
 "grantControls":{"operator":"OR","builtInControls":["mfa"],"customAuthenticationFactors":[],"termsOfUse":[],"authenticationStrength":null},
 "sessionControls":null}],"@odata.nextLink":"https://elsewhere.example/beta/identity/conditionalAccess/policies?$skiptoken=2"}`},
		answer{http.StatusOK, `{"value":[{"displayName":"Strength","state":"disabled",
 "conditions":{"clientAppTypes":["browser"],"applications":{"includeApplications":["All"]},"users":{"includeUsers":["All"]}},
 "grantControls":{"operator":"AND","builtInControls":[],"termsOfUse":["t"],"authenticationStrength":{"id":"s","displayName":"Strong","allowedCombinations":["fido2"]}},
 "sessionControls":{"signInFrequency":{"isEnabled":true,"value":4},"persistentBrowser":{"isEnabled":false},"cloudAppSecurity":null,"disableResilienceDefaults":true}},
 {"displayName":"Session","state":"enabled","conditions":{"applications":{"includeApplications":["All"]},"users":{"includeUsers":["None"]}},"grantControls":null},
 {"displayName":"Parked","state":"enabled","conditions":{"applications":{"includeApplications":["None"]},"users":{"includeUsers":["All"]}},"grantControls":{"operator":"OR","builtInControls":["mfa"]}},
 {"displayName":"Emptied","state":"enabled","conditions":{"applications":{"includeApplications":["Office365"],"excludeApplications":["Office365"]},"users":{"includeUsers":["All"]}},"grantControls":{"operator":"OR","builtInControls":["mfa"]}}]}`},
	)
	want := []rules.ConditionalAccessPolicy{
		{
			Name: "Require MFA for partners", State: "enabled", IncludeUsers: []string{}, ExcludeUsers: []string{}, ExcludesGroups: true,
			IncludeGroups: []string{"g"}, ExcludeGroups: []string{}, ExcludesRoles: true,
			IncludeExternal: &rules.ExternalUsers{Types: []string{"b2bCollaborationGuest", "b2bCollaborationMember"}},
			ExcludeExternal: &rules.ExternalUsers{Types: []string{"serviceProvider"}, TenantIDs: []string{tenant}},
			Operator:        "OR", Controls: []string{"mfa"},
		},
		{
			Name: "Strength", State: "disabled", IncludeUsers: []string{"All"}, Narrow: true, Operator: "AND", Controls: []string{},
			Strength: &rules.AuthenticationStrength{Combinations: []string{"fido2"}}, TermsOfUse: true, SessionControls: []string{"signInFrequency"},
		},
		{Name: "Session", State: "enabled", IncludeUsers: []string{"None"}},
	}
	for range 2 {
		got, err := c.ConditionalAccessPolicies(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("the policies are\n%+v\nwant\n%+v", got, want)
		}
	}
	if path := "GET /beta/identity/conditionalAccess/policies"; !reflect.DeepEqual(s.sent, []string{path, path}) {
		t.Errorf("the requests are %v", s.sent)
	}
}

// TestConditionsOfPreviewFeatures: an unknown condition with a value makes a
// policy narrow, at any level. Other preview features do not.
func TestConditionsOfPreviewFeatures(t *testing.T) {
	t.Parallel()
	const everything = `"users":{"includeUsers":["All"]},"clientAppTypes":[]`
	for policy, narrow := range map[string]bool{
		`"conditions":{` + everything + `,"applications":{"includeApplications":["All"]}}`:                                                                  false,
		`"conditions":{` + everything + `,"applications":{"includeApplications":["All"]},"deviceStates":null,"agentIdRiskLevels":[],"x@odata.context":"y"}`: false,
		`"conditions":{` + everything + `,"applications":{"includeApplications":["All"]},"deviceStates":{"includeStates":["All"]}}`:                         true,
		`"conditions":{` + everything + `,"applications":{"includeApplications":["All"]},"agentIdRiskLevels":"high"}`:                                       true,
		`"conditions":{` + everything + `,"applications":{"includeApplications":["All"],"globalSecureAccess":null}}`:                                        false,
		`"conditions":{` + everything + `,"applications":{"includeApplications":["All"],"globalSecureAccess":{}}}`:                                          false,
		`"conditions":{` + everything + `,"applications":{"includeApplications":["All"],"networkAccess":{"a":1}}}`:                                          true,
		`"conditions":{` + everything + `,"applications":{"includeApplications":["All"]}},"sessionControls":{"continuousAccessEvaluation":{"mode":"x"}}`:    false,
	} {
		c, _ := scripted(t, list(`{"displayName":"P","state":"enabled",`+policy+`,"grantControls":{"operator":"OR","builtInControls":["block"]}}`))
		got, err := c.ConditionalAccessPolicies(t.Context())
		if err != nil || len(got) != 1 || got[0].Narrow != narrow || !slices.Equal(got[0].IncludeUsers, []string{"All"}) {
			t.Errorf("%s: %+v, %v; want narrow %t", policy, got, err, narrow)
		}
	}
	c, _ := scripted(t, list(`{"displayName":"P","conditions":{"applications":[]}}`))
	if got, err := c.ConditionalAccessPolicies(t.Context()); err == nil {
		t.Errorf("what cannot be read gives %+v", got)
	}
}

// TestPartnersOnTheWire follows the link to the second page below the configured
// root.
func TestPartnersOnTheWire(t *testing.T) {
	t.Parallel()
	c, s := scripted(
		t,
		answer{http.StatusOK, `{"value":[{"tenantId":"a","isServiceProvider":true,"inboundTrust":null,"automaticUserConsentSettings":{"inboundAllowed":true,"outboundAllowed":null}}],
 "@odata.nextLink":"https://elsewhere.example/v1.0/policies/crossTenantAccessPolicy/partners?$expand=identitySynchronization&$skiptoken=2"}`},
		answer{http.StatusOK, `{"value":[{"tenantId":"b","identitySynchronization":{"tenantId":"b","displayName":"Fabrikam","userSyncInbound":{"isSyncAllowed":true}}}]}`},
	)
	got, err := c.Partners(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0].TenantID != "a" || !got[0].IsServiceProvider || !got[0].AutomaticUserConsent.InboundAllowed || got[0].IdentitySync != nil {
		t.Fatalf("the partners are %+v", got)
	}
	if sync := got[1].IdentitySync; got[1].TenantID != "b" || sync == nil || !sync.UserSyncAllowed {
		t.Errorf("the second partner is %+v", got[1])
	}
	if path := "GET /v1.0" + policyPath + "/partners"; !reflect.DeepEqual(s.sent, []string{path, path}) {
		t.Errorf("the requests are %v", s.sent)
	}
	c, _ = scripted(t, answer{http.StatusOK, `{"value":[],"@odata.nextLink":"nowhere"}`})
	if _, err := c.Partners(t.Context()); err == nil {
		t.Error("a link that leads nowhere is an error, not the end")
	}
}

// TestGroupSyncPartnersOnTheWire reads beta, where a policy may omit groups.
func TestGroupSyncPartnersOnTheWire(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, answer{http.StatusOK, `{"value":[
 {"tenantId":"A","identitySynchronization":{"groupSyncInbound":{"isSyncAllowed":true}}},
 {"tenantId":"b","identitySynchronization":{"userSyncInbound":{"isSyncAllowed":true},"groupSyncInbound":null}},
 {"tenantId":"c","identitySynchronization":{"groupSyncInbound":{"isSyncAllowed":false}}},
 {"tenantId":"d","identitySynchronization":null}]}`})
	for range 2 {
		got, err := c.GroupSyncPartners(t.Context())
		if err != nil || !reflect.DeepEqual(got, []string{"a"}) {
			t.Errorf("the partners are %q, and the error is %v", got, err)
		}
	}
	if path := "GET /beta" + policyPath + "/partners"; !reflect.DeepEqual(s.sent, []string{path}) {
		t.Errorf("the requests are %v", s.sent)
	}
}
