package exchange

import (
	"slices"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// Legacy is the sharing between organizations that takes precedence over the
// capabilities of Microsoft 365 while it is active (m365-capabilities §1). Features
// and levels have the names of the control API.
type Legacy struct{}

// The features of legacy sharing, and the level of what is not shared.
const (
	availabilityFeature = "calendar_availability"
	calendarFeature     = "calendar_sharing"
	mailTipFeature      = "mail_tips"
	sharesNothing       = "nothing"
)

// webServicesEnd is the end of Exchange Web Services in Exchange Online
// (m365-capabilities §4).
var webServicesEnd = time.Date(2027, time.April, 1, 0, 0, 0, 0, time.UTC)

// relationshipFeature names the properties of an organization relationship about a
// feature, and the levels of its values (exchange §9.6).
type relationshipFeature struct {
	enabled, level, scope string
	shows                 map[string]string
}

var relationshipFeatures = map[string]relationshipFeature{
	availabilityFeature: {
		"FreeBusyAccessEnabled", "FreeBusyAccessLevel", "FreeBusyAccessScope",
		map[string]string{"None": sharesNothing, "AvailabilityOnly": "times", "LimitedDetails": "details"},
	},
	mailTipFeature: {
		"MailTipsAccessEnabled", "MailTipsAccessLevel", "MailTipsAccessScope",
		map[string]string{"None": sharesNothing, "Limited": "limited", "All": "all"},
	},
}

// calendarActions are the actions of sharing policies about calendars with their
// levels, from the one that shows least (exchange §9.8).
var calendarActions = []struct{ action, shows string }{
	{"CalendarSharingFreeBusySimple", "times"}, {"CalendarSharingFreeBusyDetail", "details"}, {"CalendarSharingFreeBusyReviewer", "all"},
}

// Shares lists the organization relationships and the sharing policy of the owner's
// tenant that decide what the viewer's tenant sees of the owner, each with its level.
func (Legacy) Shares(owner, viewer *kernel.Directory, feature, ownerID string, at kernel.Moment) map[string]string {
	shares := map[string]string{}
	if !at.Now.Before(webServicesEnd) {
		return shares
	}
	for _, s := range relationshipsWith(owner, viewer, feature, at) {
		shares[relationshipLabel(s)] = relationshipFeatures[feature].seen(owner, s, ownerID)
	}
	if feature != calendarFeature {
		return shares
	}
	// Policies of single mailboxes are not modeled: each mailbox has the default one.
	for _, s := range policies.All(owner) {
		if level := calendarLevel(s, viewer); level != "" && s.flag("Enabled") && s.flag("Default") {
			shares["sharing policy '"+s.Name+"'"] = level
		}
	}
	return shares
}

// Routes lists the organization relationships and availability address spaces of the
// viewer's tenant by which requests about users of the owner's tenant leave.
func (Legacy) Routes(viewer, owner *kernel.Directory, feature, _ string, at kernel.Moment) []string {
	var routes []string
	ended := !at.Now.Before(webServicesEnd)
	if !ended {
		for _, s := range relationshipsWith(viewer, owner, feature, at) {
			routes = append(routes, relationshipLabel(s))
		}
	}
	if feature != availabilityFeature || ended && at.Settings.AddressSpacesEndWithWebServices {
		return routes
	}
	for _, s := range spaces.All(viewer) {
		if s.text("AccessMethod") == "OrgWideFBToken" && (owner.Verified(s.Name) || strings.EqualFold(s.text("TargetTenantId"), owner.ID)) {
			routes = append(routes, "availability address space '"+s.Name+"'")
		}
	}
	return routes
}

// relationshipsWith lists the active organization relationships of a tenant with
// another about a feature. A domain of the other tenant stands for all of its domains
// (m365-capabilities §1).
func relationshipsWith(d, other *kernel.Directory, feature string, at kernel.Moment) []*sharing {
	f, ok := relationshipFeatures[feature]
	if !ok {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(relationships.All(d)), func(s *sharing) bool {
		covers := s.flag(f.enabled) || at.Settings.RelationshipsCoverAllFeatures
		return !s.flag("Enabled") || !covers || !slices.ContainsFunc(s.list("DomainNames"), other.Verified)
	})
}

// seen is what a relationship shows of an owner: nothing outside of its scope.
func (f relationshipFeature) seen(d *kernel.Directory, s *sharing, ownerID string) string {
	if scope := s.text(f.scope); !s.flag(f.enabled) || scope != "" && !inScope(d, scope, ownerID) {
		return sharesNothing
	}
	return f.shows[s.text(f.level)]
}

// inScope reports whether a user is in the group with an identity, which has mail
// (exchange §9.6).
func inScope(d *kernel.Directory, scope, userID string) bool {
	return slices.ContainsFunc(directory.AllGroupsOf(d, userID), func(id string) bool {
		g := derived(d, id)
		return g != nil && (strings.EqualFold(id, scope) || strings.EqualFold(g.guid(), scope) || g.answersTo(scope, d))
	})
}

// calendarLevel is the most that a sharing policy lets users of another tenant see:
// the actions of all entries that match add up (exchange §9.8). It is empty if no
// entry about calendars matches.
func calendarLevel(s *sharing, other *kernel.Directory) string {
	most := -1
	for _, entry := range s.list("Domains") {
		domain, actions, _ := strings.Cut(entry, ":")
		if domain = strings.TrimSpace(domain); domain != "*" && !other.Verified(domain) {
			continue
		}
		for i, a := range calendarActions {
			if i > most && slices.ContainsFunc(strings.Split(actions, ","), func(text string) bool { return strings.EqualFold(strings.TrimSpace(text), a.action) }) {
				most = i
			}
		}
	}
	if most < 0 {
		return ""
	}
	return calendarActions[most].shows
}

func relationshipLabel(s *sharing) string { return "organization relationship '" + s.Name + "'" }
