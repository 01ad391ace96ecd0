package rules_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// The tenants and users of the random worlds.
const (
	homeID     = "11111111-1111-4111-8111-111111111111"
	resourceID = "22222222-2222-4222-8222-222222222222"
	userID     = "aaaaaaaa-0000-4000-8000-000000000001"
	guestID    = "bbbbbbbb-0000-4000-8000-000000000001"
	groupID    = "cccccccc-0000-4000-8000-000000000001"
	otherID    = "dddddddd-0000-4000-8000-000000000001"
	userName   = "ana@contoso.example"
)

var endpoints = map[string]string{"public": "microsoftonline.com", "usgovernment": "microsoftonline.us", "china": "partner.microsoftonline.cn"}

// world returns the facts of two tenants with random settings.
func world(r *rand.Rand) rules.ExplainFacts {
	clouds := [][2]string{{"public", "public"}, {"public", "public"}, {"public", "usgovernment"}, {"china", "public"}}[r.IntN(4)]
	f := rules.ExplainFacts{
		Application: rules.Office365,
		Who:         rules.Subject{ID: rules.Known(userID), Groups: rules.Known([]string{groupID})},
		Account:     rules.Known(&rules.Presence{Name: userName, Enabled: true, Type: rules.Member}),
		Guest: rules.Known(&rules.Presence{
			Name: "ana_contoso.example#EXT#@fabrikam.example", Enabled: true, Type: []rules.UserType{rules.Guest, rules.Member}[r.IntN(2)],
			Subject: rules.Subject{ID: rules.Known(guestID), Groups: rules.Known([]string{groupID})},
		}),
	}
	f.Home, f.Resource = side(r, "contoso", homeID, clouds[0], clouds[1]), side(r, "fabrikam", resourceID, clouds[1], clouds[0])
	var policies []rules.ConditionalAccessPolicy
	for i := range r.IntN(4) {
		policies = append(policies, policy(r, fmt.Sprintf("Policy %d", i)))
	}
	f.Policies = rules.Known(policies)
	return f
}

func side(r *rand.Rand, key, id, cloud, other string) rules.EdgeSide {
	s := rules.EdgeSide{Tenant: rules.Tenant{Key: key, ID: id, Cloud: cloud}, EntraP1: rules.Known(true), CloudEndpoints: rules.Known([]string{})}
	if r.IntN(4) > 0 {
		s.CloudEndpoints = rules.Known([]string{endpoints[other]})
	}
	defaults := settings(r, false)
	s.Default, s.Partner = rules.Known(defaults), rules.Known[*rules.AccessSettings](nil)
	if r.IntN(3) > 0 {
		entry := settings(r, true)
		s.Partner = rules.Known(&entry)
	}
	return s
}

// settings are those of an entry, which may inherit blocks, or of a default.
func settings(r *rand.Rand, inherits bool) rules.AccessSettings {
	block := func() *rules.B2BSetting {
		if inherits && r.IntN(2) == 0 {
			return nil
		}
		b := &rules.B2BSetting{
			UsersAndGroups: targets(r, rules.TargetUser, rules.AllUsers, userID, otherID), Applications: targets(r, rules.TargetApplication, rules.AllApplications, rules.Office365, otherID),
		}
		if users := b.UsersAndGroups; users.Access == rules.Blocked && users.Targets[0].ID == rules.AllUsers {
			b.Applications = &rules.Targets{Access: rules.Blocked, Targets: []rules.Target{{ID: rules.AllApplications, Type: rules.TargetApplication}}}
		}
		if apps := b.Applications; b.UsersAndGroups.Access == rules.Allowed && apps.Access == rules.Blocked && apps.Targets[0].ID == rules.AllApplications {
			apps.Access = rules.Allowed
		}
		return b
	}
	s := rules.AccessSettings{
		B2BCollaborationInbound: block(), B2BCollaborationOutbound: block(), B2BDirectConnectInbound: block(), B2BDirectConnectOutbound: block(),
	}
	if !inherits {
		// The service refuses other users in the inbound settings of a default.
		for _, b := range []*rules.B2BSetting{s.B2BCollaborationInbound, s.B2BDirectConnectInbound} {
			b.UsersAndGroups = &rules.Targets{Access: rules.Allowed, Targets: []rules.Target{{ID: rules.AllUsers, Type: rules.TargetUser}}}
			if b.Applications.Access == rules.Blocked && b.Applications.Targets[0].ID == rules.AllApplications {
				b.UsersAndGroups.Access = rules.Blocked
			}
		}
	}
	if !inherits || r.IntN(2) == 0 {
		s.InboundTrust = &rules.InboundTrust{IsMFAAccepted: r.IntN(3) == 0, IsCompliantDeviceAccepted: r.IntN(3) == 0, IsHybridAzureADJoinedDeviceAccepted: r.IntN(3) == 0}
	}
	return s
}

