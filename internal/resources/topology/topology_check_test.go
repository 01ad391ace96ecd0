package topology_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	facts "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

const way = "contoso->fabrikam"

func trust(mfa, compliant, hybrid bool) acctest.Object {
	return acctest.Object{"isMfaAccepted": mfa, "isCompliantDeviceAccepted": compliant, "isHybridAzureADJoinedDeviceAccepted": hybrid}
}

func consent(inbound, outbound bool) acctest.Object {
	return acctest.Object{"inboundAllowed": inbound, "outboundAllowed": outbound}
}

func synchronization(allowed bool) acctest.Object {
	return acctest.Object{"userSyncInbound": acctest.Object{"isSyncAllowed": allowed}}
}

// connected is an estate in which users of Contoso have every capability in
// Fabrikam, and those of Fabrikam no more than the default in Contoso.
func connected() *acctest.Estate {
	e := acctest.Standard()
	e.Tenant(acctest.Contoso).CrossTenantAccess = acctest.Object{"partners": []acctest.Object{{
		"tenantId": acctest.FabrikamID, "b2bDirectConnectOutbound": acctest.Everything("allowed"), "automaticUserConsentSettings": consent(false, true),
	}}}
	e.Tenant(acctest.Fabrikam).CrossTenantAccess = acctest.Object{"partners": []acctest.Object{{
		"tenantId": acctest.ContosoID, "b2bDirectConnectInbound": acctest.Everything("allowed"), "automaticUserConsentSettings": consent(true, false),
		"inboundTrust": trust(true, true, true), "identitySynchronization": synchronization(true),
	}}}
	e.Tenant(acctest.Contoso).Synchronizations = []acctest.Object{syncInto(acctest.FabrikamID)}
	return e
}

// syncInto is a complete configuration of cross-tenant synchronization.
func syncInto(tenantID string) acctest.Object {
	return acctest.Object{
		"displayName": "Sync",
		"secrets": acctest.Object{
			"CompanyId": tenantID, "SyncAll": "false",
			"SyncNotificationSettings": acctest.Object{"Enabled": true, "DeleteThresholdEnabled": true, "DeleteThresholdValue": 500},
		},
		"assignedTo": []any{"Mona.Manager@contoso.example"},
	}
}

func started(t *testing.T, e *acctest.Estate) check {
	t.Helper()
	return check{t: t, world: acctest.StartWith(t, e, kernel.Options{Settings: readableSecrets}), estate: e}
}

// counted starts a world in which lists have no empty pages, which would add
// requests.
func counted(t *testing.T, e *acctest.Estate) check {
	t.Helper()
	return check{t: t, world: acctest.StartWith(t, e, kernel.Options{Settings: withoutEmptyPages}), estate: e}
}

func withoutEmptyPages(s *facts.Settings) {
	readableSecrets(s)
	s.EmptyPageWithNextLink = false
}

// readableSecrets is for tests of the content of secrets.
func readableSecrets(s *facts.Settings) { s.SecretsNeedWrite = false }

func full() map[string]any {
	return declared("contoso", "fabrikam", "b2b_collaboration", "trust_mfa", "trust_compliant_device", "trust_hybrid_device", "auto_redeem", "sync", "direct_connect")
}

func TestEdgeThatIsComplete(t *testing.T) {
	t.Parallel()
	c := started(t, connected())
	state := c.read(full())
	if state["ok"] != true || len(rows(state["findings"], "code")) > 0 || len(rows(state["undeclared"], "tenant")) > 0 {
		t.Errorf("ok is %v, the findings are %v, and undeclared are %v", state["ok"], state["findings"], state["undeclared"])
	}
	expect(t, "unchecked", rows(state["unchecked"], "edge", "side", "tenant", "what"))
	diagram := "flowchart LR\n  n1[\"contoso\"]\n  n2[\"fabrikam\"]\n  n1 -->|\"b2b_collaboration, trust_mfa, trust_compliant_device," +
		" trust_hybrid_device, auto_redeem, sync, direct_connect\"| n2\n"
	if state["diagram"] != diagram {
		t.Errorf("the diagram is\n%v\nwant\n%v", state["diagram"], diagram)
	}
}

