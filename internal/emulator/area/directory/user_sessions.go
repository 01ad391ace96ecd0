package directory

import (
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

const sessionsValidFrom = "signInSessionsValidFromDateTime"

// SessionsValidFrom is the time before which refresh tokens of the user are invalid.
func (u *User) SessionsValidFrom() time.Time {
	if revoked := u.Account().SessionsValidFrom; !revoked.IsZero() {
		return revoked
	}
	return u.Created
}

func sessions(u *User) any { return schema.Instant(u.SessionsValidFrom()) }

// RevokeSessions makes the refresh tokens of an internal user invalid at once; the
// service takes some minutes. It leaves an external user alone.
func RevokeSessions(w *kernel.World, tenantID, key string) error {
	return w.Write(tenantID, func(d *kernel.Directory, at kernel.Moment) error {
		u, err := Users.ForChange(d, key, at)
		if err != nil || u.External() {
			return err
		}
		next := u.clone()
		next.ChangeAccount().SessionsValidFrom = at.Now
		Users.Put(d, next, at)
		return nil
	})
}
