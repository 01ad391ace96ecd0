package provisioning

import (
	"encoding/json"
	"errors"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
)

// task is what a cycle has to do about one user of the source.
type task struct {
	id   string
	user *directory.User // nil for a user that was purged
	link *link           // nil for a user that was never processed
	do   action
	// results are the values that flow, and state identifies them.
	results  []result
	state    string
	standing standing
	failure  *entryError
}

// action is a kind of task.
type action int

const (
	nothing action = iota
	skip
	export
	disable
	remove
)

// removes reports whether the threshold counts a task: deletions, and accounts that
// are disabled (graph-cross-tenant §4.6).
func (t *task) removes() bool { return t.do == remove || t.do == disable }

// tasks lists the tasks of a cycle in the order of the users; then those of deleted
// users.
func (c *cycle) tasks() ([]*task, error) {
	var all []*task
	if !c.users.Enabled {
		return nil, nil
	}
	seen := map[string]bool{}
	for _, u := range directory.Users.All(c.source) {
		seen[u.ID] = true
		t, err := c.taskFor(u)
		if err != nil {
			return nil, err
		}
		if t.do != nothing {
			all = append(all, t)
		}
	}
	for _, id := range sortedIDs(c.links) {
		l := c.links[id]
		if l.Kind == objectUser && !seen[id] && l.Target != "" && !l.Deleted && allows(c.users, "Delete") {
			all = append(all, &task{id: id, link: l, do: remove})
		}
	}
	return all, nil
}

func sortedIDs(l links) []string {
	ids := make([]string, 0, len(l))
	for id := range l {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// taskFor compares a user with its link.
func (c *cycle) taskFor(u *directory.User) (*task, error) {
	t := &task{id: u.ID, user: u, link: c.links[u.ID]}
	linked := t.link != nil && t.link.Target != "" && !t.link.Deleted
	if !synchronizable(u) {
		if linked && allows(c.users, "Delete") {
			t.do = remove
		}
		return t, nil
	}
	c.counts.Imported++
	t.standing = c.standingOf(u)
	if t.standing.entitled {
		c.counts.Entitled++
	}
	switch {
	case !t.standing.in && linked:
		// A user that was disabled before it left the scope is kept (graph-cross-tenant
		// §4.6).
		if allows(c.users, "Delete") && !t.link.Disabled {
			t.do = remove
		}
	case !t.standing.in:
		if t.standing.assigned && (t.link == nil || t.link.Seen != t.standing.reason()) {
			t.do = skip
		}
	default:
		return t, c.exportOf(t, linked)
	}
	return t, nil
}

// exportOf decides about a user in scope: nothing if the state of the source is
// known, or if the mapping makes no such change.
func (c *cycle) exportOf(t *task, linked bool) error {
	results, err := evaluate(c.flows, attributesOf(t.user, c.scope.roles[t.id]))
	if err != nil && !errors.As(err, &t.failure) {
		return err
	}
	t.results, t.state = results, stateOf(results, boolText(t.user.AccountEnabled))
	enabled, mapped := find(results, attributeEnabled)
	off := mapped && enabled.String() == "False"
	switch {
	case t.failure != nil:
		t.do = export
	case linked && t.link.Seen == t.state, linked && !allows(c.users, "Update"):
	case linked && off && !t.link.Disabled:
		t.do = disable
	case linked:
		t.do = export
	case !allows(c.users, "Add"):
	case !t.user.AccountEnabled:
		// Assumed: an account that is blocked before its first export is not created.
		if t.link == nil || t.link.Seen != skipNotActive {
			t.do = skip
		}
	default:
		t.do = export
	}
	return nil
}

func boolText(b bool) string {
	if b {
		return "True"
	}
	return "False"
}

// threshold is the part of the notification settings about deletions
// (graph-cross-tenant §4.4).
type threshold struct {
	Enabled bool `json:"DeleteThresholdEnabled"`
	Value   int  `json:"DeleteThresholdValue"`
}

// stages reports whether the deletions of the cycle exceed the threshold, so that
// they are held back.
func (c *cycle) stages(tasks []*task) bool {
	var limit threshold
	s := Synchronizations.Truth(c.source, c.principal.ID)
	if err := json.Unmarshal([]byte(s.values()[SecretNotifications]), &limit); err != nil || !limit.Enabled || c.job.Cycles.Force {
		return false
	}
	n := 0
	for _, t := range tasks {
		if t.removes() {
			n++
		}
	}
	n += c.groupRemovals()
	if c.at.Settings.DeleteThresholdIsInclusive {
		return n > 0 && n >= limit.Value
	}
	return n > limit.Value
}

// stage records a deletion that is held back.
func (c *cycle) stage(t *task) {
	r := c.record(t.id, objectUser, nameOf(t), actionStaged)
	if t.do == disable {
		r.Action = actionOther
	}
	r.Target.ID, r.Status, r.Skip = t.link.Target, statusSkipped, reasonDeletes
	c.report.Staged++
	c.records = append(c.records, r)
}

func nameOf(t *task) string {
	if t.user != nil {
		return t.user.UserPrincipalName
	}
	return t.link.Name
}

// perform carries a task out. Only what the emulator does not model is an error.
func (c *cycle) perform(t *task) error {
	switch t.do {
	case skip:
		c.skip(t)
	case remove:
		c.remove(t)
	case export, disable:
		return c.export(t)
	}
	return nil
}

func (c *cycle) skip(t *task) {
	reason := t.standing.reason()
	r := c.record(t.id, objectUser, t.user.UserPrincipalName, actionOther)
	r.Standing = t.standing.details()
	c.skipped(r, reason)
	if t.link == nil {
		t.link = &link{Kind: objectUser}
		c.links[t.id] = t.link
	}
	t.link.Name, t.link.Seen = t.user.UserPrincipalName, reason
}

// remove moves the user of the target to the recycle bin.
func (c *cycle) remove(t *task) {
	r := c.record(t.id, objectUser, nameOf(t), actionDelete)
	r.Target.ID = t.link.Target
	if u := directory.Users.Truth(c.target, t.link.Target); u != nil {
		r.Target.Name = u.DisplayName
		if err := directory.Users.Discard(c.target, u.ID, c.at); err != nil {
			c.failed(r, refusedEntry(err))
			return
		}
		c.report.Deleted++
		c.records = append(c.records, r)
	}
	t.link.Deleted, t.link.Seen, t.link.Manager = true, "", ""
}
