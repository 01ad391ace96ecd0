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
	if t.token == nil || t.AzureCLI {
		return false, false
	}
	token, err := t.token(ctx)
	if err != nil {
		return false, false
	}
	roles, readable := rolesOf(token)
	return slices.Contains(roles, permission), readable
}

// rolesOf reads the claim that lists the permissions of an application
// (learn.microsoft.com/entra/identity-platform/access-token-claims-reference). It is
// missing from the token of an application without permissions, and from that of a
// user, which has scopes.
func rolesOf(token string) (roles []string, readable bool) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil, false
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return nil, false
	}
	var claims struct {
		Roles  []string `json:"roles"`
		Scopes *string  `json:"scp"`
	}
	err = json.Unmarshal(payload, &claims)
	return claims.Roles, err == nil && claims.Scopes == nil
}
