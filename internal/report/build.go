package report

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

func natural(a, b string) int { return rules.CompareNatural(a, b) }

// newView computes what is shown of a document.
func newView(d *document, given []givenTenant, unmask bool) *view {
	e := gather(d, given)
	v := &view{Kind: "state", Terraform: d.TerraformVersion, Time: d.Timestamp, Masked: !unmask}
	if e.plan {
		v.Kind = "plan"
	} else if d.Read != nil {
		v.Kind = "tenants"
	}
	if d.Errored {
		v.Incomplete = "The plan has failed, so parts of it are missing."
	} else if d.Complete != nil && !*d.Complete {
		v.Incomplete = "The plan is not complete: Terraform has deferred some changes."
	}
	b := builder{e: e, v: v, numbers: map[ends]int{}}
	b.edges()
	b.tenants()
	b.rest()
	if len(e.tenants.all) > mostInPicture {
		v.Matrix = newMatrix(v)
	} else {
		shown := func(text string) string { return text }
		if !unmask {
			shown = masked
		}
		v.Picture = newPicture(v, shown)
	}
	if !unmask {
		maskAll(reflect.ValueOf(v))
	}
	return v
}

// mostInPicture is the number of tenants above which a matrix is easier to read.
const mostInPicture = 8

// builder fills the view from the estate.
type builder struct {
	e       *estate
	v       *view
	numbers map[ends]int
}

// edges adds the edges in the order of their tenants, and sorts the worst first. The
// numbers are those of the first order, so that they do not depend on settings.
func (b *builder) edges() {
	all := slices.SortedFunc(maps.Values(b.e.edges), func(x, y *edge) int {
		return cmp.Or(natural(x.source.label(), y.source.label()), natural(x.target.label(), y.target.label()),
			strings.Compare(x.source.id, y.source.id), strings.Compare(x.target.id, y.target.id))
	})
	for i, edge := range all {
		b.numbers[edge.ends] = i + 1
		b.v.Edges = append(b.v.Edges, b.edge(edge, i+1))
	}
	slices.SortStableFunc(b.v.Edges, func(x, y edgeView) int {
		return cmp.Or(cmp.Compare(y.worst, x.worst), cmp.Compare(len(y.Findings), len(x.Findings)))
	})
}

func (b *builder) edge(edge *edge, n int) edgeView {
	halves := [2]half{b.e.half(edge, source), b.e.half(edge, target)}
	apart, _ := border(edge.source, edge.target)
	v := edgeView{
		N: n, Source: edge.source.label(), Target: edge.target.label(), Border: apart, Declared: edge.declared,
		Capabilities: joined(edge.capabilities), Settings: settingsOf(halves, b.e.plan), worst: worst(halves),
	}
	for i, h := range halves {
		row := classes[h.class]
		v.Halves[i] = halfView{string(h.side), h.tenant.label(), row.name, row.glyph, row.title}
	}
	for _, f := range edge.findings {
		v.Findings = append(v.Findings, findingView{
			n, f.code, f.severity, rules.EdgeKey(v.Source, v.Target), labelOf(f.tenant), f.summary, f.remedy,
			!b.e.current(edge, side(f.side)),
		})
	}
	slices.SortStableFunc(v.Findings, worstFirst)
	kinds := map[string]int{}
	for _, u := range sortedUsers(edge.users) {
		v.Users = append(v.Users, viewOf(u, n))
		for _, kind := range u.kinds() {
			kinds[kind]++
		}
	}
	for _, kind := range userKinds {
		if kinds[kind] > 0 {
			v.Kinds = append(v.Kinds, kindCount{kind, kinds[kind]})
		}
	}
	v.Kinds = append(v.Kinds, edge.numbers()...)
	for _, c := range edge.changes {
		v.Changes = append(v.Changes, c.view())
		v.Plan.count(c.action)
	}
	return v
}

// worstFirst puts errors before warnings, and those from before the plan behind both.
func worstFirst(a, b findingView) int {
	switch {
	case a.Before == b.Before:
		return strings.Compare(a.Severity, b.Severity)
	case a.Before:
		return 1
	}
	return -1
}

// settingsOf pairs the settings of both halves by topic. Those that the edge does
// not need and that no entry has are left out.
func settingsOf(halves [2]half, plan bool) []settingView {
	var all []settingView
	for i, h := range halves {
		for _, r := range h.rows {
			trivial := func(v verdict) bool {
				return v.fallback || v.class == absent || v.class == inherited || v.class == unseen || v.class == unclear
			}
			if r.after.class == absent || !r.needed && trivial(r.before) && trivial(r.after) {
				continue
			}
			row := classes[r.after.class]
			cell := settingCell{Name: r.name, Class: row.name, Glyph: row.glyph, Text: cmp.Or(r.after.text, row.title), Needed: r.needed}
			if !r.needed {
				cell.Class = classes[absent].name
			}
			if plan && r.before != r.after {
				cell.Before = cmp.Or(r.before.text, classes[r.before.class].title)
			}
			at := slices.IndexFunc(all, func(s settingView) bool { return s.Topic == r.topic })
			if at < 0 {
				all = append(all, settingView{Topic: r.topic})
				at = len(all) - 1
			}
			all[at].Halves[i] = cell
		}
	}
	return all
}

