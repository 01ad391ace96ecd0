package rules

// SyncMapping is what the schema of a synchronization job does with users and groups
// (graph-cross-tenant §4.5).
type SyncMapping struct {
	// Users and Groups are the mappings of these objects; the zero value is that of a
	// schema without one.
	Users, Groups ObjectMapping
	// UserType is the mapping of userType for users.
	UserType UserTypeMapping
}

// ObjectMapping is the mapping of a type of objects.
type ObjectMapping struct {
	Enabled bool
	// Adds, Updates and Deletes report that flowTypes has Add, Update and Delete.
	Adds, Updates, Deletes bool
}

// UserTypeMapping is how synchronized users get their user type.
type UserTypeMapping struct {
	// Always reports that the mapping applies to existing users too, and not only to
	// users that it creates.
	Always bool
	// Constant is the type that all users get; it is empty for another source, or for
	// none.
	Constant UserType
}

// WritesUserType reports whether the job keeps writing another type than the given
// one to users that it has created or matched. A mapping that applies at creation
// only, which is the default, does not.
func (m SyncMapping) WritesUserType(planned UserType) bool {
	return m.Users.Enabled && m.Users.Updates && m.UserType.Always && m.UserType.Constant != planned
}
