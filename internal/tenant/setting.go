package tenant

import (
	"fmt"
	"strconv"
	"strings"
)

// Setting is the name of a credential setting, the same in the provider block,
// in a tenant's entry and, in upper case, in environment variables.
type Setting string

// The credential settings.
const (
	ClientID                  Setting = "client_id"
	ClientSecret              Setting = "client_secret"
	ClientCertificate         Setting = "client_certificate"
	ClientCertificatePath     Setting = "client_certificate_path"
	ClientCertificatePassword Setting = "client_certificate_password"
	UseOIDC                   Setting = "use_oidc"
	OIDCToken                 Setting = "oidc_token"
	OIDCTokenFilePath         Setting = "oidc_token_file_path"
	OIDCRequestURL            Setting = "oidc_request_url"
	OIDCRequestToken          Setting = "oidc_request_token"
	ServiceConnectionID       Setting = "ado_pipeline_service_connection_id"
	UseMSI                    Setting = "use_msi"
	UseCLI                    Setting = "use_cli"
)

// Settings returns every credential setting.
func Settings() []Setting {
	return []Setting{
		ClientID, ClientSecret, ClientCertificate, ClientCertificatePath, ClientCertificatePassword,
		UseOIDC, OIDCToken, OIDCTokenFilePath, OIDCRequestURL, OIDCRequestToken, ServiceConnectionID,
		UseMSI, UseCLI,
	}
}

// sharedVariables are the environment variables of azuread, azurerm and the CI
// systems; the first one that is set wins.
var sharedVariables = map[Setting][]string{
	ClientID:                  {"ARM_CLIENT_ID"},
	ClientSecret:              {"ARM_CLIENT_SECRET"},
	ClientCertificate:         {"ARM_CLIENT_CERTIFICATE"},
	ClientCertificatePath:     {"ARM_CLIENT_CERTIFICATE_PATH"},
	ClientCertificatePassword: {"ARM_CLIENT_CERTIFICATE_PASSWORD"},
	UseOIDC:                   {"ARM_USE_OIDC"},
	OIDCToken:                 {"ARM_OIDC_TOKEN"},
	OIDCTokenFilePath:         {"ARM_OIDC_TOKEN_FILE_PATH"},
	OIDCRequestURL:            {"ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL", "SYSTEM_OIDCREQUESTURI"},
	OIDCRequestToken:          {"ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "SYSTEM_ACCESSTOKEN"},
	ServiceConnectionID:       {"ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID", "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID"},
	UseMSI:                    {"ARM_USE_MSI"},
	UseCLI:                    {"ARM_USE_CLI"},
}

// Level is the distance between a setting and the tenant. A lower level wins.
type Level int

// The levels, from the highest precedence to the lowest.
const (
	InTenant Level = iota
	InProvider
	InTenantVariable
	InSharedVariable
	nowhere
)

// Source is the argument or the environment variable that a value comes from.
type Source struct {
	Level Level
	// Name is the argument or the environment variable in the user's spelling.
	Name string
}

func (s Source) String() string {
	if s.Level <= InProvider {
		return "provider argument " + s.Name
	}
	return "environment variable " + s.Name
}

// value is the text of a setting with its source. An empty text means unset, so
// that an optional variable may be passed through as "".
type value struct {
	Text    string
	Source  Source
	setting Setting
}

func (v value) set() bool { return v.Text != "" }

// Credential holds the settings of one level. An absent or empty text means that
// the level does not have the setting. Booleans are "true" or "false".
type Credential map[Setting]string

// Variable returns the environment variable of a setting for one tenant:
// MULTITENANT_CONTOSO_EU_CLIENT_SECRET for the key "contoso-eu".
func Variable(key string, s Setting) string {
	return "MULTITENANT_" + variablePart(key) + "_" + strings.ToUpper(string(s))
}

func variablePart(key string) string {
	return strings.ToUpper(strings.ReplaceAll(key, "-", "_"))
}

// lookup finds the value of a setting for one tenant.
type lookup struct {
	key       string
	tenant    Credential
	provider  Credential
	lookupEnv func(string) (string, bool)
}

func (l lookup) value(s Setting) value {
	if text := l.tenant[s]; text != "" {
		return value{text, Source{InTenant, fmt.Sprintf("tenants[%q].%s", l.key, s)}, s}
	}
	if text := l.provider[s]; text != "" {
		return value{text, Source{InProvider, string(s)}, s}
	}
	if name := Variable(l.key, s); l.env(name) != "" {
		return value{l.env(name), Source{InTenantVariable, name}, s}
	}
	for _, name := range sharedVariables[s] {
		if text := l.env(name); text != "" {
			return value{text, Source{InSharedVariable, name}, s}
		}
	}
	return value{Source: Source{Level: nowhere}, setting: s}
}

func (l lookup) env(name string) string {
	text, _ := l.lookupEnv(name)
	return text
}

// flag reads a boolean setting.
func (l lookup) flag(s Setting) (value, error) {
	v := l.value(s)
	if !v.set() {
		return v, nil
	}
	on, err := strconv.ParseBool(v.Text)
	if err != nil {
		return v, fmt.Errorf("%q is neither true nor false", v.Text)
	}
	if !on {
		// Disabled at this level, which overrides every higher one.
		return value{Source: Source{Level: nowhere}, setting: s}, nil
	}
	return v, nil
}
