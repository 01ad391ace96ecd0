package permission

// The needs of resources for settings about external users.
var (
	collaboration = Need{
		Permission: "Policy.ReadWrite.Authorization", In: Own, For: "read and write the authorization policy",
		Calls: []string{"GET /policies/authorizationPolicy", "PATCH /policies/authorizationPolicy"},
	}
)
