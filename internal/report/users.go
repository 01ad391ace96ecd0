package report

import (
	"cmp"
	"slices"
	"strings"
)

// user is an external user or a mail contact of a resource tenant, merged from all
// objects about it.
type user struct {
	tenant, home *tenant
	// homeKey is the configured key of the home tenant.
	homeKey         string
	id, email, name string
	// upn is the user principal name in the resource tenant.
	upn              string
	userType, state  string
	contact, deleted bool
	enabled, visible *bool
	// action is what the plan does to the user itself, changes what it does to any
	// object about it.
	action  action
	changes []planned
}

// userKey finds a user by its id or by its address.
type userKey struct {
	tenant  *tenant
	contact bool
	text    string
}

// kinds describes a user in the words of the report.
func (u *user) kinds() []string {
	var all []string
	switch {
	case u.contact:
		all = append(all, "contact")
	case strings.EqualFold(u.userType, "member"):
		all = append(all, "member")
	default:
		all = append(all, "guest")
	}
	if strings.EqualFold(u.state, "PendingAcceptance") || u.action == add && !u.contact && u.state == "" {
		all = append(all, "pending")
	}
	if u.enabled != nil && !*u.enabled {
		all = append(all, "disabled")
	}
	if u.visible != nil && !*u.visible {
		all = append(all, "hidden")
	}
	if u.deleted {
		all = append(all, "deleted")
	}
	return all
}

// user returns the user of a tenant with an id, or else with an address, which it
// creates. The address of the resource stands for one that is not known.
func (e *estate) user(t *tenant, contact bool, id, email string) *user {
	id, email = strings.ToLower(id), strings.ToLower(email)
	byID, byEmail := userKey{t, contact, id}, userKey{t, contact, email}
	u := e.userIndex[byID]
	if other := e.userIndex[byEmail]; u == nil && other != nil && (id == "" || other.id == "") {
		u = other
	}
	if u == nil {
		u = &user{tenant: t, contact: contact}
		e.users = append(e.users, u)
	}
	u.id, u.email = cmp.Or(u.id, id), cmp.Or(u.email, email)
	if id != "" {
		e.userIndex[byID] = u
	}
	if email != "" && e.userIndex[byEmail] == nil {
		e.userIndex[byEmail] = u
	}
	return u
}

// note records what the plan does to an object about the user.
func (e *estate) note(u *user, o object) {
	if o.planned() {
		u.changes = append(u.changes, e.planned(o))
	}
}

func (e *estate) readInvitation(o object, before, after *invitationShape) {
	s := cmp.Or(after, before)
	if s == nil {
		return
	}
	if before != nil && after != nil && e.owner(before.owner) != e.owner(after.owner) {
		e.readInvitation(o.removed(), before, nil)
		e.readInvitation(o.added(), nil, after)
		return
	}
	t := e.owner(s.owner)
	if t == nil {
		return
	}
	old := cmp.Or(before, &invitationShape{})
	u := e.user(t, false, cmp.Or(s.UserID.v, old.UserID.v), cmp.Or(s.Email.v, o.address))
	e.note(u, o)
	u.email = strings.ToLower(shown(s.Email))
	u.action = o.action
	u.homeKey = cmp.Or(s.HomeTenant.v, u.homeKey)
	u.upn, u.name = cmp.Or(s.UPN.v, old.UPN.v, u.upn), cmp.Or(shown(s.DisplayName), old.DisplayName.v, u.name)
	u.userType = cmp.Or(u.userType, s.UserType.v, old.UserType.v, s.InvitedAs.v)
	u.state = cmp.Or(s.State.v, old.State.v, u.state)
	u.enabled = cmp.Or(boolOf(s.Enabled), u.enabled)
}

func boolOf(v value[bool]) *bool {
	if v.condition != known {
		return nil
	}
	return &v.v
}

