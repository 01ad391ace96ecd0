package rules

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Writers records what writes external users in a plan, to find a user with two
// writers whatever the order of planning. It is safe for concurrent use.
type Writers struct {
	mu      sync.Mutex
	invited []Invited
	syncs   []GuestSync
	jobs    []PlannedJob
	// found are the users that refreshes have found to come, by guest sync.
	found map[string]SyncedUsers
}

// Invited is a user that an invitation of a plan creates or manages, as far as it is
// known.
type Invited struct {
	// Resource is the tenant of the external user.
	Resource Tenant
	// Email names the user in findings, and Addresses are all known addresses.
	Email     string
	Addresses []string
	// UserIDs are the external users with the address.
	UserIDs []string
	// HomeTenantID and HomeUserID are the account; empty if it is not known.
	HomeTenantID, HomeUserID string
}

// SyncedUsers are the users that a guest sync writes.
type SyncedUsers interface {
	// Has reports whether the user of an invitation is one of them.
	Has(Invited) bool
	// Shared returns the number of users that another guest sync writes as well, and a
	// name of one of them.
	Shared(other SyncedUsers, sameSource bool) (count int, name string)
}

// GuestSync is a guest sync of a plan.
type GuestSync struct {
	Source, Target Tenant
	// New means that the plan creates it.
	New bool
	// Settings identify its settings.
	Settings string
	Users    SyncedUsers
}

// PlannedJob is a job of cross-tenant synchronization that a plan starts.
type PlannedJob struct {
	Name           string
	Source, Target Tenant
}

// Found stores the users that a refresh has found to come, for the plan that follows
// in the same run.
func (w *Writers) Found(sync string, users SyncedUsers) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.found == nil {
		w.found = map[string]SyncedUsers{}
	}
	w.found[sync] = users
}

// FoundBy returns the users that were stored for a guest sync; nil if there are none.
func (w *Writers) FoundBy(sync string) SyncedUsers {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.found[sync]
}

// CheckInvited records an invitation, and returns MT081 if a guest sync of the same
// plan writes its user.
func CheckInvited(w *Writers, invited Invited) []Finding {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.invited = append(w.invited, invited)
	for _, s := range w.syncs {
		if s.writes(invited) {
			return []Finding{invitedTwice(s, []string{invited.Email})}
		}
	}
	return nil
}

// CheckGuestSync records a guest sync, and returns MT081 for the other writers of its
// users in the same plan.
func CheckGuestSync(w *Writers, s GuestSync) []Finding {
	w.mu.Lock()
	defer w.mu.Unlock()
	var findings []Finding
	var emails []string
	for _, invited := range w.invited {
		if s.writes(invited) {
			emails = append(emails, invited.Email)
		}
	}
	if len(emails) > 0 {
		findings = append(findings, invitedTwice(s, emails))
	}
	for _, other := range w.syncs {
		findings = append(findings, s.shared(other)...)
	}
	for _, j := range w.jobs {
		if s.isOf(j) {
			findings = append(findings, startedBeside(s, j))
		}
	}
	w.syncs = append(w.syncs, s)
	return findings
}

// CheckStartedJob records a job that a plan starts, and returns MT081 if the plan has a
// guest sync between the same tenants.
func CheckStartedJob(w *Writers, j PlannedJob) []Finding {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.jobs = append(w.jobs, j)
	for _, s := range w.syncs {
		if s.isOf(j) {
			return []Finding{startedBeside(s, j)}
		}
	}
	return nil
}

func (s GuestSync) writes(invited Invited) bool {
	return strings.EqualFold(s.Target.ID, invited.Resource.ID) && s.Users.Has(invited)
}

func (s GuestSync) isOf(j PlannedJob) bool {
	return strings.EqualFold(s.Source.ID, j.Source.ID) && strings.EqualFold(s.Target.ID, j.Target.ID)
}

// shared compares two guest syncs. Terraform plans one that it replaces twice: as it is,
// and as a new one.
func (s GuestSync) shared(other GuestSync) []Finding {
	sameSource := strings.EqualFold(s.Source.ID, other.Source.ID)
	replaced := sameSource && s.Settings == other.Settings && s.New != other.New
	if replaced || !strings.EqualFold(s.Target.ID, other.Target.ID) {
		return nil
	}
	n, name := s.Users.Shared(other.Users, sameSource)
	if n == 0 {
		return nil
	}
	edges := []string{s.edge(), other.edge()}
	slices.Sort(edges)
	which := "The guest syncs " + edges[0] + " and " + edges[1]
	if edges[0] == edges[1] {
		which = "Two guest syncs " + edges[0]
	}
	return []Finding{finding(WrittenTwice,
		fmt.Sprintf("%s write the same %d external users of tenant %q, such as %s.", which, n, s.Target.Key, name),
		"Give each user to one of the two: keep the scopes apart, or use one guest sync with all groups of the scope. A user moves from one scope to"+
			" the other one after the other: it leaves the first, an apply carries out the departure with all its steps, and then it enters the second.")}
}

func (s GuestSync) edge() string { return fmt.Sprintf("of %q to %q", s.Source.Key, s.Target.Key) }

func invitedTwice(s GuestSync, emails []string) Finding {
	slices.Sort(emails)
	users, are, list := "The user "+emails[0], "is", ""
	if len(emails) > 1 {
		users, are, list = fmt.Sprintf("%d users", len(emails)), "are", " They are "+someOf(emails)+"."
	}
	return finding(WrittenTwice,
		fmt.Sprintf("%s %s invited to tenant %q by multitenant_b2b_invitation and in the scope of the guest sync %s. Both write the same external user.%s",
			users, are, s.Target.Key, s.edge(), list),
		"Use one of the two for a user: remove the invitation, with on_destroy = \"keep\" so that the user stays, or take the user out of the scope of"+
			" the guest sync.")
}

func startedBeside(s GuestSync, j PlannedJob) Finding {
	return finding(WrittenTwice,
		fmt.Sprintf("The plan starts the job of synchronization %q of tenant %q, which writes users of tenant %q, as the guest sync %s does. Users in the"+
			" scope of both are changed back and forth.", j.Name, j.Source.Key, j.Target.Key, s.edge()),
		"Use one of the two for a user: set status = \"paused\" for the synchronization, or keep the scopes apart and set the severity of MT081 to \"warn\".")
}
