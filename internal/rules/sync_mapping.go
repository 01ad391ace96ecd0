package rules

import "strings"

// SyncMapping is what the schema of a synchronization job does with users and groups
// (graph-cross-tenant §4.5).
type SyncMapping struct {
	// Users and Groups are the mappings of these objects; the zero value is that of a
	// schema without one.
	Users, Groups ObjectMapping
	// UserType and Shown are the mappings of userType and showInAddressList for users.
	UserType, Shown ValueMapping
}

// ObjectMapping is the mapping of a type of objects.
type ObjectMapping struct {
	Enabled bool
	// Adds, Updates and Deletes report that flowTypes has Add, Update and Delete.
	Adds, Updates, Deletes bool
}

// ValueMapping is how synchronized users get a value.
type ValueMapping struct {
	// Always reports that the mapping applies to existing users too, and not only to
	// users that it creates.
	Always bool
	// Constant is the value that all users get; it is empty for another source, or for
	// none.
	Constant string
}

// WritesUserType reports whether the job keeps writing another type than the given
// one to users that it has created or matched. A mapping that applies at creation
// only, which is the default, does not.
func (m SyncMapping) WritesUserType(planned UserType) bool {
	return m.keepsWriting(m.UserType) && m.UserType.Constant != string(planned)
}

// ShowsUsers reports whether the job keeps showing users in the address book, as the
// default mapping does (graph-cross-tenant §4.5).
func (m SyncMapping) ShowsUsers() bool {
	return m.keepsWriting(m.Shown) && !strings.EqualFold(m.Shown.Constant, "false")
}

func (m SyncMapping) keepsWriting(v ValueMapping) bool {
	return m.Users.Enabled && m.Users.Updates && v.Always
}
