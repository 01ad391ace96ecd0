package torture_test

import (
	"fmt"

	emulated "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
)

const emailOTPType = "multitenant_email_otp"

// emailOTP is the setting of a tenant for one-time passcodes. Nothing disables them,
// because some of the invited users have no other account.
type emailOTP struct {
	access
	value string
}

func newEmailOTP(r *round) configured {
	o := &emailOTP{access: access{emailOTPType, r.name(), oneOf(r, resourceTenants...), nil}}
	if r.taken(emailOTPType, o.object()) {
		return nil
	}
	o.change(r)
	return o
}

func (o *emailOTP) change(r *round) { o.value = oneOf(r, "default", "enabled") }

func (o *emailOTP) arguments() []string {
	return append(o.access.arguments(), fmt.Sprintf("allow_external_id_to_use_email_otp = %q", o.value))
}

// check leaves the comparison to the empty plan.
func (o *emailOTP) check(*round) {}

func (o *emailOTP) reset(r *round) {
	r.restore(emulated.EmailOTP, o.at, "allowExternalIdToUseEmailOtp")
}
