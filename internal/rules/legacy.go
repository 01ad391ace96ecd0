package rules

import (
	"slices"
	"strings"
)

// LegacySharing is the active sharing of a tenant with other organizations by
// settings of Exchange Online, which the capabilities of Microsoft 365 replace and
// which takes precedence over them (m365-capabilities §1). Disabled objects, and
// policies that share nothing with other organizations, are not part of it.
type LegacySharing struct {
	Relationships []OrganizationRelationship
	Policies      []SharingPolicy
	// Spaces are those with OrgWideFBToken, the access method between tenants.
	Spaces []AddressSpace
}

// OrganizationRelationship is an enabled organization relationship (exchange §9.6).
type OrganizationRelationship struct {
	GUID, Name string
	// Domains are those of the other organization.
	Domains []string
	// FreeBusy and MailTips are nil if the relationship does not share them.
	FreeBusy, MailTips *Share
	Photos             bool
	MailboxMoves       bool
}

// Share is what an organization relationship shows of the users of its tenant.
type Share struct {
	// Level is one of the levels.
	Level string
	// Scope is the group whose users are shown; empty for all users.
	Scope string
}

// The levels of sharing, from the one that shows least. Free/busy has nothing, times
// and details, MailTips has nothing, limited and all, and calendars have times,
// details and all.
const (
	ShowsNothing = "nothing"
	ShowsTimes   = "times"
	ShowsDetails = "details"
	ShowsLimited = "limited"
	ShowsAll     = "all"
)

// SharingPolicy is an enabled sharing policy (exchange §9.8).
type SharingPolicy struct {
	GUID, Name string
	// Default is set for the policy of mailboxes without a policy of their own.
	Default bool
	Entries []SharingEntry
}

// SharingEntry is what users with a sharing policy may share with a domain.
type SharingEntry struct {
	// Domain is also EveryDomain or AnyoneAtAll.
	Domain string
	// Calendar is a level; it is empty if calendars cannot be shared.
	Calendar string
	Contacts bool
}

// The names in sharing policies that are no domains: all domains, and publishing
// for anyone.
const (
	EveryDomain = "*"
	AnyoneAtAll = "Anonymous"
)

// AddressSpace is an availability address space (exchange §9.8).
type AddressSpace struct {
	GUID, Name string
	// Domain is that of the other organization.
	Domain string
	// TenantID is that of the other organization; it may be empty.
	TenantID string
}

// calendarActions are the actions of sharing policies about calendars.
var calendarActions = []struct{ action, level string }{
	{"CalendarSharingFreeBusySimple", ShowsTimes}, {"CalendarSharingFreeBusyDetail", ShowsDetails}, {"CalendarSharingFreeBusyReviewer", ShowsAll},
}

const contactsAction = "ContactsSharing"

// ParseSharingEntry reads an entry of a sharing policy, such as
// "contoso.com: CalendarSharingFreeBusySimple, ContactsSharing". Unknown actions
// are ignored.
func ParseSharingEntry(text string) SharingEntry {
	domain, actions, _ := strings.Cut(text, ":")
	e := SharingEntry{Domain: strings.TrimSpace(domain)}
	for action := range strings.SplitSeq(actions, ",") {
		action = strings.TrimSpace(action)
		e.Contacts = e.Contacts || strings.EqualFold(action, contactsAction)
		for _, known := range calendarActions {
			if strings.EqualFold(action, known.action) && levelOfCalendar(known.level) > levelOfCalendar(e.Calendar) {
				e.Calendar = known.level
			}
		}
	}
	return e
}

// levelOfCalendar orders the levels; it is -1 for no sharing.
func levelOfCalendar(level string) int {
	return slices.Index([]string{ShowsTimes, ShowsDetails, ShowsAll}, level)
}

// With returns the sharing with an organization, given by its domains. Entries of
// policies for all domains are part of it, and those for anyone are not.
func (l LegacySharing) With(domains []string) LegacySharing {
	named := func(domain string) bool { return containsFold(domains, domain) }
	concerns := func(e SharingEntry) bool { return e.Domain == EveryDomain || named(e.Domain) }
	var with LegacySharing
	for _, r := range l.Relationships {
		if slices.ContainsFunc(r.Domains, named) {
			with.Relationships = append(with.Relationships, r)
		}
	}
	for _, p := range l.Policies {
		if p.Entries = slices.DeleteFunc(slices.Clone(p.Entries), func(e SharingEntry) bool { return !concerns(e) }); len(p.Entries) > 0 {
			with.Policies = append(with.Policies, p)
		}
	}
	for _, s := range l.Spaces {
		if named(s.Domain) || s.TenantID != "" && named(s.TenantID) {
			with.Spaces = append(with.Spaces, s)
		}
	}
	return with
}

func containsFold(texts []string, text string) bool {
	return slices.ContainsFunc(texts, func(t string) bool { return strings.EqualFold(t, text) })
}
