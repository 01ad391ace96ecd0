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

// CheckInheriting reports the guests of a home tenant that a default of the plan keeps
// out, when the entry for the home tenant is planned last.
func (d *Data) CheckInheriting(ctx context.Context, t *tenant.Tenant, homeID string, at path.Path, diags *diag.Diagnostics) {
	if d.Closures == nil {
		return
	}
	defaults, guests := d.Closures.Inheriting(t.ID, homeID)
	for _, s := range defaults {
		d.reportClosure(ctx, t, s, guests, at, diags)
	}
}

// reportClosure reads what the effect of a setting on guests depends on, and reports
// those that it keeps out.
func (d *Data) reportClosure(ctx context.Context, t *tenant.Tenant, s rules.PlannedClosure, guests []rules.DeclaredGuest, at path.Path, diags *diag.Diagnostics) {
	if guests = s.Hit(guests); len(guests) == 0 || !d.Checks.On(s.Code) {
		return
	}
	inquiry := d.Inspect.Plan()
	if slices.ContainsFunc(guests, s.NeedsHome) {
		d.findHomes(ctx, inquiry, t, s, guests)
	}
	if slices.ContainsFunc(guests, s.NeedsEntry) {
		d.findEntries(ctx, inquiry, t, s, guests)
	}
	if slices.ContainsFunc(guests, s.NeedsDomains) {
		d.findDomains(ctx, inquiry, s, guests)
	}
	d.ReportUnread(inquiry, at, diags)
	d.Report(rules.CheckClosure(s, guests), func(rules.Code) path.Path { return at }, diags)
}

// findHomes sets the home tenants of guests by their domains: that of a partner
// configuration, or else any tenant.
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

// findEntries sets the entries of a tenant for the home tenants of guests, each read
// once: the planned one, as far as it is planned already, or else the present one.
func (d *Data) findEntries(ctx context.Context, inquiry *inspect.Inquiry, t *tenant.Tenant, s rules.PlannedClosure, guests []rules.DeclaredGuest) {
	present := map[string]*rules.Fact[*rules.AccessSettings]{}
	for _, g := range guests {
		if s.NeedsEntry(g) && present[g.HomeID] == nil {
			present[g.HomeID] = new(rules.Fact[*rules.AccessSettings])
			inspect.GuestEntry(g.HomeID).Ask(ctx, inquiry, t, present[g.HomeID])
		}
	}
	inquiry.Answered()
	for i, g := range guests {
		if now := present[g.HomeID]; now != nil && s.NeedsEntry(g) {
			guests[i].Entry = rules.Derived(*now, func(a *rules.AccessSettings) rules.HomeEntry { return d.homeEntry(t, g.HomeID, a) })
		}
	}
}

// homeEntry is the entry of a tenant for a home tenant, whose present values, nil for
// none, are overridden by the plan.
func (d *Data) homeEntry(t *tenant.Tenant, homeID string, now *rules.AccessSettings) rules.HomeEntry {
	var entry rules.HomeEntry
	if home, err := d.Tenants.ByID(homeID); err == nil {
		entry.OtherCloud = !rules.SameCloud(t.Cloud.Name, home.Cloud.Name)
	}
	change, planned := d.PlannedAccess.Partner(t.ID, homeID)
	switch entry.Planned = planned || d.PlannedAccess.Removes(t.ID, homeID); {
	case planned:
		entry.Inbound = change.Over(now).B2BCollaborationInbound
	case !entry.Planned && now != nil:
		entry.Inbound = now.B2BCollaborationInbound
	}
	return entry
}

// findDomains sets the domains of the home tenants of guest syncs.
func (d *Data) findDomains(ctx context.Context, inquiry *inspect.Inquiry, s rules.PlannedClosure, guests []rules.DeclaredGuest) {
	for i, g := range guests {
		if home, err := d.Tenants.ByID(g.HomeID); err == nil && s.NeedsDomains(g) {
			inspect.SyncDomains.Ask(ctx, inquiry, home, &guests[i].Domains)
		}
	}
	inquiry.Answered()
}
