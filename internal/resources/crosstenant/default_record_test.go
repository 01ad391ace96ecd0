package crosstenant

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// memory is a private state in memory.
type memory map[string][]byte

func (m memory) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) { return m[key], nil }

func (m memory) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	m[key] = value
	return nil
}

// formerVersion1 is the record in existing states. A change of this text requires a
// new version.
const formerVersion1 = `{"version":1,"value":{"blocks":[` +
	`{"name":"b2bCollaborationInbound","access":{` +
	`"usersAndGroups":{"accessType":"blocked","targets":[{"target":"g1","targetType":"group"}]},` +
	`"applications":{"accessType":"allowed","targets":[{"target":"AllApplications","targetType":"application"}]}}},` +
	`{"name":"b2bCollaborationOutbound","access":{"applications":{"accessType":"allowed","targets":null}}},` +
	`{"name":"b2bDirectConnectInbound","access":{}},` +
	`{"name":"b2bDirectConnectOutbound"},` +
	`{"name":"tenantRestrictions","access":{"usersAndGroups":{"accessType":"blocked","targets":[{"target":"AllUsers","targetType":"user"}]}}},` +
	`{"name":"inboundTrust","trust":{"isMfaAccepted":true,"isCompliantDeviceAccepted":false,"isHybridAzureADJoinedDeviceAccepted":true}},` +
	`{"name":"m365CollaborationInbound","access":{"usersAndGroups":{"accessType":"allowed","targets":[{"target":"g2","targetType":"group"}]}}},` +
	`{"name":"m365CollaborationOutbound"},` +
	`{"name":"appServiceConnectInbound","access":{"applications":{"accessType":"blocked","targets":[{"target":"AllApplications","targetType":"application"}]}}},` +
	`{"name":"invitationRedemptionIdentityProviderConfiguration","redemption":{` +
	`"primaryIdentityProviderPrecedenceOrder":["externalFederation"],"fallbackIdentityProvider":"microsoftAccount"}}` +
	`]}}`

// formerChange contains every block of the default, two of them null.
func formerChange() graph.AccessChange {
	targets := func(access rules.AccessType, id, kind string) *rules.Targets {
		return &rules.Targets{Access: access, Targets: []rules.Target{{ID: id, Type: kind}}}
	}
	var c graph.AccessChange
	for _, b := range new(defaultsModel).blocks() {
		c.Blocks = append(c.Blocks, b.Block)
	}
	c.Settings.B2BCollaborationInbound = &rules.B2BSetting{
		UsersAndGroups: targets(rules.Blocked, "g1", "group"), Applications: targets(rules.Allowed, "AllApplications", "application"),
	}
	c.Settings.B2BCollaborationOutbound = &rules.B2BSetting{Applications: &rules.Targets{Access: rules.Allowed}}
	c.Settings.B2BDirectConnectInbound = &rules.B2BSetting{}
	c.Settings.TenantRestrictions = &rules.B2BSetting{UsersAndGroups: targets(rules.Blocked, "AllUsers", "user")}
	c.Settings.InboundTrust = &rules.InboundTrust{IsMFAAccepted: true, IsHybridAzureADJoinedDeviceAccepted: true}
	c.Settings.M365CollaborationInbound = targets(rules.Allowed, "g2", "group")
	c.Settings.AppServiceConnectInbound = targets(rules.Blocked, "AllApplications", "application")
	c.Settings.RedemptionOrder = &rules.RedemptionOrder{Primary: []string{"externalFederation"}, Fallback: "microsoftAccount"}
	return c
}

func TestFormerSettingsAreWritten(t *testing.T) {
	t.Parallel()
	state, c := memory{}, formerChange()
	former := formerSettings{}.before(c, c.Settings)
	// The value before the first change is kept after a second change.
	former = former.before(c, rules.AccessSettings{})
	if diags := formerRecord.Save(t.Context(), state, former); diags.HasError() {
		t.Fatal(diags)
	}
	if got := string(state["former"]); got != formerVersion1 {
		t.Errorf("written as\n%s\nwant\n%s", got, formerVersion1)
	}
}

