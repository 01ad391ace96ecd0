package synchronization_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// TestDeletedGroup: a group that was deleted outside of Terraform is created again.
func TestDeletedGroup(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, employing(3))
	config := unguarded(w.Config(group(set("members", members(0, 3)), assigned)))
	w.Test(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() {
				if err := directory.Groups.Delete(w.World, acctest.ContosoID, the(t, w).ID, kernel.Actor{}); err != nil {
					t.Fatal(err)
				}
			},
			Config: config, ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionCreate),
			Check: hasMembers(t, w, members(0, 3)),
		},
	)
}

// TestUnassignedGroup: an assignment that was removed outside of Terraform is in the
// plan, and returns.
func TestUnassignedGroup(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, employing(3))
	config := unguarded(w.Config(group(set("members", members(0, 3)), assigned)))
	w.Test(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() { unassign(t, w) },
			Config:    config, ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionUpdate),
			Check: acctest.Then(func() error { return isAssigned(t, w) }),
		},
	)
}

// TestUnknownScope leaves values that are not known in the plan to the apply.
func TestUnknownScope(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, employing(6))
	config := func(to int, name string) string {
		return unguarded(w.Config(fmt.Sprintf(`
resource "terraform_data" "later" {
  input = { members = ["%s"], name = %q, application = %q }
}

resource "multitenant_sync_scope_group" "it" {
  tenant                = "contoso"
  display_name          = terraform_data.later.output.name
  members               = toset(terraform_data.later.output.members)
  service_principal_ids = [terraform_data.later.output.application]
}
`, strings.Join(members(0, to), `", "`), name, principalID)))
	}
	w.Test(
		resource.TestStep{Config: config(3, name), Check: hasMembers(t, w, members(0, 3))},
		acctest.Unchanged(config(3, name)),
		resource.TestStep{Config: config(5, name), Check: hasMembers(t, w, members(0, 5))},
	)
}

// TestKilledCreate kills the provider around each write of a create. The next apply
// continues the same group as created by it.
func TestKilledCreate(t *testing.T) {
	t.Parallel()
	const assignment = "/servicePrincipals/*/appRoleAssignedTo"
	for name, at := range map[string]acctest.Moment{
		"after the group":      {Method: http.MethodPost, Path: "/groups", CarriedOut: true, CLI: true},
		"before the members":   {Method: http.MethodPatch, Path: "/groups/*"},
		"after the members":    {Method: http.MethodPatch, Path: "/groups/*", CarriedOut: true},
		"after the assignment": {Method: http.MethodPost, Path: assignment, CarriedOut: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.Start(t, employing(3))
			s := acctest.NewWorkspace(t, unguarded(w.Config(group(set("members", members(0, 3)), assigned))))
			if out, killed := w.Kill(s, at, "apply", "-auto-approve"); !killed {
				t.Fatalf("the write was not made:\n%s", out)
			}
			id := the(t, w).ID
			if plan := s.MustRun("plan"); !strings.Contains(plan, "Existing group will be continued") {
				t.Errorf("the plan does not say that the group is continued:\n%s", plan)
			}
			s.MustRun("apply", "-auto-approve")
			if err := isAssigned(t, w); err != nil || the(t, w).ID != id || len(groups(t, w)) != 1 {
				t.Errorf("the groups are %v: %v", groups(t, w), err)
			}
			s.Unchanged()
			s.MustRun("destroy", "-auto-approve")
			if left := groups(t, w); len(left) > 0 {
				t.Errorf("the destroy left %v", left)
			}
		})
	}
}

// TestImportOfAGroupByIdentity uses the protocol directly, because CLIs below 1.12 do
// not support identities.
func TestImportOfAGroupByIdentity(t *testing.T) {
	t.Parallel()
	const kind = "multitenant_sync_scope_group"
	w := acctest.Start(t, withGroup(nil))
	p := w.Protocol(t, nil)
	identity := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"tenant_id": tftypes.String, "object_id": tftypes.String}}
	wanted := map[string]any{"tenant_id": acctest.ContosoID, "object_id": groupID}
	imported, err := p.Server.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{
		TypeName: kind, Identity: &tfprotov6.ResourceIdentityData{IdentityData: acctest.Encode(t, identity, wanted)},
	})
	if err != nil {
		t.Fatal(err)
	}
	acctest.Silent(t, imported.Diagnostics)
	found := imported.ImportedResources[0]
	read, err := p.Server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: kind, CurrentState: found.State, Private: found.Private, CurrentIdentity: found.Identity,
	})
	if err != nil {
		t.Fatal(err)
	}
	acctest.Silent(t, read.Diagnostics)
	state, _ := acctest.Decode(t, p.Schemas.ResourceSchemas[kind].ValueType(), read.NewState).(map[string]any)
	if err := acctest.Members(state, map[string]any{
		"id": acctest.ContosoID + "/" + groupID, "group_id": groupID, "tenant": "contoso", "display_name": name, "on_destroy": "keep",
	}); err != nil {
		t.Error(err)
	}
	if err := acctest.Differences(acctest.Decode(t, identity, read.NewIdentity.IdentityData), any(wanted)); err != nil {
		t.Errorf("the identity: %v", err)
	}
}
