package schema

import (
	"reflect"
	"slices"
	"testing"
)

// The extract distinguishes clouds and versions, and resolves inherited members.
func TestMembersOfTheOfficialSchema(t *testing.T) {
	t.Parallel()
	tests := []struct {
		typeName, member string
		in               Editions
		want             bool
	}{
		{"user", "ageGroup", V1Worldwide, true},
		{"microsoft.graph.user", "deletedDateTime", V1China, true},
		{"user", "shoeSize", 0, false},
		{"user", "infoCatalogs", V1Worldwide, false},
		{"user", "infoCatalogs", BetaWorldwide, true},
		{"organization", "defaultUsageLocation", V1Worldwide, true},
		{"organization", "defaultUsageLocation", V1Government, false},
		{"conditionalAccessPolicy", "deletedDateTime", V1Worldwide, true},
		{"conditionalAccessPolicy", "id", V1China, true},
		{"noType", "id", 0, false},
	}
	for _, tt := range tests {
		if got := TypeOf(tt.typeName).Has(tt.member, tt.in); got != tt.want {
			t.Errorf("%s has %s in %b: %v", tt.typeName, tt.member, tt.in, got)
		}
	}
	m, ok := TypeOf("user").Member("businessPhones")
	if !ok || m.Type != "String" || !m.Collection || m.Nullable || m.Navigation {
		t.Errorf("businessPhones is %+v", m)
	}
	if values := EnumOf("allowInvitesFrom"); !slices.Contains(values, "adminsAndGuestInviters") {
		t.Errorf("enumeration %v", values)
	}
}

// Every cloud returns the members of its own schema, including nested values.
func TestPrune(t *testing.T) {
	t.Parallel()
	policy := map[string]any{
		"displayName": "P", "@odata.type": "x",
		"conditions":    map[string]any{"clientAppTypes": []any{"all"}, "userRiskLevels": []any{}},
		"grantControls": map[string]any{"operator": "OR", "authenticationStrength": nil},
	}
	china := map[string]any{
		"displayName": "P", "@odata.type": "x",
		"conditions": map[string]any{"clientAppTypes": []any{"all"}}, "grantControls": map[string]any{"operator": "OR"},
	}
	for in, want := range map[Editions]any{
		V1Worldwide: policy, V1Government: policy, V1China: china, BetaChina: policy, V1China | BetaWorldwide: china,
	} {
		if got := TypeOf("conditionalAccessPolicy").Prune(policy, in); !reflect.DeepEqual(got, want) {
			t.Errorf("%b: %v", in, got)
		}
	}
}

// A preview feature is a member that only beta has: it is kept if the editions
// include beta, in every cloud, and found at any depth.
func TestPreview(t *testing.T) {
	t.Parallel()
	policy := func(flow any) map[string]any {
		return map[string]any{"conditions": map[string]any{"clientAppTypes": []any{"all"}, "applications": map[string]any{"globalSecureAccess": flow}}}
	}
	whole, plain := policy("x"), map[string]any{"conditions": map[string]any{"clientAppTypes": []any{"all"}, "applications": map[string]any{}}}
	access := TypeOf("conditionalAccessPolicy")
	for in, want := range map[Editions]any{
		V1Worldwide: plain, V1China: plain, BetaWorldwide: whole, V1Worldwide | BetaWorldwide: whole, V1China | BetaWorldwide: whole,
	} {
		if got := access.Prune(whole, in); !reflect.DeepEqual(got, want) {
			t.Errorf("%b: %v", in, got)
		}
	}
	for _, says := range []any{"x", false, 0, []any{"x"}, map[string]any{"a": nil}} {
		if !access.HasPreview(policy(says)) {
			t.Errorf("%v is no preview", says)
		}
	}
	for _, silent := range []any{nil, []any{}, map[string]any{}} {
		if access.HasPreview(policy(silent)) {
			t.Errorf("%v is a preview", silent)
		}
	}
	if access.HasPreview(plain) || access.IsPreview("state") || access.IsPreview("nothing") {
		t.Error("what v1.0 has, or nothing has, is a preview")
	}
}
