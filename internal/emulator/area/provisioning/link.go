package provisioning

import (
	"maps"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// links are what a job knows of the objects that it has processed, by the id in the
// source tenant.
type links map[string]*link

// link connects an object of the source tenant with one of the target tenant.
type link struct {
	Kind string `json:"kind"`
	// Name is the name of the source object, for logs after its deletion.
	Name string `json:"name"`
	// Target is the id in the target tenant; empty for an object that was skipped.
	Target string `json:"target,omitempty"`
	// Seen identifies the state of the source that was processed last. An object whose
	// state is the same is left alone, whatever has changed in the target
	// (graph-cross-tenant §4.6).
	Seen string `json:"seen,omitempty"`
	// Disabled means that the account was disabled before it left the scope, Deleted
	// that the job has deleted the object of the target.
	Disabled bool `json:"disabled,omitempty"`
	Deleted  bool `json:"deleted,omitempty"`
	// Pending means that the user had not redeemed an invitation when it was matched.
	Pending bool `json:"pending,omitempty"`
	// Manager is the manager, in the source, that was exported last.
	Manager string `json:"manager,omitempty"`
}

// connectors are the links of the jobs of a source tenant, by job.
var connectors = &kernel.Value[map[string]links]{
	State: "synchronization_links", New: func() map[string]links { return map[string]links{} },
}

// linksOf are the links of a job.
func linksOf(d *kernel.Directory, jobID string) links {
	all := *connectors.In(d)
	if all[jobID] == nil {
		all[jobID] = links{}
	}
	return all[jobID]
}

// count is the number of synchronized objects by type.
func (l links) count() map[string]int {
	n := map[string]int{}
	for _, x := range l {
		if x.Target != "" && !x.Deleted {
			n[x.Kind]++
		}
	}
	return n
}

// renew prepares the links for an initial cycle: every object is evaluated again, and
// one whose object of the target is gone is matched again.
func (l links) renew(exists func(*link) bool) {
	for _, x := range l {
		x.Seen, x.Pending = "", false
		if x.Target != "" && !x.Deleted && !exists(x) {
			x.Target, x.Manager = "", ""
		}
	}
}

// forget removes the links of a job.
func forget(d *kernel.Directory, jobID string) { delete(*connectors.In(d), jobID) }

// forgetOthers removes the links of jobs that went with their service principal.
func forgetOthers(d *kernel.Directory) {
	jobs := map[string]bool{}
	for _, s := range Synchronizations.All(d) {
		for i := range s.Jobs {
			jobs[s.Jobs[i].ID] = true
		}
	}
	maps.DeleteFunc(*connectors.In(d), func(id string, _ links) bool { return !jobs[id] })
}
