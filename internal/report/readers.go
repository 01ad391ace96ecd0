package report

import (
	"cmp"
	"strings"
)

func (e *estate) readTenant(_ object, before, after *tenantShape) {
	for _, s := range []*tenantShape{before, after} {
		if s == nil {
			continue
		}
		t := e.owner(s.owner)
		if t == nil {
			continue
		}
		t.cloud, t.name = cmp.Or(s.Cloud.v, t.cloud), cmp.Or(s.Name.v, t.name)
		if s.Domains.condition == known {
			t.domains = texts(s.Domains)
		}
	}
}

// texts are the known elements of a list.
func texts(list value[[]value[string]]) []string {
	var all []string
	for _, element := range list.v {
		if element.condition == known {
			all = append(all, element.v)
		}
	}
	return all
}

// both calls read for what exists before and after the plan. Read returns the other
// tenant that the settings are about, nil for all others.
func both[T any](e *estate, o object, before, after *T, owned func(*T) owner, read func(*moment, *tenant, *T) *tenant) {
	for _, at := range []struct {
		m *moment
		s *T
	}{{&e.before, before}, {&e.after, after}} {
		if at.s == nil {
			continue
		}
		if t := e.owner(owned(at.s)); t != nil {
			other := read(at.m, t, at.s)
			if o.action != none && o.action != forget {
				e.outdated[ends{t, other}] = true
			}
		}
	}
}

func (e *estate) readPartner(o object, before, after *partnerShape) {
	if after == nil && before != nil && before.OnDestroy.v == "keep" {
		after = before
	}
	both(e, o, before, after, func(s *partnerShape) owner { return s.owner }, func(m *moment, t *tenant, s *partnerShape) *tenant {
		p := e.tenants.find("", s.PartnerID.v)
		if p != nil && p != t {
			m.entries[ends{t, p}] = s
		}
		return p
	})
	var at []ends
	for _, s := range []*partnerShape{before, after} {
		if s == nil {
			continue
		}
		if t, p := e.owner(s.owner), e.tenants.find("", s.PartnerID.v); t != nil && p != nil && p != t {
			at = appendNew(appendNew(at, ends{t, p}), ends{p, t})
		}
	}
	e.count(o, at...)
}

func (e *estate) readDefault(o object, before, after *defaultShape) {
	both(e, o, before, after, func(s *defaultShape) owner { return s.owner }, func(m *moment, t *tenant, s *defaultShape) *tenant {
		m.defaults[t] = s
		return nil
	})
}

func (e *estate) readPolicy(o object, before, after *policyShape) {
	both(e, o, before, after, func(s *policyShape) owner { return s.owner }, func(m *moment, t *tenant, s *policyShape) *tenant {
		m.policies[t] = s
		return nil
	})
}

func (e *estate) readCapabilities(o object, before, after *capabilitiesShape) {
	both(e, o, before, after, func(s *capabilitiesShape) owner { return s.owner }, func(m *moment, t *tenant, s *capabilitiesShape) *tenant {
		p := e.partner(s)
		if p != t {
			m.capabilities[ends{t, p}] = append(m.capabilities[ends{t, p}], s)
		}
		return p
	})
	if s := cmp.Or(after, before); s != nil {
		if t, p := e.owner(s.owner), e.partner(s); t != nil && p != nil && p != t {
			e.count(o, ends{p, t})
		}
	}
}

// readSync reads the job of an edge, which is the source's.
func (e *estate) readSync(o object, before, after *jobShape) {
	for _, at := range []struct {
		m *moment
		s *jobShape
	}{{&e.before, before}, {&e.after, after}} {
		if at.s == nil {
			continue
		}
		if source, target := e.tenants.find(at.s.Source.v, ""), e.tenants.find(at.s.Target.v, ""); source != nil && target != nil && source != target {
			at.m.jobs[ends{source, target}] = at.s
			e.edge(source, target)
			if o.planned() && o.action != forget {
				e.outdated[ends{source, target}] = true
			}
		}
	}
	if s := cmp.Or(after, before); s != nil {
		e.count(o, ends{e.tenants.find(s.Source.v, ""), e.tenants.find(s.Target.v, "")})
	}
}

// readGuestSync reads how many users a guest sync has on an edge, and what its next run
// does to them.
func (e *estate) readGuestSync(o object, before, after *guestSyncShape) {
	s := cmp.Or(after, before)
	if s == nil {
		return
	}
	source, target := e.tenants.find(s.Source.v, s.SourceID.v), e.owner(s.owner)
	if source == nil || target == nil || source == target {
		return
	}
	edge := e.edge(source, target)
	old := cmp.Or(before, &guestSyncShape{})
	edge.synced += cmp.Or(s.People.v, old.People.v)
	if o.action == add || o.action == change || o.action == replace {
		edge.runs = append(edge.runs, s.Changes.v)
	}
	e.count(o, edge.ends)
}

// partner is nil for the capabilities of the default.
func (e *estate) partner(s *capabilitiesShape) *tenant {
	if s.PartnerID.v == "default" {
		return nil
	}
	return e.tenants.find("", s.PartnerID.v)
}

// readCheck reads what a check found. If the apply reads it again, the results are
// those of its last read.
func (e *estate) readCheck(o object, before, after *checkShape) {
	fresh := o.action != read
	results := after
	if !fresh {
		results = before
	}
	for _, declared := range cmp.Or(after, before, &checkShape{}).Edges.v {
		source, target := e.tenants.find(declared.v.Source.v, ""), e.tenants.find(declared.v.Target.v, "")
		if source == nil || target == nil || source == target {
			continue
		}
		edge := e.edge(source, target)
		edge.declared = true
		for _, c := range texts(declared.v.Capabilities) {
			edge.capabilities = appendNew(edge.capabilities, c)
		}
		if results != nil && fresh && !edge.fresh {
			edge.findings, edge.unchecked = nil, map[string]bool{}
		}
		edge.checked, edge.fresh = edge.checked || results != nil, edge.fresh || fresh
	}
	if results != nil {
		e.readFindings(results, fresh)
	}
}

// readFindings reads the results of a check. Older results do not count beside those
// for this plan.
func (e *estate) readFindings(s *checkShape, fresh bool) {
	for _, f := range s.Findings.v {
		found := finding{
			shown(f.v.Code), f.v.Side.v, f.v.Severity.v, shown(f.v.Summary), shown(f.v.Remedy), e.tenants.find(f.v.Tenant.v, ""),
		}
		if edge := e.named(f.v.Edge.v); edge != nil && edge.fresh == fresh {
			edge.findings = appendNew(edge.findings, found)
		}
	}
	for _, u := range s.Unchecked.v {
		if edge := e.named(u.v.Edge.v); edge != nil && edge.fresh == fresh {
			edge.unchecked[u.v.Side.v] = true
		}
		e.unchecked = appendNew(e.unchecked, unchecked{e.tenants.find(u.v.Tenant.v, ""), u.v.Edge.v, shown(u.v.What), shown(u.v.Why)})
	}
	for _, u := range s.Undeclared.v {
		e.undeclared = appendNew(e.undeclared, undeclared{shown(u.v.Tenant), shown(u.v.Partner), shown(u.v.Setting), shown(u.v.Summary)})
	}
}

// named is the edge with a key such as contoso->fabrikam, nil for another text and for one
// tenant.
func (e *estate) named(key string) *edge {
	from, to, ok := strings.Cut(key, "->")
	source, target := e.tenants.find(from, ""), e.tenants.find(to, "")
	if !ok || source == nil || target == nil || source == target {
		return nil
	}
	return e.edge(source, target)
}
