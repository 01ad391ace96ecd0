package msgraph

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

// needs are the permissions of the route where the settings are these.
func (t route) needs(s world.Settings) []string {
	switch {
	case s.PolicyReadAllCoversB2BManagement && strings.HasPrefix(t.pattern, "/policies/b2bManagementPolicies"):
		return append(slices.Clone(t.permissions), "Policy.Read.All")
	case s.SecretsNeedWrite && t.method == get && strings.HasSuffix(t.pattern, "/synchronization/secrets"):
		return writeSynchronization
	}
	return t.permissions
}

// refuseSecrets answers those who may read synchronizations but not their secrets
// in the way that was seen where a permission was missing
// (zerotrustassessment#1382).
func refuseSecrets(r *request) error {
	if r.caller.actor().Has(readSynchronization...) {
		return &world.Fault{Status: 401, Code: "UnknownError"}
	}
	return denied()
}
