package tfkit

import (
	"fmt"
	"strings"
)

// ID is the id of every resource: "<tenant_id>/<object id>".
func ID(tenantID, objectID string) string { return tenantID + "/" + objectID }

// SplitImportID splits what a user passes to import: the tenant's key or id,
// and what names the object there.
func SplitImportID(id string) (tenant, object string, err error) {
	tenant, object, found := strings.Cut(strings.TrimSpace(id), "/")
	if !found || tenant == "" || object == "" {
		return "", "", fmt.Errorf("%q has not the form <tenant key or tenant id>/<object>", id)
	}
	return tenant, object, nil
}

// The names of what a tenant has one of, as object ids.
const (
	DefaultAccessName = "default"
	AccessPolicyName  = "policy"
)
