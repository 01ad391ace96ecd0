package tfkit

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// SignInRefused reports whether the login service refused to sign in to a tenant.
// No apply can succeed then, so the plan fails: with one error for each tenant and
// run, however many resources the tenant has.
func (d *Data) SignInRefused(t *tenant.Tenant, err error, diags *diag.Diagnostics) bool {
	if !signInRefused(err) {
		return false
	}
	if d.Notices.First("sign-in " + t.ID) {
		diags.AddError(fmt.Sprintf("Cannot sign in to tenant %q", t.Key), Explain(t, err)+
			"\n\nThis is reported once per run, for all resources of the tenant.")
	}
	return true
}

func signInRefused(err error) bool {
	var credential *tenant.CredentialError
	return errors.As(err, &credential) && credential.Refused
}
