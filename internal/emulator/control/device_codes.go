package control

import (
	"net/http"
)

// deviceCodes lists the device code sign-ins, oldest first, without their secret
// codes.
func (a *API) deviceCodes(*http.Request) (int, any, error) {
	return http.StatusOK, map[string]any{"device_codes": a.config.Login.DeviceCodes().List()}, nil
}

// deviceCodeDecision is a user's answer to a device code.
type deviceCodeDecision struct {
	UserCode string `json:"user_code"`
	// Tenant is a key or an id, User a user principal name or an id.
	Tenant string `json:"tenant"`
	User   string `json:"user"`
	// Decline declines the sign-in.
	Decline bool `json:"decline"`
}

func (a *API) settleDeviceCode(r *http.Request) (int, any, error) {
	var body deviceCodeDecision
	if err := decode(r, &body); err != nil {
		return 0, nil, err
	}
	if body.UserCode == "" || !body.Decline && (body.Tenant == "" || body.User == "") {
		return 0, nil, badRequest("user_code is required, and either tenant and user or decline")
	}
	if body.Decline {
		return http.StatusNoContent, nil, a.config.Login.DeclineDeviceCode(body.UserCode)
	}
	t, err := a.tenant(body.Tenant)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusNoContent, nil, a.config.Login.ApproveDeviceCode(t, body.User, body.UserCode)
}
