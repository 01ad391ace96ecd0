package tenant

import "fmt"

// kind is an authentication method.
type kind int

const (
	noCredential kind = iota
	certificate
	secret
	oidc
	managedIdentity
	azureCLI
)

func (k kind) String() string {
	return [...]string{"no credential", "client certificate", "client secret", "OIDC", "managed identity", "Azure CLI"}[k]
}

// choice is the selected authentication method and the value that selected it.
type choice struct {
	kind kind
	by   value
}

// triggers are the settings that select a kind. Among environment variables,
// where several are often set at once, the earlier one wins, in azuread's order.
var triggers = []struct {
	setting Setting
	kind    kind
	flag    bool
}{
	{ClientCertificatePath, certificate, false},
	{ClientCertificate, certificate, false},
	{ClientSecret, secret, false},
	{UseOIDC, oidc, true},
	{OIDCToken, oidc, false},
	{OIDCTokenFilePath, oidc, false},
	{UseMSI, managedIdentity, true},
	{UseCLI, azureCLI, true},
}

// choose selects the authentication method. The setting closest to the tenant
// wins; two methods in the same block are an error.
func (l lookup) choose() (choice, *Problem) {
	best := choice{by: value{Source: Source{Level: nowhere}}}
	for _, t := range triggers {
		v := l.value(t.setting)
		if t.flag {
			var err error
			if v, err = l.flag(t.setting); err != nil {
				return best, l.problem(v, "Invalid value", err.Error())
			}
		}
		if !v.set() || v.Source.Level > best.by.Source.Level {
			continue
		}
		if v.Source.Level == best.by.Source.Level {
			if v.Source.Level <= InProvider && t.kind != best.kind {
				return best, l.problem(v, "Two ways to sign in", fmt.Sprintf(
					"Both %s (%s) and %s (%s) are set. Keep one of them.", best.by.Source, best.kind, v.Source, t.kind))
			}
			continue
		}
		best = choice{t.kind, v}
	}
	return best, nil
}

func (l lookup) problem(v value, summary, detail string) *Problem {
	return &Problem{Tenant: l.key, Setting: v.setting, Source: v.Source, Summary: summary, Detail: detail}
}
