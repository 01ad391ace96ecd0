package control

import (
	"fmt"
	"net/http"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// newContact is a mail contact for a tenant, named by key or id. Graph cannot
// create contacts, so this is the only way for a test.
type newContact struct {
	Tenant  string            `json:"tenant"`
	Contact directory.Contact `json:"contact"`
}

func (a *API) addContact(r *http.Request) (int, any, error) {
	var body newContact
	if err := decode(r, &body); err != nil {
		return 0, nil, err
	}
	tenant, err := a.tenant(body.Tenant)
	if err != nil {
		return 0, nil, err
	}
	created, err := exchange.AddContact(a.config.World, tenant.ID, body.Contact)
	if err != nil {
		return 0, nil, fmt.Errorf("creating the contact: %w", err)
	}
	return http.StatusCreated, created, nil
}

// contactRef identifies a contact of a tenant.
type contactRef struct {
	Tenant string `json:"tenant"`
	ID     string `json:"id"`
}

func (a *API) deleteContact(r *http.Request) (int, any, error) {
	var body contactRef
	if err := decode(r, &body); err != nil {
		return 0, nil, err
	}
	tenant, err := a.tenant(body.Tenant)
	if err != nil {
		return 0, nil, err
	}
	if err := exchange.DeleteContact(a.config.World, tenant.ID, body.ID); err != nil {
		return 0, nil, fmt.Errorf("deleting the contact: %w", err)
	}
	return http.StatusNoContent, nil, nil
}

// tenant returns a tenant by key or id.
func (a *API) tenant(keyOrID string) (kernel.Tenant, error) {
	t, ok := a.config.World.TenantByKey(keyOrID)
	if !ok {
		return t, &problem{http.StatusNotFound, "NotFound", fmt.Sprintf("there is no tenant %q", keyOrID)}
	}
	return t, nil
}
