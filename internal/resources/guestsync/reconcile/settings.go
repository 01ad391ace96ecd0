package reconcile

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"
)

// The properties of the resource tenant that a departure changes.
const (
	ShowInAddressList = "showInAddressList"
	AccountEnabled    = "accountEnabled"
)

// displayName is the only attribute that an invitation sets.
const displayName = "displayName"

// The texts of truth values in a [Value].
const (
	True  = "true"
	False = "false"
)

// member is the user type of a member.
const member = "Member"

// Attribute is an attribute that crosses from the home tenant to the resource tenant,
// or a constant.
type Attribute struct {
	// Name is Graph's name of the property in the resource tenant.
	Name string
	// From is Graph's name of the property in the home tenant; empty for a constant.
	From string
	// Prefix and Suffix surround a value that is not empty.
	Prefix, Suffix string
	// Value is the constant.
	Value string
	// Creation means that the resource tenant owns the attribute after the creation.
	Creation bool
	// Untracked means that reads do not show the value. Such an attribute is a
	// constant.
	Untracked bool
}

// stays reports whether an attribute is left as it is because it would be cleared: a
// display name cannot be (graph-identity §2.2).
func (a Attribute) stays(desired string) bool { return a.Name == displayName && desired == "" }

// Existing is what happens to an external user that the sync has not made.
type Existing string

// The treatments of existing users.
const (
	Adopt Existing = "adopt"
	Leave Existing = "leave"
	Error Existing = "error"
)

// Removal is a step of a departure.
type Removal string

// The steps of a departure. Keep does nothing.
const (
	ByHiding    Removal = "hide"
	ByDisabling Removal = "disable"
	ByDeleting  Removal = "delete"
	Keep        Removal = "keep"
)

// Departure is what happens to a user who leaves the scope.
type Departure struct {
	// Action is carried out AfterDays after First; without First at once.
	Action    Removal
	AfterDays int
	// First is carried out at once; empty for none.
	First Removal
	// MaxPeople and MaxPercent limit the users that one run may remove; negative
	// means no limit.
	MaxPeople, MaxPercent int
}

// Withhold excludes users by an attribute of the home tenant.
type Withhold struct {
	// Equals is the value of withheld users, in any case.
	Equals string
	// Abort stops the run if the attribute of a user is unreadable; otherwise that
	// user is withheld.
	Abort bool
}

// Settings are the settings of a sync.
type Settings struct {
	Attributes []Attribute
	// Anchor is the property of the resource tenant that holds the object id of the
	// user in the home tenant; empty for none.
	Anchor string
	// UserType is "Member" if mail-enabled users become members.
	UserType string
	Withhold *Withhold
	Existing Existing
	OnLeave  Departure
}

// Sources returns the properties of the home tenant that the attributes need, sorted.
func (s *Settings) Sources() []string {
	var names []string
	for _, a := range s.Attributes {
		if a.From != "" {
			names = append(names, a.From)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// withheld reports whether a person may not cross.
func (s *Settings) withheld(p *Person) bool {
	return s.Withhold != nil && (p.Unreadable || strings.EqualFold(p.Withhold, s.Withhold.Equals))
}

// desired returns the values of the attributes for a person, in their order.
func (s *Settings) desired(sources []string, p *Person) []string {
	values := make([]string, len(s.Attributes))
	for i, a := range s.Attributes {
		if a.From == "" {
			values[i] = a.Value
			continue
		}
		at, _ := slices.BinarySearch(sources, a.From)
		if v := p.Values[at]; v != "" {
			values[i] = a.Prefix + v + a.Suffix
		}
	}
	return values
}

// hash is the fingerprint of the values that the sync owns after the creation.
func (s *Settings) hash(values []string) uint64 {
	h := sha256.New()
	for i, a := range s.Attributes {
		if a.Creation {
			continue
		}
		for _, text := range []string{a.Name, values[i]} {
			h.Write(binary.AppendUvarint(nil, uint64(len(text))))
			h.Write([]byte(text))
		}
	}
	return binary.LittleEndian.Uint64(h.Sum(nil))
}

// attempt is the fingerprint of an attempt to create a user: of its values, and of its
// addresses, which decide whether the service accepts it and what is in the way.
func attempt(values uint64, p *Person) uint64 {
	h := sha256.New()
	h.Write(binary.LittleEndian.AppendUint64(nil, values))
	for _, a := range p.addresses() {
		h.Write(binary.AppendUvarint(nil, uint64(len(a))))
		h.Write([]byte(a))
	}
	return binary.LittleEndian.Uint64(h.Sum(nil))
}

// found is the fingerprint of the values that a user of the resource tenant has. An
// untracked attribute counts with its configured value.
func (s *Settings) found(u *External) uint64 {
	values := slices.Clone(u.Values)
	for i, a := range s.Attributes {
		if a.Untracked {
			values[i] = a.Value
		}
	}
	return s.hash(values)
}

// Value is a property to be written; an empty text clears it.
type Value struct{ Name, Text string }

// all returns every value of a new user.
func (s *Settings) all(desired []string) []Value {
	var set []Value
	for i, a := range s.Attributes {
		if desired[i] != "" {
			set = append(set, Value{a.Name, desired[i]})
		}
	}
	return set
}

// owned returns every value that the sync owns after the creation.
func (s *Settings) owned(desired []string) []Value {
	var set []Value
	for i, a := range s.Attributes {
		if !a.Creation && !a.stays(desired[i]) {
			set = append(set, Value{a.Name, desired[i]})
		}
	}
	return set
}

// different returns the owned values that a user of the resource tenant lacks. Those
// that cannot be compared are included if they may not have been written.
func (s *Settings) different(desired []string, u *External, written bool) []Value {
	var set []Value
	for i, a := range s.Attributes {
		differs := desired[i] != u.Values[i]
		if a.Untracked && !u.Full {
			differs = !written
		}
		if !a.Creation && differs && !a.stays(desired[i]) {
			set = append(set, Value{a.Name, desired[i]})
		}
	}
	return set
}

// unmarked reports whether a user of the resource tenant lacks the mark of a user of the
// home tenant.
func (s *Settings) unmarked(source ID, u *External) bool {
	return s.Anchor != "" && !strings.EqualFold(u.Anchor, source.String())
}

// promotes reports whether a user of the resource tenant becomes a member: it has to be
// mail-enabled before (common-considerations, mail contacts).
func (s *Settings) promotes(u *External) bool {
	return s.UserType == member && u != nil && u.UserType != member && u.MailEnabled
}

// shown returns the value of showInAddressList for a user who returns: the configured
// one, or none, as for a new guest.
func (s *Settings) shown() string {
	for _, a := range s.Attributes {
		if a.Name == ShowInAddressList {
			return a.Value
		}
	}
	return ""
}
