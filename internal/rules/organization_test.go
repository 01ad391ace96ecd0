package rules_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// A hundred tenants can be active, the owner included; each owner counts alone, and a
// tenant that is planned twice counts once.
func TestOrganizationTenants(t *testing.T) {
	t.Parallel()
	var planned rules.OrganizationTenants
	owner, other := rules.Tenant{Key: "contoso", ID: "o-1"}, rules.Tenant{Key: "fabrikam", ID: "o-2"}
	for i := range rules.MostOrganizationTenants - 1 {
		for _, o := range []rules.Tenant{owner, owner, other} {
			if found := planned.Check(o, fmt.Sprintf("T-%d", i)); found != nil {
				t.Fatalf("tenant %d: %+v", i, found)
			}
		}
	}
	if found := planned.Check(owner, "t-5"); found != nil {
		t.Errorf("a tenant in another case counts twice: %+v", found)
	}
	found := planned.Check(owner, "t-100")
	if len(found) != 1 || found[0].Code != rules.TooManyTenants || found[0].Shared == "" || !strings.Contains(found[0].Detail, `"contoso"`) {
		t.Errorf("%+v", found)
	}
}

func TestCheckReset(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		redeemed bool
		same     rules.Fact[bool]
		want     bool
	}{
		"same organization":  {true, rules.Known(true), true},
		"pending user":       {false, rules.Known(true), false},
		"other organization": {true, rules.Known(false), false},
		"unknown":            {true, rules.Fact[bool]{}, false},
	} {
		f := rules.ResetFacts{Tenant: rules.Tenant{Key: "fabrikam"}, Email: "ana@contoso.example", Home: "contoso", Redeemed: tt.redeemed, SameOrganization: tt.same}
		found := rules.CheckReset(f)
		if (len(found) == 1 && found[0].Code == rules.ResetRefused) != tt.want {
			t.Errorf("%s: %+v", name, found)
		}
	}
}
