package area_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/conditionalaccess"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// withPolicy is a world in which Contoso has a Conditional Access policy, given by
// its members besides the name, and users of Fabrikam sign in.
func withPolicy(t *testing.T, members string) *kernel.World {
	t.Helper()
	w := area.NewWorld(kernel.Options{})
	load(t, w, `{"tenants":[
		{"key":"contoso","tenant_id":"`+contosoID+`","conditional_access_policies":[{"displayName":"Policy",`+members+`}],
			"cross_tenant_access_policy":{"partners":[{"tenantId":"`+fabrikamID+`","b2bDirectConnectInbound":`+everythingAllowed+`}]}},
		{"key":"fabrikam","tenant_id":"`+fabrikamID+`",
			"cross_tenant_access_policy":{"partners":[{"tenantId":"`+contosoID+`","b2bDirectConnectOutbound":`+everythingAllowed+`}]}}]}`)
	return w
}

const everythingAllowed = `{"usersAndGroups":{"accessType":"allowed","targets":[{"target":"AllUsers","targetType":"user"}]},` +
	`"applications":{"accessType":"allowed","targets":[{"target":"AllApplications","targetType":"application"}]}}`

// TestSignInExternal is the table of controls that external users can satisfy in a
// resource tenant (External ID, authentication and Conditional Access;
// graph-identity §12).
func TestSignInExternal(t *testing.T) {
	t.Parallel()
	const everybody = `"conditions":{"users":{"includeUsers":["All"]},"applications":{"includeApplications":["All"]}},`
	under := func(condition string) string {
		return `"conditions":{"users":{"includeUsers":["All"]},"applications":{"includeApplications":["All"]},` + condition + `},"grantControls":{"builtInControls":["mfa"]}`
	}
	grant := func(controls string) string { return everybody + `"grantControls":{` + controls + `}` }
	mfa := grant(`"builtInControls":["mfa"]`)
	guest, shared := conditionalaccess.ExternalSignIn{Home: "fabrikam", Kind: conditionalaccess.KindGuest}, conditionalaccess.ExternalSignIn{Home: "fabrikam", Kind: conditionalaccess.KindDirectConnect}
	change := func(s conditionalaccess.ExternalSignIn, f func(*conditionalaccess.ExternalSignIn)) conditionalaccess.ExternalSignIn {
		f(&s)
		return s
	}
	registered := change(guest, func(s *conditionalaccess.ExternalSignIn) { s.Registered = true })
	risky := change(guest, func(s *conditionalaccess.ExternalSignIn) { s.SignInRisk = "high" })
	for name, c := range map[string]struct {
		policy string
		who    conditionalaccess.ExternalSignIn
		trust  string
		want   conditionalaccess.SignInOutcome
	}{
		"mfa":                             {mfa, guest, "", conditionalaccess.AskedToRegister},
		"mfa, registered":                 {mfa, registered, "", conditionalaccess.SignedIn},
		"mfa, trusted":                    {mfa, guest, "isMfaAccepted", conditionalaccess.SignedIn},
		"mfa, shared channel":             {mfa, shared, "", conditionalaccess.KeptOut},
		"mfa, shared channel, trusted":    {mfa, shared, "isMfaAccepted", conditionalaccess.SignedIn},
		"mfa in a risky sign-in":          {mfa, risky, "", conditionalaccess.KeptOut},
		"mfa in risky sign-ins only":      {under(`"signInRiskLevels":["high"]`), guest, "", conditionalaccess.SignedIn},
		"mfa for users at risk":           {under(`"userRiskLevels":["high"]`), change(guest, func(s *conditionalaccess.ExternalSignIn) { s.UserRisk = "high" }), "", conditionalaccess.AskedToRegister},
		"strength of the home tenant":     {grant(`"authenticationStrength":{"id":"00000000-0000-0000-0000-000000000004"}`), registered, "", conditionalaccess.KeptOut},
		"strength, trusted":               {grant(`"authenticationStrength":{"id":"00000000-0000-0000-0000-000000000004"}`), guest, "isMfaAccepted", conditionalaccess.SignedIn},
		"strength by SMS":                 {grant(`"authenticationStrength":{"id":"` + adminID + `","allowedCombinations":["fido2","password,sms"]}`), guest, "", conditionalaccess.AskedToRegister},
		"device":                          {grant(`"builtInControls":["compliantDevice"]`), guest, "isMfaAccepted", conditionalaccess.KeptOut},
		"device, trusted":                 {grant(`"builtInControls":["compliantDevice"]`), guest, "isCompliantDeviceAccepted", conditionalaccess.SignedIn},
		"hybrid device, trusted":          {grant(`"builtInControls":["domainJoinedDevice"]`), guest, "isHybridAzureADJoinedDeviceAccepted", conditionalaccess.SignedIn},
		"device or mfa":                   {grant(`"operator":"OR","builtInControls":["compliantDevice","mfa"]`), guest, "", conditionalaccess.AskedToRegister},
		"device and mfa":                  {grant(`"operator":"AND","builtInControls":["compliantDevice","mfa"]`), registered, "", conditionalaccess.KeptOut},
		"password change":                 {grant(`"builtInControls":["passwordChange"]`), registered, "isMfaAccepted", conditionalaccess.KeptOut},
		"remediation":                     {grant(`"builtInControls":["riskRemediation"]`), guest, "", conditionalaccess.SignedIn},
		"terms of use":                    {grant(`"termsOfUse":["` + adminID + `"]`), guest, "", conditionalaccess.SignedIn},
		"terms of use in shared channels": {grant(`"termsOfUse":["` + adminID + `"]`), shared, "", conditionalaccess.KeptOut},
		"custom factors":                  {grant(`"customAuthenticationFactors":["x"]`), guest, "", conditionalaccess.SignedIn},
		"session":                         {everybody + `"sessionControls":{"signInFrequency":{"isEnabled":true}}`, guest, "", conditionalaccess.SignedIn},
		"session in shared channels":      {everybody + `"sessionControls":{"signInFrequency":{"isEnabled":true}}`, shared, "", conditionalaccess.KeptOut},
		"session that is off":             {everybody + `"sessionControls":{"signInFrequency":{"isEnabled":false}}`, shared, "", conditionalaccess.SignedIn},
		"reported only":                   {`"state":"enabledForReportingButNotEnforced",` + mfa, guest, "", conditionalaccess.SignedIn},
		"another platform":                {under(`"platforms":{"includePlatforms":["iOS"],"excludePlatforms":[]}`), guest, "", conditionalaccess.SignedIn},
		"all places but trusted ones": {
			under(`"locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]}`),
			change(guest, func(s *conditionalaccess.ExternalSignIn) { s.FromTrusted = true }), "", conditionalaccess.SignedIn,
		},
		"old clients": {under(`"clientAppTypes":["other"]`), guest, "", conditionalaccess.SignedIn},
		"another application": {
			`"conditions":{"users":{"includeUsers":["All"]},"applications":{"includeApplications":["All"],"excludeApplications":["Office365"]}},"grantControls":{"builtInControls":["block"]}`,
			guest, "", conditionalaccess.SignedIn,
		},
		"guests of this tenant": {
			`"conditions":{"users":{"includeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"b2bCollaborationGuest,internalGuest",` +
				`"externalTenants":{"membershipKind":"enumerated","members":["` + fabrikamID + `"]}}},"applications":{"includeApplications":["All"]}},"grantControls":{"builtInControls":["block"]}`,
			guest, "", conditionalaccess.KeptOut,
		},
		"all but external users": {
			`"conditions":{"users":{"includeUsers":["All"],"excludeUsers":["GuestsOrExternalUsers"]},"applications":{"includeApplications":["All"]}},"grantControls":{"builtInControls":["block"]}`,
			guest, "", conditionalaccess.SignedIn,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := withPolicy(t, c.policy)
			if c.trust != "" {
				if err := updatePartner(w, contosoID, fabrikamID, map[string]any{"inboundTrust": map[string]any{c.trust: true}}); err != nil {
					t.Fatal(err)
				}
			}
			got, err := conditionalaccess.SignInExternal(w, "contoso", c.who)
			if err != nil || got.Outcome != c.want || (got.Because == "Policy") != (c.want != conditionalaccess.SignedIn) {
				t.Errorf("%+v, %v; want %q", got, err, c.want)
			}
		})
	}
}

