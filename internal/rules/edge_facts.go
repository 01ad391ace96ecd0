package rules

import "slices"

// Capability is a capability that an edge declares.
type Capability string

// The capabilities that an edge can be asked for.
const (
	B2BCollaboration     Capability = "b2b_collaboration"
	TrustMFA             Capability = "trust_mfa"
	TrustCompliantDevice Capability = "trust_compliant_device"
	TrustHybridDevice    Capability = "trust_hybrid_device"
	AutoRedeem           Capability = "auto_redeem"
	UserSync             Capability = "sync"
	DirectConnect        Capability = "direct_connect"
)

// The capabilities of Microsoft 365: users of the source see, and use, data of the
// users of the target. The target owns the data and grants them
// (m365-capabilities §1); the other direction is another edge.
const (
	SeeAvailability Capability = "calendar_availability"
	SeeCalendars    Capability = "calendar_sharing"
	SeeMailTips     Capability = "mail_tips"
	SeeProfileCards Capability = "profile_card"
	UsePlaces       Capability = "places"
	// TakeMailboxes lets the source take mailboxes of the target, by the inbound
	// model: a move leads against the edge (m365-capabilities §3).
	TakeMailboxes Capability = "mailbox_move"
)

var (
	// accessCapabilities are those of users that work in the target.
	accessCapabilities = []Capability{B2BCollaboration, TrustMFA, TrustCompliantDevice, TrustHybridDevice, AutoRedeem, UserSync, DirectConnect}
	// seeing are the capabilities of Microsoft 365 that rest on its collaboration.
	seeing = []Capability{SeeAvailability, SeeCalendars, SeeMailTips, SeeProfileCards, UsePlaces}
	// legacyCapabilities are those that legacy sharing of Exchange Online has too.
	legacyCapabilities = []Capability{SeeAvailability, SeeCalendars, SeeMailTips}
)

// Capabilities lists the capabilities.
func Capabilities() []Capability { return slices.Concat(accessCapabilities, M365EdgeCapabilities()) }

// M365EdgeCapabilities lists the capabilities of Microsoft 365.
func M365EdgeCapabilities() []Capability { return slices.Concat(seeing, []Capability{TakeMailboxes}) }

// LegacyEdgeCapabilities lists the capabilities about which legacy sharing of
// Exchange Online may decide, in the target or, except for shared calendars, in the
// source.
func LegacyEdgeCapabilities() []Capability { return slices.Clone(legacyCapabilities) }

// Side is one of the two tenants of an edge.
type Side string

// The sides. Outbound settings and synchronization jobs belong to the source,
// inbound settings and trust to the target.
const (
	SourceSide Side = "source"
	TargetSide Side = "target"
)

// EdgeSide holds the facts about one tenant of an edge. The zero facts are those of
// a tenant that cannot be read.
type EdgeSide struct {
	Tenant Tenant
	// CloudEndpoints is allowedCloudEndpoints, needed only across clouds.
	CloudEndpoints Fact[[]string]
	Default        Fact[AccessSettings]
	// Partner is the entry for the other tenant, nil if there is none.
	Partner Fact[*AccessSettings]
	// GroupSync reports that the entry for the other tenant allows it to synchronize
	// groups. It is needed in the target only.
	GroupSync Fact[bool]
	// EntraP1 reports that the tenant has the license, needed only where a
	// capability requires it.
	EntraP1 Fact[bool]
	// M365 and DefaultM365 are the capabilities of Microsoft 365 in the entry for the
	// other tenant, and in the default. They are needed in the target only.
	M365, DefaultM365 Fact[M365Capabilities]
	// Legacy is the sharing that takes precedence over them. Where it cannot be read
	// it is unknown, and not empty.
	Legacy Fact[LegacySharing]
}

// EdgeFacts are the facts about an edge. Facts that no declared capability needs
// may be missing.
type EdgeFacts struct {
	Capabilities   []Capability
	Source, Target EdgeSide

	// Invitations and DomainLists are those of the target tenant.
	Invitations Fact[InvitationPolicy]
	DomainLists Fact[DomainLists]
	// Policies are the Conditional Access policies of the target tenant.
	Policies Fact[[]ConditionalAccessPolicy]
	// Synchronizations are the configurations of cross-tenant synchronization in
	// the source tenant, for any target tenant.
	Synchronizations Fact[[]Synchronization]
	// SyncedTenants are the ids of the tenants that other edges of the source
	// synchronize to. A configuration for one of them is not a wrong configuration
	// for this edge.
	SyncedTenants []string
}

// Key is the key of the edge.
func (f EdgeFacts) Key() string { return EdgeKey(f.Source.Tenant.Key, f.Target.Tenant.Key) }

func (f EdgeFacts) sameCloud() bool { return SameCloud(f.Source.Tenant.Cloud, f.Target.Tenant.Cloud) }

// EdgeFinding is a setting of one side that blocks a declared capability of an
// edge.
type EdgeFinding struct {
	Code     Code
	Edge     string
	Side     Side
	Tenant   string
	Severity Severity
	// Summary names the missing setting, its tenant and the consequence.
	Summary string
	Remedy  string
	// Settings are the settings that have to change, by their names in Graph. A
	// missing entry lists the settings that it has to contain, possibly none. For a
	// Conditional Access policy they are the trust settings that satisfy it, if any
	// do.
	Settings []string
	// Policy is the name of the Conditional Access policy that causes the finding.
	Policy string
}

// EdgeUnknown is a setting that a capability needs and that could not be checked.
type EdgeUnknown struct {
	Edge    string
	Side    Side
	Tenant  string
	Setting string
	// Why is the reason of the unknown fact, or AnswerOpen.
	Why error
}
