package report

import (
	"cmp"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// estate is what the objects of a file say, before and after the plan.
type estate struct {
	tenants *registry
	// plan is whether the file is a plan; in a state both times are the same.
	plan          bool
	before, after moment
	users         []*user
	userIndex     map[userKey]*user
	// hiddenUsers is what lists of recipients say of users.
	hiddenUsers map[userKey]bool
	edges       map[ends]*edge
	changes     []planned
	unchecked   []unchecked
	undeclared  []undeclared
	// outdated are the settings of a tenant about another one that the plan changes;
	// those about all others have no target.
	outdated map[ends]bool
	// complete are the keys of tenants whose entries were read, all of them.
	complete []string
	// moves are the changes of settings, by the edges that they belong to.
	moves []move
}

type move struct {
	at ends
	planned
}

// ends are the tenants of an edge: users of the source work in the target.
type ends struct{ source, target *tenant }

// moment holds the settings of all tenants at one time. What the file does not
// manage is absent.
type moment struct {
	entries      map[ends]*partnerShape // by owner and partner
	defaults     map[*tenant]*defaultShape
	policies     map[*tenant]*policyShape
	capabilities map[ends][]*capabilitiesShape
	jobs         map[ends]*jobShape // by edge
}

func newMoment() moment {
	return moment{map[ends]*partnerShape{}, map[*tenant]*defaultShape{}, map[*tenant]*policyShape{}, map[ends][]*capabilitiesShape{}, map[ends]*jobShape{}}
}

// edge is an edge that a check declares, that an entry grants or blocks, or that has
// users.
type edge struct {
	ends
	declared     bool
	capabilities []string
	findings     []finding
	// checked is whether a check has read the tenants, and fresh whether that was for
	// this plan. The results of others are older.
	checked, fresh bool
	unchecked      map[string]bool // by side
	users          []*user
	changes        []planned
	// synced is the number of users that guest syncs have, runs what they do next.
	synced int
	runs   []numbersShape
}

type finding struct {
	code, side, severity, summary, remedy string
	tenant                                *tenant
}

type unchecked struct {
	tenant          *tenant
	edge, what, why string
}

type undeclared struct{ tenant, partner, setting, summary string }

// planned is a change of one object.
type planned struct {
	action     action
	imported   bool
	address    string
	tenant     *tenant
	attributes []string
}

// gather reads the objects of a document. Clouds and domains of tenants that the
// file does not show may be given.
func gather(d *document, given []givenTenant) *estate {
	e := &estate{
		tenants: newRegistry(), plan: d.isPlan(), before: newMoment(), after: newMoment(),
		complete: d.Read["multitenant_cross_tenant_access_partner"],
		edges:    map[ends]*edge{}, outdated: map[ends]bool{}, userIndex: map[userKey]*user{}, hiddenUsers: map[userKey]bool{},
	}
	objects := d.objects()
	for _, g := range given {
		t := e.tenants.find(g.key, "")
		t.cloud, t.domains = cmp.Or(g.cloud, t.cloud), append(t.domains, g.domains...)
	}
	e.tenants.readProviders(d.Configuration)
	for _, o := range objects {
		e.readOwner(o)
	}
	for _, data := range []bool{true, false} {
		for _, o := range objects {
			if o.data == data {
				e.readObject(o)
			}
		}
	}
	e.connect()
	return e
}

// readOwner learns which key belongs to which tenant id, and what is known of the
// tenant itself.
func (e *estate) readOwner(o object) {
	if before := decodeAs[owner](o.before); before != nil {
		e.owner(*before)
	}
	if after := decodeAs[owner](o.after); after != nil {
		e.owner(*after)
	}
	if o.data && o.typeName == "multitenant_tenant" {
		dataKinds()[o.typeName].read(e, o)
	}
}

func (e *estate) owner(o owner) *tenant { return e.tenants.find(o.Tenant.v, o.TenantID.v) }

// readObject reads an object by the row of its type, and records its change.
func (e *estate) readObject(o object) {
	kinds := resourceKinds()
	if o.data {
		kinds = dataKinds()
	}
	if k, ok := kinds[o.typeName]; ok && !strings.Contains(o.address, " (deposed ") {
		k.read(e, o)
	}
	if !o.planned() {
		return
	}
	e.changes = append(e.changes, e.planned(o))
}

func (e *estate) planned(o object) planned {
	own := cmp.Or(decodeAs[owner](o.after), decodeAs[owner](o.before), &owner{})
	return planned{o.action, o.imported, o.address, e.owner(*own), o.changedAttributes()}
}

// edge returns the edge between two tenants, which it creates.
func (e *estate) edge(source, target *tenant) *edge {
	at := ends{source, target}
	if e.edges[at] == nil {
		e.edges[at] = &edge{ends: at, unchecked: map[string]bool{}}
	}
	return e.edges[at]
}

// connect adds the edges that the entries grant or block, and gives each edge its
// users and its changes.
func (e *estate) connect() {
	for _, m := range []moment{e.before, e.after} {
		for at, entry := range m.entries {
			if entry.concerns(source) {
				e.edge(at.source, at.target)
			}
			if entry.concerns(target) {
				e.edge(at.target, at.source)
			}
		}
	}
	for _, u := range e.users {
		u.home = e.homeOf(u)
		if isHidden, seen := e.hiddenUsers[userKey{u.tenant, false, u.id}]; seen && !u.contact && u.visible == nil {
			visible := !isHidden
			u.visible = &visible
		}
		if u.home != nil && u.home != u.tenant {
			edge := e.edge(u.home, u.tenant)
			edge.users = append(edge.users, u)
			edge.changes = append(edge.changes, u.changes...)
		}
	}
	for _, m := range e.moves {
		if edge := e.edges[m.at]; edge != nil {
			edge.changes = append(edge.changes, m.planned)
		}
	}
}

// homeOf is the home tenant of a user, nil if the file does not show it. An object about
// a user that no other object invites has its user principal name only.
func (e *estate) homeOf(u *user) *tenant {
	if u.homeKey != "" {
		return e.tenants.find(u.homeKey, "")
	}
	address := u.email
	if invited, _, err := rules.ParseGuestUPN(u.upn); address == "" && err == nil {
		address = invited
	}
	return e.tenants.ofDomain(address)
}

// count records the change of an object that belongs to edges.
func (e *estate) count(o object, at ...ends) {
	if !o.planned() {
		return
	}
	for _, ends := range at {
		e.moves = append(e.moves, move{ends, e.planned(o)})
	}
}
