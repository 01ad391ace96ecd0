package tfkit

// ID is the id of every resource: "<tenant_id>/<object id>".
func ID(tenantID, objectID string) string { return tenantID + "/" + objectID }

// The object ids of objects that a tenant has only one of.
const (
	DefaultAccessName    = "default"
	AccessPolicyName     = "policy"
	CollaborationName    = "collaboration"
	DomainListName       = "domains"
	EmailOTPName         = "email_otp"
	SharePointName       = "sharepoint"
	OrganizationName     = "organization"
	MembershipName       = "membership"
	OrganizationTemplate = "template"
)
