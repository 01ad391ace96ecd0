package guestsync

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guestsync/reconcile"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// scope is the set of users of the home tenant that a sync is about. Exactly one field
// is set.
type scope struct {
	Groups []string
	Filter string
	All    bool
}

// settings are the settings of a resource.
type settings struct {
	reconcile.Settings
	scope      scope
	withholdBy string
	invitedAs  string
	// departures are read from the users of the resource tenant, for a preview.
	departures bool
	// maxCreations limits the users that one run may create; negative means no limit.
	maxCreations int
}

// settings converts the model, whose values are known. The preview has no defaults in its
// schema: an absent value is the default.
func (m *settingsModel) settings(ctx context.Context, diags *diag.Diagnostics) settings {
	var (
		sc    scopeModel
		leave leaveModel
		hold  withholdModel
	)
	options := basetypes.ObjectAsOptions{}
	diags.Append(m.Scope.As(ctx, &sc, options)...)
	diags.Append(m.OnLeave.As(ctx, &leave, options)...)
	s := settings{
		Settings: reconcile.Settings{
			Attributes: m.attributes(ctx, diags), Anchor: m.SourceAnchor.ValueString(), UserType: m.UserType.ValueString(),
			Existing: reconcile.Existing(m.Existing.ValueString()), OnLeave: leave.departure(),
		},
		scope:     scope{Filter: sc.Filter.ValueString(), All: sc.AllUsers.ValueBool()},
		invitedAs: m.InvitedAs.ValueString(), maxCreations: -1,
	}
	if tfkit.Known(m.MaxCreations) {
		s.maxCreations = int(m.MaxCreations.ValueInt64())
	}
	if !sc.GroupIDs.IsNull() {
		diags.Append(sc.GroupIDs.ElementsAs(ctx, &s.scope.Groups, false)...)
		slices.Sort(s.scope.Groups)
	}
	if !m.WithholdIf.IsNull() {
		diags.Append(m.WithholdIf.As(ctx, &hold, options)...)
		s.withholdBy = hold.Attribute.ValueString()
		s.Withhold = &reconcile.Withhold{Equals: hold.Equals.ValueString(), Abort: hold.Unreadable.ValueString() != unreadableWithhold}
	}
	return s
}

// attributes converts the attributes, sorted by name.
func (m *settingsModel) attributes(ctx context.Context, diags *diag.Diagnostics) []reconcile.Attribute {
	configured := map[string]attributeModel{}
	diags.Append(m.Attributes.ElementsAs(ctx, &configured, false)...)
	all := make([]reconcile.Attribute, 0, len(configured))
	for _, name := range slices.Sorted(maps.Keys(configured)) {
		a := configured[name]
		all = append(all, reconcile.Attribute{
			Name: written[name], From: a.From.ValueString(), Prefix: a.Prefix.ValueString(), Suffix: a.Suffix.ValueString(),
			Value: a.Value.ValueString(), Creation: a.Apply.ValueString() == applyCreation, Untracked: name == visibleAttribute,
		})
	}
	return all
}

// departure converts on_leave. A departure with a delay begins by hiding.
func (l leaveModel) departure() reconcile.Departure {
	d := reconcile.Departure{
		Action: reconcile.Removal(l.Action.ValueString()), AfterDays: int(l.AfterDays.ValueInt64()),
		First:     reconcile.Removal(l.First.ValueString()),
		MaxPeople: orElse(l.MaxPeople, maxPeople), MaxPercent: orElse(l.MaxPercent, maxPercent),
	}
	if d.AfterDays > 0 && d.First == "" && d.Action != reconcile.Keep {
		d.First = reconcile.ByHiding
	}
	return d
}

// orElse is a number with a default.
func orElse(n types.Int64, standard int) int {
	if n.IsNull() {
		return standard
	}
	return int(n.ValueInt64())
}

// fingerprint identifies the settings that facts and decisions depend on, which is all
// but the limits.
func (s settings) fingerprint() (string, error) {
	s.OnLeave.MaxPeople, s.OnLeave.MaxPercent = 0, 0
	data, err := json.Marshal(struct {
		Settings              reconcile.Settings
		Scope                 scope
		WithholdBy, InvitedAs string
	}{s.Settings, s.scope, s.withholdBy, s.invitedAs})
	if err != nil {
		return "", fmt.Errorf("identify settings: %w", err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8]), nil
}

// sourceProperties are the properties that are read in the home tenant.
func (s settings) sourceProperties() []string {
	names := s.Sources()
	if s.withholdBy != "" && !slices.Contains(names, s.withholdBy) {
		names = append(names, s.withholdBy)
	}
	return names
}

// everyProperty are the properties that any guest sync reads in a resource tenant, so
// that several of them share its lists and changes.
var everyProperty = append(slices.Sorted(maps.Values(written)), reconcile.AccountEnabled)