// aspect reads an object about one property of a user, which another object may
// describe. A property that the plan gives up keeps no planned value.
func (e *estate) aspect(o object, own owner, id, upn value[string], set func(*user)) {
	t := e.owner(own)
	if t == nil || id.condition != known {
		return
	}
	u := e.user(t, false, id.v, "")
	u.upn = cmp.Or(u.upn, upn.v)
	e.note(u, o)
	if o.after != nil {
		set(u)
	}
}

func (e *estate) readUserType(o object, before, after *userTypeShape) {
	if s := cmp.Or(after, before); s != nil {
		e.aspect(o, s.owner, s.UserID, s.UPN, func(u *user) { u.userType = cmp.Or(s.UserType.v, u.userType) })
	}
}

func (e *estate) readVisibility(o object, before, after *visibilityShape) {
	if s := cmp.Or(after, before); s != nil {
		e.aspect(o, s.owner, s.UserID, s.UPN, func(u *user) { u.visible = cmp.Or(boolOf(s.Visible), u.visible) })
	}
}

// readMailUser reads whose mail user an object changes.
func (e *estate) readMailUser(o object, before, after *mailUserShape) {
	if s := cmp.Or(after, before); s != nil {
		e.aspect(o, s.owner, s.UserID, s.UPN, func(*user) {})
	}
}

// readDeparture reads the stage of a departure, which begins with a disabled account.
func (e *estate) readDeparture(o object, before, after *departureShape) {
	s := cmp.Or(after, before)
	if s == nil {
		return
	}
	e.aspect(o, s.owner, s.UserID, s.UPN, func(u *user) {
		no := false
		switch s.Stage.v {
		case "disabled":
			u.enabled = &no
		case "hidden":
			u.enabled, u.visible = &no, &no
		case "deleted":
			u.enabled, u.deleted = &no, true
		}
	})
}

func (e *estate) readContact(o object, before, after *contactShape) {
	s := cmp.Or(after, before)
	if s == nil {
		return
	}
	t := e.owner(s.owner)
	if t == nil {
		return
	}
	u := e.user(t, true, "", cmp.Or(s.Email.v, o.address))
	e.note(u, o)
	u.email = strings.ToLower(shown(s.Email))
	u.action = o.action
	u.name = cmp.Or(shown(s.DisplayName), u.name)
	if isHidden := boolOf(s.Hidden); isHidden != nil {
		visible := !*isHidden
		u.visible = &visible
	}
}

// readGuests reads the external users of a list. Those that no resource manages are
// on the edge as well.
func (e *estate) readGuests(_ object, before, after *guestsShape) {
	s := cmp.Or(after, before)
	if s == nil || e.owner(s.owner) == nil {
		return
	}
	for _, g := range s.Guests.v {
		if g.condition != known {
			continue
		}
		u := e.user(e.owner(s.owner), false, g.v.UserID.v, cmp.Or(g.v.Email.v, g.v.Mail.v))
		u.upn, u.name, u.userType = cmp.Or(u.upn, g.v.UPN.v), cmp.Or(u.name, g.v.DisplayName.v), cmp.Or(g.v.UserType.v, u.userType)
		u.state, u.enabled = cmp.Or(g.v.State.v, u.state), cmp.Or(boolOf(g.v.Enabled), u.enabled)
	}
}

// readRecipients reads which users address lists hide.
func (e *estate) readRecipients(_ object, before, after *recipientsShape) {
	s := cmp.Or(after, before)
	if s == nil || e.owner(s.owner) == nil {
		return
	}
	t := e.owner(s.owner)
	for _, r := range s.Recipients.v {
		if id := strings.ToLower(r.v.UserID.v); id != "" && r.v.Hidden.condition == known {
			e.hiddenUsers[userKey{t, false, id}] = r.v.Hidden.v
		}
	}
}

func appendNew[T comparable](list []T, element T) []T {
	if slices.Contains(list, element) {
		return list
	}
	return append(list, element)
}