func TestFormerSettingsAreRead(t *testing.T) {
	t.Parallel()
	for name, record := range map[string]string{
		"version 1": formerVersion1,
		"unversioned": `{"Blocks":["b2bCollaborationInbound","b2bCollaborationOutbound","b2bDirectConnectInbound","b2bDirectConnectOutbound",` +
			`"tenantRestrictions","inboundTrust","invitationRedemptionIdentityProviderConfiguration"],"Settings":{` +
			`"B2BCollaborationInbound":{"UsersAndGroups":{"Access":"blocked","Targets":[{"ID":"g1","Type":"group"}]},` +
			`"Applications":{"Access":"allowed","Targets":[{"ID":"AllApplications","Type":"application"}]}},` +
			`"B2BCollaborationOutbound":{"UsersAndGroups":null,"Applications":{"Access":"allowed","Targets":null}},` +
			`"B2BDirectConnectInbound":{"UsersAndGroups":null,"Applications":null},"B2BDirectConnectOutbound":null,` +
			`"InboundTrust":{"IsMFAAccepted":true,"IsCompliantDeviceAccepted":false,"IsHybridAzureADJoinedDeviceAccepted":true},` +
			`"AutomaticUserConsent":{"InboundAllowed":false,"OutboundAllowed":false},"IdentitySync":null,"IsServiceProvider":false,` +
			`"TenantRestrictions":{"UsersAndGroups":{"Access":"blocked","Targets":[{"ID":"AllUsers","Type":"user"}]},"Applications":null},` +
			`"RedemptionOrder":{"Primary":["externalFederation"],"Fallback":"microsoftAccount"}}}`,
	} {
		var diags diag.Diagnostics
		former := formerRecord.Load(t.Context(), memory{"former": []byte(record)}, &diags)
		want := formerChange()
		if name == "unversioned" {
			want = withoutMicrosoft365(want)
		}
		if got := former.change(); diags.HasError() || !reflect.DeepEqual(got, want) {
			t.Errorf("%s is read as\n%+v, %v", name, got, diags)
		}
	}
}

// withoutMicrosoft365 has the blocks that existed when records had no version.
func withoutMicrosoft365(c graph.AccessChange) graph.AccessChange {
	var older graph.AccessChange
	for _, b := range c.Blocks {
		if _, is := b.(*rules.TargetsBlock); !is {
			older.Set(b, c.Settings)
		}
	}
	return older
}

// TestForeignFormerSettings: an unknown block could not be restored.
func TestForeignFormerSettings(t *testing.T) {
	t.Parallel()
	for record, want := range map[string]string{
		`{"version":1,"value":{"blocks":[{"name":"protectedContentSharing"}]}}`: `"protectedContentSharing" is no block of the default`,
		`{"Blocks":["protectedContentSharing"],"Settings":{}}`:                  `"protectedContentSharing" is no block of the default`,
		`{"Blocks":["inboundTrust"],"Settings":{"Trust":{}}}`:                   `unknown field "Trust"`,
	} {
		var diags diag.Diagnostics
		formerRecord.Load(t.Context(), memory{"former": []byte(record)}, &diags)
		if !diags.HasError() || !strings.Contains(diags[0].Detail(), want) {
			t.Errorf("%s: %v", record, diags)
		}
	}
}

func TestAdoptionRecord(t *testing.T) {
	t.Parallel()
	for record, want := range map[string]string{
		"":                                       destroyDelete,
		"true":                                   destroyKeep,
		"false":                                  destroyDelete,
		`{"version":1,"value":{"adopted":true}}`: destroyKeep,
	} {
		var diags diag.Diagnostics
		got := adoptedRecord.Load(t.Context(), memory{"adopted": []byte(record)}, &diags)
		if got.onDestroy() != want || diags.HasError() {
			t.Errorf("%s: %s, %v", record, got.onDestroy(), diags)
		}
	}
	state := memory{}
	adoptedRecord.Save(t.Context(), state, adoption{true})
	if got := string(state["adopted"]); got != `{"version":1,"value":{"adopted":true}}` {
		t.Errorf("written as %s", got)
	}
}
