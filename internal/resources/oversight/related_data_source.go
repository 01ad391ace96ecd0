package oversight

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = (*relatedTenants)(nil)

// relatedTenants is multitenant_related_tenants.
type relatedTenants struct{ tfkit.DataSource }

func newRelatedTenants() datasource.DataSource { return &relatedTenants{} }

func (d *relatedTenants) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_related_tenants"
}

type relatedModel struct {
	Tenants types.Set      `tfsdk:"tenants"`
	Related []relatedRow   `tfsdk:"related"`
	Unread  []unreadSource `tfsdk:"unread"`
}

type unreadSource struct {
	Tenant string `tfsdk:"tenant"`
	What   string `tfsdk:"what"`
	Why    string `tfsdk:"why"`
}

// What the relations of a tenant are read from.
const (
	fromGuests          = "guests"
	fromPartners        = "partners"
	fromSynchronization = "synchronization"
)

func (d *relatedTenants) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the tenants to which tenants of the provider are related: by the home domains of guests, by partner configurations of" +
			" cross-tenant access, and by synchronization. They may be in the provider's `tenants` or not.",
		Attributes: map[string]schema.Attribute{
			"tenants": tenantsAttribute("whose relations are listed"),
			"related": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "The relations, one for each pair of tenants; of guests whose home tenant is unknown, one for each home domain.",
				NestedObject: schema.NestedAttributeObject{Attributes: relatedAttributes()},
			},
			"unread": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "What could not be read. The relations that it would show are unknown.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"tenant": schema.StringAttribute{Computed: true, MarkdownDescription: "Key of the tenant."},
					"what":   schema.StringAttribute{Computed: true, MarkdownDescription: "`guests`, `partners` or `synchronization`."},
					"why":    schema.StringAttribute{Computed: true, MarkdownDescription: "The reason, with the missing permission if there is one."},
				}},
			},
		},
	}
}

func relatedAttributes() map[string]schema.Attribute {
	list := func(description string) schema.Attribute {
		return schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: description}
	}
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	return map[string]schema.Attribute{
		"tenant":            text("Key of the tenant of the provider."),
		"related_tenant_id": text("Tenant id of the other tenant; null if only a domain is known."),
		"related_tenant":    text("Key of the other tenant; null if it is not in the provider's `tenants`."),
		"declared":          schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the other tenant is in the provider's `tenants`."},
		"domains":           list("Home domains of the guests, in lower case."),
		"inbound": list("Why users of the other tenant can work in this one: `guests`, `partner` (a partner configuration with inbound settings) or" +
			" `synchronization` (inbound synchronization is allowed)."),
		"outbound": list("Why users of this tenant can work in the other one: `guests` (in a tenant of the provider), `partner` (a partner configuration with" +
			" outbound settings) or `synchronization` (a synchronization has it as target)."),
		"guests": schema.Int64Attribute{
			Computed: true,
			MarkdownDescription: "Order of magnitude of the guests from the other tenant: 0, or the greatest power of ten that is not above their number." +
				" Null if the guests were not read.",
		},
		"partner": schema.BoolAttribute{
			Computed: true, MarkdownDescription: "Whether this tenant has a partner configuration for the other one; null if they were not read.",
		},
	}
}

func (d *relatedTenants) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m relatedModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	tenants := chosen(&d.Data, m.Tenants, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	answers := readEach(ctx, tenants, readRelations)
	m.observe(tenants, answers, homesOf(ctx, d.Tenants))
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

// relations are what a tenant has answered. Each part has a reason if it could not be
// read.
type relations struct {
	guests                          []graph.ReviewedUser
	partners                        []graph.Partner
	synchronizations                []rules.Synchronization
	guestsErr, partnersErr, syncErr error
}

func readRelations(ctx context.Context, t *tenant.Tenant) (r relations, _ error) {
	r.guests, r.guestsErr = t.Graph.ReviewedUsers(ctx, false)
	r.partners, r.partnersErr = t.Graph.Partners(ctx)
	r.synchronizations, r.syncErr = t.Graph.Synchronizations(ctx)
	for _, s := range r.synchronizations {
		// A synchronization whose target is hidden could have any.
		if _, known := s.TargetTenantID.Get(); !known {
			r.syncErr = s.TargetTenantID.Why()
		}
	}
	return r, nil
}
