package tenant

import (
	"context"
	"encoding/base64"
	"slices"
	"testing"
)

// FuzzClaims: no token makes the reader fail, and only one that it can read shows a
// permission.
func FuzzClaims(f *testing.F) {
	for _, payload := range []string{`{"roles":["User.Invite.All"],"oid":"o"}`, `{"scp":"User.Read"}`, `{"roles":null}`, `{"roles":"x"}`, `[]`, ``} {
		f.Add("e30." + base64.RawURLEncoding.EncodeToString([]byte(payload)) + ".AA")
	}
	f.Add("..")
	f.Add("opaque")
	f.Fuzz(func(t *testing.T, token string) {
		tenant := &Tenant{token: func(context.Context) (string, error) { return token, nil }}
		c, readable := tenant.claims(t.Context())
		holds, told := tenant.Holds(t.Context(), "User.Invite.All")
		if told && !readable || holds && !slices.Contains(c.Roles, "User.Invite.All") {
			t.Errorf("%q: holds %t, told %t", token, holds, told)
		}
	})
}
