package world

import (
	"encoding/json"
	"errors"
	"testing"
)

// withPolicy is a world in which Contoso has a Conditional Access policy, given by
// its members beside the name, and people of Fabrikam come to it.
func withPolicy(t *testing.T, members string) *World {
	t.Helper()
	w := New(Options{})
	load(t, w, `{"tenants":[
		{"key":"contoso","tenant_id":"`+contosoID+`","conditional_access_policies":[{"displayName":"Policy",`+members+`}],
			"cross_tenant_access_policy":{"partners":[{"tenantId":"`+fabrikamID+`","b2bDirectConnectInbound":`+everythingAllowed+`}]}},
		{"key":"fabrikam","tenant_id":"`+fabrikamID+`",
			"cross_tenant_access_policy":{"partners":[{"tenantId":"`+contosoID+`","b2bDirectConnectOutbound":`+everythingAllowed+`}]}}]}`)
	return w
}

const everythingAllowed = `{"usersAndGroups":{"accessType":"allowed","targets":[{"target":"AllUsers","targetType":"user"}]},` +
	`"applications":{"accessType":"allowed","targets":[{"target":"AllApplications","targetType":"application"}]}}`

// TestSignInExternal is the table of what external users can satisfy in a resource
// tenant (External ID, authentication and Conditional Access; field-audit §2.3 to
// §2.5).
func TestSignInExternal(t *testing.T) {
	t.Parallel()
	const everybody = `"conditions":{"users":{"includeUsers":["All"]},"applications":{"includeApplications":["All"]}},`
	under := func(condition string) string {
		return `"conditions":{"users":{"includeUsers":["All"]},"applications":{"includeApplications":["All"]},` + condition + `},"grantControls":{"builtInControls":["mfa"]}`
	}
	grant := func(controls string) string { return everybody + `"grantControls":{` + controls + `}` }
	mfa := grant(`"builtInControls":["mfa"]`)
	guest, shared := ExternalSignIn{Home: "fabrikam", Kind: KindGuest}, ExternalSignIn{Home: "fabrikam", Kind: KindDirectConnect}
	change := func(s ExternalSignIn, f func(*ExternalSignIn)) ExternalSignIn { f(&s); return s }
	registered := change(guest, func(s *ExternalSignIn) { s.Registered = true })
	risky := change(guest, func(s *ExternalSignIn) { s.SignInRisk = "high" })
	for name, c := range map[string]struct {
		policy string
		who    ExternalSignIn
		trust  string
		want   SignInOutcome
	}{
		"mfa":                             {mfa, guest, "", AskedToRegister},
		"mfa, registered":                 {mfa, registered, "", SignedIn},
		"mfa, trusted":                    {mfa, guest, "isMfaAccepted", SignedIn},
		"mfa, shared channel":             {mfa, shared, "", KeptOut},
		"mfa, shared channel, trusted":    {mfa, shared, "isMfaAccepted", SignedIn},
		"mfa in a risky sign-in":          {mfa, risky, "", KeptOut},
		"mfa in risky sign-ins only":      {under(`"signInRiskLevels":["high"]`), guest, "", SignedIn},
		"mfa for users at risk":           {under(`"userRiskLevels":["high"]`), change(guest, func(s *ExternalSignIn) { s.UserRisk = "high" }), "", AskedToRegister},
		"strength of the home tenant":     {grant(`"authenticationStrength":{"id":"00000000-0000-0000-0000-000000000004"}`), registered, "", KeptOut},
		"strength, trusted":               {grant(`"authenticationStrength":{"id":"00000000-0000-0000-0000-000000000004"}`), guest, "isMfaAccepted", SignedIn},
		"strength by SMS":                 {grant(`"authenticationStrength":{"id":"` + adminID + `","allowedCombinations":["fido2","password,sms"]}`), guest, "", AskedToRegister},
		"device":                          {grant(`"builtInControls":["compliantDevice"]`), guest, "isMfaAccepted", KeptOut},
		"device, trusted":                 {grant(`"builtInControls":["compliantDevice"]`), guest, "isCompliantDeviceAccepted", SignedIn},
		"hybrid device, trusted":          {grant(`"builtInControls":["domainJoinedDevice"]`), guest, "isHybridAzureADJoinedDeviceAccepted", SignedIn},
		"device or mfa":                   {grant(`"operator":"OR","builtInControls":["compliantDevice","mfa"]`), guest, "", AskedToRegister},
		"device and mfa":                  {grant(`"operator":"AND","builtInControls":["compliantDevice","mfa"]`), registered, "", KeptOut},
		"password change":                 {grant(`"builtInControls":["passwordChange"]`), registered, "isMfaAccepted", KeptOut},
		"remediation":                     {grant(`"builtInControls":["riskRemediation"]`), guest, "", SignedIn},
		"terms of use":                    {grant(`"termsOfUse":["` + adminID + `"]`), guest, "", SignedIn},
		"terms of use in shared channels": {grant(`"termsOfUse":["` + adminID + `"]`), shared, "", KeptOut},
		"custom factors":                  {grant(`"customAuthenticationFactors":["x"]`), guest, "", SignedIn},
		"session":                         {everybody + `"sessionControls":{"signInFrequency":{"isEnabled":true}}`, guest, "", SignedIn},
		"session in shared channels":      {everybody + `"sessionControls":{"signInFrequency":{"isEnabled":true}}`, shared, "", KeptOut},
		"session that is off":             {everybody + `"sessionControls":{"signInFrequency":{"isEnabled":false}}`, shared, "", SignedIn},
		"reported only":                   {`"state":"enabledForReportingButNotEnforced",` + mfa, guest, "", SignedIn},
		"another platform":                {under(`"platforms":{"includePlatforms":["iOS"],"excludePlatforms":[]}`), guest, "", SignedIn},
		"all places but trusted ones": {
			under(`"locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]}`),
			change(guest, func(s *ExternalSignIn) { s.FromTrusted = true }), "", SignedIn,
		},
		"old clients": {under(`"clientAppTypes":["other"]`), guest, "", SignedIn},
		"another application": {
			`"conditions":{"users":{"includeUsers":["All"]},"applications":{"includeApplications":["All"],"excludeApplications":["Office365"]}},"grantControls":{"builtInControls":["block"]}`,
			guest, "", SignedIn,
		},
		"guests of this tenant": {
			`"conditions":{"users":{"includeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"b2bCollaborationGuest,internalGuest",` +
				`"externalTenants":{"membershipKind":"enumerated","members":["` + fabrikamID + `"]}}},"applications":{"includeApplications":["All"]}},"grantControls":{"builtInControls":["block"]}`,
			guest, "", KeptOut,
		},
		"all but external users": {
			`"conditions":{"users":{"includeUsers":["All"],"excludeUsers":["GuestsOrExternalUsers"]},"applications":{"includeApplications":["All"]}},"grantControls":{"builtInControls":["block"]}`,
			guest, "", SignedIn,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := withPolicy(t, c.policy)
			if c.trust != "" {
				if err := w.UpdatePartner(contosoID, fabrikamID, map[string]any{"inboundTrust": map[string]any{c.trust: true}}); err != nil {
					t.Fatal(err)
				}
			}
			got, err := w.SignInExternal("contoso", c.who)
			if err != nil || got.Outcome != c.want || (got.Because == "Policy") != (c.want != SignedIn) {
				t.Errorf("%+v, %v; want %q", got, err, c.want)
			}
		})
	}
}

