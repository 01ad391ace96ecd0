package graph

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

var _ service.Adviser = (*RestrictedUnitError)(nil)

// RestrictedUnitError means that the object of a write is in a restricted
// management administrative unit, where application permissions do not apply
// (graph-cross-tenant §5).
type RestrictedUnitError struct{ err error }

func (e *RestrictedUnitError) Error() string { return e.err.Error() }

// Unwrap returns Graph's refusal.
func (e *RestrictedUnitError) Unwrap() error { return e.err }

// Advice names the role that allows the write.
func (e *RestrictedUnitError) Advice(tenant string) string {
	return fmt.Sprintf("The object is in a restricted management administrative unit of tenant %q, in which application permissions do not"+
		" apply. The application needs an Entra role whose scope is that unit: %s for a group, User Administrator for a user. Assign it in the"+
		" Entra admin center (Roles & admins of the unit) or with POST /roleManagement/directory/roleAssignments and directoryScopeId ="+
		" \"/administrativeUnits/<id of the unit>\"; for multitenant_sync_scope_group, restricted_unit.grant_role = true assigns it. A new"+
		" assignment takes effect after some minutes.", tenant, GroupsAdministrator.Name)
}

// restricts reports whether Graph refused a write because of a restricted unit.
// The code is that of a missing permission, so the message must be read
// (graph-identity §0.2).
func restricts(e *service.Error) bool {
	return e.Status == http.StatusForbidden && strings.Contains(e.Message, "restricted management administrative unit")
}
