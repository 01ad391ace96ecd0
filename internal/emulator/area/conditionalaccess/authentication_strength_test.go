package conditionalaccess

import (
	"reflect"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// own is the id of a custom strength.
const own = "d0000000-0000-4000-8000-000000000001"

func TestAuthenticationStrengths(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		given any
		want  []any
		name  any
	}{
		"none":                {},
		"phishing-resistant":  {given: map[string]any{"id": "00000000-0000-0000-0000-000000000004"}, want: phishingResistant, name: "Phishing-resistant MFA"},
		"own":                 {given: map[string]any{"id": own, "displayName": "Own", "allowedCombinations": []any{"password,sms"}}, want: []any{"password,sms"}, name: "Own"},
		"own, not said":       {given: map[string]any{"id": own}},
		"no combination":      {given: map[string]any{"id": own, "allowedCombinations": []any{}}},
		"unknown method":      {given: map[string]any{"id": own, "allowedCombinations": []any{"password,carrierPigeon"}}},
		"no id":               {given: map[string]any{"allowedCombinations": []any{"fido2"}}},
		"member of no schema": {given: map[string]any{"id": own, "allowedCombinations": []any{"fido2"}, "level": 3}},
	} {
		p, err := conditionalPolicy(map[string]any{
			"id": own, "displayName": "Policy", "grantControls": map[string]any{"authenticationStrength": c.given},
		}, kernel.Moment{})
		if c.given != nil && c.want == nil {
			if err == nil {
				t.Errorf("%s is taken for %v", name, p)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		grant, _ := p["grantControls"].(map[string]any)
		got, _ := grant["authenticationStrength"].(map[string]any)
		if combinations, _ := got["allowedCombinations"].([]any); !reflect.DeepEqual(combinations, c.want) || got["displayName"] != c.name {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestSessionControls accepts the controls of v1.0, and those of preview features.
func TestSessionControls(t *testing.T) {
	t.Parallel()
	for name, members := range map[string]int{
		"signInFrequency": len(sessionMembers), "continuousAccessEvaluation": len(sessionMembers) + 1, "shade": 0,
	} {
		p, err := conditionalPolicy(map[string]any{
			"id": own, "displayName": "Policy", "sessionControls": map[string]any{name: map[string]any{"isEnabled": true}},
		}, kernel.Moment{})
		if (err == nil) != (members > 0) {
			t.Errorf("%s: %v, %v", name, p, err)
		}
		if session, _ := p["sessionControls"].(map[string]any); len(session) != members {
			t.Errorf("%s: %v", name, session)
		}
	}
}
