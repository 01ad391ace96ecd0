package tfkit

import (
	"context"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
)

// UserNames are the names of a user in an import id, which UserName distinguishes.
const UserNames = "the object id, user principal name or email address"

// UserName returns the name of a user in an import, with its kind.
func UserName(who string) inspect.UserName {
	kind := inspect.Address
	switch {
	case IsGUID(who):
		kind = inspect.ObjectID
	case strings.Contains(strings.ToUpper(who), "#EXT#"):
		kind = inspect.UserPrincipalName
	}
	return inspect.UserName{Kind: kind, Text: who}
}

// ImportUser imports what is managed of one user, which is found by one of UserNames.
// The attributes are set beside user_id.
func (r *Resource) ImportUser(
	ctx context.Context, id ImportID, req resource.ImportStateRequest, resp *resource.ImportStateResponse, attributes map[string]string,
) {
	imported := r.BeginImport(ctx, id, req, resp)
	if imported == nil {
		return
	}
	u, err := UserName(imported.Object).FindOne(ctx, imported.Tenant)
	if err != nil {
		imported.Fail(err)
		return
	}
	values := maps.Clone(attributes)
	values["user_id"] = u.ID
	imported.Save(ctx, u.ID, values)
}
