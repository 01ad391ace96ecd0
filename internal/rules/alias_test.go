package rules_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

func TestAliasRules(t *testing.T) {
	t.Parallel()
	guest := rules.User{ID: "g1", UserPrincipalName: "ana_contoso.example#EXT#@fabrikam.onmicrosoft.com", UserType: rules.Guest, External: true, State: "Accepted"}
	held := rules.Known([]rules.AliasHolder{{User: guest, Alias: "ana@contoso.example"}})
	for _, r := range []rule{
		{
			"an alias is there", func(f *facts) { f.Aliases = held },
			[]rules.Code{"MT008"},
			[]string{"ana@contoso.example", "g1", `id = "fabrikam/g1"`, "moved block", `on_existing = "adopt"`},
		},
		{"an alias is there, adopting", func(f *facts) { f.Aliases, f.OnExisting = held, "adopt" }, nil, nil},
		{"no alias is there", func(f *facts) { f.Aliases = rules.Known([]rules.AliasHolder{}) }, nil, nil},
		{"aliases not read", func(f *facts) { f.Aliases = rules.Fact[[]rules.AliasHolder]{} }, nil, nil},
		// The finding about the invited address itself replaces that about the
		// alias.
		{"the address is there, too", func(f *facts) { f.Aliases, f.Users = held, people(guest) }, []rules.Code{"MT005"}, nil},
	} {
		r.check(t, fine())
	}
}

func TestCheckAddress(t *testing.T) {
	t.Parallel()
	fabrikam := rules.Tenant{Key: "fabrikam"}
	refused := []rules.Code{"MT007"}
	for address, want := range map[string][]rules.Code{
		"o'brien@contoso.example":   nil,
		"ana+news@contoso.example":  refused,
		"ana&bo@contoso.example":    refused,
		"-ana@contoso.example":      refused,
		"ana\"ruiz@contoso.example": refused,
	} {
		found := rules.CheckAddress(fabrikam, address)
		checkFindings(t, address, found, want)
		if len(found) == 1 {
			checkText(t, address, found[0], []string{address, `"fabrikam"`, `MT007 = "warn"`})
		}
	}
	if found := rules.CheckAddress(fabrikam, strings.Repeat("a", 10_000)+"@contoso.example"); len(found) != 1 || len(found[0].Detail) > 500 {
		t.Errorf("found %.600v", found)
	}
}

func TestMessageRule(t *testing.T) {
	t.Parallel()
	for _, r := range []rule{
		{"a text by an application", func(f *facts) { f.Body = true }, []rules.Code{"MT015"}, []string{"message.body", "redeem_url"}},
		{"a text by a user", func(f *facts) { f.Body, f.ByUser = true, true }, nil, nil},
		{"no text", func(f *facts) {}, nil, nil},
	} {
		r.check(t, fine())
	}
}

func TestRenames(t *testing.T) {
	t.Parallel()
	fabrikam := rules.Tenant{Key: "fabrikam", ID: "f0000000-0000-4000-8000-00000000000a"}
	northwind := rules.Tenant{Key: "northwind", ID: "f0000000-0000-4000-8000-00000000000b"}
	married := []string{"anna.married@contoso.example", "ANA28@contoso.example"}
	leaves := func(r *rules.Renames, in rules.Tenant) []rules.Finding {
		return rules.CheckLeaving(r, in, "ana28@contoso.example (user g1)", []string{"ana28@contoso.example"})
	}
	arrives := func(r *rules.Renames, addresses ...string) []rules.Finding {
		return rules.CheckArriving(r, fabrikam, "anna.married@contoso.example", addresses)
	}
	says := []string{"ana28@contoso.example (user g1)", "anna.married@contoso.example", "moved block"}

	r := rules.NewRenames()
	checkFindings(t, "leaving first", leaves(r, fabrikam), nil)
	found := arrives(r, married...)
	checkFindings(t, "then arriving", found, []rules.Code{"MT018"})
	checkText(t, "then arriving", found[0], says)

	r = rules.NewRenames()
	checkFindings(t, "arriving first", arrives(r, married...), nil)
	found = leaves(r, fabrikam)
	checkFindings(t, "then leaving", found, []rules.Code{"MT018"})
	checkText(t, "then leaving", found[0], says)

	r = rules.NewRenames()
	checkFindings(t, "leaving another tenant", leaves(r, northwind), nil)
	checkFindings(t, "arriving here", arrives(r, married...), nil)
	checkFindings(t, "another person", arrives(r, "bo@contoso.example"), nil)
}

// Terraform plans several resources concurrently: exactly one of the two sides
// finds the other.
func TestRenamesAreConcurrent(t *testing.T) {
	t.Parallel()
	fabrikam := rules.Tenant{Key: "fabrikam", ID: "f"}
	r := rules.NewRenames()
	var found atomic.Int32
	var wg sync.WaitGroup
	for i := range 50 {
		address := []string{fmt.Sprintf("user%d@contoso.example", i)}
		wg.Go(func() { found.Add(int32(len(rules.CheckLeaving(r, fabrikam, address[0], address)))) })
		wg.Go(func() { found.Add(int32(len(rules.CheckArriving(r, fabrikam, address[0], address)))) })
	}
	wg.Wait()
	if found.Load() != 50 {
		t.Errorf("%d of 50 people were found", found.Load())
	}
}
