package tenant

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
)

// Holds reports whether the application has an application permission of Microsoft
// Graph in the tenant. It looks at the token that the tenant's requests carry, which
// costs no request of its own, and is told only where that is readable: the format of
// an access token is a matter between the login service and Graph
// (learn.microsoft.com/entra/identity-platform/access-tokens). A user who signs in
// with the Azure CLI has roles of another kind.
func (t *Tenant) Holds(ctx context.Context, permission string) (holds, told bool) {
	c, readable := t.claims(ctx)
	told = readable && c.Scopes == nil && !t.AzureCLI
	return told && slices.Contains(c.Roles, permission), told
}

// Principal returns the object id of the service principal, or of the user of the
// Azure CLI, with which the provider signs in, if the token says it.
func (t *Tenant) Principal(ctx context.Context) (id string, told bool) {
	c, readable := t.claims(ctx)
	return c.ObjectID, readable && c.ObjectID != ""
}

// claims are the parts of an access token that this package reads
// (learn.microsoft.com/entra/identity-platform/access-token-claims-reference). Roles
// is missing from the token of an application without permissions, and from that of a
// user, which has scopes.
type claims struct {
	Roles    []string `json:"roles"`
	Scopes   *string  `json:"scp"`
	ObjectID string   `json:"oid"`
}

func (t *Tenant) claims(ctx context.Context) (c claims, readable bool) {
	if t.token == nil {
		return claims{}, false
	}
	token, err := t.token(ctx)
	if err != nil {
		return claims{}, false
	}
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return claims{}, false
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return claims{}, false
	}
	err = json.Unmarshal(payload, &c)
	return c, err == nil
}
