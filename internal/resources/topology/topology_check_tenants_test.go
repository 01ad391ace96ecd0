package topology_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// policy is a Conditional Access policy for all users and every application that
// requires controls.
func policy(name string, controls ...any) acctest.Object {
	return acctest.Object{
		"displayName": name,
		"conditions": acctest.Object{
			"users":        acctest.Object{"includeUsers": []any{"All"}},
			"applications": acctest.Object{"includeApplications": []any{"All"}},
		},
		"grantControls": acctest.Object{"operator": "OR", "builtInControls": controls},
	}
}

// with changes a member of a policy, or of its conditions.
func with(p acctest.Object, name string, value any) acctest.Object {
	if _, ok := p[name]; ok || name == "state" {
		p[name] = value
		return p
	}
	if conditions, ok := p["conditions"].(acctest.Object); ok {
		conditions[name] = value
	}
	return p
}

const (
	anySecondFactor   = "00000000-0000-0000-0000-000000000002"
	phishingResistant = "00000000-0000-0000-0000-000000000004"
)

// strength is a policy that requires an authentication strength.
func strength(name string, value acctest.Object) acctest.Object {
	p := policy(name)
	p["grantControls"] = acctest.Object{"operator": "OR", "authenticationStrength": value}
	return p
}

// session is a policy with a sign-in frequency as its only control.
func session(name string) acctest.Object {
	p := policy(name)
	p["grantControls"] = nil
	p["sessionControls"] = acctest.Object{"signInFrequency": acctest.Object{"isEnabled": true, "value": 4, "type": "hours"}}
	return p
}

func guests(kinds, membership string, members ...any) acctest.Object {
	tenants := acctest.Object{"@odata.type": "#microsoft.graph.conditionalAccessAllExternalTenants", "membershipKind": membership}
	if len(members) > 0 {
		tenants["@odata.type"], tenants["members"] = "#microsoft.graph.conditionalAccessEnumeratedExternalTenants", members
	}
	return acctest.Object{"guestOrExternalUserTypes": kinds, "externalTenants": tenants}
}

