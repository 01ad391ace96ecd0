package control

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"net/http"
	"slices"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/conditionalaccess"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// state is the complete state by tenant key, regardless of replication lag.
func (a *API) state(*http.Request) (int, any, error) {
	return http.StatusOK, a.config.World.Snapshot(), nil
}

// seed replaces the whole state. A refused seed changes nothing.
func (a *API) seed(r *http.Request) (int, any, error) {
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return 0, nil, badRequest("reading the seed: %v", err)
	}
	seed, err := area.ParseSeed("seed", data)
	if err != nil {
		return 0, nil, badRequest("%v", err)
	}
	if err := a.config.World.Load(seed); err != nil {
		return 0, nil, badRequest("%v", err)
	}
	return http.StatusNoContent, nil, nil
}

// timeSpan is the body of requests with a duration.
type timeSpan struct {
	Seconds *float64 `json:"seconds"`
}

// maxSeconds keeps a duration, multiplied by the lags of the slowest readers,
// within the range of [time.Duration].
const maxSeconds = float64(math.MaxInt64) / float64(time.Second) / 8

func (s timeSpan) duration() (time.Duration, error) {
	if s.Seconds == nil || *s.Seconds < 0 || *s.Seconds > maxSeconds {
		return 0, badRequest("seconds: must be a number of at least 0")
	}
	return time.Duration(*s.Seconds * float64(time.Second)), nil
}

func spanOf(r *http.Request) (time.Duration, error) {
	var body timeSpan
	if err := decode(r, &body); err != nil {
		return 0, err
	}
	return body.duration()
}

func (a *API) advanceClock(r *http.Request) (int, any, error) {
	d, err := spanOf(r)
	if err != nil {
		return 0, nil, err
	}
	a.config.World.Advance(d)
	return http.StatusOK, map[string]any{"now": a.config.World.Now()}, nil
}

func (a *API) setLag(r *http.Request) (int, any, error) {
	d, err := spanOf(r)
	if err != nil {
		return 0, nil, err
	}
	a.config.World.SetLag(d)
	return http.StatusOK, map[string]any{"seconds": d.Seconds()}, nil
}

// settings returns the current settings by name.
func (a *API) settings(*http.Request) (int, any, error) {
	return http.StatusOK, a.config.World.Settings(), nil
}

// changeSettings applies all changes or none.
func (a *API) changeSettings(r *http.Request) (int, any, error) {
	var body map[string]json.RawMessage
	if err := decode(r, &body); err != nil {
		return 0, nil, err
	}
	err := a.config.World.ChangeSettings(func(s *settings.Settings) error {
		for _, name := range slices.Sorted(maps.Keys(body)) {
			if err := s.Set(name, body[name]); err != nil {
				return badRequest("%v", err)
			}
		}
		return nil
	})
	if err != nil {
		return 0, nil, err
	}
	return a.settings(r)
}

// redemption is the redemption of an invitation by its user, who is named, or follows a
// link.
type redemption struct {
	Tenant     string `json:"tenant"`
	UserID     string `json:"user_id"`
	RedeemURL  string `json:"redeem_url"`
	HomeTenant string `json:"home_tenant"`
	HomeUPN    string `json:"home_upn"`
}

func (a *API) redeem(r *http.Request) (int, any, error) {
	var body redemption
	if err := decode(r, &body); err != nil {
		return 0, nil, err
	}
	if body.RedeemURL != "" {
		if err := invitation.RedeemLink(a.config.World, body.RedeemURL, body.HomeTenant, body.HomeUPN); err != nil {
			return 0, nil, fmt.Errorf("redeeming with a link: %w", err)
		}
		return http.StatusNoContent, nil, nil
	}
	if body.Tenant == "" || body.UserID == "" {
		return 0, nil, badRequest("tenant and user_id, or redeem_url, are required")
	}
	if err := invitation.Redeem(a.config.World, body.Tenant, body.UserID, body.HomeTenant, body.HomeUPN); err != nil {
		return 0, nil, fmt.Errorf("redeeming for user %s: %w", body.UserID, err)
	}
	return http.StatusNoContent, nil, nil
}

// externalSignIn is the sign-in of an external user to a resource tenant.
type externalSignIn struct {
	Tenant string `json:"tenant"`
	conditionalaccess.ExternalSignIn
}

func (a *API) signIn(r *http.Request) (int, any, error) {
	var body externalSignIn
	if err := decode(r, &body); err != nil {
		return 0, nil, err
	}
	if body.Tenant == "" || body.Home == "" || body.Kind == "" {
		return 0, nil, badRequest("tenant, home_tenant and kind are required")
	}
	verdict, err := conditionalaccess.SignInExternal(a.config.World, body.Tenant, body.ExternalSignIn)
	if err != nil {
		return 0, nil, fmt.Errorf("signing in to %s: %w", body.Tenant, err)
	}
	return http.StatusOK, verdict, nil
}
