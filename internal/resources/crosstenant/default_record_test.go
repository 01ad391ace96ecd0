package crosstenant

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/singleton"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// memory is a private state in memory.
type memory map[string][]byte

func (m memory) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) { return m[key], nil }

func (m memory) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	m[key] = value
	return nil
}

// formerVersion1 is the record in the private state of earlier providers.
const formerVersion1 = `{"version":1,"value":{"blocks":[` +
	`{"name":"b2bCollaborationInbound","access":{` +
	`"usersAndGroups":{"accessType":"blocked","targets":[{"target":"g1","targetType":"group"}]},` +
	`"applications":{"accessType":"allowed","targets":[{"target":"AllApplications","targetType":"application"}]}}},` +
	`{"name":"b2bDirectConnectOutbound"},` +
	`{"name":"inboundTrust","trust":{"isMfaAccepted":true,"isCompliantDeviceAccepted":false,"isHybridAzureADJoinedDeviceAccepted":true}}` +
	`]}}`

// formerValues are the blocks of formerChange in records. A change of these texts
// requires a new version.
var formerValues = map[string]string{
	"b2bCollaborationInbound": `{"access":{"usersAndGroups":{"accessType":"blocked","targets":[{"target":"g1","targetType":"group"}]},` +
		`"applications":{"accessType":"allowed","targets":[{"target":"AllApplications","targetType":"application"}]}}}`,
	"b2bCollaborationOutbound":  `{"access":{"applications":{"accessType":"allowed","targets":null}}}`,
	"b2bDirectConnectInbound":   `{"access":{}}`,
	"b2bDirectConnectOutbound":  `{}`,
	"tenantRestrictions":        `{"access":{"usersAndGroups":{"accessType":"blocked","targets":[{"target":"AllUsers","targetType":"user"}]}}}`,
	"inboundTrust":              `{"trust":{"isMfaAccepted":true,"isCompliantDeviceAccepted":false,"isHybridAzureADJoinedDeviceAccepted":true}}`,
	"m365CollaborationInbound":  `{"access":{"usersAndGroups":{"accessType":"allowed","targets":[{"target":"g2","targetType":"group"}]}}}`,
	"m365CollaborationOutbound": `{}`,
	"appServiceConnectInbound":  `{"access":{"applications":{"accessType":"blocked","targets":[{"target":"AllApplications","targetType":"application"}]}}}`,
	"invitationRedemptionIdentityProviderConfiguration": `{"redemption":{` +
		`"primaryIdentityProviderPrecedenceOrder":["externalFederation"],"fallbackIdentityProvider":"microsoftAccount"}}`,
}

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

// TestBlocksInRecords writes every block as a value of a record, and reads it back.
func TestBlocksInRecords(t *testing.T) {
	t.Parallel()
	c, back := formerChange(), newDefaultsModel().Parts()
	m, _ := newDefaultsModel().(*defaultsModel)
	blocks := m.Parts()
	for i, b := range m.blocks() {
		*b.value = b.encode(t.Context(), c.Settings)
		value, err := blocks[i].Record(t.Context())
		if err != nil || string(value) != formerValues[b.String()] {
			t.Errorf("%s is written as\n%s, %v, want\n%s", b, value, err, formerValues[b.String()])
		}
		if err := back[i].Restore(t.Context(), value); err != nil || !back[i].Equal(t.Context(), blocks[i]) {
			t.Errorf("%s is read as %v, %v", b, back[i].Attribute(), err)
		}
	}
}

// olderRecord reads a record of an earlier provider.
func olderRecord(t *testing.T, record string) (singleton.Former, diag.Diagnostics) {
	t.Helper()
	var diags diag.Diagnostics
	r := tfkit.Record[singleton.Former]{
		Key: "former", Version: 2, Older: map[int]func([]byte) (singleton.Former, error){0: decodeUnversionedFormer, 1: decodeFormerBlocks},
	}
	return r.Load(t.Context(), memory{"former": []byte(record)}, &diags), diags
}

func TestOlderRecordsAreRead(t *testing.T) {
	t.Parallel()
	for name, record := range map[string]string{
		"version 1": formerVersion1,
		"unversioned": `{"Blocks":["b2bCollaborationInbound","b2bDirectConnectOutbound","inboundTrust"],"Settings":{` +
			`"B2BCollaborationInbound":{"UsersAndGroups":{"Access":"blocked","Targets":[{"ID":"g1","Type":"group"}]},` +
			`"Applications":{"Access":"allowed","Targets":[{"ID":"AllApplications","Type":"application"}]}},` +
			`"B2BDirectConnectOutbound":null,` +
			`"InboundTrust":{"IsMFAAccepted":true,"IsCompliantDeviceAccepted":false,"IsHybridAzureADJoinedDeviceAccepted":true},` +
			`"AutomaticUserConsent":{"InboundAllowed":false,"OutboundAllowed":false},"IdentitySync":null,"IsServiceProvider":false}}`,
	} {
		f, diags := olderRecord(t, record)
		if want := []string{"b2bCollaborationInbound", "b2bDirectConnectOutbound", "inboundTrust"}; diags.HasError() || !slices.Equal(f.Managed, want) {
			t.Errorf("%s manages %v, %v", name, f.Managed, diags)
		}
		for _, key := range f.Managed {
			if got := string(f.Values[key]); got != formerValues[key] {
				t.Errorf("%s has %s of %s", name, got, key)
			}
		}
	}
}

// TestForeignFormerSettings: an unknown block could not be restored.
func TestForeignFormerSettings(t *testing.T) {
	t.Parallel()
	for record, want := range map[string]string{
		`{"version":1,"value":{"blocks":[{"name":"protectedContentSharing"}]}}`: `"protectedContentSharing" is no block of the default`,
		`{"Blocks":["protectedContentSharing"],"Settings":{}}`:                  `"protectedContentSharing" is no block of the default`,
		`{"Blocks":["inboundTrust"],"Settings":{"Trust":{}}}`:                   `unknown field "Trust"`,
	} {
		if _, diags := olderRecord(t, record); !diags.HasError() || !strings.Contains(diags[0].Detail(), want) {
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
