package oversight

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = (*changesData)(nil)

// changesData is multitenant_cross_tenant_changes.
type changesData struct{ tfkit.DataSource }

func newChanges() datasource.DataSource { return &changesData{} }

type changesModel struct {
	Tenants        types.Set         `tfsdk:"tenants"`
	RelatedTenants types.Set         `tfsdk:"related_tenants"`
	Since          timetypes.RFC3339 `tfsdk:"since"`
	Kinds          types.Set         `tfsdk:"kinds"`
	Maximum        types.Int64       `tfsdk:"maximum"`

	Changes    []changeModel           `tfsdk:"changes"`
	Incomplete map[string]types.String `tfsdk:"incomplete"`
	Unread     map[string]types.String `tfsdk:"unread"`
}

// log is what a tenant's audit log has answered.
type log struct {
	records    []graph.AuditRecord
	incomplete string
	principal  string
}

func (d *changesData) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_cross_tenant_changes"
}

func (d *changesData) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m changesModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	tenants, related := chosen(&d.Data, m.Tenants, &resp.Diagnostics), d.related(m.RelatedTenants, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	search := m.search()
	logs := readEach(ctx, tenants, func(ctx context.Context, t *tenant.Tenant) (log, error) { return readLog(ctx, t, search) })
	m.observe(tenants, logs, related, d.homes(ctx))
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

// mostChanges is the default of maximum.
const mostChanges = 500

func (m changesModel) search() graph.AuditSearch {
	since, _ := m.Since.ValueRFC3339Time()
	s := graph.AuditSearch{Since: since, Most: mostChanges}
	if !m.Maximum.IsNull() {
		s.Most = int(m.Maximum.ValueInt64())
	}
	chosen := tfkit.Strings(m.Kinds)
	for _, k := range changeKinds {
		if m.Kinds.IsNull() || slices.Contains(chosen, k.name) {
			s.Categories, s.Services = append(s.Categories, k.categories...), append(s.Services, k.services...)
		}
	}
	return s
}

// The time for which a tenant keeps its log, with Entra ID P1 and without
// (graph-identity §11).
const (
	keptWithP1    = 30 * 24 * time.Hour
	keptWithoutP1 = 7 * 24 * time.Hour
)

func readLog(ctx context.Context, t *tenant.Tenant, s graph.AuditSearch) (log, error) {
	records, more, err := t.Graph.Audits(ctx, s)
	if err != nil {
		return log{}, err
	}
	found := log{records: records}
	found.principal, _ = t.Principal(ctx)
	age := serviceNow(t).Sub(s.Since)
	licensed, err := t.Graph.EntraP1(ctx)
	switch {
	case more:
		found.incomplete = fmt.Sprintf("There are more than %d records: only the latest ones are here. Choose a later since, fewer kinds or a greater maximum.", s.Most)
	case age > keptWithP1:
		found.incomplete = "The audit log keeps 30 days at most, and since is earlier."
	case age > keptWithoutP1 && err == nil && !licensed:
		found.incomplete = "Without Microsoft Entra ID P1 the audit log keeps 7 days, and since is earlier."
	case age > keptWithoutP1 && err != nil:
		found.incomplete = "Without Microsoft Entra ID P1 the audit log keeps 7 days, and since is earlier. " + tfkit.WhyUnread(t, err)
	}
	return found, nil
}

// observe lists the changes of all tenants, the latest ones first.
func (m *changesModel) observe(tenants []*tenant.Tenant, logs map[*tenant.Tenant]answer[log], related map[string]bool, homes homes) {
	incomplete, unread := map[string]string{}, map[string]string{}
	m.Changes = []changeModel{}
	for _, t := range tenants {
		a := logs[t]
		if a.err != nil {
			unread[t.Key] = tfkit.WhyUnread(t, a.err)
			continue
		}
		if a.value.incomplete != "" {
			incomplete[t.Key] = a.value.incomplete
		}
		for _, r := range a.value.records {
			c := changeOf(t, r, a.value.principal, homes)
			if related == nil || related[c.RelatedTenantID.ValueString()] {
				m.Changes = append(m.Changes, c)
			}
		}
	}
	slices.SortStableFunc(m.Changes, func(a, b changeModel) int {
		return cmp.Or(cmp.Compare(b.Time, a.Time), cmp.Compare(a.Tenant, b.Tenant))
	})
	m.Incomplete, m.Unread = texts(incomplete), texts(unread)
}

// related are the ids of the tenants to which changes are narrowed, given by key or
// id; nil for all.
func (d *changesData) related(given types.Set, diags *diag.Diagnostics) map[string]bool {
	if given.IsNull() {
		return nil
	}
	ids := map[string]bool{}
	for _, name := range tfkit.Strings(given) {
		switch t, err := d.Tenants.Get(name); {
		case err == nil:
			ids[t.ID] = true
		case isTenantID(name):
			ids[strings.ToLower(name)] = true
		default:
			diags.AddAttributeError(path.Root("related_tenants"), "Unknown tenant", fmt.Sprintf(
				"%q is neither a key in the provider's tenants nor a tenant id.", name))
		}
	}
	return ids
}
