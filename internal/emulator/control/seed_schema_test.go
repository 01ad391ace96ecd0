package control

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// readSeed parses a text as the emulator does.
func readSeed(text []byte) error {
	seed, err := area.ParseSeed("seed", text)
	if err != nil {
		return err
	}
	return area.NewWorld(kernel.Options{}).Load(seed)
}

// tenantWith is a seed of one tenant with an additional member.
func tenantWith(member string) string {
	return `{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","domains":["contoso.example"],` + member + `}]}`
}

func userWith(members string) string {
	return tenantWith(`"users":[{"userPrincipalName":"kim@contoso.example",` + members + `}]`)
}

func appWith(members string) string {
	return tenantWith(`"applications":[{"client_id":"` + appID + `",` + members + `}]`)
}

// The schema accepts the seeds that the emulator loads.
func TestGoodSeeds(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"empty":           `{"tenants":[]}`,
		"with its schema": `{"$schema":"./seed.schema.json","tenants":[]}`,
		"of this package": seedText,
		"tenant": tenantWith(`"cloud":"public","display_name":"Contoso","initial_domain":"contoso.onmicrosoft.com",` +
			`"country_letter_code":"DE","entra_id_p1":false,"entra_id_governance":false`),
		"domain": `{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","domains":["a.example",{"id":"b.example","isVerified":false},{"id":"c.example","isDefault":true,"authenticationType":"Federated"}]}]}`,
		"user": userWith(`"id":"` + guestID + `","displayName":"Kim","givenName":"Kim","surname":"Akers","mail":"kim@contoso.example","mailNickname":"kim",
"userType":"Member","accountEnabled":true,"passwordProfile":{"password":"x","forceChangePasswordNextSignIn":false},"createdDateTime":"2025-01-02T03:04:05Z",
"jobTitle":"x","department":null,"businessPhones":["1"],"otherMails":["k@x.example"],"proxyAddresses":["SMTP:kim@contoso.example","smtp:k@contoso.example"],
"showInAddressList":false,"usageLocation":"us","preferredLanguage":"en-US","onPremisesExtensionAttributes":{"extensionAttribute15":"x"},"onPremisesSyncEnabled":true,
"identities":[{"signInType":"userPrincipalName","issuer":"contoso.onmicrosoft.com","issuerAssignedId":"kim@contoso.example"}]`),
		"references": tenantWith(`"users":[{"userPrincipalName":"a@contoso.example","manager":"b@contoso.example","sponsors":["b@contoso.example"]},{"userPrincipalName":"b@contoso.example"}],
"groups":[{"displayName":"G","members":["a@contoso.example"],"owners":["b@contoso.example"],"securityEnabled":true,"groupTypes":["Unified"]}],
"administrative_units":[{"displayName":"U","description":"x","visibility":"HiddenMembership","isMemberManagementRestricted":true,"membershipType":"assigned","members":["a@contoso.example"]}],
"role_assignments":[{"role":"User Administrator","members":["a@contoso.example"]},{"role":"Groups Administrator","members":["` + guestID + `"],"administrative_unit":"U"}]`),
		"guest":           tenantWith(`"users":[{"mail":"ana@fabrikam.example","externalUserState":"Accepted","userType":"Guest","signInActivity":{"lastSignInDateTime":"2025-01-02T03:04:05Z"}}]`),
		"external tenant": tenantWith(`"tenant_type":"CIAM"`),
		"connected organization": tenantWith(`"users":[{"userPrincipalName":"a@contoso.example"}],"connected_organizations":[{"id":"` + guestID + `","displayName":"P","description":"x","state":"proposed",
"createdDateTime":"2025-01-02T03:04:05Z","identitySources":[{"@odata.type":"#microsoft.graph.domainIdentitySource","domainName":"p.example"}],"internalSponsors":["a@contoso.example"]}]`),
		"multitenant organization": `{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","multi_tenant_organization":{"display_name":"G","description":"x"}},
{"key":"fabrikam","tenant_id":"` + fabrikamID + `","multi_tenant_organization":{"owner":"contoso","role":"owner","state":"pending"}}]}`,
		"Exchange": tenantWith(`"contacts":[{"displayName":"A","mail":"a@x.example"}],"recipients":[{"Identity":"a@x.example","HiddenFromAddressListsEnabled":true,"MailTip":"x",
"EmailAddresses":["SMTP:a@x.example","smtp:b@x.example"],"CustomAttribute15":"x","ExtensionCustomAttribute5":["x"],"MessageFormat":"Mime","ModerationEnabled":true}],
"organization_relationships":[{"Name":"F","DomainNames":["x.example"],"FreeBusyAccessLevel":"LimitedDetails","MailboxMoveCapability":"Inbound","TargetOwaURL":"https://x.example"}],
"sharing_policies":[{"Name":"P","Domains":["*:CalendarSharingFreeBusySimple"],"Enabled":false,"Default":true}],
"availability_address_spaces":[{"ForestName":"x.example","AccessMethod":"PerUserFB","UseServiceAccount":true}],
"exchange_role_groups":{"Recipient Management":["` + appID + `"]}`),
		"contact": tenantWith(`"contacts":[{"mail":"a@x.example","displayName":"A","proxyAddresses":["SMTP:a@x.example"],"phones":[{"type":"mobile","number":"1"}]}]`),
		"application": appWith(`"display_name":"App","client_secret":"x","certificates":[],"federated_credentials":[{"issuer":"i","subject":"s"}],
"permissions":["User.Read.All","User-Mail.ReadWrite.All","Not.Yet.Invented"],"delegated_permissions":["User.Read","openid","api://` + appID + `/access_as_user"],
"public_client":true,"sign_in_audience":"AzureADMultipleOrgs","directory_roles":["User Administrator"],"service_principal_id":"` + guestID + `","app_role_assignment_required":true`),
		"authorization policy": tenantWith(`"authorization_policy":{"allowInvitesFrom":"everyone","guestUserRoleId":"` + guestID + `","defaultUserRolePermissions":{"allowedToCreateApps":false}}`),
		"access": tenantWith(`"cross_tenant_access_policy":{"allowedCloudEndpoints":["microsoftonline.us"],"default":{"inboundTrust":{"isMfaAccepted":true}},
"partners":[{"tenantId":"` + fabrikamID + `","automaticUserConsentSettings":{"inboundAllowed":true},"b2bCollaborationInbound":{"usersAndGroups":{"accessType":"allowed","targets":[{"target":"AllUsers","targetType":"user"}]},"applications":{"accessType":"allowed","targets":[{"target":"AllApplications","targetType":"application"}]}},"identitySynchronization":{"displayName":"x","userSyncInbound":{"isSyncAllowed":true}},"isServiceProvider":true,"isInMultiTenantOrganization":true}]}`),
		"capabilities": tenantWith(`"m365_cross_tenant_capabilities":false,"cross_tenant_access_policy":{
"default":{"m365Capabilities":[{"@odata.type":"#microsoft.graph.crossTenantMailTipsAll","inboundAccess":{"isAllowed":false}}]},
"partners":[{"tenantId":"` + fabrikamID + `","m365Capabilities":[{"@odata.type":"microsoft.graph.crossTenantMigration","inboundAccess":{"isAllowed":true,
"resourceScopes":{"included":[{"resourceId":"` + guestID + `","resourceType":"group"}],"excluded":[{}]}}}]}]}`),
		"conditional access": tenantWith(`"conditional_access_policies":[{"displayName":"MFA","state":"disabled","conditions":{"users":{"includeUsers":["All"]}},"grantControls":{"builtInControls":["mfa"]}}],
"named_locations":[{"@odata.type":"#microsoft.graph.countryNamedLocation","displayName":"Home","countriesAndRegions":["DE"]}]`),
		"allowed domains": tenantWith(`"b2b_management_policy":{"allowed_domains":["a.example"]}`),
		"synchronization": tenantWith(`"cross_tenant_synchronizations":[{"secrets":{"CompanyId":"` + fabrikamID + `"},"job":{"status":{"code":"Quarantine","quarantine":{"reason":"TooManyDeletes"}}}},{"secrets":{"CompanyId":"` + fabrikamID + `"},"job":null}]`),
	} {
		if err := readSeed([]byte(text)); err != nil {
			t.Errorf("%s: the emulator: %v", name, err)
		}
		if err := checkSeed([]byte(text)); err != nil {
			t.Errorf("%s: the schema: %v", name, err)
		}
	}
}

