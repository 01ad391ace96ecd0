package collaboration

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/singleton"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure   = (*external)(nil)
	_ resource.ResourceWithImportState = (*external)(nil)
	_ resource.ResourceWithModifyPlan  = (*external)(nil)
	_ resource.ResourceWithIdentity    = (*external)(nil)
)

// external is multitenant_external_collaboration: the properties of a tenant's
// authorization policy about external users.
type external struct{ singleton.Resource }

func newExternal() resource.Resource {
	return &external{singleton.Resource{Kind: singleton.Kind{
		Type: "external_collaboration", Object: tfkit.CollaborationName, Noun: "external collaboration settings",
		New:   func() singleton.Model { return &externalModel{} },
		Older: map[int]func([]byte) (singleton.Former, error){1: decodeFormerSettings},
		Plan:  planExternal,
	}}}
}

// decodeFormerSettings reads a record of version 1: the properties that the resource
// manages or has managed, with their values before.
func decodeFormerSettings(data []byte) (singleton.Former, error) {
	var old struct {
		Settings map[string]json.RawMessage `json:"settings"`
	}
	err := tfkit.DecodeExactly(data, &old)
	return singleton.Former{Values: old.Settings, Managed: slices.Sorted(maps.Keys(old.Settings))}, err
}

// planExternal records the planned invitation policy for invitations that wait for it,
// and checks the other ones.
func planExternal(ctx context.Context, p *singleton.Plan) {
	config, is := p.Config.(*externalModel)
	switch from := config.AllowInvitesFrom; {
	case !is || from.IsNull():
	case from.IsUnknown():
		p.PlannedAccess.ExpectInvitesFrom(p.Tenant.ID, rules.Fact[string]{})
	default:
		p.PlannedAccess.ExpectInvitesFrom(p.Tenant.ID, rules.Known(from.ValueString()))
	}
	state, exists := p.State.(*externalModel)
	if !exists {
		state = &externalModel{}
	}
	if is && !config.AllowInvitesFrom.IsNull() {
		closure := closedBy(rules.InvitationsClosed, "allow_invites_from", "none", config.AllowInvitesFrom, state.AllowInvitesFrom)
		p.CheckClosure(ctx, p.Tenant, closure, path.Root("allow_invites_from"), p.Diags)
	}
}
