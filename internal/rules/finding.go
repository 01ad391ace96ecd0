package rules

// Code identifies a rule. The page of a code in the documentation describes its
// meaning and the fix.
type Code string

// The codes. The guide "Plan checks" lists them with their severities.
const (
	DifferentUPN      Code = "MT001"
	NobodyAtHome      Code = "MT002"
	OwnDomain         Code = "MT003"
	InternalHolder    Code = "MT004"
	ExternalExists    Code = "MT005"
	DeletedExists     Code = "MT006"
	AddressRefused    Code = "MT007"
	AliasExists       Code = "MT008"
	ContactBlocks     Code = "MT010"
	ContactTakesMail  Code = "MT011"
	MemberWithoutMail Code = "MT012"
	UserBlocksContact Code = "MT013"
	ClaimedTwice      Code = "MT014"
	BodyLeftOut       Code = "MT015"
	NotConvertible    Code = "MT016"
	ReferenceMissing  Code = "MT017"
	RenamedUser       Code = "MT018"
	BlockedAtHome     Code = "MT019"
	NoInvitations     Code = "MT020"
	DomainRefused     Code = "MT021"
	AccessBlocked     Code = "MT022"
	CloudsApart       Code = "MT023"
	LicenseMissing    Code = "MT024"
	EntryExists       Code = "MT025"
	EntryClaimedTwice Code = "MT026"
	CapabilityTwice   Code = "MT027"
	SettingsTwice     Code = "MT028"
	MemberTooEarly    Code = "MT030"
	SyncedUserType    Code = "MT031"
	ResetRefused      Code = "MT032"
	TooManyTenants    Code = "MT033"
	SourceTwice       Code = "MT034"
	InvitationsClosed Code = "MT035"
	DomainClosed      Code = "MT036"
	SharingClosed     Code = "MT037"
	PasscodesOff      Code = "MT038"
	VisibilityDiffers Code = "MT040"
	NotMailEnabled    Code = "MT041"
	SyncedShown       Code = "MT042"
	ManyOwners        Code = "MT050"
	GroupUnrestricted Code = "MT051"
	GroupsNested      Code = "MT052"
	GroupReplaced     Code = "MT053"
	ScopeShrinks      Code = "MT054"

	CloudsNotEnabled     Code = "MT060"
	PartnerMissing       Code = "MT061"
	CollaborationBlocked Code = "MT062"
	InvitationsRefused   Code = "MT063"
	TrustMissing         Code = "MT064"
	ConsentMissing       Code = "MT065"
	SyncMissing          Code = "MT066"
	ConnectBlocked       Code = "MT067"
	PolicyKeepsOut       Code = "MT068"
	PolicyHinders        Code = "MT069"
	SyncUnguarded        Code = "MT070"
	LayersDiffer         Code = "MT071"
	LegacyDecides        Code = "MT072"
	DefaultShowsAll      Code = "MT073"
	CapabilityMissing    Code = "MT074"
	CapabilityLimited    Code = "MT075"
	SyncContradicts      Code = "MT076"

	GuestsWouldLeave Code = "MT080"
	WrittenTwice     Code = "MT081"
)

// Finding is the result of a rule.
type Finding struct {
	Code     Code
	Severity Severity
	// Summary is the title of the code.
	Summary string
	// Detail says which operation is planned for which user in which tenant, and
	// why it fails or has an unexpected effect.
	Detail string
	// Remedy says how to fix it.
	Remedy string
	// Shared identifies a fact about tenants rather than about one user: findings
	// with the same code and fact have the same cause. It is empty otherwise.
	Shared string
	// Undecided is set if other resources of the same plan may make the finding
	// obsolete. It is a warning in a plan, unless the configuration sets a
	// severity, and counts in an apply, when those resources are done.
	Undecided bool
	// Minor is set if no user is known to lose access. It is a warning, unless the
	// configuration sets a severity.
	Minor bool
}

// sharedBy marks a finding about tenants. All names the users that it is true of.
func (f Finding) sharedBy(all, fact string) Finding {
	f.Detail += " The same applies to " + all + "."
	f.Shared = fact
	return f
}

type check struct {
	code     Code
	severity Severity
	title    string
}

