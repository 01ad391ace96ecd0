package rules

import "slices"

// M365Feature is what a Microsoft 365 capability is about (m365-capabilities §3).
// The capabilities of one feature differ in how much they show.
type M365Feature string

// The features. Calendar publishing is for anonymous readers and concerns no other
// tenant.
const (
	CalendarAvailability M365Feature = "calendar availability"
	CalendarSharing      M365Feature = "calendar sharing"
	MailTips             M365Feature = "MailTips"
	ProfileCards         M365Feature = "profile cards"
	RoomBooking          M365Feature = "room booking"
	DeskBooking          M365Feature = "desk booking"
	MailboxMoves         M365Feature = "mailbox moves"
	CalendarPublishing   M365Feature = "calendar publishing"
)

// M365Kind is a kind of Microsoft 365 capability.
type M365Kind struct {
	// Name is the name in Graph, which is case-sensitive.
	Name    string
	Feature M365Feature
	// Shows is what the users of the other tenant get, as the end of a sentence.
	Shows string
	// Trust is the block of the partner or of the default that gives the capability
	// its effect; nil for none.
	Trust *TargetsBlock
	// OnPartner and OnDefault tell where the capability can be set.
	OnPartner, OnDefault bool
	// AllUsersType is the type of the target that stands for all users.
	AllUsersType string
}

// The names of the capabilities in Graph.
const (
	CalendarAvailabilityBasic   = "crossTenantCalendarAvailabilityBasic"
	CalendarAvailabilityDetails = "crossTenantCalendarAvailabilityLimitedDetails"
	CalendarSharingSimple       = "crossTenantCalendarSharingFreeBusySimple"
	CalendarSharingDetail       = "crossTenantCalendarSharingFreeBusyDetail"
	CalendarSharingReviewer     = "crossTenantCalendarSharingFreeBusyReviewer"
	MailTipsLimited             = "crossTenantMailTipsLimited"
	MailTipsAll                 = "crossTenantMailTipsAll"
	OpenProfileCard             = "crossTenantOpenProfileCard"
	PlacesRoomBooking           = "crossTenantPlacesRoomBooking"
	PlacesDeskBooking           = "crossTenantPlacesDeskBooking"
	MailboxMigration            = "crossTenantMigration"
	PublishingSimple            = "anonymousCalendarSharingFreeBusySimple"
	PublishingDetail            = "anonymousCalendarSharingFreeBusyDetail"
	PublishingReviewer          = "anonymousCalendarSharingFreeBusyReviewer"
)

// M365Kinds lists the kinds of capabilities. Within a feature, each one shows more
// than the one before it.
func M365Kinds() []M365Kind { return slices.Clone(m365Kinds) }

var m365Kinds = []M365Kind{
	collaborating(CalendarAvailabilityBasic, CalendarAvailability, "when a user is free or busy"),
	collaborating(CalendarAvailabilityDetails, CalendarAvailability, "when a user is free or busy, with subject and location"),
	shared(CalendarSharingSimple, "calendars that a user shares: free and busy times"),
	shared(CalendarSharingDetail, "calendars that a user shares: free and busy times, with subject and location"),
	shared(CalendarSharingReviewer, "calendars that a user shares: all details"),
	collaborating(MailTipsLimited, MailTips, "MailTips about automatic replies and undeliverable messages"),
	collaborating(MailTipsAll, MailTips, "all MailTips"),
	collaborating(OpenProfileCard, ProfileCards, "profile cards, with photos"),
	collaborating(PlacesRoomBooking, RoomBooking, "rooms, to book them"),
	collaborating(PlacesDeskBooking, DeskBooking, "desks, to book them"),
	{MailboxMigration, MailboxMoves, "mailboxes, to move them", ServiceConnectInbound, true, false, TargetUser},
	published(PublishingSimple, "published calendars: free and busy times"),
	published(PublishingDetail, "published calendars: free and busy times, with subject and location"),
	published(PublishingReviewer, "published calendars: all details"),
}

func collaborating(name string, feature M365Feature, shows string) M365Kind {
	return M365Kind{name, feature, shows, M365Inbound, true, true, TargetUser}
}

// shared is a kind of calendar sharing. Microsoft's guide writes all users as a
// group there; whether the type user is refused is not documented
// (m365-capabilities §3).
func shared(name, shows string) M365Kind {
	return M365Kind{name, CalendarSharing, shows, M365Inbound, true, true, TargetGroup}
}

func published(name, shows string) M365Kind {
	return M365Kind{name, CalendarPublishing, shows, nil, false, true, TargetUser}
}

// M365KindOf finds a kind by its name in Graph.
func M365KindOf(name string) (M365Kind, bool) {
	i := slices.IndexFunc(m365Kinds, func(k M365Kind) bool { return k.Name == name })
	if i < 0 {
		return M365Kind{}, false
	}
	return m365Kinds[i], true
}
