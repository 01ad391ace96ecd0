package guest

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// notesRecord is the record of an invitation's notes in private state.
var notesRecord = tfkit.Record[invitationNotes]{
	Key: "origin", Version: 1,
	Older: map[int]func([]byte) (invitationNotes, error){0: decodeUnversionedNotes},
}

// invitationNotes are data about a user beyond the attributes.
type invitationNotes struct {
	// Invited is set if this resource invited the user; destroying it then deletes
	// the user by default.
	Invited bool `json:"invited"`
	// Import is set between an import and the first read.
	Import bool `json:"import"`
	// Managed are the names of the optional attributes that were configured in the
	// last apply: removing one clears it, while one that was never configured is
	// not changed.
	Managed []string `json:"managed"`
}

// decodeUnversionedNotes reads the notes from before version 1, which omitted false
// and empty values.
func decodeUnversionedNotes(data []byte) (invitationNotes, error) {
	var old struct {
		Invited bool     `json:"invited"`
		Import  bool     `json:"import"`
		Managed []string `json:"managed"`
	}
	err := tfkit.DecodeExactly(data, &old)
	return invitationNotes(old), err
}

// withoutNotes are the notes of a state that has lost them.
func (m *model) withoutNotes() invitationNotes {
	return invitationNotes{Invited: m.OnDestroy.ValueString() == destroyDelete}
}

func (n invitationNotes) manages(attribute string) bool { return slices.Contains(n.Managed, attribute) }

func (n invitationNotes) onDestroy() string {
	if n.Invited {
		return destroyDelete
	}
	return destroyKeep
}

// managing records the configured optional attributes.
func (n invitationNotes) managing(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) invitationNotes {
	n.Managed, n.Import = nil, false
	var m model
	for _, f := range m.profile() {
		var v types.String
		diags.Append(config.GetAttribute(ctx, path.Root(f.name), &v)...)
		if !v.IsNull() {
			n.Managed = append(n.Managed, f.name)
		}
	}
	var manager tfkit.Folded
	diags.Append(config.GetAttribute(ctx, path.Root("manager_id"), &manager)...)
	if !manager.IsNull() {
		n.Managed = append(n.Managed, "manager_id")
	}
	var sponsors types.Set
	diags.Append(config.GetAttribute(ctx, path.Root("sponsors"), &sponsors)...)
	if !sponsors.IsNull() {
		n.Managed = append(n.Managed, "sponsors")
	}
	return n
}
