package topology_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

func TestCheckClaim(t *testing.T) {
	t.Parallel()
	fabrikam := topology.Tenant{Key: "fabrikam", ID: "f0000000-0000-4000-8000-00000000000a"}
	sameTenant := topology.Tenant{Key: "renamed", ID: "F0000000-0000-4000-8000-00000000000A"}
	northwind := topology.Tenant{Key: "northwind", ID: "f0000000-0000-4000-8000-00000000000b"}
	claims := topology.NewClaims()
	for _, step := range []struct {
		name     string
		tenant   topology.Tenant
		address  string
		claimant string
		want     []topology.Code
	}{
		{"first", fabrikam, email, "the invitation of Ana", nil},
		{"same object again", fabrikam, email, "the invitation of Ana", nil},
		{"another object", fabrikam, email, "a mail contact", []topology.Code{"MT014"}},
		{"another object, other case, other key", sameTenant, "ANA.Ruiz@contoso.example", "a mail contact", []topology.Code{"MT014"}},
		{"another tenant", northwind, email, "a mail contact", nil},
		{"another address", fabrikam, "li.na@contoso.example", "a mail contact", nil},
	} {
		findings := topology.CheckClaim(claims, step.tenant, step.address, step.claimant)
		checkFindings(t, step.name, findings, step.want)
		if len(findings) == 1 {
			checkText(t, step.name, findings[0], []string{step.address, step.tenant.Key, "the invitation of Ana", "a mail contact"})
		}
	}
}

// Terraform plans several resources at a time: exactly one of them has the
// address.
func TestClaimsAreConcurrent(t *testing.T) {
	t.Parallel()
	claims := topology.NewClaims()
	var winners atomic.Int32
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			if _, taken := claims.Claim("t", email, fmt.Sprint("object ", i)); !taken {
				winners.Add(1)
			}
		})
	}
	wg.Wait()
	if winners.Load() != 1 {
		t.Errorf("%d objects hold the address", winners.Load())
	}
}
