package rules

import "fmt"

// The types of tenants besides workforce tenants (graph-identity §10.3).
const (
	TenantB2C      = "AAD B2C"
	TenantExternal = "CIAM"
)

// TenantUse is what a plan asks of a tenant.
type TenantUse string

// The uses, as the subject of a sentence.
const (
	UseSynchronization TenantUse = "Cross-tenant synchronization"
	UseOrganization    TenantUse = "A multitenant organization"
	UseClouds          TenantUse = "Collaboration with other Microsoft clouds"
	UseEntitlement     TenantUse = "Entitlement management"
)

// refusedTypes are the types of tenants in which a use is not available, according to
// the documentation or, for multitenant organizations, because there is no Microsoft 365
// (graph-identity §10.3, graph-cross-tenant §4.6).
var refusedTypes = map[TenantUse][]string{
	UseSynchronization: {TenantExternal, TenantB2C},
	UseOrganization:    {TenantExternal, TenantB2C},
	UseClouds:          {TenantExternal},
	UseEntitlement:     {TenantExternal},
}

var typeNames = map[string]string{
	TenantExternal: "an external tenant of Microsoft Entra External ID", TenantB2C: "a tenant of Azure AD B2C",
}

// RefuseTenantType is the reason why a tenant of a type cannot take part in a use; empty
// if it can, or if the type is not known.
func RefuseTenantType(t Tenant, kind string, use TenantUse) string {
	for _, refused := range refusedTypes[use] {
		if refused == kind {
			return fmt.Sprintf("Tenant %q is %s (tenantType %q), for consumers and customers of applications. %s is available in workforce tenants only.",
				t.Key, typeNames[kind], kind, use)
		}
	}
	return ""
}
