package main

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

const printed = `{"format_version":"1.0","provider_schemas":{"registry.terraform.io/multitenant-as-code/multitenant":{
  "provider":{"block":{"attributes":{"tenants":{"type":["map","string"]}}}},
  "resource_schemas":{"multitenant_b2b_invitation":{"block":{"attributes":{
    "email":{"type":"string","required":true},
    "account_enabled":{"type":"bool","optional":true,"computed":true},
    "after":{"type":["list","string"],"optional":true,"write_only":true},
    "sponsors":{"type":["set","string"],"optional":true,"computed":true},
    "message":{"nested_type":{"nesting_mode":"single","attributes":{"body":{"type":"string","optional":true}}},"optional":true}}}}}}}}`

func TestSchemaIsTheSame(t *testing.T) {
	t.Parallel()
	parsed, err := parse([]byte(printed))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := parsed.provider["tenants"]; !ok || len(parsed.invitation) != 5 {
		t.Errorf("%+v", parsed)
	}
	for name, ok := range map[string]bool{
		"email":           parsed.invitation["email"].IsRequired(),
		"account_enabled": parsed.invitation["account_enabled"].IsComputed(),
		"after":           parsed.invitation["after"].IsWriteOnly(),
		"sponsors":        parsed.invitation["sponsors"].IsOptional(),
	} {
		if !ok {
			t.Errorf("%s is %+v", name, parsed.invitation[name])
		}
	}
	message, ok := parsed.invitation["message"].(schema.SingleNestedAttribute)
	if !ok || len(message.Attributes) != 1 {
		t.Errorf("message is %+v", parsed.invitation["message"])
	}
}

// TestUnknownShapesAreRefused: a schema that cannot be the same is not measured.
func TestUnknownShapesAreRefused(t *testing.T) {
	t.Parallel()
	for _, changed := range []string{
		strings.Replace(printed, `["set","string"]`, `["map","string"]`, 1), strings.Replace(printed, `"single"`, `"list"`, 1),
		strings.Replace(printed, `"bool"`, `"number"`, 1), strings.Replace(printed, "multitenant_b2b_invitation", "another", 1), "{",
	} {
		if _, err := parse([]byte(changed)); err == nil {
			t.Errorf("accepted %s", changed)
		}
	}
}