func TestConditionalAccessPolicies(t *testing.T) {
	t.Parallel()
	const strange = `Devices "must" comply`
	external := "b2bCollaborationGuest, b2bCollaborationMember"
	for name, test := range map[string]struct {
		policy       acctest.Object
		trust        acctest.Object
		capabilities []any
		want         string
		ok           bool
	}{
		"device without trust":        {policy: policy(strange, "compliantDevice"), want: "MT068 error " + strange + " [inboundTrust.isCompliantDeviceAccepted]"},
		"device that is trusted":      {policy: policy(strange, "compliantDevice"), trust: trust(false, true, false), ok: true},
		"hybrid device, trust of MFA": {policy: policy("Hybrid", "domainJoinedDevice"), trust: trust(true, true, false), want: "MT068 error Hybrid [inboundTrust.isHybridAzureADJoinedDeviceAccepted]"},
		"approved application":        {policy: policy("Approved", "approvedApplication"), trust: trust(true, true, true), want: "MT068 error Approved []"},
		"device or MFA":               {policy: policy("Either", "compliantDevice", "mfa"), want: "MT069 warn Either [inboundTrust.isCompliantDeviceAccepted inboundTrust.isMfaAccepted]", ok: true},
		"MFA":                         {policy: policy("MFA", "mfa"), want: "MT069 warn MFA [inboundTrust.isMfaAccepted]", ok: true},
		"MFA that is trusted":         {policy: policy("MFA", "mfa"), trust: trust(true, false, false), ok: true},
		"phishing-resistant":          {policy: strength("Resistant", acctest.Object{"id": phishingResistant}), want: "MT068 error Resistant [inboundTrust.isMfaAccepted]"},
		"phishing-resistant, trusted": {policy: strength("Resistant", acctest.Object{"id": phishingResistant}), trust: trust(true, false, false), ok: true},
		"any second factor":           {policy: strength("Any", acctest.Object{"id": anySecondFactor}), want: "MT069 warn Any [inboundTrust.isMfaAccepted]", ok: true},
		"a strength of its own":       {policy: strength("Token", acctest.Object{"id": acctest.ManagerID, "displayName": "Token", "allowedCombinations": []any{"password,hardwareOath"}}), want: "MT068 error Token [inboundTrust.isMfaAccepted]"},
		"session of guests":           {policy: session("Session"), ok: true},
		"session in shared channels":  {policy: session("Session"), capabilities: []any{"direct_connect"}, want: "MT069 warn Session []", ok: true},
		"switched off":                {policy: with(policy("Off", "block"), "state", "disabled"), ok: true},
		"only reported":               {policy: with(policy("Reports", "block"), "state", "enabledForReportingButNotEnforced"), ok: true},
		"old clients":                 {policy: with(policy("Legacy", "block"), "clientAppTypes", []any{"exchangeActiveSync", "other"}), ok: true},
		"all but trusted places":      {policy: with(policy("Places", "block"), "locations", acctest.Object{"includeLocations": []any{"All"}, "excludeLocations": []any{"AllTrusted"}}), ok: true},
		"every place":                 {policy: with(policy("Places", "block"), "locations", acctest.Object{"includeLocations": []any{"All"}, "excludeLocations": []any{}}), want: "MT068 error Places []"},
		"one application":             {policy: with(policy("Portal", "compliantDevice"), "applications", acctest.Object{"includeApplications": []any{"MicrosoftAdminPortals"}}), want: "MT069 warn Portal [inboundTrust.isCompliantDeviceAccepted]", ok: true},
		"risky sign-ins":              {policy: with(policy("Risk", "passwordChange"), "userRiskLevels", []any{"high"}), want: "MT069 warn Risk []", ok: true},
		"guests of this tenant":       {policy: with(policy("Partners", "block"), "users", acctest.Object{"includeGuestsOrExternalUsers": guests(external, "enumerated", acctest.ContosoID)}), want: "MT068 error Partners []"},
		"guests of another tenant":    {policy: with(policy("Others", "block"), "users", acctest.Object{"includeGuestsOrExternalUsers": guests(external, "enumerated", acctest.NorthwindID)}), ok: true},
		"guests of all tenants":       {policy: with(policy("Guests", "block"), "users", acctest.Object{"includeGuestsOrExternalUsers": guests(external, "all")}), want: "MT068 error Guests []"},
		"everybody but guests":        {policy: with(policy("Staff", "block"), "users", acctest.Object{"includeUsers": []any{"All"}, "excludeGuestsOrExternalUsers": guests(external, "all")}), ok: true},
		"a group may":                 {policy: with(policy("Group", "block"), "users", acctest.Object{"includeUsers": []any{"All"}, "excludeGroups": []any{acctest.ManagerID}}), want: "MT069 warn Group []", ok: true},
		"no sign-in by this edge":     {policy: policy("Block", "block"), capabilities: []any{"auto_redeem"}, ok: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := connected()
			fabrikam := e.Tenant(acctest.Fabrikam)
			fabrikam.ConditionalAccess = []acctest.Object{test.policy}
			if test.trust == nil {
				test.trust = trust(false, false, false)
			}
			fabrikam.CrossTenantAccess = acctest.Object{"partners": []acctest.Object{{
				"tenantId": acctest.ContosoID, "inboundTrust": test.trust, "automaticUserConsentSettings": consent(true, false),
				"b2bDirectConnectInbound": acctest.Everything("allowed"),
			}}}
			if test.capabilities == nil {
				test.capabilities = []any{"b2b_collaboration"}
			}
			state := started(t, e).read(declared("contoso", "fabrikam", test.capabilities...))
			var want []string
			if test.want != "" {
				want = []string{"target fabrikam " + test.want}
			}
			expect(t, "findings", rows(state["findings"], "side", "tenant", "code", "severity", "policy", "settings"), want...)
			if state["ok"] != test.ok {
				t.Errorf("ok is %v, want %v", state["ok"], test.ok)
			}
		})
	}
}

