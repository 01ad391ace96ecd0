package tfkit

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// CheckGuest records a guest of the plan, and reports the settings of the plan that
// keep it out, as far as they are planned before it: [Data.CheckClosure] reports the
// others.
func (d *Data) CheckGuest(ctx context.Context, t *tenant.Tenant, g rules.DeclaredGuest, at path.Path, diags *diag.Diagnostics) {
	if d.Closures == nil {
		return
	}
	for _, s := range d.Closures.Guest(t.ID, g) {
		d.reportClosure(ctx, t, s, []rules.DeclaredGuest{g}, at, diags)
	}
}

// CheckClosure records a setting of the plan, and reports the guests of the plan that
// it keeps out, as far as they are planned before it.
func (d *Data) CheckClosure(ctx context.Context, t *tenant.Tenant, s rules.PlannedClosure, at path.Path, diags *diag.Diagnostics) {
	if d.Closures == nil {
		return
	}
	s.Tenant = inspect.TenantFacts(t)
	d.reportClosure(ctx, t, s, d.Closures.Setting(s), at, diags)
}

// reportClosure finds the home tenants of the guests that a setting may keep out, and
// reports those that it does.
func (d *Data) reportClosure(ctx context.Context, t *tenant.Tenant, s rules.PlannedClosure, guests []rules.DeclaredGuest, at path.Path, diags *diag.Diagnostics) {
	if guests = s.Hit(guests); len(guests) == 0 || !d.Checks.On(s.Code) {
		return
	}
	if slices.ContainsFunc(guests, s.NeedsHome) {
		inquiry := d.Inspect.Plan()
		d.findHomes(ctx, inquiry, t, s, guests)
		d.ReportUnread(inquiry, at, diags)
	}
	d.Report(rules.CheckClosure(s, guests), func(rules.Code) path.Path { return at }, diags)
}

// findHomes sets the home tenants of guests by their domains: that of a partner
// configuration, or for passcodes any tenant.
func (d *Data) findHomes(ctx context.Context, inquiry *inspect.Inquiry, t *tenant.Tenant, s rules.PlannedClosure, guests []rules.DeclaredGuest) {
	others := slices.DeleteFunc(d.Tenants.All(), func(o *tenant.Tenant) bool { return o.ID == t.ID || s.HomeID != "" && o.ID != s.HomeID })
	domains := make([]rules.Fact[[]string], len(others))
	for i, o := range others {
		inspect.GuestHomes.Ask(ctx, inquiry, o, &domains[i])
	}
	inquiry.Answered()
	found := make([]rules.Fact[string], len(guests))
	for i, g := range guests {
		for j, o := range others {
			facts := inspect.TenantFacts(o)
			if facts.Domains = domains[j]; s.NeedsHome(guests[i]) && facts.HasDomain(rules.Domain(g.Email)) {
				guests[i].HomeID = o.ID
			}
		}
		if s.HomeID == "" && s.NeedsHome(guests[i]) {
			inspect.TenantOfDomain(rules.Domain(g.Email)).Ask(ctx, inquiry, t, &found[i])
		}
	}
	inquiry.Answered()
	for i := range guests {
		if id, known := found[i].Get(); known && id != "" {
			guests[i].HomeID = id
		}
	}
}
