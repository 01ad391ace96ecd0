package rules_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

func TestCheckClaim(t *testing.T) {
	t.Parallel()
	fabrikam := rules.Tenant{Key: "fabrikam", ID: "f0000000-0000-4000-8000-00000000000a"}
	sameTenant := rules.Tenant{Key: "renamed", ID: "F0000000-0000-4000-8000-00000000000A"}
	northwind := rules.Tenant{Key: "northwind", ID: "f0000000-0000-4000-8000-00000000000b"}
	claims := rules.NewClaims()
	for _, step := range []struct {
		name     string
		tenant   rules.Tenant
		address  string
		claimant string
		want     []rules.Code
	}{
		{"first", fabrikam, email, "the invitation of Ana", nil},
		{"same object again", fabrikam, email, "the invitation of Ana", nil},
		{"another object", fabrikam, email, "a mail contact", []rules.Code{"MT014"}},
		{"another object, other case, other key", sameTenant, "ANA.Ruiz@contoso.example", "a mail contact", []rules.Code{"MT014"}},
		{"another tenant", northwind, email, "a mail contact", nil},
		{"another address", fabrikam, "li.na@contoso.example", "a mail contact", nil},
	} {
		findings := rules.CheckClaim(claims, step.tenant, step.address, rules.Claimant{ID: step.claimant, Name: step.claimant})
		checkFindings(t, step.name, findings, step.want)
		if len(findings) == 1 {
			checkText(t, step.name, findings[0], []string{step.address, step.tenant.Key, "the invitation of Ana", "a mail contact"})
		}
	}
}

// TestClaimsInAnyOrder: the texts for two claimants do not depend on their order.
func TestClaimsInAnyOrder(t *testing.T) {
	t.Parallel()
	fabrikam := rules.Tenant{Key: "fabrikam", ID: "f"}
	one, two := rules.Claimant{ID: "1", Name: "A new guest of this plan"}, rules.Claimant{ID: "2", Name: "A new guest of this plan"}
	user := rules.Claimant{ID: "3", Name: "User 3"}
	for want, pair := range map[string][2]rules.Claimant{
		"A new guest of this plan and another claim ": {one, two},
		"A new guest of this plan and User 3 claim ":  {one, user},
	} {
		for _, order := range [][2]rules.Claimant{pair, {pair[1], pair[0]}} {
			claims := rules.NewClaims()
			rules.CheckClaim(claims, fabrikam, email, order[0])
			found := rules.CheckClaim(claims, fabrikam, email, order[1])
			if len(found) != 1 || !strings.HasPrefix(found[0].Detail, want+email) {
				t.Errorf("%v found %v, want %q", order, found, want)
			}
		}
	}
}

// TestClaimsOfMany: whatever the order, every claimant but the first has a finding, and
// the last one names all.
func TestClaimsOfMany(t *testing.T) {
	t.Parallel()
	fabrikam := rules.Tenant{Key: "fabrikam", ID: "f"}
	guest := rules.Claimant{ID: "1", Name: "A new guest of this plan"}
	second := rules.Claimant{ID: "2", Name: "A new guest of this plan"}
	settings := rules.Claimant{ID: "3", Name: "Mail user 3", Kind: rules.OfUserSettings}
	contact := rules.Claimant{ID: "4", Name: "A new mail contact of this plan", Kind: rules.OfContact}
	for want, all := range map[string][]rules.Claimant{
		"A new guest of this plan, another and A new mail contact of this plan claim ":     {guest, second, contact},
		"A new guest of this plan, A new mail contact of this plan and Mail user 3 claim ": {guest, settings, contact},
	} {
		for _, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
			claims := rules.NewClaims()
			var last []rules.Finding
			for _, i := range order {
				last = rules.CheckClaim(claims, fabrikam, email, all[i])
			}
			if len(last) != 1 || !strings.HasPrefix(last[0].Detail, want+email) || !strings.HasPrefix(last[0].Remedy, "Keep one of them. ") {
				t.Errorf("in the order %v: %v, want %q", order, last, want)
			}
		}
	}
}

// TestClaimsOfOneUser: a user and settings of a user may be about the same one, and a
// contact conflicts with both.
func TestClaimsOfOneUser(t *testing.T) {
	t.Parallel()
	fabrikam := rules.Tenant{Key: "fabrikam", ID: "f"}
	user := rules.Claimant{ID: "1", Name: "A new guest of this plan"}
	settings := rules.Claimant{ID: "2", Name: "A mail user of this plan", Kind: rules.OfUserSettings}
	contact := rules.Claimant{ID: "3", Name: "A new mail contact of this plan", Kind: rules.OfContact}
	others := rules.Claimant{ID: "4", Name: "A mail user of this plan", Kind: rules.OfUserSettings}
	for name, c := range map[string]struct {
		holders  []rules.Claimant
		claimant rules.Claimant
		want     []rules.Code
	}{
		"a user and its settings":          {[]rules.Claimant{user}, settings, nil},
		"settings and their user":          {[]rules.Claimant{settings}, user, nil},
		"settings of two users":            {[]rules.Claimant{user, settings}, others, []rules.Code{"MT014"}},
		"a contact for a user":             {[]rules.Claimant{user, settings}, contact, []rules.Code{"MT014"}},
		"a contact for settings of a user": {[]rules.Claimant{settings}, contact, []rules.Code{"MT014"}},
		"settings of a user for a contact": {[]rules.Claimant{contact}, settings, []rules.Code{"MT014"}},
		"the same settings again":          {[]rules.Claimant{user, settings}, settings, nil},
	} {
		claims := rules.NewClaims()
		for _, holder := range c.holders {
			rules.CheckClaim(claims, fabrikam, email, holder)
		}
		checkFindings(t, name, rules.CheckClaim(claims, fabrikam, email, c.claimant), c.want)
	}
}

// Terraform plans several resources concurrently: exactly one of them gets the
// address.
func TestClaimsAreConcurrent(t *testing.T) {
	t.Parallel()
	claims := rules.NewClaims()
	var winners atomic.Int32
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			if _, taken := claims.Claim("t", email, rules.Claimant{ID: fmt.Sprint("object ", i), Name: "an object"}); !taken {
				winners.Add(1)
			}
		})
	}
	wg.Wait()
	if winners.Load() != 1 {
		t.Errorf("%d objects hold the address", winners.Load())
	}
}
