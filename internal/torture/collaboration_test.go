package torture_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	emulated "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

const collaborationType = "multitenant_external_collaboration"

// collaboration are the external collaboration settings of a tenant, none of which
// stops invitations.
type collaboration struct {
	access
	// managed are the properties of all attributes that were ever configured.
	managed map[string]bool
}

// collaborationProperties are the properties of the policy by attribute.
var collaborationProperties = map[string]string{
	"allow_invites_from": "allowInvitesFrom", "guest_user_role": "guestUserRoleId",
	"allowed_to_sign_up_email_based_subscriptions":    "allowedToSignUpEmailBasedSubscriptions",
	"allow_email_verified_users_to_join_organization": "allowEmailVerifiedUsersToJoinOrganization",
}

func newCollaboration(r *round) configured {
	c := &collaboration{access{collaborationType, r.name(), oneOf(r, resourceTenants...), map[string]string{}}, map[string]bool{}}
	if r.taken(collaborationType, c.object()) {
		return nil
	}
	c.change(r)
	return c
}

// change sets an attribute, or removes it, which leaves its value as it is.
func (c *collaboration) change(r *round) {
	name := oneOf(r, "allow_invites_from", "guest_user_role", "allowed_to_sign_up_email_based_subscriptions", "allow_email_verified_users_to_join_organization")
	if _, is := c.blocks[name]; is && r.IntN(3) == 0 {
		delete(c.blocks, name)
		return
	}
	c.managed[collaborationProperties[name]] = true
	switch name {
	case "allow_invites_from":
		c.blocks[name] = fmt.Sprintf("%q", oneOf(r, "adminsAndGuestInviters", "adminsGuestInvitersAndAllMembers", "everyone"))
	case "guest_user_role":
		c.blocks[name] = fmt.Sprintf("%q", oneOf(r, "user", "guestUser", "restrictedGuestUser"))
	default:
		c.blocks[name] = fmt.Sprint(r.IntN(2) == 0)
	}
}

// check leaves the comparison to the empty plan.
func (c *collaboration) check(*round) {}

func (c *collaboration) reset(r *round) {
	r.restore(emulated.Authorization, c.at, slices.Collect(maps.Keys(c.managed))...)
}

// restore writes former values of an object that a tenant has once.
func (r *round) restore(object *kernel.Single[schema.Policy], at place, properties ...string) {
	r.t.Helper()
	tenant, _ := r.before[at.key].(map[string]any)
	former, patch := plain(r, tenant[object.Shown]), acctest.Object{}
	for _, property := range properties {
		patch[property] = former[property]
	}
	if err := object.Update(r.world.World, at.id, kernel.Draft{Properties: patch}, kernel.Actor{}); err != nil {
		r.t.Error(err)
	}
}

const domainListType = "multitenant_domain_list"

// domainList is the domain list of Fabrikam, which no invitation meets.
type domainList struct {
	access
	allows  bool
	domains []string
}

func newDomainList(r *round) configured {
	l := &domainList{access: access{domainListType, r.name(), resourceTenants[0], nil}}
	if r.taken(domainListType, l.object()) {
		return nil
	}
	l.change(r)
	return l
}

// invited are the domains of all users that are invited.
var invited = []string{"adatum.example", "contoso.example", "northwind.example", "partner.example"}

func (l *domainList) change(r *round) {
	l.allows, l.domains = r.IntN(2) == 0, nil
	if l.allows {
		l.domains = slices.Clone(invited)
	}
	for _, domain := range []string{"a.example", "b.example", "c.example"} {
		if r.IntN(2) == 0 {
			l.domains = append(l.domains, domain)
		}
	}
	slices.Sort(l.domains)
}

func (l *domainList) arguments() []string {
	name := "blocked_domains"
	if l.allows {
		name = "allowed_domains"
	}
	quoted := make([]string, len(l.domains))
	for i, d := range l.domains {
		quoted[i] = fmt.Sprintf("%q", d)
	}
	return append(l.access.arguments(), name+" = ["+strings.Join(quoted, ", ")+"]")
}

func (l *domainList) check(r *round) {
	r.t.Helper()
	var got emulated.DomainLists
	err := r.world.Read(l.at.id, func(d *kernel.Directory, _ kernel.Moment) error {
		got = emulated.Lists(d)
		return nil
	})
	if err != nil {
		r.t.Fatal(err)
	}
	has, other := got.Blocked, got.Allowed
	if l.allows {
		has, other = other, has
	}
	if !slices.Equal(slices.Sorted(slices.Values(has)), l.domains) || len(other) > 0 {
		r.t.Errorf("the lists of %s are %+v, want %v, allowed: %t", l.at.key, got, l.domains, l.allows)
	}
}

// reset deletes the list: none exists before.
func (l *domainList) reset(r *round) {
	if err := r.world.Write(l.at.id, emulated.RemovePolicies); err != nil {
		r.t.Error(err)
	}
}
