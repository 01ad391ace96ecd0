package oversight

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

type relatedRow struct {
	Tenant          string       `tfsdk:"tenant"`
	RelatedTenantID types.String `tfsdk:"related_tenant_id"`
	RelatedTenant   types.String `tfsdk:"related_tenant"`
	Declared        bool         `tfsdk:"declared"`
	Domains         []string     `tfsdk:"domains"`
	Inbound         []string     `tfsdk:"inbound"`
	Outbound        []string     `tfsdk:"outbound"`
	Guests          types.Int64  `tfsdk:"guests"`
	Partner         types.Bool   `tfsdk:"partner"`
}

// relation is what is known about one other tenant, or about one home domain.
type relation struct {
	tenantID                   string
	domains, inbound, outbound map[string]bool
	guests                     int
	partner                    bool
}

// Why users can work in a tenant.
const (
	byGuests          = "guests"
	byPartner         = "partner"
	bySynchronization = "synchronization"
)

// web are the relations of one tenant, by tenant id or home domain.
type web map[string]*relation

func (w web) of(tenantID, domain string) *relation {
	key := cmp.Or(tenantID, domain)
	r := w[key]
	if r == nil {
		r = &relation{tenantID: tenantID, domains: map[string]bool{}, inbound: map[string]bool{}, outbound: map[string]bool{}}
		w[key] = r
	}
	return r
}

func (m *relatedModel) observe(tenants []*tenant.Tenant, answers map[*tenant.Tenant]answer[relations], homes homes) {
	webs := map[*tenant.Tenant]web{}
	m.Related, m.Unread = []relatedRow{}, []unreadSource{}
	for _, t := range tenants {
		webs[t] = webOf(t, answers[t].value, homes)
	}
	for _, t := range tenants {
		for _, other := range tenants {
			if r := webs[other][t.ID]; other != t && r != nil && r.guests > 0 {
				webs[t].of(other.ID, "").outbound[byGuests] = true
			}
		}
	}
	for _, t := range tenants {
		a := answers[t].value
		for what, err := range map[string]error{fromGuests: a.guestsErr, fromPartners: a.partnersErr, fromSynchronization: a.syncErr} {
			if err = cmp.Or(answers[t].err, err); err != nil {
				m.Unread = append(m.Unread, unreadSource{t.Key, what, tfkit.WhyUnread(t, err)})
			}
		}
		m.Related = append(m.Related, webs[t].rows(t, a, homes)...)
	}
	slices.SortFunc(m.Unread, func(x, y unreadSource) int {
		return cmp.Or(cmp.Compare(x.Tenant, y.Tenant), cmp.Compare(x.What, y.What))
	})
	slices.SortFunc(m.Related, func(x, y relatedRow) int {
		return cmp.Or(cmp.Compare(x.Tenant, y.Tenant), cmp.Compare(x.RelatedTenantID.ValueString(), y.RelatedTenantID.ValueString()),
			slices.Compare(x.Domains, y.Domains))
	})
}

// webOf collects the relations that a tenant shows. Guests of the tenant's own
// domains are related to no other tenant.
func webOf(t *tenant.Tenant, a relations, homes homes) web {
	w := web{}
	for _, u := range a.guests {
		domain := homeDomain(u)
		home := homes.domains[domain]
		if domain == "" || home == t.ID {
			continue
		}
		r := w.of(home, domain)
		r.domains[domain], r.inbound[byGuests] = true, true
		r.guests++
	}
	for _, p := range a.partners {
		r := w.of(p.TenantID, "")
		r.partner = true
		if admits(p.AccessSettings) {
			r.inbound[byPartner] = true
		}
		if p.IdentitySync != nil && (p.IdentitySync.AllowsUsers() || p.IdentitySync.AllowsGroups()) {
			r.inbound[bySynchronization] = true
		}
		if releases(p.AccessSettings) {
			r.outbound[byPartner] = true
		}
	}
	for _, s := range a.synchronizations {
		if target, known := s.TargetTenantID.Get(); known && target != "" {
			w.of(strings.ToLower(target), "").outbound[bySynchronization] = true
		}
	}
	return w
}

// admits reports whether a partner configuration has settings of its own for users of
// the partner, and releases for users of the tenant itself.
func admits(s rules.AccessSettings) bool {
	return s.B2BCollaborationInbound != nil || s.B2BDirectConnectInbound != nil || s.InboundTrust != nil ||
		s.M365CollaborationInbound != nil || s.AutomaticUserConsent.InboundAllowed
}

func releases(s rules.AccessSettings) bool {
	return s.B2BCollaborationOutbound != nil || s.B2BDirectConnectOutbound != nil || s.M365CollaborationOutbound != nil ||
		s.AutomaticUserConsent.OutboundAllowed
}

func (w web) rows(t *tenant.Tenant, a relations, homes homes) []relatedRow {
	var rows []relatedRow
	for _, r := range w {
		row := relatedRow{
			Tenant: t.Key, RelatedTenantID: tfkit.StringOrNull(r.tenantID), RelatedTenant: tfkit.StringOrNull(homes.keys[r.tenantID]),
			Declared: homes.keys[r.tenantID] != "", Domains: sorted(r.domains), Inbound: sorted(r.inbound), Outbound: sorted(r.outbound),
		}
		if a.guestsErr == nil {
			row.Guests = types.Int64Value(magnitude(r.guests))
		}
		if a.partnersErr == nil {
			row.Partner = types.BoolValue(r.partner)
		}
		rows = append(rows, row)
	}
	return rows
}

// sorted lists the members of a set, never nil.
func sorted(set map[string]bool) []string {
	all := make([]string, 0, len(set))
	for name := range set {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// magnitude is the greatest power of ten that is not above a number; 0 for 0. A
// number that grows by one each day would change outputs each day.
func magnitude(n int) int64 {
	if n == 0 {
		return 0
	}
	m := int64(1)
	for m*10 <= int64(n) {
		m *= 10
	}
	return m
}
