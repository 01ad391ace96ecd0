package directory

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/memberrule"
)

// Every property of the rule language has a value of its type.
func TestRuleProperties(t *testing.T) {
	t.Parallel()
	enabled := true
	u := &User{OnPremisesSyncEnabled: &enabled, AccountEnabled: true}
	for _, name := range memberrule.Names(memberrule.Text) {
		_, known := ruleTexts[name]
		if value := u.attribute(name); value != nil || !known && name[:9] != "extension" {
			t.Errorf("%s is %v", name, value)
		}
	}
	for _, name := range memberrule.Names(memberrule.Flag) {
		if u.attribute(name) != true {
			t.Errorf("%s is not true", name)
		}
	}
	for _, name := range memberrule.Names(memberrule.Texts) {
		if _, isList := u.attribute(name).([]string); !isList {
			t.Errorf("%s is no list", name)
		}
	}
}