// The schema rejects what the emulator rejects within a single object.
func TestBadSeeds(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"no tenants":              `{}`,
		"no list":                 `{"tenants":{}}`,
		"unknown member":          `{"tenants":[],"color":1}`,
		"no key":                  `{"tenants":[{"tenant_id":"` + contosoID + `"}]}`,
		"no id":                   `{"tenants":[{"key":"contoso"}]}`,
		"key":                     `{"tenants":[{"key":"1st","tenant_id":"` + contosoID + `"}]}`,
		"id":                      `{"tenants":[{"key":"contoso","tenant_id":"contoso"}]}`,
		"cloud":                   tenantWith(`"cloud":"moon"`),
		"member of a tenant":      tenantWith(`"color":"red"`),
		"license":                 tenantWith(`"entra_id_p1":"yes"`),
		"type of a tenant":        tenantWith(`"tenant_type":"ADFS"`),
		"sign-in":                 userWith(`"signInActivity":{"lastSignInDateTime":"yesterday"}`),
		"domain":                  `{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","domains":["no domain"]}]}`,
		"member of a domain":      `{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","domains":[{"id":"a.example","color":1}]}]}`,
		"user without a name":     tenantWith(`"users":[{"displayName":"Kim"}]`),
		"property of a user":      userWith(`"shoe":1`),
		"read-only property":      userWith(`"deletedDateTime":"2025-01-02T03:04:05Z"`),
		"id of a user":            userWith(`"id":"kim"`),
		"type of a user":          userWith(`"userType":"Robot"`),
		"location":                userWith(`"usageLocation":"Spain"`),
		"two phones":              userWith(`"businessPhones":["1","2"]`),
		"long job title":          userWith(`"jobTitle":"` + strings.Repeat("x", 129) + `"`),
		"empty job title":         userWith(`"jobTitle":""`),
		"state of a guest":        userWith(`"externalUserState":"Maybe"`),
		"time":                    userWith(`"createdDateTime":"yesterday"`),
		"no password":             userWith(`"passwordProfile":{}`),
		"password in the open":    userWith(`"password":"x"`),
		"extension":               userWith(`"onPremisesExtensionAttributes":{"extensionAttribute16":"x"}`),
		"manager":                 userWith(`"manager":null`),
		"contact without mail":    tenantWith(`"contacts":[{"displayName":"A"}]`),
		"no identity":             tenantWith(`"recipients":[{"MailTip":"x"}]`),
		"parameter":               tenantWith(`"contacts":[{"displayName":"A","mail":"a@x.example"}],"recipients":[{"Identity":"a@x.example","City":"x"}]`),
		"format":                  tenantWith(`"contacts":[{"displayName":"A","mail":"a@x.example"}],"recipients":[{"Identity":"a@x.example","MessageFormat":"Html"}]`),
		"relationship":            tenantWith(`"organization_relationships":[{"DomainNames":["x.example"]}]`),
		"level":                   tenantWith(`"organization_relationships":[{"Name":"F","FreeBusyAccessLevel":"Full"}]`),
		"policy":                  tenantWith(`"sharing_policies":[{"Name":"P","Domains":"*"}]`),
		"address space":           tenantWith(`"availability_address_spaces":[{"ForestName":"x.example","Name":"x"}]`),
		"role group":              tenantWith(`"exchange_role_groups":{"Administrators":["` + appID + `"]}`),
		"property of a contact":   tenantWith(`"contacts":[{"mail":"a@x.example","shoe":1}]`),
		"group without a name":    tenantWith(`"groups":[{"description":"x"}]`),
		"property of a group":     tenantWith(`"groups":[{"displayName":"G","shoe":1}]`),
		"application without id":  tenantWith(`"applications":[{"display_name":"App"}]`),
		"client id":               tenantWith(`"applications":[{"client_id":"app"}]`),
		"member of an app":        appWith(`"secret":"x"`),
		"permission":              appWith(`"permissions":["everything"]`),
		"delegated permission":    appWith(`"delegated_permissions":["User Read"]`),
		"audience":                appWith(`"sign_in_audience":"everybody"`),
		"federation":              appWith(`"federated_credentials":[{"issuer":"i"}]`),
		"role without a name":     tenantWith(`"role_assignments":[{"members":[]}]`),
		"who invites":             tenantWith(`"authorization_policy":{"allowInvitesFrom":"friends"}`),
		"authorization policy":    tenantWith(`"authorization_policy":{"color":1}`),
		"cloud endpoint":          tenantWith(`"cross_tenant_access_policy":{"allowedCloudEndpoints":["moon"]}`),
		"partner without tenant":  tenantWith(`"cross_tenant_access_policy":{"partners":[{}]}`),
		"block of a partner":      tenantWith(`"cross_tenant_access_policy":{"partners":[{"tenantId":"` + fabrikamID + `","trust":{}}]}`),
		"trust":                   tenantWith(`"cross_tenant_access_policy":{"default":{"inboundTrust":{"isMfaAccepted":"yes"}}}`),
		"access":                  tenantWith(`"cross_tenant_access_policy":{"default":{"b2bCollaborationInbound":{"usersAndGroups":{"accessType":"perhaps"}}}}`),
		"rollout":                 tenantWith(`"m365_cross_tenant_capabilities":"soon"`),
		"capabilities":            tenantWith(`"cross_tenant_access_policy":{"default":{"m365Capabilities":{}}}`),
		"capability":              tenantWith(`"cross_tenant_access_policy":{"default":{"m365Capabilities":["crossTenantMailTipsAll"]}}`),
		"capability without type": tenantWith(`"cross_tenant_access_policy":{"default":{"m365Capabilities":[{"inboundAccess":{"isAllowed":true}}]}}`),
		"type of a scope":         tenantWith(`"cross_tenant_access_policy":{"default":{"m365Capabilities":[{"@odata.type":"#microsoft.graph.crossTenantMailTipsAll","inboundAccess":{"isAllowed":true,"resourceScopes":{"included":[{"resourceId":"All","resourceType":"role"}]}}}]}}`),
		"policy without a name":   tenantWith(`"conditional_access_policies":[{"state":"enabled"}]`),
		"location without a type": tenantWith(`"named_locations":[{"displayName":"Home"}]`),
		"both lists":              tenantWith(`"b2b_management_policy":{"allowed_domains":["a.example"],"blocked_domains":["b.example"]}`),
		"two definitions":         tenantWith(`"b2b_management_policy":{"definition":["{}","{}"]}`),
		"no secrets":              tenantWith(`"cross_tenant_synchronizations":[{}]`),
		"no target":               tenantWith(`"cross_tenant_synchronizations":[{"secrets":{}}]`),
		"unknown secret":          tenantWith(`"cross_tenant_synchronizations":[{"secrets":{"CompanyId":"` + fabrikamID + `","Color":"x"}}]`),
		"state of a job":          tenantWith(`"cross_tenant_synchronizations":[{"secrets":{"CompanyId":"` + fabrikamID + `"},"job":{"schedule":{"state":"Idle"}}}]`),
	} {
		if err := readSeed([]byte(text)); err == nil {
			t.Errorf("%s: the emulator loads it", name)
		}
		if err := checkSeed([]byte(text)); err == nil {
			t.Errorf("%s: the schema accepts it", name)
		}
	}
}

