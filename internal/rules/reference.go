package rules

import "fmt"

// MissingReference is MT017: the manager or a sponsor of an external user does not
// exist in the resource tenant. The attribute is manager_id or sponsors.
func MissingReference(resource Tenant, email, attribute, id string) Finding {
	return finding(ReferenceMissing,
		fmt.Sprintf("%s of %s names object %s, which is no user, group or contact of tenant %s.", attribute, email, id, quote(resource.Key)),
		"Correct the id. Managers and sponsors are objects of the resource tenant, not of the home tenant.")
}
