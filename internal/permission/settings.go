package permission

// The needs of resources for settings about external users.
var (
	collaboration = Need{
		Permission: "Policy.ReadWrite.Authorization", In: Own, For: "read and write the authorization policy",
		Calls: []string{"GET /policies/authorizationPolicy", "PATCH /policies/authorizationPolicy"},
	}
	emailOTP = Need{
		Permission: "Policy.ReadWrite.AuthenticationMethod", In: Own, For: "read and write the authentication method email",
		Calls: []string{
			"GET /policies/authenticationMethodsPolicy/authenticationMethodConfigurations/email",
			"PATCH /policies/authenticationMethodsPolicy/authenticationMethodConfigurations/email",
		},
	}
	sharePoint = Need{
		Permission: "SharePointTenantSettings.ReadWrite.All", In: Own, For: "read and write the settings of SharePoint and OneDrive",
		Calls: []string{"GET /admin/sharepoint/settings", "PATCH /admin/sharepoint/settings"},
	}
	domainList = Need{
		Permission: "Policy.ReadWrite.B2BManagementPolicy", In: Own, For: "read and write the B2B management policy", PublicOnly: true,
		Calls: []string{
			"GET /beta/policies/b2bManagementPolicies", "GET /beta/policies/b2bManagementPolicies/{id}", "POST /beta/policies/b2bManagementPolicies",
			"PATCH /beta/policies/b2bManagementPolicies/{id}", "DELETE /beta/policies/b2bManagementPolicies/{id}",
		},
	}
)
