package guest

import (
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var _ list.ListResourceWithConfigure = (*userList)(nil)

// userList lists the external users of a tenant, as the objects of one of the two
// resources.
type userList struct {
	tfkit.ListResource
	listed func(*tenant.Tenant, graph.User) tfkit.Listed
}

func newInvitationList() list.ListResource {
	return &userList{tfkit.ListResource{
		Of: newInvitation(), Text: "Lists the external users of a resource tenant, guests and members.", Filters: userFilters(),
	}, listedInvitation}
}

func newUserTypeList() list.ListResource {
	return &userList{tfkit.ListResource{
		Of: newUserType(), Text: "Lists the external users of a resource tenant with their user type.", Filters: userFilters(),
	}, listedUserType}
}

func userFilters() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"user_type": schema.StringAttribute{
			Optional: true, Validators: []validator.String{stringvalidator.OneOf("Guest", "Member")},
			MarkdownDescription: "Only external users of this type: `Guest` or `Member`.",
		},
		"external_user_state": schema.StringAttribute{
			Optional: true, Validators: []validator.String{stringvalidator.OneOf("PendingAcceptance", "Accepted")},
			MarkdownDescription: "Only users whose invitation is in this state: `PendingAcceptance` or `Accepted`.",
		},
		"domain": schema.StringAttribute{
			Optional: true, Validators: []validator.String{stringvalidator.RegexMatches(mailDomain, mailDomainForm)},
			MarkdownDescription: "Only users that were invited by an address in this domain, excluding its subdomains.",
		},
	}
}

// userListModel is the configuration of a list.
type userListModel struct {
	Tenant   types.String `tfsdk:"tenant"`
	UserType types.String `tfsdk:"user_type"`
	State    types.String `tfsdk:"external_user_state"`
	Domain   types.String `tfsdk:"domain"`
}

func (l *userList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var config userListModel
	if diags := req.Config.Get(ctx, &config); diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	l.Stream(ctx, req, stream, "the external users", func(t *tenant.Tenant) iter.Seq2[[]tfkit.Listed, error] {
		return tfkit.Pages(config.pages(ctx, t), func(u graph.User) tfkit.Listed { return l.listed(t, u) })
	})
}

// pages are the users that the configuration selects. Graph selects a domain by any
// address of a user.
func (c userListModel) pages(ctx context.Context, t *tenant.Tenant) iter.Seq2[[]graph.User, error] {
	domain := c.Domain.ValueString()
	search := graph.ExternalSearch{UserType: c.UserType.ValueString(), State: c.State.ValueString(), Domain: domain}
	return func(yield func([]graph.User, error) bool) {
		for page, err := range t.Graph.ExternalUserPages(ctx, search) {
			page = slices.DeleteFunc(page, func(u graph.User) bool {
				_, in, _ := strings.Cut(invitedAddress(u), "@")
				return domain != "" && !strings.EqualFold(in, domain)
			})
			if !yield(page, err) {
				return
			}
		}
	}
}

// listedInvitation reads manager and sponsors, which a list does not contain.
func listedInvitation(t *tenant.Tenant, u graph.User) tfkit.Listed {
	m := new(model)
	return tfkit.Listed{
		ObjectID: u.ID, Name: u.DisplayName, Model: m,
		Fill: func(ctx context.Context, _ *diag.Diagnostics) error {
			m.imported(t, u)
			m.refresh(u)
			return m.readLinks(ctx, t, invitationNotes{Import: true})
		},
	}
}

func listedUserType(_ *tenant.Tenant, u graph.User) tfkit.Listed {
	m := new(userTypeModel)
	return tfkit.Listed{
		ObjectID: u.ID, Name: u.DisplayName, Model: m,
		Fill: func(context.Context, *diag.Diagnostics) error {
			m.UserID, m.OnDestroy = tfkit.FoldedValue(u.ID), types.StringValue(destroyRestore)
			m.refresh(u)
			return nil
		},
	}
}