// TestSignInByAccessSettings keeps people out before any policy.
func TestSignInByAccessSettings(t *testing.T) {
	t.Parallel()
	set := func(tenantID, partnerID, block string, value any) func(*testing.T, *World) {
		return func(t *testing.T, w *World) {
			t.Helper()
			if err := w.UpdatePartner(tenantID, partnerID, map[string]any{block: value}); err != nil {
				t.Fatal(err)
			}
		}
	}
	closed := everything(accessBlocked)
	office := everything(accessAllowed)
	office["applications"] = target(accessAllowed, "AllMicrosoftApps", targetApplication)
	for name, c := range map[string]struct {
		kind, application string
		change            func(*testing.T, *World)
		because           string
	}{
		"nothing closed":         {KindGuest, "", func(*testing.T, *World) {}, ""},
		"inbound":                {KindMember, "", set(contosoID, fabrikamID, "b2bCollaborationInbound", closed), "b2bCollaborationInbound"},
		"outbound":               {KindMember, "", set(fabrikamID, contosoID, "b2bCollaborationOutbound", closed), "b2bCollaborationOutbound"},
		"channels, inbound":      {KindDirectConnect, "", set(contosoID, fabrikamID, "b2bDirectConnectInbound", closed), "b2bDirectConnectInbound"},
		"collaboration, inbound": {KindGuest, "", set(contosoID, fabrikamID, "b2bDirectConnectInbound", closed), ""},
		"this application":       {KindDirectConnect, "", set(contosoID, fabrikamID, "b2bDirectConnectInbound", office), ""},
		"another application":    {KindDirectConnect, adminID, set(contosoID, fabrikamID, "b2bDirectConnectInbound", office), "b2bDirectConnectInbound"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := withPolicy(t, `"state":"disabled"`)
			c.change(t, w)
			got, err := w.SignInExternal(contosoID, ExternalSignIn{Home: fabrikamID, Kind: c.kind, Application: c.application})
			if err != nil || got.Because != c.because || (got.Outcome == SignedIn) != (c.because == "") {
				t.Errorf("%+v, %v; want %q", got, err, c.because)
			}
		})
	}
}

