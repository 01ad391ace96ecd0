package tenant

import "fmt"

// Problem is an invalid or missing setting of a tenant.
type Problem struct {
	// Tenant is the key of the tenant.
	Tenant string
	// Setting is the invalid setting; empty when a setting is missing.
	Setting Setting
	// Source is the source of the invalid value.
	Source  Source
	Summary string
	Detail  string
}

func (p *Problem) Error() string {
	return fmt.Sprintf("tenant %q: %s: %s", p.Tenant, p.Summary, p.Detail)
}
