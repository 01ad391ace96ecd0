package organization

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var _ list.ListResourceWithConfigure = (*memberList)(nil)

// memberList lists the other tenants of an organization, for its owners: a member may
// not change them.
type memberList struct{ tfkit.ListResource }

func newMemberList() list.ListResource {
	return &memberList{tfkit.ListResource{
		Of: newMember(),
		Text: "Lists the tenants of the multitenant organization that a tenant owns, pending ones included, without the tenant itself. A tenant that is only a" +
			" member has none.",
	}}
}

func (l *memberList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	l.Stream(ctx, req, stream, "the tenants of the multitenant organization", func(t *tenant.Tenant) iter.Seq2[[]tfkit.Listed, error] {
		return func(yield func([]tfkit.Listed, error) bool) {
			now, err := standsInCloud(ctx, t)
			switch {
			case err != nil:
				yield(nil, err)
			case now.Active && now.own.Role == graph.OrganizationOwner:
				membersOf(ctx, t)(yield)
			}
		}
	})
}

// membersOf lists the other tenants of the organization of an owner, without those that
// are being removed.
func membersOf(ctx context.Context, owner *tenant.Tenant) iter.Seq2[[]tfkit.Listed, error] {
	return func(yield func([]tfkit.Listed, error) bool) {
		for some, err := range owner.Graph.OrganizationTenantPages(ctx) {
			var listed []tfkit.Listed
			for _, found := range some {
				if found.TenantID != owner.ID && !found.Leaving() {
					listed = append(listed, listedMember(found))
				}
			}
			if !yield(listed, err) {
				return
			}
		}
	}
}

func listedMember(found graph.OrganizationTenant) tfkit.Listed {
	m := new(memberModel)
	return tfkit.Listed{
		ObjectID: found.TenantID, Name: found.DisplayName, Model: m,
		Fill: func(context.Context, *diag.Diagnostics) error {
			m.OnDestroy = types.StringValue(destroyRemove)
			m.refresh(found)
			return nil
		},
	}
}
