package report

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// side is one of the two tenants of an edge.
type side string

const (
	source side = "source"
	target side = "target"
)

// facts are the settings of one tenant of an edge at one time. A nil entry is
// missing, and missing is set if the file does not show whether there is one.
type facts struct {
	own, other   *tenant
	entry        *partnerShape
	missing      bool
	base         *defaultShape
	policy       *policyShape
	capabilities []*capabilitiesShape
	// job is the synchronization of this tenant to the other one.
	job *jobShape
}

// setting is a row of the settings of an edge: an attribute on one side, with the
// capabilities that need it.
type setting struct {
	topic string
	name  string
	side  side
	needs []string
	judge func(facts) verdict
}

var (
	byCollaboration = []string{"b2b_collaboration", "sync"}
	byConsent       = []string{"auto_redeem", "sync"}
	bySeeing        = []string{"calendar_availability", "calendar_sharing", "mail_tips", "profile_card", "places"}
)

// settings are those that the file can show, by the capabilities of the topology
// check (graph-cross-tenant §8). What else blocks an edge is in its findings.
var settings = []setting{
	{"B2B collaboration", "b2b_collaboration_outbound", source, byCollaboration, inEither(func(a *accessShape) verdict { return judgeSetting(a.CollaborationOutbound, "") })},
	{"B2B collaboration", "b2b_collaboration_inbound", target, byCollaboration, inEither(func(a *accessShape) verdict { return judgeSetting(a.CollaborationInbound, "") })},
	{"B2B direct connect", "b2b_direct_connect_outbound", source, []string{"direct_connect"}, inEither(func(a *accessShape) verdict { return judgeSetting(a.DirectOutbound, teams) })},
	{"B2B direct connect", "b2b_direct_connect_inbound", target, []string{"direct_connect"}, inEither(func(a *accessShape) verdict { return judgeSetting(a.DirectInbound, teams) })},
	{"Trust in multifactor authentication", "inbound_trust.is_mfa_accepted", target, []string{"trust_mfa"}, trusts(func(t trustShape) value[bool] { return t.MFA })},
	{"Trust in compliant devices", "inbound_trust.is_compliant_device_accepted", target, []string{"trust_compliant_device"}, trusts(func(t trustShape) value[bool] { return t.Compliant })},
	{"Trust in hybrid joined devices", "inbound_trust.is_hybrid_azure_ad_joined_device_accepted", target, []string{"trust_hybrid_device"}, trusts(func(t trustShape) value[bool] { return t.Hybrid })},
	{"Automatic consent", "automatic_user_consent.outbound_allowed", source, byConsent, consents(func(c consentShape) value[bool] { return c.Outbound })},
	{"Automatic consent", "automatic_user_consent.inbound_allowed", target, byConsent, consents(func(c consentShape) value[bool] { return c.Inbound })},
	{"Synchronization of users", "identity_synchronization.user_sync_allowed", target, []string{"sync"}, synchronizes},
	{"Synchronization of users", "status", source, []string{"sync"}, hasStarted},
	{"Microsoft 365 collaboration", "m365_collaboration_outbound", source, bySeeing, inEither(func(a *accessShape) verdict {
		return judgeBlock(a.M365Outbound.condition, a.M365Outbound.v.Inherit, "", a.M365Outbound.v.Users)
	})},
	{"Microsoft 365 collaboration", "m365_collaboration_inbound", target, bySeeing, inEither(func(a *accessShape) verdict {
		return judgeBlock(a.M365Inbound.condition, a.M365Inbound.v.Inherit, "", a.M365Inbound.v.Users)
	})},
	{"Service connections", "app_service_connect_inbound", target, []string{"mailbox_move"}, inEither(func(a *accessShape) verdict {
		return judgeBlock(a.ServiceConnect.condition, a.ServiceConnect.v.Inherit, "", a.ServiceConnect.v.Apps)
	})},
	{"Microsoft 365 capabilities", "m365_capabilities", target, slices.Concat(bySeeing, []string{"mailbox_move"}), grantsCapabilities},
	{"Clouds", "allowed_cloud_endpoints", source, nil, enablesCloud},
	{"Clouds", "allowed_cloud_endpoints", target, nil, enablesCloud},
}

