package provisioning

import (
	"bytes"
	"encoding/json"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// seedSync is the format of one synchronization in a seed.
type seedSync struct {
	at         map[string]*kernel.Node
	id         string
	name       string
	job        *SyncJob
	secrets    map[string]string
	assignedTo []*kernel.Node
	crossCloud bool
}

func parseSynchronizations(_ *kernel.SeedTenant, n *kernel.Node) (kernel.Fill, error) {
	nodes, err := n.List()
	if err != nil {
		return nil, err
	}
	var all []seedSync
	for _, n := range nodes {
		s, err := parseSync(n)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return func(d *kernel.Directory, _ *kernel.SeedTenant, at kernel.Moment) error {
		for _, s := range all {
			if err := s.fill(d, at); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

func parseSync(n *kernel.Node) (seedSync, error) {
	s := seedSync{name: "Cross-tenant synchronization"}
	var err error
	if s.at, err = n.Object("id", "displayName", "job", "secrets", "assignedTo", "crossCloud"); err != nil {
		return s, err
	}
	if m := s.at["id"]; m != nil {
		if s.id, err = m.GUID(); err != nil {
			return s, err
		}
	}
	if m := s.at["displayName"]; m != nil {
		if s.name, err = m.Text(); err != nil {
			return s, err
		}
	}
	if s.at["secrets"] == nil {
		return s, n.Fail("the member \"secrets\" is missing")
	}
	if s.secrets, err = parseSyncSecrets(s.at["secrets"]); err != nil {
		return s, err
	}
	if m := s.at["assignedTo"]; m != nil {
		if s.assignedTo, err = m.List(); err != nil {
			return s, err
		}
	}
	if m := s.at["crossCloud"]; m != nil {
		if s.crossCloud, err = m.Boolean(); err != nil {
			return s, err
		}
	}
	s.job, err = parseSyncJob(s.at["job"])
	return s, err
}

// parseSyncSecrets reads strings by key; the authentication of the source is
// derived if it is missing. Notification settings may be an object.
func parseSyncSecrets(n *kernel.Node) (map[string]string, error) {
	members, err := n.Object(secretKeys...)
	if err != nil {
		return nil, err
	}
	if members[SecretCompany] == nil {
		return nil, n.Fail("the member %q is missing", SecretCompany)
	}
	secrets := map[string]string{SecretAuthenticates: byPolicy}
	for key, m := range members {
		switch {
		case key == SecretCompany:
			secrets[key], err = m.GUID()
		case key == SecretNotifications && m.Is("{"):
			secrets[key], err = compact(m)
		default:
			secrets[key], err = m.Text()
		}
		if err != nil {
			return nil, err
		}
	}
	return secrets, nil
}

// compact is the JSON text of a value without white space.
func compact(n *kernel.Node) (string, error) {
	var text bytes.Buffer
	if err := json.Compact(&text, n.Raw()); err != nil {
		return "", n.Fail("%v", err)
	}
	return text.String(), nil
}

// parseSyncJob reads a job: a started one if it is missing, none if it is null.
func parseSyncJob(n *kernel.Node) (*SyncJob, error) {
	j := &SyncJob{Schedule: SyncSchedule{SyncActive, syncInterval}, Status: SyncStatus{Code: SyncActive}}
	if n == nil {
		return j.ran(), nil
	}
	if string(n.Raw()) == "null" {
		return nil, nil
	}
	members, err := n.Object("schedule", "status", "schema")
	if err != nil {
		return nil, err
	}
	if m := members["schedule"]; m != nil {
		schedule, err := m.Object("state")
		if err != nil {
			return nil, err
		}
		if err := schedule["state"].OneOf(scheduleStates, &j.Schedule.State); err != nil {
			return nil, err
		}
	}
	if err := j.parseStatus(members["status"]); err != nil {
		return nil, err
	}
	if m := members["schema"]; m != nil {
		if j.Schema, err = compact(m); err != nil {
			return nil, err
		}
		if err := checkSchema(j.Schema); err != nil {
			return nil, m.Because(err)
		}
	}
	return j.ran(), nil
}

func (j *SyncJob) parseStatus(n *kernel.Node) error {
	if n == nil {
		return nil
	}
	members, err := n.Object("code", "quarantine")
	if err != nil {
		return err
	}
	if err := members["code"].OneOf(statusCodes, &j.Status.Code); err != nil {
		return err
	}
	q := members["quarantine"]
	if q == nil || string(q.Raw()) == "null" {
		if j.Status.Code == SyncQuarantine {
			j.Status.Quarantine = &SyncQuarantined{Reason: "Unknown", Since: kernel.SeededAt}
		}
		return nil
	}
	if j.Status.Code != SyncQuarantine {
		return q.Fail("only a job whose code is %s is in quarantine", SyncQuarantine)
	}
	reason, err := q.Object("reason")
	if err != nil {
		return err
	}
	j.Status.Quarantine = &SyncQuarantined{Reason: "Unknown", Since: kernel.SeededAt}
	return reason["reason"].OneOf(quarantineReasons, &j.Status.Quarantine.Reason)
}

// ran adds the last run that the state of a seeded job implies.
func (j *SyncJob) ran() *SyncJob {
	switch j.Status.Code {
	case SyncActive:
		j.Status.Last = &SyncExecution{State: SyncSucceeded, Began: kernel.SeededAt, Ended: kernel.SeededAt}
		j.Status.Success, j.Status.SteadyFirst, j.Status.SteadyLast = j.Status.Last, kernel.SeededAt, kernel.SeededAt
	case SyncQuarantine, SyncNotRun:
		j.Status.Last = &SyncExecution{State: syncFailed}
	}
	return j
}
