package rules

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// MostOwners is the number of owners of a scope group above which MT050 reports it:
// each owner of a group outside of a restricted unit decides which users are
// synchronized (graph-cross-tenant §5).
const MostOwners = 2

// ScopeGroupFacts are the facts about a group that decides which users are
// synchronized, as they are after the plan.
type ScopeGroupFacts struct {
	Tenant Tenant
	// Group is the display name.
	Group string
	// Owners is the number of owners.
	Owners Fact[int]
	// Restricted is whether the group is in a restricted management administrative
	// unit.
	Restricted Fact[bool]
	// Unit names a planned administrative unit, which may not be restricted.
	Unit string
	// Nested are the object ids of groups among the members.
	Nested Fact[[]string]
}

// CheckScopeGroup is MT050, MT051 and MT052.
func CheckScopeGroup(f ScopeGroupFacts) []Finding {
	var found []Finding
	restricted, known := f.Restricted.Get()
	if owners, counted := f.Owners.Get(); counted && owners > MostOwners {
		effect := "Each owner can add and remove members, and so decides which users are synchronized."
		if known && restricted {
			effect = "In the restricted unit they cannot change its members; outside of it each of them could."
		}
		found = append(found, finding(ManyOwners,
			fmt.Sprintf("Group %q of tenant %q has %d owners. %s", f.Group, f.Tenant.Key, owners, effect),
			"Set owners to the few that the group needs, or to [] for none: administrators and this configuration manage the group without owners."))
	}
	if known && !restricted {
		found = append(found, f.unrestricted())
	}
	if nested, known := f.Nested.Get(); known && len(nested) > 0 {
		found = append(found, finding(GroupsNested,
			fmt.Sprintf("Members of group %q of tenant %q are groups: %s. Cross-tenant synchronization takes the direct members of an assigned group"+
				" only; members of nested groups are left out without a message.", f.Group, f.Tenant.Key, someOf(nested)),
			"List users instead: for the users of a group, read them with the data source multitenant_users and group_id. Or make a second scope"+
				" group, and assign it to the same service principal."))
	}
	return found
}

func (f ScopeGroupFacts) unrestricted() Finding {
	remedy := "Set restricted_unit: with display_name it uses or creates a restricted unit of that name."
	where := "is in no restricted management administrative unit"
	if f.Unit != "" {
		where = fmt.Sprintf("would be in administrative unit %s, which is not restricted", f.Unit)
		remedy = "Use another unit: isMemberManagementRestricted is set when a unit is created, and cannot be changed."
	}
	return finding(GroupUnrestricted,
		fmt.Sprintf("Group %q of tenant %q %s. Every application with Group.ReadWrite.All, every administrator of groups and every owner can"+
			" change which users are synchronized.", f.Group, f.Tenant.Key, where), remedy)
}

// someOf lists the first of many ids.
func someOf(ids []string) string {
	const most = 10
	if len(ids) <= most {
		return strings.Join(ids, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(ids[:most], ", "), len(ids)-most)
}

// scopeRemedy is how a scope group keeps its id.
const scopeRemedy = "A new group has another id: until it is assigned, its users are out of scope, and the next cycle deletes them in the target" +
	" tenants. Keep the resource, and change it: the name, the members and the kind of membership change in place. After a rename of the" +
	" resource add a moved block. To replace the group on purpose, set MT053 to \"off\" in plan_checks for one apply."

// CheckGroupMove is MT053 for a group that a plan replaces because its resource is
// given another tenant.
func CheckGroupMove(tenant Tenant, group string) []Finding {
	return []Finding{finding(GroupReplaced,
		fmt.Sprintf("The plan deletes group %q and creates it in tenant %q: the tenant id of the resource changes.", group, tenant.Key), scopeRemedy)}
}

// CheckGroupName is MT053 for a new group whose name existing groups of the tenant
// have, by their object ids.
func CheckGroupName(tenant Tenant, group string, ids Fact[[]string]) []Finding {
	existing, known := ids.Get()
	if !known || len(existing) == 0 {
		return nil
	}
	return []Finding{finding(GroupReplaced,
		fmt.Sprintf("The plan creates group %q in tenant %q, which has a group of that name: %s.", group, tenant.Key, someOf(existing)),
		fmt.Sprintf("To change the existing group, set on_existing = \"adopt\" or import it, as %q. To create another group, give it another name.",
			tenant.Key+"/"+existing[0]))}
}

// ScopeGroups records the scope groups that a plan deletes and creates, to find one
// on both sides. It is safe for concurrent use. The zero value is ready for use.
type ScopeGroups struct {
	mu               sync.Mutex
	deleted, created []scopeGroup
}

type scopeGroup struct{ tenantID, name string }

// Delete records that a plan deletes a group, and returns MT053 if it also creates
// one of that name.
func (s *ScopeGroups) Delete(tenant Tenant, name string) []Finding {
	s.mu.Lock()
	defer s.mu.Unlock()
	return meetGroup(&s.deleted, s.created, tenant, name)
}

// Create records that a plan creates a group, and returns MT053 if it also deletes
// one of that name.
func (s *ScopeGroups) Create(tenant Tenant, name string) []Finding {
	s.mu.Lock()
	defer s.mu.Unlock()
	return meetGroup(&s.created, s.deleted, tenant, name)
}

func meetGroup(side *[]scopeGroup, others []scopeGroup, tenant Tenant, name string) []Finding {
	g := scopeGroup{strings.ToLower(tenant.ID), strings.ToLower(name)}
	*side = append(*side, g)
	if !slices.Contains(others, g) {
		return nil
	}
	return []Finding{finding(GroupReplaced,
		fmt.Sprintf("In tenant %q the plan deletes a group %q and creates one.", tenant.Key, name), scopeRemedy)}
}