// TestSignInByAccessSettings blocks users before any policy.
func TestSignInByAccessSettings(t *testing.T) {
	t.Parallel()
	set := func(tenantID, partnerID, block string, value any) func(*testing.T, *kernel.World) {
		return func(t *testing.T, w *kernel.World) {
			t.Helper()
			if err := updatePartner(w, tenantID, partnerID, map[string]any{block: value}); err != nil {
				t.Fatal(err)
			}
		}
	}
	closed := everything(blocked)
	office := everything(allowed)
	office["applications"] = target(allowed, "AllMicrosoftApps", targetApplication)
	for name, c := range map[string]struct {
		kind, application string
		change            func(*testing.T, *kernel.World)
		because           string
	}{
		"nothing closed":         {conditionalaccess.KindGuest, "", func(*testing.T, *kernel.World) {}, ""},
		"inbound":                {conditionalaccess.KindMember, "", set(contosoID, fabrikamID, "b2bCollaborationInbound", closed), "b2bCollaborationInbound"},
		"outbound":               {conditionalaccess.KindMember, "", set(fabrikamID, contosoID, "b2bCollaborationOutbound", closed), "b2bCollaborationOutbound"},
		"channels, inbound":      {conditionalaccess.KindDirectConnect, "", set(contosoID, fabrikamID, "b2bDirectConnectInbound", closed), "b2bDirectConnectInbound"},
		"collaboration, inbound": {conditionalaccess.KindGuest, "", set(contosoID, fabrikamID, "b2bDirectConnectInbound", closed), ""},
		"this application":       {conditionalaccess.KindDirectConnect, "", set(contosoID, fabrikamID, "b2bDirectConnectInbound", office), ""},
		"another application":    {conditionalaccess.KindDirectConnect, adminID, set(contosoID, fabrikamID, "b2bDirectConnectInbound", office), "b2bDirectConnectInbound"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := withPolicy(t, `"state":"disabled"`)
			c.change(t, w)
			got, err := conditionalaccess.SignInExternal(w, contosoID, conditionalaccess.ExternalSignIn{Home: fabrikamID, Kind: c.kind, Application: c.application})
			if err != nil || got.Because != c.because || (got.Outcome == conditionalaccess.SignedIn) != (c.because == "") {
				t.Errorf("%+v, %v; want %q", got, err, c.because)
			}
		})
	}
}

