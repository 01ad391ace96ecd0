package area_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

func TestBrokenSeeds(t *testing.T) {
	t.Parallel()
	const head = `{"tenants":[
{"key":"contoso","tenant_id":"` + contosoID + `",
`
	tests := []struct{ name, text, want string }{
		{"not JSON", "{\n\"tenants\": [}", "t.json:2: is not valid JSON"},
		{"no tenants", `{}`, `t.json:1: the member "tenants" is missing`},
		{"unknown member", head + `"shade":"red"}]}`, "t.json:3: tenants[0].shade: is not a known member"},
		{"no key", `{"tenants":[{"tenant_id":"` + contosoID + `"}]}`, `tenants[0]: the member "key" is missing`},
		{"bad id", `{"tenants":[{"key":"a","tenant_id":"x"}]}`, `tenants[0].tenant_id: "x" is not a GUID`},
		{"unknown cloud", head + `"cloud":"moon"}]}`, `t.json:3: tenants[0].cloud: "moon" is not a cloud`},
		{"unknown user property", head + `"users":[
{"userPrincipalName":"a@contoso.onmicrosoft.com"},
{"userPrincipalName":"b@contoso.onmicrosoft.com",
 "shoe":1}]}]}`, "t.json:6: tenants[0].users[1].shoe: is not a user property"},
		{"bad value", head + `"users":[{"userPrincipalName":"a@contoso.onmicrosoft.com","usageLocation":"Spain"}]}]}`, "tenants[0].users[0].usageLocation: Invalid value"},
		{"unverified domain", head + `"users":[{"userPrincipalName":"a@other.example"}]}]}`, "tenants[0].users[0]: The domain 'other.example'"},
		{"duplicate address", head + `"contacts":[{"mail":"a@x.example"},{"mail":"A@x.example"}]}]}`, "tenants[0].contacts[1]: Another object with the same value for property proxyAddresses"},
		{"duplicate name", head + `"users":[{"userPrincipalName":"a@contoso.onmicrosoft.com"},{"userPrincipalName":"A@contoso.onmicrosoft.com"}]}]}`, "tenants[0].users[1]: Another object with the same value for property userPrincipalName"},
		{"no permission", head + `"applications":[{"client_id":"` + contosoID + `","permissions":["User Read All"]}]}]}`, `tenants[0].applications[0]: permissions: "User Read All"`},
		{"no delegated permission", head + `"applications":[{"client_id":"` + contosoID + `","delegated_permissions":["api://x/"]}]}]}`, `tenants[0].applications[0]: delegated_permissions: "api://x/"`},
		{"unknown audience", head + `"applications":[{"client_id":"` + contosoID + `","sign_in_audience":"everybody"}]}]}`, `tenants[0].applications[0]: sign_in_audience: "everybody"`},
		{"profile without a password", head + `"users":[{"userPrincipalName":"a@contoso.onmicrosoft.com","passwordProfile":{}}]}]}`, `users[0].passwordProfile: the member "password" is missing`},
		{"empty password", head + `"users":[{"userPrincipalName":"a@contoso.onmicrosoft.com","passwordProfile":{"password":""}}]}]}`, `users[0].passwordProfile.password: must be a non-empty string`},
		{"unknown role", head + `"applications":[{"client_id":"` + contosoID + `","directory_roles":["King"]}]}]}`, `directory_roles: "King"`},
		{"unknown policy member", head + `"authorization_policy":{"allowInvitesFrom":"moon"}}]}`, "tenants[0].authorization_policy: Invalid value specified for property 'allowInvitesFrom'"},
		{"bad partner", head + `"cross_tenant_access_policy":{"partners":[
{"tenantId":"x"}]}}]}`, "t.json:4: tenants[0].cross_tenant_access_policy.partners[0]: Invalid value"},
		{"bad sync policy", head + `"cross_tenant_access_policy":{"partners":[{"tenantId":"` + fabrikamID + `","identitySynchronization":{"shade":1}}]}}]}`, "partners[0]: Invalid property 'shade'"},
		{"nameless Conditional Access policy", head + `"conditional_access_policies":[
{"state":"enabled"}]}]}`, "t.json:4: tenants[0].conditional_access_policies[0]: Invalid value specified for property 'displayName'"},
		{"unknown condition", head + `"conditional_access_policies":[{"displayName":"x","conditions":{"weather":[]}}]}]}`, "conditions/weather"},
		{"location without type", head + `"named_locations":[{"displayName":"Office"}]}]}`, "@odata.type"},
		{"license", head + `"entra_id_p1":"yes"}]}`, "tenants[0].entra_id_p1: must be true or false"},
		{"both domain lists", head + `"b2b_management_policy":{"allowed_domains":["a.example"],"blocked_domains":["b.example"]}}]}`, "not both"},
		{"unknown manager", head + `"users":[{"userPrincipalName":"a@contoso.onmicrosoft.com","manager":"b@contoso.onmicrosoft.com"}]}]}`, "names no object"},
		{"same id", head + `"cloud":"public"},{"key":"other","tenant_id":"` + contosoID + `"}]}`, `t.json:3: tenants[1].tenant_id: the tenant id`},
		{"same domain", head + `"domains":["d.example"]},{"key":"other","tenant_id":"` + fabrikamID + `","domains":["d.example"]}]}`, `the domain "d.example" is verified in tenant "contoso"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			seed, err := area.ParseSeed("t.json", []byte(tt.text))
			if err == nil {
				err = w.Load(seed)
			}
			var wrong *kernel.SeedError
			if !errors.As(err, &wrong) || !strings.Contains(wrong.Error(), tt.want) {
				t.Fatalf("got %v, want %q", err, tt.want)
			}
			if len(w.Tenants()) != 3 {
				t.Error("a broken seed replaced the state")
			}
		})
	}
}

func TestSeededGuests(t *testing.T) {
	t.Parallel()
	w := area.NewWorld(kernel.Options{})
	load(t, w, `{"tenants":[{"key":"contoso","tenant_id":"`+contosoID+`","users":[
	 {"mail":"ana@fabrikam.example","displayName":"Ana"},
	 {"mail":"bo@fabrikam.example","externalUserState":"Accepted","userType":"Member","proxyAddresses":[]}]}]}`)
	pending, err := directory.Users.Get(w, contosoID, "ana_fabrikam.example#EXT#@contoso.onmicrosoft.com")
	if err != nil || pending.UserType != directory.TypeGuest || pending.ExternalUserState != directory.StatePending || len(pending.ProxyAddresses) != 1 {
		t.Errorf("got %+v, %v", pending, err)
	}
	if !pending.Created.Equal(kernel.SeededAt) || !pending.ExternalUserStateChanged.Equal(kernel.SeededAt) {
		t.Errorf("created %v, state changed %v", pending.Created, pending.ExternalUserStateChanged)
	}
	member, err := directory.Users.Get(w, contosoID, "bo_fabrikam.example#EXT#@contoso.onmicrosoft.com")
	if err != nil || member.UserType != directory.TypeMember || len(member.ProxyAddresses) != 0 || member.Identities[0].Issuer != directory.IssuerEntra {
		t.Errorf("got %+v, %v", member, err)
	}
}

func TestASeedLoadsTwice(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	seed, err := area.ParseSeed("estate.json", []byte(estate))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := w.Load(seed); err != nil {
			t.Fatal(err)
		}
		if err := directory.UpdateUser(w, contosoID, adminID, map[string]any{"city": "Madrid"}, reader); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Load(seed); err != nil {
		t.Fatal(err)
	}
	if u := truth(t, w, contosoID, adminID); u.City != "" {
		t.Error("the seed remembers what happened to the world")
	}
}

func FuzzParseSeed(f *testing.F) {
	f.Add(estate)
	f.Add(`{"tenants":[{"key":"a","tenant_id":"x","users":[{"mail":1}]}]}`)
	f.Add(`{"tenants":null}`)
	f.Add(syncSeed(`{"secrets":{"CompanyId":"` + fabrikamID + `","SyncNotificationSettings":{}},"job":{"status":{"code":"Quarantine","quarantine":{}}},"assignedTo":["Twin"]}`))
	f.Fuzz(func(t *testing.T, text string) {
		seed, err := area.ParseSeed("fuzz.json", []byte(text))
		if err == nil {
			err = area.NewWorld(kernel.Options{}).Load(seed)
		}
		var wrong *kernel.SeedError
		if err != nil && (!errors.As(err, &wrong) || wrong.Line < 1) {
			t.Errorf("not an error with a line: %v", err)
		}
	})
}
