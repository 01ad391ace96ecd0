package control

import (
	"fmt"
	"net/http"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
)

// visibility answers what a user of one tenant sees of a user of another, and why.
func (a *API) visibility(r *http.Request) (int, any, error) {
	var body crosstenant.Visibility
	if err := decode(r, &body); err != nil {
		return 0, nil, err
	}
	if body.ViewerTenant == "" || body.Viewer == "" || body.OwnerTenant == "" || body.Owner == "" {
		return 0, nil, badRequest("viewer_tenant, viewer, owner_tenant and owner are required")
	}
	sights, err := crosstenant.Sights(a.config.World, body, a.config.Legacy)
	if err != nil {
		return 0, nil, fmt.Errorf("looking from %s at %s: %w", body.Viewer, body.Owner, err)
	}
	return http.StatusOK, map[string]any{"sights": sights}, nil
}