// TestSignInSettings has both positions of what sources leave open about shared
// channels.
func TestSignInSettings(t *testing.T) {
	t.Parallel()
	terms := `"conditions":{"users":{"includeUsers":["All"]},"applications":{"includeApplications":["All"]}},"grantControls":{"termsOfUse":["` + adminID + `"]}`
	for name, c := range map[string]struct {
		change  func(*Settings)
		without string
		want    SignInOutcome
	}{
		"controls block":          {func(s *Settings) { s.DirectConnectIgnoresControls = false }, "", KeptOut},
		"controls are ignored":    {func(s *Settings) { s.DirectConnectIgnoresControls = true }, "", SignedIn},
		"licence of the target":   {func(s *Settings) { s.DirectConnectIgnoresControls, s.DirectConnectNeedsP1 = true, true }, contosoID, KeptOut},
		"licence of the source":   {func(s *Settings) { s.DirectConnectIgnoresControls, s.DirectConnectNeedsP1 = true, true }, fabrikamID, KeptOut},
		"licence is not enforced": {func(s *Settings) { s.DirectConnectIgnoresControls = true }, contosoID, SignedIn},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := withPolicy(t, terms)
			if err := w.ChangeSettings(func(s *Settings) error { c.change(s); return nil }); err != nil {
				t.Fatal(err)
			}
			if c.without != "" {
				w.byID[c.without].WithoutP1 = true
			}
			got, err := w.SignInExternal("contoso", ExternalSignIn{Home: "fabrikam", Kind: KindDirectConnect})
			if err != nil || got.Outcome != c.want {
				t.Errorf("%+v, %v; want %q", got, err, c.want)
			}
		})
	}
}

// TestSignInThatCannotBe names what is wrong, and refuses to guess.
func TestSignInThatCannotBe(t *testing.T) {
	t.Parallel()
	w := withPolicy(t, `"conditions":{"users":{"includeUsers":["All"]},"applications":{"includeApplications":["All"]},"devices":{"deviceFilter":{"mode":"include"}}}`)
	for name, c := range map[string]struct {
		tenant string
		who    ExternalSignIn
		status int
	}{
		"no tenant":      {"tailspin", ExternalSignIn{Home: "fabrikam", Kind: KindGuest}, 404},
		"no home":        {"contoso", ExternalSignIn{Home: "tailspin", Kind: KindGuest}, 404},
		"no user":        {"contoso", ExternalSignIn{Home: "fabrikam", Kind: KindGuest, UserID: adminID}, 404},
		"nobody at home": {"contoso", ExternalSignIn{Home: "fabrikam", Kind: KindGuest, HomeUser: "nobody@fabrikam.example"}, 404},
		"device filter":  {"contoso", ExternalSignIn{Home: "fabrikam", Kind: KindGuest}, 501},
	} {
		got, err := w.SignInExternal(c.tenant, c.who)
		var fault *Fault
		if !errors.As(err, &fault) || fault.Status != c.status {
			text, _ := json.Marshal(got)
			t.Errorf("%s: %s, %v", name, text, err)
		}
	}
}
