package crosstenant_test

import (
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// synchronizes compares what Fabrikam lets Contoso synchronize.
func synchronizes(w *acctest.World, allowed bool, name string) resource.TestCheckFunc {
	return then(func() error {
		p, err := w.SyncPolicy(acctest.FabrikamID, acctest.ContosoID)
		if err != nil {
			return err
		}
		return compare(p, map[string]any{"displayName": name, "userSyncInbound": map[string]any{"isSyncAllowed": allowed}})
	})
}