// TestDiagramShowsFindings draws the edge with the severity of its worst finding.
func TestDiagramShowsFindings(t *testing.T) {
	t.Parallel()
	c := started(t, connected())
	if err := c.world.ChangePartner(acctest.FabrikamID, acctest.ContosoID, acctest.Object{"inboundTrust": acctest.Object{"isMfaAccepted": false}}); err != nil {
		t.Fatal(err)
	}
	diagram, want := c.read(declared("contoso", "fabrikam", "trust_mfa"))["diagram"], "flowchart LR\n  n1[\"contoso\"]\n  n2[\"fabrikam\"]\n"+
		"  n1 -.->|\"trust_mfa\"| n2\n  linkStyle 0 stroke:#a80000,stroke-width:3px\n"
	if diagram != want {
		t.Errorf("the diagram is\n%v\nwant\n%v", diagram, want)
	}
}

// TestOneSettingMissing removes each setting in turn, in either tenant, and
// requires it to be named there and nowhere else.
func TestOneSettingMissing(t *testing.T) {
	t.Parallel()
	contoso := func(patch acctest.Object) func(*acctest.World) error {
		return func(w *acctest.World) error {
			return w.ChangePartner(acctest.ContosoID, acctest.FabrikamID, patch)
		}
	}
	fabrikam := func(patch acctest.Object) func(*acctest.World) error {
		return func(w *acctest.World) error {
			return w.ChangePartner(acctest.FabrikamID, acctest.ContosoID, patch)
		}
	}
	closed := acctest.Everything("blocked")
	for name, test := range map[string]struct {
		take func(*acctest.World) error
		want string
	}{
		"collaboration out":    {contoso(acctest.Object{"b2bCollaborationOutbound": closed}), "MT062 source contoso [b2bCollaborationOutbound]"},
		"collaboration in":     {fabrikam(acctest.Object{"b2bCollaborationInbound": closed}), "MT062 target fabrikam [b2bCollaborationInbound]"},
		"direct connect out":   {contoso(acctest.Object{"b2bDirectConnectOutbound": closed}), "MT067 source contoso [b2bDirectConnectOutbound]"},
		"direct connect in":    {fabrikam(acctest.Object{"b2bDirectConnectInbound": closed}), "MT067 target fabrikam [b2bDirectConnectInbound]"},
		"direct connect unset": {fabrikam(acctest.Object{"b2bDirectConnectInbound": nil}), "MT067 target fabrikam [b2bDirectConnectInbound]"},
		"trust MFA":            {fabrikam(acctest.Object{"inboundTrust": trust(false, true, true)}), "MT064 target fabrikam [inboundTrust.isMfaAccepted]"},
		"trust compliance":     {fabrikam(acctest.Object{"inboundTrust": trust(true, false, true)}), "MT064 target fabrikam [inboundTrust.isCompliantDeviceAccepted]"},
		"trust hybrid": {
			fabrikam(acctest.Object{"inboundTrust": trust(true, true, false)}), "MT064 target fabrikam [inboundTrust.isHybridAzureADJoinedDeviceAccepted]",
		},
		"consent out": {
			contoso(acctest.Object{"automaticUserConsentSettings": consent(false, false)}), "MT065 source contoso [automaticUserConsentSettings.outboundAllowed]",
		},
		"consent in": {
			fabrikam(acctest.Object{"automaticUserConsentSettings": consent(false, false)}), "MT065 target fabrikam [automaticUserConsentSettings.inboundAllowed]",
		},
		"synchronization": {
			func(w *acctest.World) error {
				return w.ChangeSynchronization(acctest.FabrikamID, acctest.ContosoID, synchronization(false))
			},
			"MT066 target fabrikam [identitySynchronization.userSyncInbound.isSyncAllowed]",
		},
		"default out": {
			func(w *acctest.World) error {
				return w.ChangeDefault(acctest.ContosoID, acctest.Object{"b2bCollaborationOutbound": closed})
			},
			"MT062 source contoso [b2bCollaborationOutbound]",
		},
		"invitations": {
			func(w *acctest.World) error {
				return w.ChangeAuthorization(acctest.FabrikamID, acctest.Object{"allowInvitesFrom": "none"})
			},
			"MT063 target fabrikam [allowInvitesFrom]",
		},
		"partner": {
			func(w *acctest.World) error {
				return crosstenant.Partners.Delete(w.World, acctest.ContosoID, acctest.FabrikamID, kernel.Actor{})
			},
			"MT061 source contoso [automaticUserConsentSettings.outboundAllowed b2bDirectConnectOutbound]",
		},
		"the other direction": {
			contoso(acctest.Object{"b2bCollaborationInbound": closed, "b2bDirectConnectInbound": closed, "inboundTrust": trust(false, false, false)}), "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := started(t, connected())
			if err := test.take(c.world); err != nil {
				t.Fatal(err)
			}
			state := c.read(full())
			if test.want == "" {
				expect(t, "findings", rows(state["findings"], "code"))
				return
			}
			expect(t, "findings", rows(state["findings"], "edge", "severity", "code", "side", "tenant", "settings"), way+" error "+test.want)
			if state["ok"] != false {
				t.Errorf("ok is %v", state["ok"])
			}
		})
	}
}

