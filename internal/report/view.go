package report

import (
	"fmt"
	"slices"
)

// The types below are what the templates print. Every text in them is masked,
// unless the caller asks for the ids and addresses.

type view struct {
	Kind, Terraform, Time string
	Incomplete            string
	Masked                bool
	Clouds                []cloudView
	Edges                 []edgeView
	Users                 []userView
	Findings              []findingView
	Changes               []changeView
	Unchecked             []uncheckedView
	Undeclared            []undeclaredView
	Legend                []legendView
	Picture               *picture
	Matrix                *matrix
	Totals                totals
}

// totals count the findings from before the plan, about what it changes, as earlier.
type totals struct {
	Tenants, Edges, Blocked, Users int
	// Synced are the users of guest syncs, who are not among Users.
	Synced                    int
	Errors, Warnings, Earlier int
	Plan                      counts
}

// Findings are the counts of findings in words.
func (t totals) Findings() string {
	text := plural(t.Errors, "error") + ", " + plural(t.Warnings, "warning")
	if t.Earlier > 0 {
		text += fmt.Sprintf(", %d before this plan", t.Earlier)
	}
	return text
}

// People are the counts of users in words.
func (t totals) People() string {
	text := plural(t.Users, "user")
	if t.Synced > 0 {
		text += fmt.Sprintf(", %d by guest sync", t.Synced)
	}
	return text
}

// counts are the changes of a plan. A replacement is an addition and a removal.
type counts struct{ Add, Change, Remove int }

// String is empty without a change. Its spaces do not break.
func (c counts) String() string {
	if c == (counts{}) {
		return ""
	}
	return fmt.Sprintf("+%d\u00a0~%d\u00a0−%d", c.Add, c.Change, c.Remove)
}

func (c *counts) count(a action) {
	switch a {
	case add:
		c.Add++
	case change:
		c.Change++
	case remove, forget:
		c.Remove++
	case replace:
		c.Add++
		c.Remove++
	}
}

type cloudView struct {
	Title   string
	Tenants []tenantView
}

type tenantView struct {
	Key, ID, Name, Cloud, Domains string
	In, Out, Users                int
	Plan                          counts
}

type edgeView struct {
	// N is the number of the edge, which its anchor has.
	N              int
	Source, Target string
	Border         bool
	Declared       bool
	Capabilities   string
	Halves         [2]halfView
	Settings       []settingView
	Findings       []findingView
	Users          []userView
	Kinds          []kindCount
	Changes        []changeView
	Plan           counts
	worst          class
}

type halfView struct{ Side, Tenant, Class, Glyph, Title string }

// settingView is one topic with the settings of both tenants.
type settingView struct {
	Topic  string
	Halves [2]settingCell
}

type settingCell struct {
	Name, Class, Glyph, Text, Before string
	Needed                           bool
}

type findingView struct {
	Edge                                         int
	Code, Severity, Key, Tenant, Summary, Remedy string
	Before                                       bool
}

type userView struct {
	Edge                                              int
	Name, Address, ID, Home, Tenant, Kinds, Plan, UPN string
}

type kindCount struct {
	Kind string
	N    int
}

// String is the count in words. Those of a state, such as pending, have no plural.
func (k kindCount) String() string {
	if slices.Contains(userKinds[:3], k.Kind) {
		return plural(k.N, k.Kind)
	}
	return fmt.Sprintf("%d %s", k.N, k.Kind)
}

type changeView struct {
	Action, Address, Tenant, Attributes string
}

type uncheckedView struct{ Edge, Tenant, What, Why string }

type undeclaredView struct{ Tenant, Partner, Setting, Summary string }

type legendView struct{ Class, Glyph, Title, Meaning string }
