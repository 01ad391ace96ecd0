package control

import (
	"net/http"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// mails lists the invitation mails of all tenants by time, or of the tenant in
// the query.
func (a *API) mails(r *http.Request) (int, any, error) {
	tenants := a.config.World.Tenants()
	if name := r.URL.Query().Get("tenant"); name != "" {
		t, err := a.tenant(name)
		if err != nil {
			return 0, nil, err
		}
		tenants = []kernel.Tenant{t}
	}
	all := []invitation.Mail{}
	for _, t := range tenants {
		mails, err := invitation.Mails(a.config.World, t.ID)
		if err != nil {
			return 0, nil, err
		}
		all = append(all, mails...)
	}
	slices.SortStableFunc(all, func(a, b invitation.Mail) int { return a.Time.Compare(b.Time) })
	return http.StatusOK, map[string]any{"mails": all}, nil
}

func (a *API) forgetMails(*http.Request) (int, any, error) {
	invitation.ForgetMails(a.config.World)
	return http.StatusNoContent, nil, nil
}
