package audit

import (
	"reflect"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/provisioning"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

const provisioningCategory = "ProvisioningManagement"

var provisioningWatches = []kernel.Watch{kernel.Recording(provisioning.Synchronizations, synchronizationChanged)}

// synchronizationChanged records what requests have done with the jobs and secrets of
// a service principal. Cycles change only the status.
func synchronizationChanged(d *kernel.Directory, _ kernel.Deed, before, next *provisioning.Synchronization, at kernel.Moment) {
	if before == nil {
		before = &provisioning.Synchronization{}
	}
	if next == nil {
		next = &provisioning.Synchronization{ServicePrincipalID: before.ServicePrincipalID}
	}
	log := func(activity, kind string) {
		t := target{ID: next.ServicePrincipalID, Type: typeServicePrincipal}
		if p := application.ServicePrincipals.Truth(d, next.ServicePrincipalID); p != nil {
			t = principalTarget(p, nil)
		}
		add(d, at, Record{Activity: activity, Category: provisioningCategory, Service: provisioner, Kind: kind, Targets: []target{t}})
	}
	if !reflect.DeepEqual(before.Secrets, next.Secrets) && len(next.Secrets) > 0 {
		log("Update provisioning setting or credentials", kindUpdate)
	}
	for _, j := range next.Jobs {
		former, existed := jobOf(before, j.ID)
		if !existed {
			log("Add provisioning configuration", kindAdd)
		}
		if existed && former.Schema != j.Schema {
			log("Update attribute mappings or scope", kindUpdate)
		}
		if activity := scheduled(former, j); activity != "" {
			log(activity, kindUpdate)
		}
	}
	for _, j := range before.Jobs {
		if _, exists := jobOf(next, j.ID); !exists {
			log("Delete provisioning configuration", kindDelete)
		}
	}
}

// scheduled is the activity by which a job was started, paused or restarted; empty if
// it was not.
func scheduled(before, next provisioning.SyncJob) string {
	switch {
	case before.Schedule.State != provisioning.SyncActive && next.Schedule.State == provisioning.SyncActive:
		return "Enable/start provisioning configuration"
	case before.Schedule.State == provisioning.SyncActive && next.Schedule.State != provisioning.SyncActive:
		return "Disable/pause provisioning configuration"
	case before.Cycles.Done && !next.Cycles.Done:
		return "Enable/restart provisioning configuration"
	default:
		return ""
	}
}

func jobOf(s *provisioning.Synchronization, id string) (provisioning.SyncJob, bool) {
	i := slices.IndexFunc(s.Jobs, func(j provisioning.SyncJob) bool { return j.ID == id })
	if i < 0 {
		return provisioning.SyncJob{}, false
	}
	return s.Jobs[i], true
}
