package guest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var _ datasource.DataSourceWithConfigValidators = (*usersData)(nil)

// usersData is multitenant_users. It is in this package because it lists users to
// invite to other tenants, in the format of multitenant_guests.
type usersData struct{ tfkit.DataSource }

// A long list takes many requests, hence the timeout.
func newUsers() datasource.DataSource { return &usersData{tfkit.DataSource{Timeout: defaultTimeout}} }

type usersModel struct {
	tfkit.DataSourceModel

	GroupID            types.String `tfsdk:"group_id"`
	Filter             types.String `tfsdk:"filter"`
	Emails             types.Set    `tfsdk:"emails"`
	UserPrincipalNames types.Set    `tfsdk:"user_principal_names"`
	EnabledOnly        types.Bool   `tfsdk:"enabled_only"`
	MembersOnly        types.Bool   `tfsdk:"members_only"`
	Users              types.Map    `tfsdk:"users"`
	Missing            types.Set    `tfsdk:"missing"`
}

// userColumns include the profile, for use in an invitation.
var userColumns = slices.Concat(identification, columns{
	{name: "given_name", description: "Given name.", text: func(p listed) string { return p.GivenName }},
	{name: "surname", description: "Surname.", text: func(p listed) string { return p.Surname }},
	{name: "job_title", description: "Job title.", text: func(p listed) string { return p.JobTitle }},
	{name: "department", description: "Department.", text: func(p listed) string { return p.Department }},
	{name: "company_name", description: "Company.", text: func(p listed) string { return p.CompanyName }},
	{name: "employee_id", description: "Employee id.", text: func(p listed) string { return p.EmployeeID }},
	{name: "usage_location", description: "Country (ISO 3166 alpha-2).", text: func(p listed) string { return p.UsageLocation }},
})

func (d *usersData) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_users"
}

func (d *usersData) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	names := []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(tfkit.Email())}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists users of a home tenant: by group, by filter or by list.",
		Attributes: tfkit.DataSourceAttributes(ctx, map[string]schema.Attribute{
			"group_id": schema.StringAttribute{
				Optional: true, Validators: []validator.String{tfkit.GUID()},
				MarkdownDescription: "Object id of a group: its members and those of the groups inside it.",
			},
			"filter": schema.StringAttribute{
				Optional: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
				MarkdownDescription: "OData filter, such as `department eq 'Sales'`. It is sent as an" +
					" [advanced query](https://learn.microsoft.com/graph/aad-advanced-queries), and an invalid filter is reported with Graph's message.",
			},
			"emails": schema.SetAttribute{
				Optional: true, ElementType: types.StringType, Validators: names,
				MarkdownDescription: "Addresses in any property: `mail`, other mail, a proxy address or the user principal name.",
			},
			"user_principal_names": schema.SetAttribute{
				Optional: true, ElementType: types.StringType, Validators: names,
				MarkdownDescription: "User principal names.",
			},
			"enabled_only": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Whether to exclude users that may not sign in. Default: `false`, so that disabling an account in the home tenant does not end its invitations.",
			},
			"members_only": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Whether to exclude guests of this tenant, and users whose account is in another tenant. Default: `true`.",
			},
			"users": userColumns.schema("The users by object id, which does not change when a user is renamed. `user_principal_name` is the address for an invitation."),
			"missing": schema.SetAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "Values of `emails` or `user_principal_names` without a user in `users`.",
			},
		}),
	}
}

// ConfigValidators requires exactly one scope, so that a missing one does not read
// the whole tenant.
func (d *usersData) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(
		path.MatchRoot("group_id"), path.MatchRoot("filter"), path.MatchRoot("emails"), path.MatchRoot("user_principal_names"),
	)}
}

func (d *usersData) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m usersModel
	ctx, op := d.BeginRead(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	people, missing, err := m.people(ctx, t.Graph)
	if err != nil {
		op.Fail(fmt.Sprintf("Cannot list users of tenant %q", t.Key), err)
		return
	}
	m.Users, m.Missing = userColumns.values(people), tfkit.Set(missing)
	op.Save(ctx)
}

// people reads the configured scope. Missing are the configured names without a
// user.
func (m usersModel) people(ctx context.Context, g *graph.Client) (people map[string]listed, missing []string, err error) {
	people = map[string]listed{}
	var found []graph.User
	switch {
	case tfkit.Known(m.GroupID):
		found, err = g.GroupUsers(ctx, m.GroupID.ValueString())
	case tfkit.Known(m.Filter):
		found, err = g.UsersWhere(ctx, m.Filter.ValueString())
	case tfkit.Known(m.Emails):
		return m.asked(ctx, tfkit.FoldedStrings(m.Emails), g.UsersByAddresses)
	default:
		return m.asked(ctx, tfkit.FoldedStrings(m.UserPrincipalNames), g.UsersByNames)
	}
	m.add(people, found)
	return people, nil, err
}

func (m usersModel) asked(
	ctx context.Context, names []string, find func(context.Context, []string) (map[string][]graph.User, error),
) (people map[string]listed, missing []string, err error) {
	people = map[string]listed{}
	names = slices.Compact(names) // case is ignored
	found, err := find(ctx, names)
	for _, name := range names {
		if m.add(people, found[name]) == 0 {
			missing = append(missing, name)
		}
	}
	return people, missing, err
}

// add adds the users in scope and returns their number.
func (m usersModel) add(people map[string]listed, found []graph.User) (n int) {
	for _, u := range found {
		member := u.UserType == "Member" && !u.External()
		if !member && (m.MembersOnly.IsNull() || m.MembersOnly.ValueBool()) || !u.AccountEnabled && m.EnabledOnly.ValueBool() {
			continue
		}
		people[strings.ToLower(u.ID)] = listed{User: u}
		n++
	}
	return n
}
