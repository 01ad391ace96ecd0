package tfkit

// ID is the id of every resource: "<tenant_id>/<object id>".
func ID(tenantID, objectID string) string { return tenantID + "/" + objectID }

// The names of what a tenant has one of, as object ids.
const (
	DefaultAccessName = "default"
	AccessPolicyName  = "policy"
)
