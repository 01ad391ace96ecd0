package synchronization

import "github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"

// adoptedRecord is the record in private state of whether the group existed before
// the resource.
var adoptedRecord = tfkit.Record[adoption]{Key: "adopted", Version: 1}

// adoption determines the default effect of a destroy.
type adoption struct {
	// Adopted is set for an adopted or imported group.
	Adopted bool `json:"adopted"`
}

func (a adoption) onDestroy() string {
	if a.Adopted {
		return destroyKeep
	}
	return destroyDelete
}
