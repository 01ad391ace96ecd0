package control

import (
	"net/http"
	"strings"
)

// userToken holds the arguments and the user of `az account get-access-token`.
type userToken struct {
	// Tenant is a key or an id, User a user principal name or an id.
	Tenant string `json:"tenant"`
	User   string `json:"user"`
	// Scope is the resource followed by /.default; Microsoft Graph when empty.
	Scope string `json:"scope"`
	// Scopes are delegated permissions that replace those of the Azure CLI.
	Scopes []string `json:"scopes"`
}

// userToken answers in the format of `az account get-access-token -o json`, so
// that a substitute for the Azure CLI can print it unchanged.
func (a *API) userToken(r *http.Request) (int, any, error) {
	var body userToken
	if err := decode(r, &body); err != nil {
		return 0, nil, err
	}
	if body.Tenant == "" || body.User == "" {
		return 0, nil, badRequest("tenant and user are required")
	}
	t, err := a.tenant(body.Tenant)
	if err != nil {
		return 0, nil, err
	}
	token, err := a.config.Login.TokenForUser(t, body.User, strings.TrimSuffix(body.Scope, "/.default"), body.Scopes)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, map[string]any{
		"accessToken":  token.AccessToken,
		"expiresOn":    token.Expires.Local().Format("2006-01-02 15:04:05.000000"),
		"expires_on":   token.Expires.Unix(),
		"subscription": t.ID,
		"tenant":       t.ID,
		"tokenType":    "Bearer",
	}, nil
}
