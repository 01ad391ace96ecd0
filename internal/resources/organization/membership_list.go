package organization

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var _ list.ListResourceWithConfigure = (*membershipList)(nil)

// membershipList lists the membership of a tenant, which is one at most.
type membershipList struct{ tfkit.ListResource }

func newMembershipList() list.ListResource {
	return &membershipList{tfkit.ListResource{
		Of: newMembership(), Text: "Lists the membership of a tenant in the multitenant organization that it has joined: one object, or none.",
	}}
}

func (l *membershipList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	l.Stream(ctx, req, stream, "the membership in a multitenant organization", func(t *tenant.Tenant) iter.Seq2[[]tfkit.Listed, error] {
		return oneOf(ctx, t, func(now standing) bool { return now.hasJoined(t) }, listedMembership)
	})
}

func listedMembership(now standing) tfkit.Listed {
	m := new(membershipModel)
	return tfkit.Listed{
		ObjectID: tfkit.MembershipName, Name: now.DisplayName, Model: m,
		Fill: func(context.Context, *diag.Diagnostics) error {
			m.OwnerTenantID, m.OnDestroy = tfkit.FoldedValue(now.own.AddedBy), types.StringValue(destroyLeave)
			m.refresh(now)
			return nil
		},
	}
}
