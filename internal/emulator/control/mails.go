package control

import (
	"net/http"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

// mails lists the invitation mails of all tenants by time, or those of the tenant
// that the query names.
func (a *API) mails(r *http.Request) (int, any, error) {
	tenants := a.config.World.Tenants()
	if name := r.URL.Query().Get("tenant"); name != "" {
		t, err := a.tenant(name)
		if err != nil {
			return 0, nil, err
		}
		tenants = []world.Tenant{t}
	}
	all := []world.Mail{}
	for _, t := range tenants {
		mails, err := a.config.World.Mails(t.ID)
		if err != nil {
			return 0, nil, err
		}
		all = append(all, mails...)
	}
	slices.SortStableFunc(all, func(a, b world.Mail) int { return a.Time.Compare(b.Time) })
	return http.StatusOK, map[string]any{"mails": all}, nil
}

func (a *API) forgetMails(*http.Request) (int, any, error) {
	a.config.World.ForgetMails()
	return http.StatusNoContent, nil, nil
}
