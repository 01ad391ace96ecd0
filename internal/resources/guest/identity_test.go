package guest_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const invitationType = "multitenant_b2b_invitation"

// TestImportByIdentity uses the protocol directly, because CLIs below 1.12 do not
// support identities and the tests also run with 1.11.
func TestImportByIdentity(t *testing.T) {
	t.Parallel()
	w := start(t)
	there := w.Welcome(acctest.FabrikamID, anaEmail)
	p := w.Protocol(t, nil)
	kind := p.Schemas.ResourceSchemas[invitationType].ValueType()

	identity := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"tenant_id": tftypes.String, "object_id": tftypes.String}}
	wanted := map[string]any{"tenant_id": acctest.FabrikamID, "object_id": there.ID}
	imported, err := p.Server.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{
		TypeName: invitationType, Identity: &tfprotov6.ResourceIdentityData{IdentityData: acctest.Encode(t, identity, wanted)},
	})
	if err != nil {
		t.Fatal(err)
	}
	acctest.Silent(t, imported.Diagnostics)
	if len(imported.ImportedResources) != 1 {
		t.Fatalf("%d resources were imported", len(imported.ImportedResources))
	}
	found := imported.ImportedResources[0]
	read, err := p.Server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: invitationType, CurrentState: found.State, Private: found.Private, CurrentIdentity: found.Identity,
	})
	if err != nil {
		t.Fatal(err)
	}
	acctest.Silent(t, read.Diagnostics)
	state, _ := acctest.Decode(t, kind, read.NewState).(map[string]any)
	if err := acctest.Members(state, map[string]any{
		"id": acctest.FabrikamID + "/" + there.ID, "user_id": there.ID, "tenant": "fabrikam", "email": anaEmail,
	}); err != nil {
		t.Error(err)
	}
	if err := acctest.Differences(acctest.Decode(t, identity, read.NewIdentity.IdentityData), any(wanted)); err != nil {
		t.Errorf("the identity: %v", err)
	}

	// The response has an identity even for a deleted user, or the framework
	// refuses it.
	w.Remove(acctest.FabrikamID, there.ID)
	gone, err := p.Server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: invitationType, CurrentState: read.NewState, Private: read.Private,
	})
	if err != nil {
		t.Fatal(err)
	}
	acctest.Silent(t, gone.Diagnostics)
	if left := acctest.Decode(t, kind, gone.NewState); left != nil {
		t.Errorf("a user who is gone is still in the state: %v", left)
	}
}
