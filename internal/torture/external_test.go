package torture_test

import (
	"fmt"
	"maps"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const externalType = "multitenant_external_collaboration"

// external are the settings of a tenant for external users. It begins with any of its
// arguments, and gets others later: a killed update may have changed these for the
// first time.
type external struct {
	access
	// properties are the names of the arguments in Graph.
	properties map[string]string
}

func newExternal(r *round) configured {
	e := &external{access{externalType, r.name(), oneOf(r, resourceTenants...), map[string]string{}}, map[string]string{
		"guest_user_role": "guestUserRoleId", "allowed_to_sign_up_email_based_subscriptions": "allowedToSignUpEmailBasedSubscriptions",
		"allow_email_verified_users_to_join_organization": "allowEmailVerifiedUsersToJoinOrganization",
	}}
	if r.taken(externalType, e.object()) {
		return nil
	}
	e.change(r)
	return e
}

func (e *external) change(r *round) {
	for _, name := range slices.Sorted(maps.Keys(e.properties)) {
		value := fmt.Sprint(r.IntN(2) == 0)
		if name == "guest_user_role" {
			value = oneOf(r, `"user"`, `"guestUser"`, `"restrictedGuestUser"`)
		}
		if delete(e.blocks, name); r.IntN(2) == 0 {
			e.blocks[name] = value
		}
	}
}

// check leaves the comparison to the empty plan.
func (e *external) check(*round) {}

func (e *external) reset(r *round) {
	tenant, _ := r.before[e.at.key].(map[string]any)
	patch := acctest.Object{}
	for _, property := range e.properties {
		patch[property] = plain(r, tenant["authorization_policy"])[property]
	}
	if err := r.world.ChangeAuthorization(e.at.id, patch); err != nil {
		r.t.Error(err)
	}
}
