package crosstenant

import "github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"

// adoptedRecord is the record in private state of whether the entry existed before
// the resource.
var adoptedRecord = tfkit.Record[adoption]{
	Key: "adopted", Version: 1,
	Older: map[int]func([]byte) (adoption, error){
		// States from before version 1 contain true or false.
		0: func(data []byte) (adoption, error) {
			var a adoption
			err := tfkit.DecodeExactly(data, &a.Adopted)
			return a, err
		},
	},
}

// adoption determines the default effect of a destroy.
type adoption struct {
	// Adopted is set for an adopted or imported entry.
	Adopted bool `json:"adopted"`
}

func (a adoption) onDestroy() string {
	if a.Adopted {
		return destroyKeep
	}
	return destroyDelete
}