// TestSignInSettings covers both values of the settings about shared channels.
func TestSignInSettings(t *testing.T) {
	t.Parallel()
	terms := `"conditions":{"users":{"includeUsers":["All"]},"applications":{"includeApplications":["All"]}},"grantControls":{"termsOfUse":["` + adminID + `"]}`
	for name, c := range map[string]struct {
		change  func(*settings.Settings)
		without string
		want    conditionalaccess.SignInOutcome
	}{
		"controls block":          {func(s *settings.Settings) { s.DirectConnectIgnoresControls = false }, "", conditionalaccess.KeptOut},
		"controls are ignored":    {func(s *settings.Settings) { s.DirectConnectIgnoresControls = true }, "", conditionalaccess.SignedIn},
		"license of the target":   {func(s *settings.Settings) { s.DirectConnectIgnoresControls, s.DirectConnectNeedsP1 = true, true }, contosoID, conditionalaccess.KeptOut},
		"license of the source":   {func(s *settings.Settings) { s.DirectConnectIgnoresControls, s.DirectConnectNeedsP1 = true, true }, fabrikamID, conditionalaccess.KeptOut},
		"license is not enforced": {func(s *settings.Settings) { s.DirectConnectIgnoresControls = true }, contosoID, conditionalaccess.SignedIn},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := withPolicy(t, terms)
			if err := w.ChangeSettings(func(s *settings.Settings) error { c.change(s); return nil }); err != nil {
				t.Fatal(err)
			}
			if c.without != "" {
				look(t, w, c.without, func(d *kernel.Directory) { d.WithoutP1 = true })
			}
			got, err := conditionalaccess.SignInExternal(w, "contoso", conditionalaccess.ExternalSignIn{Home: "fabrikam", Kind: conditionalaccess.KindDirectConnect})
			if err != nil || got.Outcome != c.want {
				t.Errorf("%+v, %v; want %q", got, err, c.want)
			}
		})
	}
}

// TestSignInThatCannotBe rejects invalid sign-ins with a reason, without guessing.
func TestSignInThatCannotBe(t *testing.T) {
	t.Parallel()
	w := withPolicy(t, `"conditions":{"users":{"includeUsers":["All"]},"applications":{"includeApplications":["All"]},"devices":{"deviceFilter":{"mode":"include"}}}`)
	for name, c := range map[string]struct {
		tenant string
		who    conditionalaccess.ExternalSignIn
		status int
	}{
		"no tenant":     {"tailspin", conditionalaccess.ExternalSignIn{Home: "fabrikam", Kind: conditionalaccess.KindGuest}, 404},
		"no home":       {"contoso", conditionalaccess.ExternalSignIn{Home: "tailspin", Kind: conditionalaccess.KindGuest}, 404},
		"no user":       {"contoso", conditionalaccess.ExternalSignIn{Home: "fabrikam", Kind: conditionalaccess.KindGuest, UserID: adminID}, 404},
		"no home user":  {"contoso", conditionalaccess.ExternalSignIn{Home: "fabrikam", Kind: conditionalaccess.KindGuest, HomeUser: "nobody@fabrikam.example"}, 404},
		"device filter": {"contoso", conditionalaccess.ExternalSignIn{Home: "fabrikam", Kind: conditionalaccess.KindGuest}, 501},
	} {
		got, err := conditionalaccess.SignInExternal(w, c.tenant, c.who)
		var fault *refusal.Error
		if !errors.As(err, &fault) || fault.Status != c.status {
			text, _ := json.Marshal(got)
			t.Errorf("%s: %s, %v", name, text, err)
		}
	}
}
