package world

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// seedSync is one synchronization in the words of a seed.
type seedSync struct {
	at         map[string]*node
	id         string
	name       string
	job        *SyncJob
	secrets    map[string]string
	assignedTo []*node
}

func (t *seedTenant) parseSynchronizations() error {
	nodes, err := t.elements("cross_tenant_synchronizations")
	if err != nil {
		return err
	}
	for _, n := range nodes {
		s, err := parseSync(n)
		if err != nil {
			return err
		}
		t.synchronizations = append(t.synchronizations, seedObject[seedSync]{n, s})
	}
	return nil
}

func parseSync(n *node) (seedSync, error) {
	s := seedSync{name: "Cross-tenant synchronization"}
	var err error
	if s.at, err = n.object("id", "displayName", "job", "secrets", "assignedTo"); err != nil {
		return s, err
	}
	if m := s.at["id"]; m != nil {
		if s.id, err = m.guid(); err != nil {
			return s, err
		}
	}
	if m := s.at["displayName"]; m != nil {
		if s.name, err = m.text(); err != nil {
			return s, err
		}
	}
	if s.at["secrets"] == nil {
		return s, n.fail("the member \"secrets\" is missing")
	}
	if s.secrets, err = parseSyncSecrets(s.at["secrets"]); err != nil {
		return s, err
	}
	if m := s.at["assignedTo"]; m != nil {
		if s.assignedTo, err = m.list(); err != nil {
			return s, err
		}
	}
	s.job, err = parseSyncJob(s.at["job"])
	return s, err
}

// parseSyncSecrets reads strings by key; how the source authenticates follows
// when it is not said. Notification settings may be written as an object.
func parseSyncSecrets(n *node) (map[string]string, error) {
	members, err := n.object(secretKeys...)
	if err != nil {
		return nil, err
	}
	if members[SecretCompany] == nil {
		return nil, n.fail("the member %q is missing", SecretCompany)
	}
	secrets := map[string]string{SecretAuthenticates: byPolicy}
	for key, m := range members {
		switch {
		case key == SecretCompany:
			secrets[key], err = m.guid()
		case key == SecretNotifications && len(m.raw) > 0 && m.raw[0] == '{':
			secrets[key], err = m.compact()
		default:
			secrets[key], err = m.text()
		}
		if err != nil {
			return nil, err
		}
	}
	return secrets, nil
}

// compact is the JSON text of a value without white space.
func (n *node) compact() (string, error) {
	var text bytes.Buffer
	if err := json.Compact(&text, n.raw); err != nil {
		return "", n.fail("%v", err)
	}
	return text.String(), nil
}

// parseSyncJob reads a job: one that runs when it is not mentioned, none when it
// is null.
func parseSyncJob(n *node) (*SyncJob, error) {
	j := &SyncJob{Schedule: SyncSchedule{SyncActive, syncInterval}, Status: SyncStatus{Code: SyncActive}}
	if n == nil {
		return j.ran(), nil
	}
	if string(n.raw) == "null" {
		return nil, nil
	}
	members, err := n.object("schedule", "status")
	if err != nil {
		return nil, err
	}
	if m := members["schedule"]; m != nil {
		schedule, err := m.object("state")
		if err != nil {
			return nil, err
		}
		if err := schedule["state"].oneOf(scheduleStates, &j.Schedule.State); err != nil {
			return nil, err
		}
	}
	if err := j.parseStatus(members["status"]); err != nil {
		return nil, err
	}
	return j.ran(), nil
}

func (j *SyncJob) parseStatus(n *node) error {
	if n == nil {
		return nil
	}
	members, err := n.object("code", "quarantine")
	if err != nil {
		return err
	}
	if err := members["code"].oneOf(statusCodes, &j.Status.Code); err != nil {
		return err
	}
	q := members["quarantine"]
	if q == nil || string(q.raw) == "null" {
		if j.Status.Code == SyncQuarantine {
			j.Status.Quarantine = &SyncQuarantined{Reason: "Unknown", Since: seededAt}
		}
		return nil
	}
	if j.Status.Code != SyncQuarantine {
		return q.fail("only a job whose code is %s is in quarantine", SyncQuarantine)
	}
	reason, err := q.object("reason")
	if err != nil {
		return err
	}
	j.Status.Quarantine = &SyncQuarantined{Reason: "Unknown", Since: seededAt}
	return reason["reason"].oneOf(quarantineReasons, &j.Status.Quarantine.Reason)
}

// ran gives a seeded job the run that its state implies.
func (j *SyncJob) ran() *SyncJob {
	switch j.Status.Code {
	case SyncActive:
		j.Status.Last = &SyncExecution{State: SyncSucceeded, Began: seededAt, Ended: seededAt}
	case SyncQuarantine, SyncNotRun:
		j.Status.Last = &SyncExecution{State: syncFailed}
	}
	return j
}

// oneOf reads an optional text that must be among some; without it the field
// keeps its value.
func (n *node) oneOf(values []string, field *string) error {
	if n == nil {
		return nil
	}
	text, err := n.text()
	if err != nil {
		return err
	}
	if !slices.Contains(values, text) {
		return n.fail("%q is not one of %s", text, strings.Join(values, ", "))
	}
	*field = text
	return nil
}
