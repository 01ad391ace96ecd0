package entra

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

func (s *Service) deviceCode(w http.ResponseWriter, r *http.Request) {
	s.offerDeviceCode(w, r, "verification_uri", func(form url.Values) (string, *refusal) {
		asked, refused := parseScopes(form.Get("scope"))
		return strings.Join(asked.text, " "), refused
	})
}

func (s *Service) deviceCodeV1(w http.ResponseWriter, r *http.Request) {
	s.offerDeviceCode(w, r, "verification_url", func(form url.Values) (string, *refusal) {
		if form.Get("resource") == "" {
			return "", errNoResource()
		}
		return form.Get("resource"), nil
	})
}

// offerDeviceCode starts a sign-in. The field with the address has a different
// name in each version of the endpoint.
func (s *Service) offerDeviceCode(w http.ResponseWriter, r *http.Request, address string, scope func(url.Values) (string, *refusal)) {
	code, refused := s.startDeviceCode(r, scope)
	if refused != nil {
		s.write(w, r, refused)
		return
	}
	page := base(r) + "/common/oauth2/deviceauth"
	writeJSON(w, http.StatusOK, map[string]any{
		"user_code":   code.UserCode,
		"device_code": code.device,
		address:       page,
		"expires_in":  int(deviceCodeLife.Seconds()),
		"interval":    deviceCodeInterval,
		"message":     "To sign in, use a web browser to open the page " + page + " and enter the code " + code.UserCode + " to authenticate.",
	})
}

func (s *Service) startDeviceCode(r *http.Request, scope func(url.Values) (string, *refusal)) (DeviceCode, *refusal) {
	if err := r.ParseForm(); err != nil {
		return DeviceCode{}, errForm()
	}
	clientID := r.PostForm.Get("client_id")
	if clientID == "" {
		return DeviceCode{}, errMissing("client_id")
	}
	app, refused := s.clientOf(r, clientID)
	if refused != nil {
		return DeviceCode{}, refused
	}
	text, refused := scope(r.PostForm)
	if refused != nil {
		return DeviceCode{}, refused
	}
	return s.config.DeviceCodes.add(app.ClientID, text), nil
}

// clientOf returns the application of a request before the user is known.
func (s *Service) clientOf(r *http.Request, clientID string) (application.Application, *refusal) {
	_, is, refused := shared(r)
	if refused != nil {
		return application.Application{}, refused
	}
	if !is {
		t, refused := s.tenant(r)
		if refused != nil {
			return application.Application{}, refused
		}
		return s.application(t, clientID)
	}
	app, refused := s.applicationOfAnyTenant(clientID)
	if refused == nil && !app.MultiTenant() {
		refused = errNoTenantNamed()
	}
	return app, refused
}

// ApproveDeviceCode simulates a user, named by id or user principal name, who
// signs in to a tenant with the code from a client.
func (s *Service) ApproveDeviceCode(t kernel.Tenant, user, userCode string) error {
	u, _, err := directory.SignIn(s.config.World, t.ID, user)
	if err != nil {
		return err
	}
	if !u.AccountEnabled {
		return errUserDisabled()
	}
	if !s.config.DeviceCodes.settle(userCode, t.ID, u.ID) {
		return errDeviceUnknown()
	}
	return nil
}

// DeclineDeviceCode simulates a user who declines the sign-in.
func (s *Service) DeclineDeviceCode(userCode string) error {
	if !s.config.DeviceCodes.settle(userCode, "", "") {
		return errDeviceUnknown()
	}
	return nil
}

// DeviceCodes are the codes of this service and of the services that share them.
func (s *Service) DeviceCodes() *DeviceCodes { return s.config.DeviceCodes }
