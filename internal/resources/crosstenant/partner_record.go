package crosstenant

import "github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"

// adoptedRecord is where the private state of a partner keeps whether the entry was
// there before the resource.
var adoptedRecord = tfkit.Record[adoption]{
	Key: "adopted", Version: 1,
	Older: map[int]func([]byte) (adoption, error){
		// States from before version 1 hold true or false.
		0: func(data []byte) (adoption, error) {
			var a adoption
			err := tfkit.DecodeExactly(data, &a.Adopted)
			return a, err
		},
	},
}

// adoption decides what a destroy does unless the configuration says so.
type adoption struct {
	// Adopted is set for an entry that was taken over or imported.
	Adopted bool `json:"adopted"`
}

func (a adoption) onDestroy() string {
	if a.Adopted {
		return destroyKeep
	}
	return destroyDelete
}
