package permission

// The needs of multitenant_explain beside those of edges.
var (
	ExplainHome = Need{
		Permission: "User.Read.All", Or: writeUsers, In: Home, For: "the user and its groups",
		Calls: []string{"GET /users", "GET /users/{id}", "GET /users/{id}/transitiveMemberOf/microsoft.graph.group"},
	}
	ExplainGuest = Need{
		Permission: "User.Read.All", Or: writeUsers, In: Resource, For: "the user and its groups",
		Calls: []string{"GET /users", "GET /users/{id}/transitiveMemberOf/microsoft.graph.group"},
	}
)

// explainNeeds are the needs of an explanation. Without one of them the gates that it
// is for are unknown.
func explainNeeds() []Need {
	in := func(n Need, place Place) Need {
		n.In = place
		return n
	}
	return []Need{
		ExplainHome, ExplainGuest, EdgeAccess, EdgeClouds, in(EdgeTrust, Resource).to("inbound trust"), in(EdgePolicies, Resource).to("Conditional Access"), EdgeLicense.to("Entra ID P1"),
		in(EdgeM365, Home), in(ReadRecipients, Resource).to("the mail user"), EdgeSharing, EdgeExchange, EdgeSharingDomains,
	}
}
