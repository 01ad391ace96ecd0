package schema

import (
	"reflect"
	"slices"
	"testing"
)

// The extract tells clouds and versions apart, and knows what a type inherits.
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

// Every cloud shows what its schema has, in nested values as well.
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
	for in, want := range map[Editions]any{V1Worldwide: policy, V1Government: policy, V1China: china, BetaChina: policy} {
		if got := TypeOf("conditionalAccessPolicy").Prune(policy, in); !reflect.DeepEqual(got, want) {
			t.Errorf("%b: %v", in, got)
		}
	}
}
