package guestsync

import (
	"encoding/json"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guestsync/reconcile"
)

// document is a preview for reviewers and programs. It contains names of properties,
// and none of their values.
type document struct {
	Source    string         `json:"source"`
	SourceID  string         `json:"source_tenant_id"`
	Target    string         `json:"target"`
	TargetID  string         `json:"target_tenant_id"`
	People    int            `json:"people"`
	Withheld  int            `json:"withheld"`
	Changes   map[string]int `json:"changes"`
	Stops     []stop         `json:"stops"`
	Truncated bool           `json:"truncated"`
	Users     []userChange   `json:"users"`
}

// stop is a guard that would stop a run.
type stop struct {
	Guard string `json:"guard"`
	Count int    `json:"count"`
	Of    int    `json:"of,omitempty"`
	Limit *int   `json:"limit,omitempty"`
}

// userChange is the change of one user. Of a withheld user it has the external user
// only.
type userChange struct {
	Change     string   `json:"change"`
	Why        string   `json:"why"`
	Reason     string   `json:"reason,omitempty"`
	SourceID   string   `json:"source_id,omitempty"`
	TargetID   string   `json:"target_id,omitempty"`
	Name       string   `json:"name,omitempty"`
	Attributes []string `json:"attributes"`
}

// guards are the names of the guards.
var guards = map[reconcile.Guard]string{
	reconcile.TooMany: "too_many", reconcile.SourceEmpty: "scope_empty", reconcile.WithholdUnreadable: "withhold_if_unreadable",
	reconcile.ExistingUser: "existing_users",
}

// documentOf describes a decision, with the first users of each kind of change.
func documentOf(e *edge, v *view, decided *reconcile.Result, limit int, names bool) *document {
	d := &document{
		Source: e.source.Key, SourceID: e.source.ID, Target: e.target.Key, TargetID: e.target.ID,
		People: len(v.Source.People) - decided.Withheld, Withheld: decided.Withheld,
		Changes: map[string]int{}, Stops: []stop{}, Users: []userChange{},
	}
	counts := decided.Counts()
	for k, name := range changeNames {
		d.Changes[name] = counts[k]
		d.Truncated = d.Truncated || counts[k] > limit
	}
	for _, v := range decided.Violations {
		s := stop{Guard: guards[v.Guard], Count: v.Count, Of: v.Of}
		if v.Guard == reconcile.TooMany {
			s.Limit = &v.Limit
		}
		d.Stops = append(d.Stops, s)
	}
	if most := e.settings.maxCreations; most >= 0 && counts[reconcile.Create] > most {
		d.Stops = append(d.Stops, stop{Guard: "max_creations", Count: counts[reconcile.Create], Limit: &most})
	}
	var shown reconcile.Counts
	for i := range decided.Steps {
		s := &decided.Steps[i]
		if shown[s.Kind]++; shown[s.Kind] <= limit {
			d.Users = append(d.Users, changeOf(s, names))
		}
	}
	return d
}

func changeOf(s *reconcile.Step, names bool) userChange {
	c := userChange{Change: s.Kind.String(), Why: s.Why.String(), Reason: s.Reason, Attributes: []string{}}
	if !s.Target.None() {
		c.TargetID = s.Target.String()
	}
	if s.Why != reconcile.Withheld {
		c.SourceID = s.Source.String()
		if names {
			c.Name = s.Address
		}
	}
	for _, v := range s.Set {
		c.Attributes = append(c.Attributes, v.Name)
	}
	if s.UserType != "" {
		c.Attributes = append(c.Attributes, "userType")
	}
	slices.Sort(c.Attributes)
	return c
}

// text is the document with a line for each value, so that two previews can be
// compared.
func (d *document) text() (string, error) {
	data, err := json.MarshalIndent(d, "", "  ")
	return string(data) + "\n", err
}
