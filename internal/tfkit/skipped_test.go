package tfkit_test

import (
	"context"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// question is a question of a plan about a user.
type question struct {
	tenant *tenant.Tenant
	need   permission.Need
	// or are alternative permissions.
	or []string
}

// people are users of two kinds: with a configured home tenant, and with one that
// is looked up.
var people = map[string][]question{
	"home is known": {
		{fabrikam, permission.OwnDomains, nil},
		{fabrikam, permission.InvitationPolicy, []string{"Policy.ReadWrite.Authorization"}},
		{fabrikam, permission.Access, []string{"Policy.ReadWrite.CrossTenantAccess"}},
		{contoso, permission.Access, []string{"Policy.ReadWrite.CrossTenantAccess"}},
		{contoso, permission.AllowedClouds, []string{"Policy.ReadWrite.CrossTenantAccess"}},
		{contoso, permission.HomePerson, []string{"User.ReadWrite.All"}},
	},
	"home is looked for": {
		{fabrikam, permission.OwnDomains, nil},
		{fabrikam, permission.InvitationPolicy, []string{"Policy.ReadWrite.Authorization"}},
		{contoso, permission.HomeSearch, nil},
	},
}

// plan asks the questions for a kind of user, and returns the warnings.
func (kind person) plan(ctx context.Context, data *tfkit.Data) []string {
	i := data.Inspect.Plan()
	for _, asked := range kind {
		ask(ctx, i, asked.tenant, func(context.Context) error {
			return &service.Error{
				Service: graph.Service, Kinds: []error{service.ErrForbidden}, Operation: asked.need.Calls[0], Tenant: asked.tenant.Key, Permissions: append([]string{asked.need.Permission}, asked.or...),
				Status: 403, Code: "Authorization_RequestDenied", Message: "Insufficient privileges.",
			}
		}, asked.need.Checks...)
	}
	var diags diag.Diagnostics
	data.ReportUnread(i, path.Root("email"), &diags)
	return details(diags)
}

type person []question

// TestMissingPermissionsAreToldWhoeverIsPlannedFirst plans users of both kinds in
// many orders, concurrently and sequentially: the warnings are the same, one for
// each tenant and permission, with every check that needs it.
func TestMissingPermissionsAreToldWhoeverIsPlannedFirst(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"Organization.Read.All fabrikam": "MT001, MT002, MT003, MT008, MT014, MT018, MT022, MT023, MT024, MT031, MT032, MT035, MT036, MT037, MT038, MT042",
		"Policy.Read.All fabrikam":       "MT020, MT022, MT023, MT025, MT032, MT035, MT071, MT073",
		"Policy.Read.All contoso":        "MT020, MT022, MT023, MT025, MT032, MT035, MT071, MT073",
		"Organization.Read.All contoso":  "MT001, MT002, MT003, MT008, MT014, MT018, MT022, MT023, MT024, MT031, MT032, MT035, MT036, MT037, MT038, MT042",
		"User.Read.All contoso":          "MT001, MT002, MT004, MT005, MT006, MT008, MT013, MT014, MT016, MT017, MT018, MT030, MT031, MT041, MT042",
	}
	var first []string
	for round := range 200 {
		data := newData(rules.Severities{"MT019": rules.Off})
		said := planned(t.Context(), data, round%2 == 0)
		if len(said) != len(want) {
			t.Fatalf("round %d: %d warnings, want %d:\n%s", round, len(said), len(want), strings.Join(said, "\n"))
		}
		for missing, codes := range want {
			permission, key, _ := strings.Cut(missing, " ")
			begins := codes + ` could not be checked in tenant "` + key + `". `
			if !slices.ContainsFunc(said, func(s string) bool {
				return strings.HasPrefix(s, begins) && strings.Contains(s, "the application permission "+permission+` in tenant "`+key+`"`)
			}) {
				t.Errorf("round %d: no warning begins %q and names %s:\n%s", round, begins, permission, strings.Join(said, "\n"))
			}
		}
		if first == nil {
			first = said
		}
		if !slices.Equal(said, first) {
			t.Fatalf("round %d: the warnings were\n%s\nand are\n%s", round, strings.Join(first, "\n"), strings.Join(said, "\n"))
		}
	}
}

// planned plans three users of each kind in a random order, and returns the sorted
// warnings.
func planned(ctx context.Context, data *tfkit.Data, atOnce bool) []string {
	var (
		mu   sync.Mutex
		said []string
		wg   sync.WaitGroup
	)
	kinds := slices.Repeat(slices.Collect(maps.Values(people)), 3)
	rand.Shuffle(len(kinds), func(i, j int) { kinds[i], kinds[j] = kinds[j], kinds[i] })
	for _, kind := range kinds {
		plan := func() {
			warnings := person(kind).plan(ctx, data)
			mu.Lock()
			defer mu.Unlock()
			said = append(said, warnings...)
		}
		if atOnce {
			wg.Go(plan)
		} else {
			plan()
		}
	}
	wg.Wait()
	slices.Sort(said)
	return said
}

// Without a second tenant there is no home tenant to check, so no check is reported
// as skipped.
func TestOneTenantMissesNoHome(t *testing.T) {
	t.Parallel()
	data := newData(nil, fabrikam)
	said := person{{fabrikam, permission.OwnDomains, nil}}.plan(t.Context(), data)
	if len(said) != 1 || !strings.HasPrefix(said[0], `MT003, MT024 could not be checked in tenant "fabrikam".`) {
		t.Errorf("the warnings are %q", said)
	}
}
