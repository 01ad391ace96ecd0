package topology_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// dice generates the random values of one estate. Lucky is the probability that a
// setting allows an edge: otherwise no edge would work.
type dice struct {
	*rand.Rand
	number int
	lucky  float64
}

// theSeed makes every run identical; with the number of an estate it determines
// that estate.
const theSeed = 20261122

// The streams of random values for one estate.
const (
	estateStream = iota
	policyStream
	askedStream
	m365Stream
	schemaStream
)

func newDice(stream uint64, number int) dice {
	r := rand.New(rand.NewPCG(theSeed+stream, uint64(number)))
	return dice{r, number, []float64{0.4, 0.75, 0.95}[r.IntN(3)]}
}

func (d dice) good() bool { return d.Float64() < d.lucky }

func (d dice) bad() bool { return !d.good() }

func (d dice) in(n int) bool { return d.IntN(n) == 0 }

func pick[T any](d dice, from ...T) T { return from[d.IntN(len(from))] }

func (d dice) truth() any { return pick[any](d, true, true, false, nil) }

func (d dice) setGood(want any) any { return map[bool]any{true: want, false: d.truth()}[d.good()] }

func (d dice) id(kind, at int) string {
	return fmt.Sprintf("%08x-%04x-4000-8000-%012x", kind, at, d.number+1)
}

// The kinds of ids in random estates.
const (
	kindTenant = iota + 1
	kindApplication
	kindPerson
	kindGroup
	kindSync
	kindStranger
)

var cloudNames = map[string]string{
	"public": "microsoftonline.com", "usgovernment": "microsoftonline.us", "usgovernment_dod": "microsoftonline.us", "china": "partner.microsoftonline.cn",
}

var initialDomains = map[string]string{
	"public": "onmicrosoft.com", "usgovernment": "onmicrosoft.us", "usgovernment_dod": "onmicrosoft.us", "china": "partner.onmschina.cn",
}

// randomEstate has two to four tenants in one to three clouds, with any settings
// that Graph accepts.
func randomEstate(number int) *acctest.Estate {
	d := newDice(estateStream, number)
	clouds := []string{"public"}
	for range d.IntN(3) {
		clouds = append(clouds, pick(d, slices.Sorted(maps.Keys(cloudNames))...))
	}
	e := &acctest.Estate{}
	for i, name := range []string{"contoso", "fabrikam", "northwind", "tailspin"}[:2+d.IntN(3)] {
		e.Tenants = append(e.Tenants, d.tenant(i, name, pick(d, clouds...)))
	}
	for i := range e.Tenants {
		d.settle(e, i)
	}
	return e
}

// tenant is a tenant with three users in up to two domains and a group for one of
// them.
func (d dice) tenant(i int, name, cloud string) acctest.Tenant {
	key := fmt.Sprint(name, d.number)
	domains := []any{key + ".example"}
	if d.in(3) {
		domains = append(domains, key+".test")
	}
	if d.in(8) {
		domains = nil
	}
	t := acctest.Tenant{
		Key: key, TenantID: d.id(kindTenant, i), Cloud: cloud, DisplayName: name, Domains: domains,
		InitialDomain: key + "." + initialDomains[cloud],
		Applications: []acctest.Application{{
			ClientID: d.id(kindApplication, i), ClientSecret: "secret of " + key, Permissions: acctest.Permissions(),
		}},
		Groups: []acctest.Object{{"id": d.id(kindGroup, i), "displayName": "Travellers", "members": []any{d.id(kindPerson, 16*i+1)}}},
	}
	if domains == nil {
		domains = []any{t.InitialDomain}
	}
	for n, given := range []string{"Ada", "Mona", "Nina"} {
		address := fmt.Sprint(given, "@", domains[n%len(domains)])
		t.Users = append(t.Users, acctest.Object{
			"id": d.id(kindPerson, 16*i+n), "displayName": given, "userPrincipalName": address, "mail": address,
			"userType": "Member", "accountEnabled": true,
		})
	}
	return t
}

