package control

import (
	"fmt"
	"net/http"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
)

// granted are the grants of an application of a tenant, named by key or id. An
// absent list leaves what the application has.
type granted struct {
	Tenant         string    `json:"tenant"`
	ClientID       string    `json:"client_id"`
	Permissions    *[]string `json:"permissions"`
	DirectoryRoles *[]string `json:"directory_roles"`
}

// changeApplication grants an application other permissions and directory roles.
// Tokens that were issued before keep theirs.
func (a *API) changeApplication(r *http.Request) (int, any, error) {
	var body granted
	if err := decode(r, &body); err != nil {
		return 0, nil, err
	}
	tenant, err := a.tenant(body.Tenant)
	if err != nil {
		return 0, nil, err
	}
	if body.Permissions != nil {
		err = application.SetPermissions(a.config.World, tenant.ID, body.ClientID, *body.Permissions)
	}
	if err == nil && body.DirectoryRoles != nil {
		err = application.SetDirectoryRoles(a.config.World, tenant.ID, body.ClientID, *body.DirectoryRoles)
	}
	if err != nil {
		return 0, nil, err
	}
	changed, ok := application.Find(a.config.World, tenant.ID, body.ClientID)
	if !ok {
		return 0, nil, &problem{http.StatusNotFound, "NotFound", fmt.Sprintf("tenant %q has no application %q", tenant.Key, body.ClientID)}
	}
	return http.StatusOK, map[string]any{
		"client_id": changed.ClientID,
		// An empty list is not null.
		"permissions": append([]string{}, changed.Permissions...), "directory_roles": append([]string{}, changed.DirectoryRoles...),
	}, nil
}
