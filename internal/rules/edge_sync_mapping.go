package rules

import (
	"cmp"
	"strings"
)

// createsUsers is met if the mapping of users is enabled and may create users.
func createsUsers(s Synchronization) answer {
	if s.Job == nil {
		return met
	}
	return answerOf(s.Mapping, func(m SyncMapping) bool { return m.Users.Enabled && m.Users.Adds })
}

// GroupsTo is a planned synchronization of groups, as far as the settings of the target
// have to agree with it: everything else of it is unknown.
func GroupsTo(targetID, name string) Synchronization {
	return Synchronization{
		Name: name, TargetTenantID: Known(targetID), SyncAll: Known(false),
		Job:     &SyncJob{Template: azure2Azure, Started: true},
		Mapping: Known(SyncMapping{Users: ObjectMapping{Enabled: true, Adds: true}, Groups: ObjectMapping{Enabled: true}}),
	}
}

// groupMapping is the mapping of groups of the configuration for the target. It does
// not apply where groups cannot be synchronized, and without a job, which other
// settings report.
func (f EdgeFacts) groupMapping() (s Synchronization, groups Fact[ObjectMapping], applies bool) {
	c, known := f.synchronization()
	switch {
	case !f.sameCloud():
		return s, groups, false
	case !known:
		return s, Unread[ObjectMapping](f.Synchronizations.Why()), true
	case c.open && c.aimed == nil:
		return s, Unread[ObjectMapping](c.why), true
	case c.aimed == nil || c.aimed.Job == nil:
		return s, groups, false
	}
	return *c.aimed, Derived(c.aimed.Mapping, func(m SyncMapping) ObjectMapping { return m.Groups }), true
}

// mapsGroups is met unless the target allows groups and the job does not map them.
func mapsGroups(f EdgeFacts, _ party) answer {
	_, groups, applies := f.groupMapping()
	if !applies {
		return met
	}
	c, _ := f.synchronization()
	allowed, _ := f.Target.GroupSync.Get()
	return c.answer(answerOf(groups, func(m ObjectMapping) bool { return m.Enabled || !allowed }))
}

// allowsGroups is met unless the job maps groups and the target does not allow them.
func allowsGroups(f EdgeFacts, _ party) answer {
	_, groups, applies := f.groupMapping()
	if !applies {
		return met
	}
	mapping, _ := groups.Get()
	return answerOf(f.Target.GroupSync, func(allowed bool) bool { return allowed || !mapping.Enabled })
}

// assignsGroups is met unless the job maps groups while every user is in scope:
// groups are synchronized only if they are assigned (graph-cross-tenant §4.8).
func assignsGroups(f EdgeFacts, _ party) answer {
	s, groups, _ := f.groupMapping()
	if mapping, _ := groups.Get(); !mapping.Enabled {
		return met
	}
	return answerOf(s.SyncAll, func(all bool) bool { return !all })
}

// isOnly is met unless two configurations with a started job write to the target.
func isOnly(f EdgeFacts, _ party) answer { return answered(f.secondConfiguration() == "") }

// secondConfiguration is the name of a configuration that writes to the target beside
// the one that the edge is checked against; it is empty if there is none.
func (f EdgeFacts) secondConfiguration() string {
	c, _ := f.synchronization()
	all, _ := f.Synchronizations.Get()
	var started []Synchronization
	for _, s := range all {
		target, _ := s.TargetTenantID.Get()
		if strings.EqualFold(target, f.Target.Tenant.ID) && s.Job != nil && s.Job.Started && (!f.sameCloud() || s.Job.Template == azure2Azure) {
			started = append(started, s)
		}
	}
	if len(started) < 2 {
		return ""
	}
	for _, s := range started {
		if !c.aimed.same(s) {
			return cmp.Or(s.Name, s.ID)
		}
	}
	return ""
}

// same reports whether two values are of one job of one configuration.
func (s *Synchronization) same(other Synchronization) bool {
	return s.ID == other.ID && s.Name == other.Name && s.Job.ID == other.Job.ID
}
