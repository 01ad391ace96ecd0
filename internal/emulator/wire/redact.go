package wire

import (
	"net/url"
	"slices"
	"strings"
)

// secretParameters are the OAuth parameters that belong in the request body.
// Their values are not recorded when a client sends them in the URL.
var secretParameters = []string{
	"access_token", "assertion", "client_assertion", "client_secret", "code", "code_verifier", "device_code",
	"id_token", "id_token_hint", "password", "refresh_token",
}

const hidden = "REDACTED"

// redacted returns the path and query of a URL as the client wrote them, without
// the values of secret parameters.
func redacted(u *url.URL) string {
	path, query, found := strings.Cut(u.RequestURI(), "?")
	if !found {
		return strings.Clone(path)
	}
	parameters := strings.Split(query, "&")
	for i, p := range parameters {
		name, _, _ := strings.Cut(p, "=")
		if plain, err := url.QueryUnescape(name); err == nil && slices.Contains(secretParameters, strings.ToLower(plain)) {
			parameters[i] = name + "=" + hidden
		}
	}
	return path + "?" + strings.Join(parameters, "&")
}
