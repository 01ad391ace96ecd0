package crosstenant_test

import (
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	emulated "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
)

// synchronizes compares Fabrikam's synchronization policy for Contoso.
func synchronizes(w *acctest.World, allowed bool, name string) resource.TestCheckFunc {
	return acctest.Then(func() error {
		p, err := emulated.SyncPolicies.Get(w.World, acctest.FabrikamID, acctest.ContosoID)
		if err != nil {
			return err
		}
		return acctest.Members(p.Settings, map[string]any{"displayName": name, "userSyncInbound": map[string]any{"isSyncAllowed": allowed}})
	})
}
