package synchronization

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// adoptedRecord is the record in private state of whether the group existed before
// the resource.
var adoptedRecord = tfkit.Record[adoption]{Key: "adopted", Version: 1}

// adoption determines the default effect of a destroy.
type adoption struct {
	// Adopted is set for an adopted or imported group.
	Adopted bool `json:"adopted"`
}

// adoptionOf loads the record; a state that has lost it follows its on_destroy.
func adoptionOf(ctx context.Context, from tfkit.PrivateReader, state scopeGroupModel, diags *diag.Diagnostics) adoption {
	if !adoptedRecord.Kept(ctx, from) {
		return adoption{state.OnDestroy.ValueString() == destroyKeep}
	}
	return adoptedRecord.Load(ctx, from, diags)
}

func (a adoption) onDestroy() string {
	if a.Adopted {
		return destroyKeep
	}
	return destroyDelete
}
