package report

import (
	"slices"
)

// half is the part of an edge that one of its tenants decides.
type half struct {
	side   side
	tenant *tenant
	class  class
	rows   []halfRow
}

// halfRow is a setting of a half before and after the plan.
type halfRow struct {
	setting
	needed        bool
	before, after verdict
}

func (e *estate) facts(m *moment, own, other *tenant) facts {
	at := ends{own, other}
	_, then := e.before.entries[at]
	_, later := e.after.entries[at]
	return facts{
		own: own, other: other, entry: m.entries[at], missing: !then && !later && !slices.Contains(e.complete, own.key),
		base: m.defaults[own], policy: m.policies[own], capabilities: m.capabilities[at],
		job: m.jobs[at],
	}
}

// half judges one side of an edge by its settings after the plan and by what the
// check found.
func (e *estate) half(edge *edge, s side) half {
	h := half{side: s, tenant: edge.source, class: absent}
	other := edge.target
	if s == target {
		h.tenant, other = edge.target, edge.source
	}
	before, after := e.facts(&e.before, h.tenant, other), e.facts(&e.after, h.tenant, other)
	for _, setting := range settings {
		if setting.side != s {
			continue
		}
		row := halfRow{setting, edge.needs(setting), setting.judge(before), setting.judge(after)}
		h.rows = append(h.rows, row)
		if row.needed {
			h.class = max(h.class, row.after.class)
		}
	}
	if e.current(edge, s) {
		h.class = edge.verified(h)
	}
	return h
}

// needs reports whether the edge needs a setting. An edge that no check declares is
// taken as one for B2B collaboration, and so is one on which users are.
func (edge *edge) needs(s setting) bool {
	capabilities := edge.capabilities
	if len(capabilities) == 0 || edge.beyondCheck() {
		capabilities = append(slices.Clone(capabilities), byCollaboration[0])
	}
	return s.needs == nil || slices.ContainsFunc(capabilities, func(c string) bool { return slices.Contains(s.needs, c) })
}

// beyondCheck reports whether users are on the edge whose collaboration no check has
// judged.
func (edge *edge) beyondCheck() bool {
	declared := slices.ContainsFunc(byCollaboration, func(c string) bool { return slices.Contains(edge.capabilities, c) })
	return !declared && slices.ContainsFunc(edge.users, func(u *user) bool { return !u.contact })
}

// current reports whether the results of a check are those after the plan, for one
// side of an edge. No check can read what the plan changes.
func (e *estate) current(edge *edge, s side) bool {
	own, other := edge.source, edge.target
	if s == target {
		own, other = other, own
	}
	return edge.checked && !e.outdated[ends{own, other}] && !e.outdated[ends{own, nil}]
}

// verified is the class of a half whose tenant a check has read. What the file does
// not show is open if the check finds no obstacle.
func (edge *edge) verified(h half) class {
	class := h.class
	findings := 0
	for _, f := range edge.findings {
		if f.side != string(h.side) {
			continue
		}
		findings++
		if f.severity == "error" {
			class = blocked
		} else {
			class = max(class, warned)
		}
	}
	if findings == 0 && !edge.unchecked[string(h.side)] && !edge.beyondCheck() && (class == inherited || class == unseen || class == unclear) {
		return open
	}
	return class
}

// worst is the greater class of both halves.
func worst(halves [2]half) class { return max(halves[0].class, halves[1].class) }

// concerns reports whether an entry says something about one direction itself.
func (p *partnerShape) concerns(s side) bool {
	configured := func(c condition, inherit value[bool]) bool { return c == known && !inherit.v }
	if s == source {
		return configured(p.CollaborationOutbound.condition, p.CollaborationOutbound.v.Inherit) ||
			configured(p.DirectOutbound.condition, p.DirectOutbound.v.Inherit) ||
			configured(p.M365Outbound.condition, p.M365Outbound.v.Inherit) ||
			p.Consent.v.Outbound.v
	}
	return configured(p.CollaborationInbound.condition, p.CollaborationInbound.v.Inherit) ||
		configured(p.DirectInbound.condition, p.DirectInbound.v.Inherit) ||
		configured(p.M365Inbound.condition, p.M365Inbound.v.Inherit) ||
		configured(p.ServiceConnect.condition, p.ServiceConnect.v.Inherit) ||
		configured(p.Trust.condition, p.Trust.v.Inherit) ||
		p.Consent.v.Inbound.v || p.Sync.v.Allowed.v
}