func TestDomainsThatAreRefused(t *testing.T) {
	t.Parallel()
	e := connected()
	e.Tenant(acctest.Fabrikam).B2BManagement = acctest.Object{"blocked_domains": []string{"contoso.example"}}
	c := started(t, e)
	expect(t, "findings", rows(c.read(full())["findings"], "code", "side", "settings"), "MT063 target [invitationsAllowedAndBlockedDomainsPolicy]")
	if found := rows(c.read(declared("contoso", "fabrikam", "trust_mfa"))["findings"], "code"); len(found) > 0 {
		t.Errorf("an edge without collaboration has the findings %v", found)
	}
}

func TestPlanChecksDecide(t *testing.T) {
	t.Parallel()
	e := connected()
	e.Tenant(acctest.Fabrikam).Applications[0].Permissions = []string{"User.Read.All"}
	c := started(t, e)
	if err := c.world.ChangePartner(acctest.ContosoID, acctest.FabrikamID, acctest.Object{"b2bCollaborationOutbound": acctest.Everything("blocked")}); err != nil {
		t.Fatal(err)
	}
	edge := declared("contoso", "fabrikam", "b2b_collaboration")
	c.checks = map[string]any{"MT062": "warn", "MT063": "off", "MT068": "off", "MT069": "off"}
	state := c.read(edge)
	expect(t, "findings", rows(state["findings"], "code", "severity"), "MT062 warn")
	expect(t, "unchecked", rows(state["unchecked"], "what"), "b2bCollaborationInbound", "undeclared cross-tenant access partners")
	if state["ok"] != true {
		t.Error("a warning makes the edge not ok")
	}
	c.world.ForgetRequests()
	c.checks["MT062"] = "off"
	state = c.read(edge)
	expect(t, "findings", rows(state["findings"], "code"))
	expect(t, "unchecked", rows(state["unchecked"], "what"), "undeclared cross-tenant access partners")
	for _, r := range c.world.Requests() {
		if strings.Contains(r, "conditionalAccess") || strings.Contains(r, "authorizationPolicy") || strings.Contains(r, "/organization") {
			t.Errorf("%s is asked for a check that is off", r)
		}
	}
}

// TestEachFactIsReadOnce declares a mesh of three in two clouds.
func TestEachFactIsReadOnce(t *testing.T) {
	t.Parallel()
	c := counted(t, acctest.Standard())
	var edges []any
	for _, source := range c.world.Keys() {
		for _, target := range c.world.Keys() {
			if source != target {
				edges = append(edges, declared(source, target, "b2b_collaboration", "trust_mfa", "sync"))
			}
		}
	}
	c.read(edges...)
	var asked []string
	for _, e := range c.world.Entries(wire.Filter{}) {
		asked = append(asked, e.Tenant+" "+e.Method+" "+e.Path)
	}
	slices.Sort(asked)
	if once := slices.Compact(slices.Clone(asked)); len(once) < len(asked) {
		t.Errorf("some of these requests were made more than once:\n%s", strings.Join(asked, "\n"))
	}
	if most := 3 * 9; len(asked) > most {
		t.Errorf("%d requests for three tenants, want %d at the most:\n%s", len(asked), most, strings.Join(asked, "\n"))
	}
}

// TestNothingIsAskedInVain declares an edge that needs only its two entries.
func TestNothingIsAskedInVain(t *testing.T) {
	t.Parallel()
	c := started(t, connected())
	c.read(declared("contoso", "fabrikam", "auto_redeem"))
	for _, r := range c.world.Requests() {
		if !strings.HasSuffix(r, "/partners") && !strings.HasSuffix(r, "/default") {
			t.Errorf("%s is asked for consent", r)
		}
	}
}

func expect(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if len(got)+len(want) > 0 && !slices.Equal(got, want) {
		t.Errorf("%s are\n  %s\nwant\n  %s", what, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}