// inEither judges a block of the entry, and where it inherits, that of the default. Across
// clouds a default applies only beside an entry (graph-cross-tenant §1.5).
func inEither(judge func(*accessShape) verdict) func(facts) verdict {
	return func(f facts) verdict {
		if f.missing {
			return verdict{class: unseen, text: "no partner entry in the file"}
		}
		v := verdict{class: inherited}
		if f.entry != nil {
			v = judge(&f.entry.accessShape)
		}
		if v.class != inherited {
			return v
		}
		if apart, sure := border(f.own, f.other); f.entry == nil && apart && sure {
			return verdict{blocked, "no partner entry, and defaults do not apply across clouds", true}
		}
		if f.base == nil {
			return verdict{inherited, "inherits the default, which is not in the file", true}
		}
		v = judge(&f.base.accessShape)
		if v.class == inherited {
			return verdict{unclear, "inherits a default that is not known", true}
		}
		v.text, v.fallback = v.text+", by the default", true
		return v
	}
}

func trusts(claim func(trustShape) value[bool]) func(facts) verdict {
	return inEither(func(a *accessShape) verdict {
		switch {
		case a.Trust.condition == known && a.Trust.v.Inherit.v || a.Trust.condition == null:
			return verdict{class: inherited}
		case a.Trust.condition != known:
			return undecided(a.Trust.condition)
		}
		return ifTrue(claim(a.Trust.v), "accepted", "not accepted")
	})
}

// consents judges consent, which only an entry grants.
func consents(half func(consentShape) value[bool]) func(facts) verdict {
	return granted(func(p *partnerShape) verdict {
		if p.Consent.condition == unknown || p.Consent.condition == hidden {
			return undecided(p.Consent.condition)
		}
		return ifTrue(half(p.Consent.v), "automatic", "users are asked")
	})
}

func synchronizes(f facts) verdict {
	return granted(func(p *partnerShape) verdict {
		if p.Sync.condition == unknown || p.Sync.condition == hidden {
			return undecided(p.Sync.condition)
		}
		return ifTrue(p.Sync.v.Allowed, "allowed", "not allowed")
	})(f)
}

// hasStarted judges the job of a synchronization.
func hasStarted(f facts) verdict {
	switch {
	case f.job == nil:
		return verdict{class: unseen, text: "no synchronization in the file"}
	case f.job.Status.condition != known:
		return undecided(f.job.Status.condition)
	case f.job.Status.v == "started":
		return verdict{class: open, text: "the job is started"}
	}
	return verdict{class: blocked, text: "the job is " + f.job.Status.v}
}

// granted judges what only an entry grants.
func granted(judge func(*partnerShape) verdict) func(facts) verdict {
	return func(f facts) verdict {
		switch {
		case f.missing:
			return verdict{class: unseen, text: "no partner entry in the file"}
		case f.entry == nil:
			return verdict{class: blocked, text: "no partner entry"}
		}
		return judge(f.entry)
	}
}

func ifTrue(v value[bool], yes, no string) verdict {
	switch {
	case v.condition == unknown || v.condition == hidden:
		return undecided(v.condition)
	case v.v:
		return verdict{class: open, text: yes}
	}
	return verdict{class: blocked, text: no}
}

// grantsCapabilities judges the capabilities of Microsoft 365 as a whole.
func grantsCapabilities(f facts) verdict {
	if len(f.capabilities) == 0 {
		return verdict{class: unseen, text: "no capabilities in the file"}
	}
	var names, off []string
	for _, s := range f.capabilities {
		if s.Capabilities.condition != known {
			return undecided(s.Capabilities.condition)
		}
		for name, c := range s.Capabilities.v {
			if c.v.Allowed.v {
				names = append(names, name)
			} else {
				off = append(off, name)
			}
		}
	}
	slices.Sort(names)
	slices.Sort(off)
	if len(names) == 0 {
		return verdict{class: blocked, text: "none is allowed"}
	}
	if len(off) > 0 {
		return verdict{class: limited, text: joined(names) + "; not allowed: " + joined(off)}
	}
	return verdict{class: open, text: joined(names)}
}

// enablesCloud judges the clouds that a tenant works with.
func enablesCloud(f facts) verdict {
	apart, sure := border(f.own, f.other)
	switch {
	case !apart || !sure:
		return verdict{}
	case f.policy == nil:
		return verdict{class: unseen, text: "the list of clouds is not in the file"}
	case f.policy.Clouds.condition != known:
		return undecided(f.policy.Clouds.condition)
	case slices.Contains(texts(f.policy.Clouds), rules.CloudEndpoint(f.other.cloud)):
		return verdict{class: open, text: "includes " + rules.CloudEndpoint(f.other.cloud)}
	}
	return verdict{class: blocked, text: "lacks " + rules.CloudEndpoint(f.other.cloud)}
}