// The seeds of the repository are valid and refer to the schema.
func TestSeedsOfTheRepository(t *testing.T) {
	t.Parallel()
	found := 0
	top := os.DirFS("../../..")
	err := fs.WalkDir(top, ".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != "." && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case !strings.HasSuffix(path, ".json"):
			return nil
		}
		text, err := fs.ReadFile(top, path)
		if err != nil || !strings.Contains(string(text), `"tenants"`) || !strings.Contains(string(text), `"tenant_id"`) || path == "internal/emulator/control/seed.schema.json" {
			return err
		}
		found++
		if err := errors.Join(readSeed(text), checkSeed(text)); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		return nil
	})
	if err != nil || found < 5 {
		t.Errorf("found %d seeds: %v", found, err)
	}
}

// definition returns the members of a definition in the schema.
func definition(t *testing.T, name string) []string {
	t.Helper()
	var root struct {
		Defs map[string]struct {
			Properties map[string]any `json:"properties"`
		} `json:"$defs"`
	}
	if err := json.Unmarshal(SeedSchema, &root); err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(maps.Keys(root.Defs[name].Properties))
}

// The schema has exactly the members that the emulator reads.
func TestSchemaIsComplete(t *testing.T) {
	t.Parallel()
	var wrong *kernel.SeedError
	if !errors.As(readSeed([]byte(tenantWith(`"color":1`))), &wrong) {
		t.Fatal("an unknown member was read")
	}
	_, known, _ := strings.Cut(wrong.Reason, "known are ")
	listed := strings.Split(known, ", ")
	slices.Sort(listed)
	if got := definition(t, "tenant"); !slices.Equal(got, listed) {
		t.Errorf("a tenant has %v in the schema and %v in the emulator", got, listed)
	}
	const unknown = "is not a user property"
	names := definition(t, "user")
	for _, p := range directory.Users.Class.Properties {
		names = append(names, p.Name)
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		err := readSeed([]byte(userWith(`"` + name + `":null`)))
		reads := err == nil || !strings.Contains(err.Error(), unknown)
		if described := slices.Contains(definition(t, "user"), name); described != reads {
			t.Errorf("the property %s of a user: described %v, read %v", name, described, reads)
		}
	}
	// What the directory keeps of an object: deletion, restricted units, and the run of
	// a membership rule.
	ofDirectory := []string{"deletedDateTime", "isManagementRestricted", "membersUpdated", "ruleError", "ruleStatus"}
	for name, of := range map[string]reflect.Type{"contact": reflect.TypeFor[directory.Contact](), "group": reflect.TypeFor[directory.Group]()} {
		var fields []string
		for i := range of.NumField() {
			field, _, _ := strings.Cut(of.Field(i).Tag.Get("json"), ",")
			if !slices.Contains(ofDirectory, field) {
				fields = append(fields, field)
			}
		}
		slices.Sort(fields)
		if got := definition(t, name); !slices.Equal(got, fields) {
			t.Errorf("a %s has %v in the schema and %v in the emulator", name, got, fields)
		}
	}
}

func TestSchemaIsServed(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	var served, written any
	if err := json.Unmarshal([]byte(h.want(http.StatusOK, "GET", "/seed/schema", "")), &served); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(SeedSchema, &written); err != nil || !reflect.DeepEqual(served, written) {
		t.Errorf("another schema is served: %v", err)
	}
}
