package crosstenant

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// Feature is what users of one tenant may see of users of another.
type Feature string

// The features. Anonymous publishing concerns no other tenant.
const (
	CalendarAvailability Feature = "calendar_availability"
	CalendarSharing      Feature = "calendar_sharing"
	MailTips             Feature = "mail_tips"
	ProfileCard          Feature = "profile_card"
	RoomBooking          Feature = "room_booking"
	DeskBooking          Feature = "desk_booking"
	MailboxMove          Feature = "mailbox_move"
	calendarPublishing   Feature = "calendar_publishing"
)

// Nothing is the level of a feature that is not allowed.
const Nothing = "nothing"

// level is a capability with what it shows.
type level struct{ name, shows string }

// featureRow is a feature with its capabilities, from the one that shows least
// (m365-capabilities §3).
type featureRow struct {
	feature Feature
	// trust is the block that admits the other tenant; empty for none.
	trust string
	// onlyOn is where the capabilities can be set, if not on both.
	onlyOn place
	levels []level
}

// place is where a capability is set.
type place string

const (
	onPartner place = "partner"
	onDefault place = "default"
)

const (
	collaborationInbound  = "m365CollaborationInbound"
	collaborationOutbound = "m365CollaborationOutbound"
	connectInbound        = "appServiceConnectInbound"
)

var featureRows = []featureRow{
	{CalendarAvailability, collaborationInbound, "", []level{
		{"crossTenantCalendarAvailabilityBasic", "times"}, {"crossTenantCalendarAvailabilityLimitedDetails", "details"},
	}},
	{CalendarSharing, collaborationInbound, "", []level{
		{"crossTenantCalendarSharingFreeBusySimple", "times"},
		{"crossTenantCalendarSharingFreeBusyDetail", "details"},
		{"crossTenantCalendarSharingFreeBusyReviewer", "all"},
	}},
	{MailTips, collaborationInbound, "", []level{{"crossTenantMailTipsLimited", "limited"}, {"crossTenantMailTipsAll", "all"}}},
	{ProfileCard, collaborationInbound, "", []level{{"crossTenantOpenProfileCard", "all"}}},
	{RoomBooking, collaborationInbound, "", []level{{"crossTenantPlacesRoomBooking", "all"}}},
	{DeskBooking, collaborationInbound, "", []level{{"crossTenantPlacesDeskBooking", "all"}}},
	{MailboxMove, connectInbound, onPartner, []level{{"crossTenantMigration", "all"}}},
	{calendarPublishing, "", onDefault, []level{
		{"anonymousCalendarSharingFreeBusySimple", "times"},
		{"anonymousCalendarSharingFreeBusyDetail", "details"},
		{"anonymousCalendarSharingFreeBusyReviewer", "all"},
	}},
}

// capabilityKind finds the row of a capability and the spelling of its name.
func capabilityKind(name string, s settings.Settings) (featureRow, string, bool) {
	for _, row := range featureRows {
		for _, l := range row.levels {
			if l.name == name || s.CapabilityNamesIgnoreCase && strings.EqualFold(l.name, name) {
				return row, l.name, true
			}
		}
	}
	return featureRow{}, "", false
}

// typedCapability reads the name of a capability from the type in a body. The
// documentation has the number sign in front; public scripts leave it out.
func typedCapability(body map[string]any, s settings.Settings) (string, error) {
	typed, _ := body["@odata.type"].(string)
	if typed == "" {
		return "", refusal.BadRequest("A value is required for property '@odata.type'.")
	}
	qualified, ok := strings.CutPrefix(strings.TrimPrefix(typed, "#"), strings.TrimPrefix(capabilityType, "#"))
	_, name, known := capabilityKind(qualified, s)
	if !ok || !known {
		return "", refusal.BadRequest("The type '%s' is not a Microsoft 365 capability.", typed)
	}
	return name, nil
}

// settable reports whether a holder can have the capability of a row.
func (r featureRow) settable(holder string) bool {
	return r.onlyOn == "" || (r.onlyOn == onDefault) == (holder == defaultHolder)
}
