package guest

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = (*guestsData)(nil)

// guestsData is multitenant_guests.
type guestsData struct{ tfkit.DataSource }

// A long list takes many requests, hence the timeout.
func newGuests() datasource.DataSource { return &guestsData{tfkit.DataSource{Timeout: defaultTimeout}} }

type guestsModel struct {
	tfkit.DataSourceModel

	UserType          types.String      `tfsdk:"user_type"`
	ExternalUserState types.String      `tfsdk:"external_user_state"`
	Domain            types.String      `tfsdk:"domain"`
	CreatedAfter      timetypes.RFC3339 `tfsdk:"created_after"`
	CreatedBefore     timetypes.RFC3339 `tfsdk:"created_before"`
	Guests            types.Map         `tfsdk:"guests"`
}

// guestColumns identify external users and omit the profile, which the resource
// has: every column makes lists of thousands of users slower.
var guestColumns = slices.Concat(identification, columns{
	{name: "id", description: "`<tenant_id>/<object id>`, the id for `import` blocks.", text: func(p listed) string { return tfkit.ID(p.tenantID, p.ID) }},
	{name: "email", description: "The address with which the user was invited, as far as the directory shows.", text: func(p listed) string { return p.email }},
	{
		name: "external_user_state", description: "`PendingAcceptance` or `Accepted`; null for users that were not invited.",
		text: func(p listed) string { return p.ExternalUserState },
	},
	{name: "creation_type", description: "How the user was created, `Invitation` for most.", text: func(p listed) string { return p.CreationType }},
	{name: "created_date_time", description: "When the user was created (RFC 3339).", text: created},
})

// mailDomain is the form of a domain of addresses.
var mailDomain = regexp.MustCompile(`^[^@\s]+\.[^@\s]+$`)

const mailDomainForm = "must be a domain such as contoso.example, without an @"

func (d *guestsData) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_guests"
}

func (d *guestsData) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the external users of a resource tenant, guests and members, for `import` blocks with `for_each`.",
		Attributes: tfkit.DataSourceAttributes(ctx, map[string]schema.Attribute{
			"user_type": schema.StringAttribute{
				Optional: true, Validators: []validator.String{stringvalidator.OneOf("Guest", "Member")},
				MarkdownDescription: "Only external users of this type: `Guest` or `Member`. A user can be external with either type.",
			},
			"external_user_state": schema.StringAttribute{
				Optional: true, Validators: []validator.String{stringvalidator.OneOf("PendingAcceptance", "Accepted")},
				MarkdownDescription: "Only users whose invitation is in this state: `PendingAcceptance` or `Accepted`.",
			},
			"domain": schema.StringAttribute{
				Optional: true, Validators: []validator.String{
					stringvalidator.RegexMatches(mailDomain, mailDomainForm),
				},
				MarkdownDescription: "Only users whose `email` is in this domain, excluding its subdomains.",
			},
			"created_after": schema.StringAttribute{
				Optional: true, CustomType: timetypes.RFC3339Type{},
				MarkdownDescription: "Only users that were created at this time or later (RFC 3339, such as `2026-01-31T00:00:00Z`).",
			},
			"created_before": schema.StringAttribute{
				Optional: true, CustomType: timetypes.RFC3339Type{},
				MarkdownDescription: "Only users that were created before this time (RFC 3339).",
			},
			"guests": guestColumns.schema("The users by lower-case `email`. If several users have the same address, the oldest of them has it" +
				" as key, and the others, like users without any address, have their object id."),
		}),
	}
}

func (d *guestsData) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m guestsModel
	ctx, op := d.BeginRead(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	search := m.search()
	found, err := t.Graph.ExternalUsers(ctx, search)
	if err != nil {
		op.Fail(fmt.Sprintf("Cannot list external users of tenant %q", t.Key), err)
		return
	}
	m.Guests = guestColumns.values(byEmail(t.ID, search.Domain, found))
	op.Save(ctx)
}

func (m guestsModel) search() graph.ExternalSearch {
	return graph.ExternalSearch{
		UserType: m.UserType.ValueString(), State: m.ExternalUserState.ValueString(), Domain: m.Domain.ValueString(),
		CreatedFrom: moment(m.CreatedAfter), CreatedBefore: moment(m.CreatedBefore),
	}
}

// moment is the zero time for a null value. The type of the attribute has refused
// any other text than a time.
func moment(value timetypes.RFC3339) time.Time {
	t, _ := value.ValueRFC3339Time()
	return t
}

// byEmail gives every user a key. The oldest user with an address has it as key, so
// that a later user never takes a key away from a resource.
func byEmail(tenantID, domain string, found []graph.User) map[string]listed {
	slices.SortFunc(found, func(a, b graph.User) int {
		return cmp.Or(a.CreatedDateTime.Compare(b.CreatedDateTime), cmp.Compare(a.ID, b.ID))
	})
	people := make(map[string]listed, len(found))
	for _, u := range found {
		p := listed{User: u, tenantID: tenantID, email: invitedAddress(u)}
		if _, in, _ := strings.Cut(p.email, "@"); domain != "" && !strings.EqualFold(in, domain) {
			continue
		}
		key := strings.ToLower(p.email)
		if _, taken := people[key]; taken || key == "" {
			key = u.ID
		}
		people[key] = p
	}
	return people
}