// checks is in the order of the codes.
var checks = []check{
	{DifferentUPN, Error, "The address is not the user principal name"},
	{NobodyAtHome, Warn, "The home tenant has no user with the address"},
	{OwnDomain, Error, "The address is in a domain of the resource tenant itself"},
	{InternalHolder, Error, "An internal user holds the address"},
	{ExternalExists, Error, "An external user with the address exists"},
	{DeletedExists, Error, "A deleted user with the address exists"},
	{AddressRefused, Error, "The invitation service refuses the address"},
	{AliasExists, Error, "An external user exists under another address of the same user"},
	{ContactBlocks, Error, "A mail contact holds the address of a member"},
	{ContactTakesMail, Warn, "A mail contact prevents the guest from being mail-enabled"},
	{MemberWithoutMail, Warn, "A member that is invited directly is not mail-enabled"},
	{UserBlocksContact, Error, "A mail-enabled external user holds the address of the mail contact"},
	{ClaimedTwice, Error, "Two objects claim the same address"},
	{BodyLeftOut, Warn, "The invitation mail will not contain message.body"},
	{NotConvertible, Error, "The service refuses to convert the internal user"},
	{ReferenceMissing, Error, "A manager or sponsor does not exist"},
	{RenamedUser, Error, "A user would be deleted and invited again under another address"},
	{BlockedAtHome, Warn, "The account is blocked in the home tenant"},
	{NoInvitations, Error, "The resource tenant accepts no invitations"},
	{DomainRefused, Error, "The resource tenant does not accept the domain"},
	{AccessBlocked, Error, "Cross-tenant access blocks B2B collaboration"},
	{CloudsApart, Error, "The clouds are not enabled for each other"},
	{LicenseMissing, Warn, "The tenant lacks a license that a setting needs"},
	{EntryExists, Warn, "A new cross-tenant access partner exists already"},
	{EntryClaimedTwice, Error, "Two resources manage the same cross-tenant access partner"},
	{CapabilityTwice, Error, "Two resources manage the same Microsoft 365 capability"},
	{SettingsTwice, Error, "Two resources manage the same settings of a tenant"},
	{MemberTooEarly, Error, "The user would become a member before it is mail-enabled and visible"},
	{SyncedUserType, Warn, "A synchronization job also writes the user type"},
	{ResetRefused, Error, "The redemption of a user of the same multitenant organization cannot be reset"},
	{TooManyTenants, Error, "A multitenant organization would have more than 100 tenants"},
	{SourceTwice, Error, "Two connected organizations have the same identity source"},
	{InvitationsClosed, Error, "Invitations are blocked for guests of the same configuration"},
	{DomainClosed, Error, "A domain is closed for guests of the same configuration"},
	{SharingClosed, Warn, "SharePoint does not share with the domain of guests of the same configuration"},
	{PasscodesOff, Error, "One-time passcodes are switched off for guests of the same configuration"},
	{VisibilityDiffers, Warn, "Graph and Exchange Online disagree about the visibility of a user"},
	{NotMailEnabled, Warn, "Exchange Online will not mail-enable the user"},
	{SyncedShown, Warn, "A synchronization job shows a user that is to be hidden"},
	{ManyOwners, Warn, "A scope group has many owners"},
	{GroupUnrestricted, Warn, "A scope group is in no restricted management administrative unit"},
	{GroupsNested, Error, "A scope group contains groups, whose members are not synchronized"},
	{GroupReplaced, Error, "A scope group would be replaced instead of changed"},
	{ScopeShrinks, Error, "More users would leave the scope of a synchronization than its deletion threshold allows"},
	{CloudsNotEnabled, Error, "The clouds of an edge are not enabled on one side"},
	{PartnerMissing, Error, "One side of an edge has no cross-tenant access partner"},
	{CollaborationBlocked, Error, "One side of an edge blocks B2B collaboration"},
	{InvitationsRefused, Error, "The target of an edge refuses invitations"},
	{TrustMissing, Error, "The target of an edge does not trust claims of the source"},
	{ConsentMissing, Error, "One side of an edge does not consent to automatic redemption"},
	{SyncMissing, Error, "Cross-tenant synchronization is not set up on one side of an edge"},
	{ConnectBlocked, Error, "One side of an edge blocks B2B direct connect"},
	{PolicyKeepsOut, Error, "A Conditional Access policy blocks the users of an edge"},
	{PolicyHinders, Warn, "A Conditional Access policy restricts the users of an edge"},
	{SyncUnguarded, Warn, "Cross-tenant synchronization has no threshold for accidental deletions"},
	{LayersDiffer, Error, "A Microsoft 365 capability and its trust do not match"},
	{LegacyDecides, Warn, "Sharing of Exchange Online decides instead of a Microsoft 365 capability"},
	{DefaultShowsAll, Warn, "A Microsoft 365 capability of the default is allowed for every organization"},
	{CapabilityMissing, Error, "The target of an edge does not grant a Microsoft 365 capability"},
	{CapabilityLimited, Warn, "A Microsoft 365 capability of an edge is limited to some users"},
	{SyncContradicts, Warn, "Settings of cross-tenant synchronization contradict each other"},
	{GuestsWouldLeave, Error, "A guest sync would remove more users than on_leave allows"},
	{WrittenTwice, Error, "The users of a guest sync have another writer"},
}

func lookup(code Code) (check, bool) {
	for _, c := range checks {
		if c.code == code {
			return c, true
		}
	}
	return check{}, false
}

// Codes lists all codes in their order.
func Codes() []Code {
	codes := make([]Code, 0, len(checks))
	for _, c := range checks {
		codes = append(codes, c.code)
	}
	return codes
}

// DefaultSeverity is the severity of a code that plan_checks does not override. The
// severity of an unknown code is Error.
func DefaultSeverity(code Code) Severity {
	if c, ok := lookup(code); ok {
		return c.severity
	}
	return Error
}

// Title describes a code in one line; it is empty for an unknown code.
func Title(code Code) string {
	c, _ := lookup(code)
	return c.title
}

func finding(code Code, detail, remedy string) Finding {
	return Finding{Code: code, Severity: DefaultSeverity(code), Summary: Title(code), Detail: detail, Remedy: remedy}
}
