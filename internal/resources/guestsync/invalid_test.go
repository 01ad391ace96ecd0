package guestsync_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestNoImport explains why there is nothing to import.
func TestNoImport(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, populated(1))
	w.Test(resource.TestStep{
		Config: w.Config(guestSync()), ResourceName: address, ImportState: true, ImportStateId: "fabrikam/contoso",
		ExpectError: regexp.MustCompile(`not imported[\s\S]*finds the users`),
	})
}

func TestInvalid(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard())
	for name, test := range map[string][2]string{
		"two scopes":       {`scope = { all_users = true, filter = "accountEnabled eq true" }`, "exactly one of group_ids"},
		"no scope":         {`scope = { all_users = false }`, "exactly one of group_ids"},
		"unknown name":     {`attributes = { shoe_size = { value = "44" } }`, "shoe_size"},
		"from and value":   {`attributes = { department = { from = "department", value = "x" } }`, "exactly one of from and value"},
		"prefix of value":  {`attributes = { department = { value = "x", prefix = "y" } }`, "prefix and suffix belong to from"},
		"visibility":       {`attributes = { show_in_address_list = { from = "department" } }`, "Set value to true or false"},
		"anchor":           {`attributes = { extension_attribute15 = { value = "x" } }`, "is the source_anchor"},
		"first at once":    {`on_leave = { action = "delete", first = "hide" }`, "first needs after_days"},
		"needs the anchor": {"existing = \"leave\"\n  source_anchor = null", "need source_anchor"},
		"unknown tenant":   {`source = "tailspin"`, "Unknown tenant"},
		"same tenant":      {`source = "fabrikam"`, "is the resource tenant itself"},
	} {
		t.Run(name, func(t *testing.T) {
			config := guestSync(test[0])
			if name == "needs the anchor" {
				config = regexp.MustCompile(`(?m)^  source_anchor = "extensionAttribute15"\n`).ReplaceAllString(config, "")
			}
			if regexp.MustCompile("tenant$").MatchString(name) {
				config = regexp.MustCompile(`(?m)^  source = "contoso"\n`).ReplaceAllString(config, "")
			}
			w.Test(resource.TestStep{Config: w.Config(config), PlanOnly: true, ExpectError: regexp.MustCompile(regexp.QuoteMeta(test[1]))})
		})
	}
}
