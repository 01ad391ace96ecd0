package crosstenant

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

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

// groupSyncRecord is the record in private state of what was before group_sync_allowed.
var groupSyncRecord = tfkit.Record[groupSync]{Key: "group_sync", Version: 1}

// groupSync restores the synchronization of groups when it leaves the configuration.
type groupSync struct {
	// Configured is set while the configuration says whether groups are allowed.
	Configured bool `json:"configured"`
	// Former is whether they were allowed before it did.
	Former bool `json:"former"`
}

// restored is the policy to write: what the configuration no longer says about groups
// becomes what it was.
func (r groupSync) restored(want *rules.IdentitySync) *rules.IdentitySync {
	if want == nil || want.SaysGroups() || !r.Configured {
		return want
	}
	whole := *want
	whole.GroupSyncAllowed = &r.Former
	return &whole
}

// next is the record after an update, before which groups were allowed or not.
func (r groupSync) next(want *rules.IdentitySync, allowed bool) groupSync {
	switch {
	case !want.SaysGroups():
		return groupSync{}
	case r.Configured:
		return r
	}
	return groupSync{Configured: true, Former: allowed}
}

// seenIn reports whether a state has what the plan says of synchronization, and what is
// to be restored.
func (r groupSync) seenIn(want, state *rules.IdentitySync) bool {
	if want == nil {
		return state == nil
	}
	return want.SeenIn(state) && (want.SaysGroups() || !r.Configured)
}
