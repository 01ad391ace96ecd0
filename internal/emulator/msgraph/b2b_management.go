package msgraph

const (
	b2bManagementSet  = "policies/b2bManagementPolicies"
	b2bManagementType = "microsoft.graph.b2bManagementPolicy"
)

func listB2BManagement(r *request) (response, error) {
	return r.policies(b2bManagementSet, b2bManagementType, r.world().B2BManagementPolicies)
}

func getB2BManagement(r *request) (response, error) {
	return r.policyWithID(b2bManagementSet, b2bManagementType, r.world().B2BManagementPolicies)
}
