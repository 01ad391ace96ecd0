package tenant

import "fmt"

// Problem is something wrong with the settings of a tenant.
type Problem struct {
	// Tenant is the key of the tenant.
	Tenant string
	// Setting is what is wrong; empty when something is missing altogether.
	Setting Setting
	// Source is where the wrong value came from.
	Source  Source
	Summary string
	Detail  string
}

func (p *Problem) Error() string {
	return fmt.Sprintf("tenant %q: %s: %s", p.Tenant, p.Summary, p.Detail)
}
