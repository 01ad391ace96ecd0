package directory

import (
	"errors"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

const signInActivity = "signInActivity"

// SignIns are the last sign-ins of a user: attempts, interactive and not, and the
// last success (graph-identity §2.8).
type SignIns struct {
	Interactive    time.Time `json:"lastSignInDateTime,omitzero"`
	NonInteractive time.Time `json:"lastNonInteractiveSignInDateTime,omitzero"`
	Successful     time.Time `json:"lastSuccessfulSignInDateTime,omitzero"`
}

// signIns is absent for a user that has never signed in.
func signIns(u *User) any {
	if u.SignIns == nil {
		return schema.Absent
	}
	return map[string]any{
		"lastSignInDateTime": schema.Instant(u.SignIns.Interactive), "lastSignInRequestId": nil,
		"lastNonInteractiveSignInDateTime": schema.Instant(u.SignIns.NonInteractive), "lastNonInteractiveSignInRequestId": nil,
		"lastSuccessfulSignInDateTime": schema.Instant(u.SignIns.Successful), "lastSuccessfulSignInRequestId": nil,
	}
}

func seedSignIns(v, value any) error {
	times, ok := value.(map[string]any)
	if !ok {
		return errors.New("must be an object of times")
	}
	s := &SignIns{}
	fields := map[string]*time.Time{
		"lastSignInDateTime": &s.Interactive, "lastNonInteractiveSignInDateTime": &s.NonInteractive, "lastSuccessfulSignInDateTime": &s.Successful,
	}
	for name, value := range times {
		text, _ := value.(string)
		at, err := time.Parse(time.RFC3339, text)
		if fields[name] == nil || err != nil {
			return errors.New("has the members lastSignInDateTime, lastNonInteractiveSignInDateTime and lastSuccessfulSignInDateTime, which are times")
		}
		*fields[name] = at
	}
	schema.Of[User](v).SignIns = s
	return nil
}

// refuseSignIns refuses callers without the permission for reports, and tenants
// without Entra ID P1 (graph-identity §2.8).
func refuseSignIns(t kernel.Tenant, by kernel.Actor) error {
	switch {
	case !by.Has("AuditLog.Read.All"):
		return refusal.New(403, "Authentication_MSGraphPermissionMissing", "The principal does not have required Microsoft Graph permission(s): AuditLog.Read.All to call this API.")
	case t.WithoutP1:
		return refusal.New(403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant", "Neither tenant is B2C or tenant doesn't have premium license")
	}
	return nil
}