// targets are everything, or some of the names, of which the service takes no mixture.
func targets(r *rand.Rand, kind, all string, names ...string) *rules.Targets {
	t := rules.Targets{Access: []rules.AccessType{rules.Allowed, rules.Allowed, rules.Blocked}[r.IntN(3)]}
	if r.IntN(2) == 0 {
		t.Targets = []rules.Target{{ID: all, Type: kind}}
		return &t
	}
	if kind == rules.TargetUser && r.IntN(3) == 0 {
		t.Targets = append(t.Targets, rules.Target{ID: groupID, Type: rules.TargetGroup})
	}
	for _, name := range names {
		if r.IntN(2) == 0 {
			t.Targets = append(t.Targets, rules.Target{ID: name, Type: kind})
		}
	}
	if len(t.Targets) == 0 {
		t.Targets = []rules.Target{{ID: otherID, Type: kind}}
	}
	return &t
}

func policy(r *rand.Rand, name string) rules.ConditionalAccessPolicy {
	pick := func(from ...string) []string {
		return slices.DeleteFunc(from, func(string) bool { return r.IntN(len(from)) > 0 })
	}
	p := rules.ConditionalAccessPolicy{
		Name: name, State: []string{"enabled", "enabled", "enabled", "disabled"}[r.IntN(4)],
		IncludeUsers: pick("All", "GuestsOrExternalUsers", guestID, otherID), ExcludeUsers: pick(guestID, otherID, otherID, otherID),
		IncludeGroups: pick(groupID, otherID), ExcludeGroups: pick(groupID, otherID, otherID),
		Operator: []string{"AND", "OR"}[r.IntN(2)], Controls: pick("mfa", "compliantDevice", "domainJoinedDevice", "block", "approvedApplication"),
	}
	p.ExcludesGroups = len(p.ExcludeGroups) > 0
	if slices.Contains(p.IncludeUsers, "All") {
		p.IncludeUsers = []string{"All"}
	}
	if r.IntN(3) == 0 {
		p.ExcludeExternal = &rules.ExternalUsers{Types: pick("b2bCollaborationGuest", "b2bCollaborationMember", "b2bDirectConnectUser"), TenantIDs: [][]string{nil, {homeID}, {otherID}}[r.IntN(3)]}
	}
	if len(p.Controls) == 0 {
		p.Controls = []string{"mfa"}
	}
	if slices.Contains(p.Controls, "block") {
		p.Controls = []string{"block"}
	}
	return p
}

