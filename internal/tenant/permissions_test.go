package tenant

import (
	"context"
	"encoding/base64"
	"errors"
	"testing"
)

func TestHolds(t *testing.T) {
	t.Parallel()
	token := func(claims string) string {
		return "header." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".signature"
	}
	for name, c := range map[string]struct {
		token       string
		err         error
		cli         bool
		holds, told bool
	}{
		"the permission":       {token: token(`{"roles":["User.Read.All","User.Invite.All"]}`), holds: true, told: true},
		"others":               {token: token(`{"roles":["User.ReadWrite.All"]}`), told: true},
		"none":                 {token: token(`{"aud":"https://graph.microsoft.com"}`), told: true},
		"a user":               {token: token(`{"scp":"User.Invite.All","wids":[]}`)},
		"a user with the CLI":  {token: token(`{"roles":["User.Invite.All"]}`), cli: true},
		"an opaque token":      {token: "opaque"},
		"an encrypted token":   {token: "a.b.c.d.e"},
		"a payload of no JSON": {token: token("{")},
		"roles that are none":  {token: token(`{"roles":"User.Invite.All"}`)},
		"no base64":            {token: "header.{}.signature"},
		"no sign-in":           {err: errors.New("refused")},
	} {
		tenant := &Tenant{AzureCLI: c.cli, token: func(context.Context) (string, error) { return c.token, c.err }}
		if holds, told := tenant.Holds(t.Context(), "User.Invite.All"); holds != c.holds || told != c.told {
			t.Errorf("%s: %t, told %t", name, holds, told)
		}
	}
	if _, told := (&Tenant{}).Holds(t.Context(), "User.Invite.All"); told {
		t.Error("a tenant without a credential tells")
	}
}

func TestPrincipal(t *testing.T) {
	t.Parallel()
	token := func(claims string) string {
		return "header." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".signature"
	}
	for name, c := range map[string]struct {
		token, id string
		told      bool
	}{
		"an application": {token(`{"oid":"p-1","roles":[]}`), "p-1", true},
		"a user":         {token(`{"oid":"u-1","scp":"Group.ReadWrite.All"}`), "u-1", true},
		"no object id":   {token(`{"roles":[]}`), "", false},
		"an opaque one":  {"opaque", "", false},
	} {
		tenant := &Tenant{token: func(context.Context) (string, error) { return c.token, nil }}
		if id, told := tenant.Principal(t.Context()); id != c.id || told != c.told {
			t.Errorf("%s: %q, told %t", name, id, told)
		}
	}
}
