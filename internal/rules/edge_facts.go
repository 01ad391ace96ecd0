package rules

// Capability is something that an edge is declared to carry.
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

// Capabilities lists the capabilities.
func Capabilities() []Capability {
	return []Capability{B2BCollaboration, TrustMFA, TrustCompliantDevice, TrustHybridDevice, AutoRedeem, UserSync, DirectConnect}
}

// Side is one of the two tenants of an edge.
type Side string

// The sides. Outbound settings and synchronization jobs belong to the source,
// inbound settings and trust to the target.
const (
	SourceSide Side = "source"
	TargetSide Side = "target"
)

// EdgeSide is what one tenant of an edge has about the other. The zero facts are
// those of a tenant that cannot be read.
type EdgeSide struct {
	Tenant Tenant
	// CloudEndpoints is allowedCloudEndpoints, asked for only across clouds.
	CloudEndpoints Fact[[]string]
	Default        Fact[AccessSettings]
	// Partner is the entry about the other tenant, nil when there is none.
	Partner Fact[*AccessSettings]
	// EntraP1 reports that the tenant has the license, asked for only where a
	// capability takes it.
	EntraP1 Fact[bool]
}

// EdgeFacts are what the rules want to know about an edge. Facts that no declared
// capability needs may be missing.
type EdgeFacts struct {
	Capabilities   []Capability
	Source, Target EdgeSide

	// Invitations and DomainLists are those of the target tenant.
	Invitations Fact[InvitationPolicy]
	DomainLists Fact[DomainLists]
	// Policies are the Conditional Access policies of the target tenant.
	Policies Fact[[]ConditionalAccessPolicy]
	// Synchronizations are the configurations of cross-tenant synchronization in
	// the source tenant, whichever tenant they write to.
	Synchronizations Fact[[]Synchronization]
	// SyncedTenants are the ids of the tenants that other edges of the source
	// synchronize to. A configuration for one of them has not missed the target.
	SyncedTenants []string
}

// Key is the key of the edge.
func (f EdgeFacts) Key() string { return EdgeKey(f.Source.Tenant.Key, f.Target.Tenant.Key) }

func (f EdgeFacts) sameCloud() bool { return SameCloud(f.Source.Tenant.Cloud, f.Target.Tenant.Cloud) }

// EdgeFinding is a setting of one side that keeps an edge from carrying what it
// is declared to carry.
type EdgeFinding struct {
	Code     Code
	Edge     string
	Side     Side
	Tenant   string
	Severity Severity
	// Summary says what is missing where, and what comes of it.
	Summary string
	Remedy  string
	// Settings are what has to change, by their names in Graph. A missing entry
	// names what it has to contain; that can be nothing. For a Conditional
	// Access policy they are the trust that satisfies it, if any does.
	Settings []string
	// Policy is the name of the Conditional Access policy that is the reason.
	Policy string
}

// EdgeUnknown is a setting that a capability needs and that could not be judged.
type EdgeUnknown struct {
	Edge    string
	Side    Side
	Tenant  string
	Setting string
	// Why is the reason of the fact that left it open, or AnswerOpen.
	Why error
}