// TestOneSideUnreadable finds the gaps of the other side, and lists the unreadable
// settings.
func TestOneSideUnreadable(t *testing.T) {
	t.Parallel()
	const secret = "wrong"
	for name, test := range map[string]struct {
		hide func(*acctest.Application)
		why  string
	}{
		"permission": {func(a *acctest.Application) { a.Permissions = []string{"Organization.Read.All"} }, `Policy.Read.All or Policy.ReadWrite.CrossTenantAccess in tenant "fabrikam"`},
		"credential": {func(a *acctest.Application) { a.ClientSecret = secret }, `could not sign in to tenant "fabrikam": AADSTS7000215`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := started(t, connected())
			test.hide(&c.estate.Tenant(acctest.Fabrikam).Applications[0])
			if name == "permission" {
				c = started(t, c.estate)
			}
			edge := declared("contoso", "fabrikam", "b2b_collaboration", "auto_redeem", "trust_mfa")
			state := c.read(edge)
			if state["ok"] != true || len(rows(state["findings"], "code")) > 0 {
				t.Errorf("ok is %v, and the findings are %v", state["ok"], state["findings"])
			}
			expect(t, "unchecked", rows(state["unchecked"], "edge", "side", "tenant", "what"),
				way+" target fabrikam b2bCollaborationInbound", way+" target fabrikam allowInvitesFrom",
				way+" target fabrikam invitationsAllowedAndBlockedDomainsPolicy", way+" target fabrikam inboundTrust.isMfaAccepted",
				way+" target fabrikam automaticUserConsentSettings.inboundAllowed", way+" target fabrikam Conditional Access policies",
				"<nil> <nil> fabrikam undeclared cross-tenant access partners")
			why := rows(state["unchecked"], "why")
			if len(why) == 0 || !strings.Contains(why[0], test.why) {
				t.Errorf("the reasons are\n%s\nwant %s in the first", strings.Join(why, "\n"), test.why)
			}
			if again := rows(c.read(edge)["unchecked"], "why"); strings.Join(again, "") != strings.Join(why, "") {
				t.Errorf("the reasons change from one read to the next:\n%s\n%s", strings.Join(why, "\n"), strings.Join(again, "\n"))
			}
			if err := c.world.ChangePartner(acctest.ContosoID, acctest.FabrikamID, acctest.Object{"automaticUserConsentSettings": consent(false, false)}); err != nil {
				t.Fatal(err)
			}
			expect(t, "findings", rows(c.read(edge)["findings"], "code", "side"), "MT065 source")
		})
	}
}

// TestReasonsStayTheSame: the reasons contain no request id, which would differ in
// every plan.
func TestReasonsStayTheSame(t *testing.T) {
	t.Parallel()
	c := started(t, connected())
	c.world.Fault(wire.Fault{Service: wire.Graph, Path: "/policies/authorizationPolicy", Tenant: "fabrikam", Times: 2, Status: http.StatusBadRequest})
	edge := declared("contoso", "fabrikam", "b2b_collaboration")
	first, second := rows(c.read(edge)["unchecked"], "what", "why"), rows(c.read(edge)["unchecked"], "what", "why")
	if len(first) != 1 || !strings.HasPrefix(first[0], "allowInvitesFrom Graph refused GET /policies/authorizationPolicy") {
		t.Fatalf("unchecked are %q", first)
	}
	expect(t, "the reasons of another read", second, first...)
}