// userKinds are the kinds in the order in which they are shown.
var userKinds = []string{"guest", "member", "contact", "pending", "disabled", "hidden", "deleted"}

// numbers are those of the users of guest syncs, who are not in the file.
func (edge *edge) numbers() []kindCount {
	all := []kindCount{{"by guest sync", edge.synced}}
	for _, r := range edge.runs {
		all = append(all, kindCount{"to create", r.Create.v}, kindCount{"to adopt", r.Adopt.v}, kindCount{"to restore", r.Restore.v},
			kindCount{"to update", r.Update.v}, kindCount{"refused", r.Refused.v}, kindCount{"to hide", r.Hide.v},
			kindCount{"to disable", r.Disable.v}, kindCount{"to delete", r.Delete.v})
	}
	return slices.DeleteFunc(all, func(k kindCount) bool { return k.N == 0 })
}

func sortedUsers(users []*user) []*user {
	return slices.SortedStableFunc(slices.Values(users), func(a, b *user) int {
		return cmp.Or(natural(a.tenant.label(), b.tenant.label()), strings.Compare(a.email, b.email),
			strings.Compare(a.upn, b.upn), strings.Compare(a.id, b.id))
	})
}

func viewOf(u *user, edge int) userView {
	home := "not in the file"
	if u.home != nil {
		home = u.home.label()
	}
	return userView{
		Edge: edge, Name: u.name, Address: cmp.Or(u.email, u.upn), ID: u.id, Home: home, Tenant: u.tenant.label(),
		Kinds: joined(u.kinds()), Plan: string(u.action), UPN: u.upn,
	}
}

func (p planned) view() changeView {
	action := string(p.action)
	if p.imported {
		action = strings.TrimPrefix(action+", import", ", ")
	}
	return changeView{action, p.address, labelOf(p.tenant), joined(p.attributes)}
}

func labelOf(t *tenant) string {
	if t == nil {
		return ""
	}
	return t.label()
}

// tenants groups the tenants by cloud, in natural order.
func (b *builder) tenants() {
	all := slices.SortedStableFunc(slices.Values(b.e.tenants.all), func(x, y *tenant) int { return natural(x.label(), y.label()) })
	for _, c := range clouds {
		group := cloudView{Title: c.title}
		for _, t := range all {
			if cloudOf(t) == c {
				group.Tenants = append(group.Tenants, b.tenant(t, c))
			}
		}
		if len(group.Tenants) > 0 {
			b.v.Clouds = append(b.v.Clouds, group)
		}
	}
	b.v.Totals.Tenants = len(all)
}

func (b *builder) tenant(t *tenant, c cloudRow) tenantView {
	v := tenantView{Key: t.label(), ID: t.id, Name: t.name, Cloud: c.title, Domains: joined(t.domains)}
	for at := range b.e.edges {
		if at.source == t {
			v.Out++
		}
		if at.target == t {
			v.In++
		}
	}
	for _, u := range b.e.users {
		if u.tenant == t {
			v.Users++
		}
	}
	for _, p := range b.e.changes {
		if p.tenant == t {
			v.Plan.count(p.action)
		}
	}
	return v
}

// rest adds the tables that are not about one edge, and the totals.
func (b *builder) rest() {
	b.count()
	for _, u := range sortedUsers(b.e.users) {
		b.v.Users = append(b.v.Users, viewOf(u, b.numbers[ends{u.home, u.tenant}]))
	}
	for _, p := range b.e.changes {
		b.v.Changes = append(b.v.Changes, p.view())
		b.v.Totals.Plan.count(p.action)
	}
	for _, u := range b.e.unchecked {
		b.v.Unchecked = append(b.v.Unchecked, uncheckedView{u.edge, labelOf(u.tenant), u.what, u.why})
	}
	for _, u := range b.e.undeclared {
		b.v.Undeclared = append(b.v.Undeclared, undeclaredView{u.tenant, u.partner, u.setting, u.summary})
	}
	b.v.Totals.Edges, b.v.Totals.Users = len(b.v.Edges), len(b.v.Users)
	for c := b.least(); c <= blocked; c++ {
		row := classes[c]
		b.v.Legend = append(b.v.Legend, legendView{row.name, row.glyph, row.title, row.meaning})
	}
}

// count adds the findings, the worst first, and the totals of findings and edges.
func (b *builder) count() {
	for _, e := range b.v.Edges {
		b.v.Findings = append(b.v.Findings, e.Findings...)
		if e.worst == blocked {
			b.v.Totals.Blocked++
		}
	}
	for _, edge := range b.e.edges {
		b.v.Totals.Synced += edge.synced
	}
	slices.SortStableFunc(b.v.Findings, func(x, y findingView) int {
		return cmp.Or(worstFirst(x, y), strings.Compare(x.Code, y.Code))
	})
	for _, f := range b.v.Findings {
		switch {
		case f.Before:
			b.v.Totals.Earlier++
		case f.Severity == "error":
			b.v.Totals.Errors++
		default:
			b.v.Totals.Warnings++
		}
	}
}

// least is the first class of the legend: a half to which nothing applies is rare.
func (b *builder) least() class {
	for _, e := range b.v.Edges {
		for _, h := range e.Halves {
			if h.Class == classes[absent].name {
				return absent
			}
		}
	}
	return open
}
