package topology_test

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// defaults apply to all partners: inbound they cannot name users (rule R4).
func (d dice) defaults(own int) acctest.Object {
	settings := acctest.Object{}
	for _, block := range []string{"b2bCollaborationInbound", "b2bDirectConnectInbound"} {
		if d.in(3) {
			settings[block] = d.block(-1)
		}
	}
	for _, block := range []string{"b2bCollaborationOutbound", "b2bDirectConnectOutbound"} {
		if d.in(3) {
			settings[block] = d.block(own)
		}
	}
	if d.in(2) {
		settings["inboundTrust"] = d.flags("isMfaAccepted", "isCompliantDeviceAccepted", "isHybridAzureADJoinedDeviceAccepted")
	}
	return settings
}

// partner is the entry of one tenant for another. Blocks are absent, null, partial
// or complete.
func (d dice) partner(own, other int) acctest.Object {
	id := d.id(kindTenant, other)
	settings := acctest.Object{"tenantId": pick(d, id, strings.ToUpper(id))}
	for _, b := range []struct {
		name  string
		whose int
	}{
		{"b2bCollaborationInbound", other}, {"b2bDirectConnectInbound", other}, {"b2bCollaborationOutbound", own}, {"b2bDirectConnectOutbound", own},
	} {
		if d.in(2) {
			settings[b.name] = d.orNull(d.block(b.whose))
		}
	}
	if d.in(2) {
		settings["inboundTrust"] = d.orNull(d.flags("isMfaAccepted", "isCompliantDeviceAccepted", "isHybridAzureADJoinedDeviceAccepted"))
	}
	if d.good() {
		settings["automaticUserConsentSettings"] = d.orNull(d.flags("inboundAllowed", "outboundAllowed"))
	}
	if d.good() {
		settings["identitySynchronization"] = d.syncPolicy()
	}
	return settings
}

func (d dice) orNull(value acctest.Object) any {
	if d.in(10) {
		return nil
	}
	return value
}

func (d dice) flags(names ...string) acctest.Object {
	flags := acctest.Object{}
	for _, name := range names {
		if d.good() || d.in(2) {
			flags[name] = d.setGood(true)
		}
	}
	return flags
}

func (d dice) syncPolicy() acctest.Object {
	policy := acctest.Object{}
	for _, name := range []string{"userSyncInbound", "groupSyncInbound"} {
		if d.good() {
			policy[name] = d.orNull(d.flags("isSyncAllowed"))
		}
	}
	return policy
}

// block is a setting that satisfies rules R1 to R5, for users of the given tenant,
// or for all users if it is negative. No blocking list names all users, and every
// allowing list names one.
func (d dice) block(whose int) acctest.Object {
	everybody := []any{acctest.Object{"target": "AllUsers", "targetType": "user"}}
	everything := []any{acctest.Object{"target": "AllApplications", "targetType": "application"}}
	some, few := d.people(whose), d.applications()
	half := func(access string, targets []any) acctest.Object {
		return acctest.Object{"accessType": access, "targets": targets}
	}
	whole := func(users, applications acctest.Object) acctest.Object {
		return acctest.Object{"usersAndGroups": users, "applications": applications}
	}
	if d.good() && d.in(2) {
		return whole(half("allowed", everybody), half("allowed", everything))
	}
	shapes := []acctest.Object{
		whole(half("blocked", everybody), half("blocked", everything)),
		whole(half("allowed", everybody), half("allowed", few)),
		whole(half("allowed", everybody), half("blocked", few)),
		{"usersAndGroups": half("allowed", everybody)},
		{"applications": half("allowed", few)},
		{"applications": half("blocked", everything)},
		{},
	}
	if whose >= 0 {
		shapes = append(shapes,
			whole(half("allowed", some), half("allowed", everything)),
			whole(half("allowed", some), half("allowed", few)),
			whole(half("allowed", some), half("blocked", few)),
			whole(half("blocked", some), half("blocked", everything)),
			whole(half("blocked", some), half("allowed", few)),
			whole(half("blocked", some), half("allowed", everything)),
			whole(half("blocked", some), half("blocked", few)),
			acctest.Object{"usersAndGroups": half("blocked", some)},
		)
	}
	return pick(d, shapes...)
}