// seedOf is the world as a seed of the emulator.
func seedOf(f rules.ExplainFacts) []byte {
	type object = map[string]any
	tenant := func(s rules.EdgeSide, other string) object {
		clouds, _ := s.CloudEndpoints.Get()
		access := object{"allowedCloudEndpoints": clouds}
		defaults, _ := s.Default.Get()
		access["default"] = blocksOf(defaults)
		if entry, _ := s.Partner.Get(); entry != nil {
			partner := blocksOf(*entry)
			partner["tenantId"] = other
			access["partners"] = []object{partner}
		}
		return object{"key": s.Tenant.Key, "tenant_id": s.Tenant.ID, "cloud": s.Tenant.Cloud, "cross_tenant_access_policy": access}
	}
	home, resource := tenant(f.Home, resourceID), tenant(f.Resource, homeID)
	group := object{"id": groupID, "displayName": "Group", "mailNickname": "group", "mailEnabled": false, "securityEnabled": true}
	home["domains"], resource["domains"] = []string{"contoso.example"}, []string{"fabrikam.example"}
	home["users"] = []object{{"id": userID, "userPrincipalName": userName, "mail": userName, "displayName": "Ana", "userType": "Member"}}
	member := func(id string) object {
		with := object{"members": []string{id}}
		for name, value := range group {
			with[name] = value
		}
		return with
	}
	home["groups"], resource["groups"] = []object{member(userID)}, []object{member(guestID)}
	guest, _ := f.Guest.Get()
	resource["users"] = []object{{"id": guestID, "userPrincipalName": guest.Name, "mail": userName, "displayName": "Ana", "userType": string(guest.Type)}}
	policies, _ := f.Policies.Get()
	var all []object
	for _, p := range policies {
		all = append(all, policyOf(p))
	}
	resource["conditional_access_policies"] = all
	data, err := json.Marshal(object{"tenants": []object{home, resource}})
	if err != nil {
		panic(err)
	}
	return data
}

func blocksOf(s rules.AccessSettings) map[string]any {
	half := func(t *rules.Targets) map[string]any {
		var list []any
		for _, target := range t.Targets {
			list = append(list, map[string]any{"target": target.ID, "targetType": target.Type})
		}
		return map[string]any{"accessType": string(t.Access), "targets": list}
	}
	blocks := map[string]any{}
	for name, b := range map[string]*rules.B2BSetting{
		"b2bCollaborationInbound": s.B2BCollaborationInbound, "b2bCollaborationOutbound": s.B2BCollaborationOutbound,
		"b2bDirectConnectInbound": s.B2BDirectConnectInbound, "b2bDirectConnectOutbound": s.B2BDirectConnectOutbound,
	} {
		if b != nil {
			blocks[name] = map[string]any{"usersAndGroups": half(b.UsersAndGroups), "applications": half(b.Applications)}
		}
	}
	if t := s.InboundTrust; t != nil {
		blocks["inboundTrust"] = map[string]any{
			"isMfaAccepted": t.IsMFAAccepted, "isCompliantDeviceAccepted": t.IsCompliantDeviceAccepted,
			"isHybridAzureADJoinedDeviceAccepted": t.IsHybridAzureADJoinedDeviceAccepted,
		}
	}
	return blocks
}

func policyOf(p rules.ConditionalAccessPolicy) map[string]any {
	users := map[string]any{"includeUsers": p.IncludeUsers, "excludeUsers": p.ExcludeUsers, "includeGroups": p.IncludeGroups, "excludeGroups": p.ExcludeGroups}
	if e := p.ExcludeExternal; e != nil && len(e.Types) > 0 {
		types := e.Types[0]
		for _, t := range e.Types[1:] {
			types += "," + t
		}
		tenants := map[string]any{"@odata.type": "#microsoft.graph.conditionalAccessAllExternalTenants", "membershipKind": "all"}
		if e.TenantIDs != nil {
			tenants = map[string]any{"@odata.type": "#microsoft.graph.conditionalAccessEnumeratedExternalTenants", "membershipKind": "enumerated", "members": e.TenantIDs}
		}
		users["excludeGuestsOrExternalUsers"] = map[string]any{"guestOrExternalUserTypes": types, "externalTenants": tenants}
	}
	return map[string]any{
		"displayName": p.Name, "state": p.State, "grantControls": map[string]any{"operator": p.Operator, "builtInControls": p.Controls},
		"conditions": map[string]any{"users": users, "applications": map[string]any{"includeApplications": []string{"All"}}},
	}
}
