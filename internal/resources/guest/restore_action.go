package guest

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/actionvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

type restoreModel struct {
	Tenant types.String `tfsdk:"tenant"`
	UserID types.String `tfsdk:"user_id"`
	Email  types.String `tfsdk:"email"`
}

func newRestoreGuest() action.Action {
	return &tfkit.Action[restoreModel]{
		Name: "restore_guest",
		Text: "Restores an external user from the recycle bin of a tenant, within 30 days of the deletion, with object id, groups and access. No mail is sent.",
		Arguments: map[string]schema.Attribute{
			"user_id": schema.StringAttribute{
				Optional: true, Validators: []validator.String{tfkit.GUID()}, MarkdownDescription: "Object id of the user, which the deletion has not changed. Either `user_id` or `email` is required.",
			},
			"email": schema.StringAttribute{
				Optional: true, Validators: []validator.String{tfkit.Email()}, MarkdownDescription: "An address of the user. If the recycle bin has several users with it, use `user_id`.",
			},
		},
		Validators: []action.ConfigValidator{actionvalidator.ExactlyOneOf(path.MatchRoot("user_id"), path.MatchRoot("email"))},
		Subject:    restoreModel.subject,
		Act: func(ctx context.Context, t *tenant.Tenant, m restoreModel, say func(string)) error {
			there, deleted, err := m.find(ctx, t)
			switch {
			case err != nil:
				return err
			case there != nil:
				say(fmt.Sprintf("%s (%s) is not deleted; nothing is restored.", there.UserPrincipalName, there.ID))
				return nil
			case !deleted.External():
				return refuse(*deleted, "it is an internal user. Restore it in the Microsoft Entra admin center")
			}
			u, err := t.Graph.RestoreUser(ctx, deleted.ID)
			if err == nil {
				say(fmt.Sprintf("restored %s (%s).", u.UserPrincipalName, u.ID))
			}
			return err
		},
	}
}

func (m restoreModel) subject() string {
	if m.Email.IsNull() {
		return "user " + m.UserID.ValueString()
	}
	return m.Email.ValueString()
}

// find returns the user that is there, or else the deleted one.
func (m restoreModel) find(ctx context.Context, t *tenant.Tenant) (there, deleted *graph.User, err error) {
	if !m.Email.IsNull() {
		return findByAddress(ctx, t, m.Email.ValueString())
	}
	id := strings.ToLower(m.UserID.ValueString())
	u, err := t.Graph.User(ctx, id)
	if err == nil {
		return &u, nil, nil
	}
	if errors.Is(err, service.ErrNotFound) {
		u, err = t.Graph.DeletedUser(ctx, id)
	}
	if errors.Is(err, service.ErrNotFound) {
		err = notDeleted("user " + id)
	}
	return nil, &u, err
}

// findByAddress is find for an address. An external user that has it counts, whether it
// was restored or is another one: the deleted one cannot be restored beside it.
func findByAddress(ctx context.Context, t *tenant.Tenant, address string) (there, deleted *graph.User, err error) {
	holders, err := t.Graph.HoldersNow(ctx, address)
	if err != nil {
		return nil, nil, err
	}
	for _, u := range holders {
		if u.External() {
			return &u, nil, nil
		}
	}
	found, err := t.Graph.DeletedByAddress(ctx, address)
	switch {
	case err != nil:
		return nil, nil, err
	case len(found) == 0:
		return nil, nil, notDeleted("user with the address " + address)
	case len(found) > 1:
		ids := make([]string, 0, len(found))
		for _, u := range found {
			ids = append(ids, u.ID)
		}
		return nil, nil, tfkit.Refusal(fmt.Sprintf("The recycle bin has %d users with this address: %s. Nothing is restored. Select one by user_id.",
			len(found), strings.Join(ids, ", ")))
	}
	return nil, &found[0], nil
}

func notDeleted(subject string) error {
	return tfkit.Refusal(fmt.Sprintf("Neither the tenant nor its recycle bin has a %s. The recycle bin keeps users for 30 days; invite the user again.", subject))
}