// settle generates the settings of a tenant for the others.
func (d dice) settle(e *acctest.Estate, i int) {
	t := &e.Tenants[i]
	access := acctest.Object{}
	if defaults := d.defaults(i); len(defaults) > 0 {
		access["default"] = defaults
	}
	var endpoints []any
	var partners []acctest.Object
	for other := range e.Tenants {
		endpoint := cloudNames[e.Tenants[other].Cloud]
		if endpoint != cloudNames[t.Cloud] && d.good() && !slices.Contains(endpoints, any(endpoint)) {
			endpoints = append(endpoints, endpoint)
		}
		if other != i && d.good() {
			partners = append(partners, d.partner(i, other))
		}
		if other != i && d.good() {
			t.Synchronizations = append(t.Synchronizations, d.synchronization(e, i, other))
		}
	}
	if len(endpoints) > 0 {
		access["allowedCloudEndpoints"] = endpoints
	}
	if len(partners) > 0 {
		access["partners"] = partners
	}
	t.CrossTenantAccess = access
	if d.good() {
		t.AuthorizationPolicy = acctest.Object{"allowInvitesFrom": pick[any](d, "adminsAndGuestInviters", "adminsGuestInvitersAndAllMembers", "everyone", nil)}
	} else if d.in(2) {
		t.AuthorizationPolicy = acctest.Object{"allowInvitesFrom": "none"}
	}
	if d.bad() || d.in(4) {
		t.B2BManagement = d.domainLists(e)
	}
}

func (d dice) domainLists(e *acctest.Estate) acctest.Object {
	domains := []string{"elsewhere.example"}
	for _, t := range e.Tenants {
		for _, name := range append(slices.Clone(t.Domains), t.InitialDomain) {
			if text := fmt.Sprint(name); d.in(2) {
				domains = append(domains, pick(d, text, strings.ToUpper(text)))
			}
		}
	}
	return acctest.Object{pick(d, "allowed_domains", "blocked_domains"): domains}
}

func (d dice) people(whose int) []any {
	id := func(id string) string { return pick(d, id, strings.ToUpper(id)) }
	targets := []any{pick(d,
		acctest.Object{"target": id(d.id(kindPerson, 16*whose)), "targetType": "user"},
		acctest.Object{"target": id(d.id(kindGroup, whose)), "targetType": "group"},
	)}
	if d.in(3) {
		targets = append(targets, acctest.Object{"target": d.id(kindStranger, 0), "targetType": pick(d, "user", "group")})
	}
	return targets
}

func (d dice) applications() []any {
	var targets []any
	names := []string{"Office365", "AllMicrosoftApps", d.id(kindStranger, 1)}
	for _, name := range names {
		if d.in(2) {
			targets = append(targets, acctest.Object{"target": name, "targetType": "application"})
		}
	}
	if targets == nil {
		return []any{acctest.Object{"target": pick(d, names...), "targetType": "application"}}
	}
	return targets
}

// synchronization is a configuration of a source for a target, possibly incomplete.
func (d dice) synchronization(e *acctest.Estate, source, target int) acctest.Object {
	into := d.id(kindTenant, target)
	switch {
	case d.bad() && d.in(3):
		into = d.id(kindStranger, 2)
	case d.bad() && d.in(3):
		into = d.id(kindTenant, d.IntN(len(e.Tenants)))
	}
	secrets := acctest.Object{"CompanyId": pick(d, into, strings.ToUpper(into)), "SyncAll": pick(d, "false", "true")}
	if d.good() {
		secrets["SyncNotificationSettings"] = acctest.Object{"Enabled": true, "DeleteThresholdEnabled": d.good(), "DeleteThresholdValue": 500}
	}
	if d.bad() && d.in(4) {
		secrets["AuthenticationType"] = "Basic"
	}
	s := acctest.Object{"id": d.id(kindSync, 16*source+target), "displayName": fmt.Sprint("Sync ", source, target), "secrets": secrets}
	if d.good() {
		s["assignedTo"] = []any{d.id(kindPerson, 16*source), d.id(kindGroup, source)}
	}
	switch {
	case d.good():
		s["job"] = job("Active", "Active")
	case d.in(2):
		s["job"] = nil
	default:
		s["job"] = job(pick(d, "Active", "Disabled", "Paused"), pick(d, "Active", "NotRun", "Paused", "Quarantine"))
	}
	if started, ok := s["job"].(acctest.Object); ok {
		newDice(schemaStream, 256*d.number+16*source+target).addSchema(started)
	}
	return s
}

// addSchema gives a job the default schema, or another one.
func (d dice) addSchema(job acctest.Object) {
	if d.in(2) {
		return
	}
	users, groups := acctest.Object{"enabled": d.good() || d.in(2)}, acctest.Object{"enabled": d.in(2)}
	if d.bad() {
		users["flowTypes"] = pick(d, "Add", "Update, Delete", "Update", "Add, Update, Delete")
	}
	job["schema"] = acctest.SyncSchema(users, groups, nil)
}
