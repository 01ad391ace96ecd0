package acctest

// Everything is a B2B setting of cross-tenant access that allows or blocks all
// users and all applications, by Graph's property names.
func Everything(access string) Object {
	return B2B(access, "AllUsers", "user", access, "AllApplications")
}

// B2B is a B2B setting about users, or a group of them, and an application.
func B2B(users, who, kind, applications, which string) Object {
	half := func(access, target, kind string) Object {
		return Object{"accessType": access, "targets": []any{Object{"target": target, "targetType": kind}}}
	}
	return Object{"usersAndGroups": half(users, who, kind), "applications": half(applications, which, "application")}
}
