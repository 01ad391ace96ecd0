package report

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

type totals struct {
	Tenants, Edges, Blocked, Users, Errors, Warnings int
	Plan                                             counts
}

// counts are the changes of a plan. A replacement is an addition and a removal.
type counts struct{ Add, Change, Remove int }

// Any reports whether there is a change.
func (c counts) Any() bool { return c != counts{} }

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

// Later reports whether a finding is from before the plan.
func (e edgeView) Later() bool {
	for _, f := range e.Findings {
		if f.Before {
			return true
		}
	}
	return false
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

type changeView struct {
	Action, Address, Tenant, Attributes string
}

type uncheckedView struct{ Edge, Tenant, What, Why string }

type undeclaredView struct{ Tenant, Partner, Setting, Summary string }

type legendView struct{ Class, Glyph, Title, Meaning string }
