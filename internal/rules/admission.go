package rules

import (
	"fmt"
	"slices"
	"strings"
)

// noInvitations is MT020.
func noInvitations(f InvitationFacts) []Finding {
	var why, remedy string
	switch invitationRuling(f.Invitations, Subject{}).Reason {
	case invitesNone:
		why = "allowInvitesFrom of the tenant's authorization policy is \"none\"."
		remedy = "Set allow_invites_from of multitenant_external_collaboration to \"adminsAndGuestInviters\" or wider. The change takes up to an hour."
	case invitesInviters:
		why = "allowInvitesFrom of the tenant's authorization policy is \"adminsAndGuestInviters\", which" +
			" accepts applications only with User.Invite.All."
		remedy = "Grant the application the permission User.Invite.All in tenant " + quote(f.Resource.Key) + "."
	default:
		return nil
	}
	found := finding(NoInvitations, f.inviting()+" is refused: "+why, remedy)
	policy, _ := f.Invitations.Get()
	if !policy.Awaited {
		found = found.now("allow_invites_from", true)
	}
	return []Finding{found.sharedBy("every invitation", planned("in "+f.Resource.Key, policy.Awaited))}
}

// domainRefused is MT021.
func domainRefused(f InvitationFacts) []Finding {
	domain := Domain(f.Email)
	var why, remedy string
	switch domainRuling(f.DomainLists, Known([]string{domain})).Reason {
	case domainNotAllowed:
		why, remedy = "not on the tenant's list of allowed domains", "Add %s to allowed_domains"
	case domainBlocked:
		why, remedy = "on the tenant's list of blocked domains", "Remove %s from blocked_domains"
	default:
		return nil
	}
	found := finding(DomainRefused, fmt.Sprintf("%s is refused: %s is %s.", f.inviting(), domain, why),
		fmt.Sprintf(remedy+" of multitenant_domain_list in tenant %q.", domain, f.Resource.Key))
	if !f.ListsAwaited {
		found = found.now("the list", true)
	}
	return []Finding{found.sharedBy("every address in "+domain, planned(strings.ToLower(domain)+" in "+f.Resource.Key, f.ListsAwaited))}
}

// accessBlocked is MT022: one finding for each side that blocks.
func accessBlocked(f InvitationFacts) []Finding {
	var findings []Finding
	home := "the home tenant"
	if f.Home != nil {
		home = "tenant " + quote(f.Home.Key)
	}
	resource := "tenant " + quote(f.Resource.Key)
	for _, side := range []struct {
		access              Ruling
		block, owner, other string
	}{
		{f.Inbound, "b2bCollaborationInbound", resource, home},
		{f.Outbound, "b2bCollaborationOutbound", home, resource},
	} {
		if side.access.Verdict != Refused {
			continue
		}
		remedy := fmt.Sprintf("Allow the user and at least one application in %s of the cross-tenant access partner for %s, in %s.",
			side.block, side.other, side.owner)
		all, what := "every user of "+home, side.block
		if side.access.Origin == FromNowhere {
			// Without an entry both directions are blocked.
			remedy = fmt.Sprintf("Add a cross-tenant access partner for %s to %s.", side.other, side.owner)
			all, what = "every user of either tenant", "no entry"
		}
		found := finding(AccessBlocked,
			fmt.Sprintf("%s is refused: %s.", f.inviting(), side.access.blocks(side.block, side.owner, side.other)), remedy)
		if !side.access.Awaited {
			found = found.now("the entry", side.access.Origin == FromPartner)
		}
		if side.access.ForAll && f.Home != nil {
			found = found.sharedBy(all, planned(fmt.Sprintf("%s of %s for %s", what, side.owner, side.other), side.access.Awaited))
		}
		findings = append(findings, found)
	}
	return findings
}

// planned marks the key of a fact that will be true only after another resource of
// the plan is applied.
func planned(fact string, awaited bool) string {
	if awaited {
		return fact + ", as planned"
	}
	return fact
}

// now marks a finding about the current settings of a tenant, when the invitation
// does not wait for a resource that changes them. Unless a setting explicitly
// refuses the user, the finding is Undecided: the same configuration may be about
// to allow access.
func (f Finding) now(what string, decided bool) Finding {
	f.Detail += " This is the current setting."
	f.Remedy += fmt.Sprintf("\n\nIf this configuration sets %s, refer to that resource in after, as in after = [<resource>.id]: the invitation then waits for"+
		" it, and the plan uses the planned setting. With depends_on the invitation waits too, but the provider cannot see that.", what)
	f.Undecided = !decided
	return f
}

func (r Ruling) blocks(block, owner, other string) string {
	switch r.Origin {
	case FromNowhere:
		return fmt.Sprintf("%s has no cross-tenant access partner for %s, and defaults do not apply across clouds", owner, other)
	case FromDefault:
		return fmt.Sprintf("the default %s of %s blocks it, and %[2]s has no setting for %[3]s", block, owner, other)
	}
	return fmt.Sprintf("%s of %s for %s blocks it", block, owner, other)
}

// cloudsApart is MT023.
func cloudsApart(f InvitationFacts) []Finding {
	if f.Home == nil {
		return nil
	}
	// The clouds of two tenants are checked on both sides, whatever the direction
	// of the edge.
	type side struct {
		own, other Tenant
		clouds     Clouds
	}
	sides := []side{{f.Resource, *f.Home, f.ResourceClouds}, {*f.Home, f.Resource, f.HomeClouds}}
	slices.SortFunc(sides, func(a, b side) int { return strings.Compare(a.own.Key, b.own.Key) })
	var missing []string
	awaited, why := true, "and the clouds must be enabled on both sides"
	remedy := ""
	for _, s := range sides {
		switch cloudRuling(s.own, s.other, s.clouds.Enabled).Reason {
		case cloudsUnconnected:
			why = "between which there is no B2B collaboration"
			remedy = "Invite an account of the user in the public cloud or in the cloud of the resource tenant."
		case cloudNotEnabled:
			missing = append(missing, fmt.Sprintf("%q in tenant %q", CloudEndpoint(s.other.Cloud), s.own.Key))
			awaited = awaited && s.clouds.Awaited
			remedy = "Add to allowedCloudEndpoints of the cross-tenant access policy: " + strings.Join(missing, ", ") + "."
		}
	}
	if remedy == "" {
		return nil
	}
	a, b := sides[0].own, sides[1].own
	found := finding(CloudsApart, fmt.Sprintf("%s is refused: tenant %q is in cloud %s and tenant %q in cloud %s, %s.",
		f.inviting(), a.Key, a.Cloud, b.Key, b.Cloud, why), remedy)
	if !awaited {
		found = found.now("the clouds", false)
	}
	return []Finding{found.sharedBy("every user of either tenant", planned(a.Key+" and "+b.Key, awaited))}
}