func TestEdgeAcrossClouds(t *testing.T) {
	t.Parallel()
	c := started(t, acctest.Standard())
	edge := declared("contoso", "northwind", "b2b_collaboration")
	state := c.read(edge)
	expect(t, "findings", rows(state["findings"], "code"))
	// Only the public cloud shows its domain lists.
	expect(t, "unchecked", rows(state["unchecked"], "side", "what"), "target invitationsAllowedAndBlockedDomainsPolicy")

	expect(t, "findings", rows(c.read(declared("fabrikam", "northwind", "b2b_collaboration"))["findings"], "code", "side", "tenant"), "MT061 target northwind")
	if err := c.world.ChangeAccess(acctest.ContosoID, acctest.Object{"allowedCloudEndpoints": []any{}}); err != nil {
		t.Fatal(err)
	}
	expect(t, "findings", rows(c.read(edge)["findings"], "code", "side", "tenant", "settings"), "MT060 source contoso [allowedCloudEndpoints]")
	expect(t, "findings", rows(c.read(declared("contoso", "northwind", "b2b_collaboration", "direct_connect"))["findings"], "code", "side"),
		"MT067 source", "MT060 source")
	state = c.read(declared("contoso", "northwind", "sync"))
	if what := rows(state["unchecked"], "what"); !strings.Contains(strings.Join(what, "\n"), "cross-cloud synchronization") {
		t.Errorf("unchecked are %v", what)
	}
}

func TestUndeclared(t *testing.T) {
	t.Parallel()
	e := connected()
	contoso := e.Tenant(acctest.Contoso)
	partners, _ := contoso.CrossTenantAccess["partners"].([]acctest.Object)
	const stranger = "99999999-9999-4999-8999-999999999999"
	contoso.CrossTenantAccess["partners"] = append(partners,
		acctest.Object{"tenantId": stranger}, acctest.Object{"tenantId": acctest.NorthwindID})
	state := started(t, e).read(declared("contoso", "fabrikam", "b2b_collaboration", "trust_mfa", "trust_compliant_device", "auto_redeem"))
	expect(t, "undeclared", rows(state["undeclared"], "tenant", "partner", "edge", "setting"),
		"contoso "+stranger+" <nil> <nil>",
		"contoso fabrikam "+way+" b2bDirectConnectOutbound",
		"contoso northwind <nil> <nil>",
		"fabrikam contoso "+way+" b2bDirectConnectInbound",
		"fabrikam contoso "+way+" inboundTrust.isHybridAzureADJoinedDeviceAccepted",
		"fabrikam contoso "+way+" identitySynchronization.userSyncInbound.isSyncAllowed")
	if state["ok"] != true {
		t.Error("what is granted beyond need makes the edge not ok")
	}
}

// A check uses current settings, and not those that the same plan changes.
func TestTopologyCheckIsNoForecast(t *testing.T) {
	t.Parallel()
	c := started(t, acctest.Standard())
	provider := c.configured()
	blocked := map[string]any{
		"users_and_groups": map[string]any{"access_type": "blocked", "targets": []any{map[string]any{"target": "AllUsers", "target_type": "user"}}},
		"applications":     map[string]any{"access_type": "blocked", "targets": []any{map[string]any{"target": "AllApplications", "target_type": "application"}}},
	}
	for name, config := range map[string]map[string]any{
		"multitenant_cross_tenant_access_policy":  {"tenant": "contoso", "allowed_cloud_endpoints": []any{}},
		"multitenant_cross_tenant_access_default": {"tenant": "contoso", "b2b_collaboration_outbound": blocked},
	} {
		kind := provider.Schemas.ResourceSchemas[name].ValueType()
		answer, err := provider.Server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
			TypeName: name, Config: acctest.Encode(t, kind, config), ProposedNewState: acctest.Encode(t, kind, config),
			PriorState: acctest.Encode(t, kind, nil),
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range answer.Diagnostics {
			if d.Severity == tfprotov6.DiagnosticSeverityError {
				t.Fatalf("%s: %s", d.Summary, d.Detail)
			}
		}
	}
	answer := c.ask(provider, declared("contoso", "fabrikam", "b2b_collaboration"), declared("contoso", "northwind", "b2b_collaboration"))
	if answer["ok"] != true {
		t.Errorf("the check finds %v", rows(answer["findings"], "code", "edge", "settings"))
	}
}
