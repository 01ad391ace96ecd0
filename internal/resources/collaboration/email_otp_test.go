package collaboration_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

const (
	fabrikamOTP = "multitenant_email_otp.this"
	otpPath     = "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/email"
)

func otp(tenant, allow string) string {
	return fmt.Sprintf("\nresource \"multitenant_email_otp\" \"this\" {\n  tenant = %q\n  allow_external_id_to_use_email_otp = %q\n}\n", tenant, allow)
}

// object compares properties of a single object of a tenant.
func object(w *acctest.World, of *kernel.Single[schema.Policy], tenantID string, want map[string]any) resource.TestCheckFunc {
	return acctest.Then(func() error {
		p, err := of.Get(w.World, tenantID)
		if err != nil {
			return err
		}
		return acctest.Members(*p, want)
	})
}

// set changes a single object of Fabrikam, without Terraform.
func set(t *testing.T, w *acctest.World, of *kernel.Single[schema.Policy], patch map[string]any) {
	t.Helper()
	if err := of.Update(w.World, acctest.FabrikamID, kernel.Draft{Properties: patch}, kernel.Actor{}); err != nil {
		t.Fatal(err)
	}
	w.Advance(10 * acctest.Lag)
}

func grant(t *testing.T, w *acctest.World, permissions ...string) {
	t.Helper()
	if err := application.SetPermissions(w.World, acctest.FabrikamID, acctest.ClientID(acctest.Fabrikam), permissions); err != nil {
		t.Fatal(err)
	}
}

func TestEmailOTPLifecycle(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard().Grant("Policy.ReadWrite.AuthenticationMethod"))
	w.SetLag(acctest.Lag)
	is := func(value string) resource.TestCheckFunc {
		return object(w, invitation.EmailOTP, acctest.FabrikamID, map[string]any{"allowExternalIdToUseEmailOtp": value, "state": "enabled"})
	}
	off := w.Config(otp("fabrikam", "disabled"))
	w.Test(
		resource.TestStep{Config: w.Config(otp("fabrikam", "on")), ExpectError: acctest.Message("Invalid Attribute Value Match")},
		resource.TestStep{
			Config:            off,
			ConfigStateChecks: []statecheck.StateCheck{acctest.Value(fabrikamOTP, "id", knownvalue.StringExact(acctest.FabrikamID+"/email_otp"))},
			Check:             is("disabled"),
		},
		acctest.Unchanged(off),
		resource.TestStep{
			PreConfig: func() { set(t, w, invitation.EmailOTP, map[string]any{"allowExternalIdToUseEmailOtp": "enabled"}) },
			Config:    off, ConfigPlanChecks: acctest.Planned(fabrikamOTP, plancheck.ResourceActionUpdate), Check: is("disabled"),
		},
		resource.TestStep{
			ResourceName: fabrikamOTP, ImportState: true, ImportStateId: "fabrikam/email_otp", ImportStateVerify: true,
			ImportStateVerifyIgnore: []string{"former"},
		},
		resource.TestStep{
			PreConfig: func() { grant(t, w, "Policy.Read.AuthenticationMethod") }, Config: w.Config(otp("fabrikam", "enabled")),
			ExpectError: acctest.Message("Cannot update the email one-time passcode setting of tenant", `Policy.ReadWrite.AuthenticationMethod in tenant "fabrikam"`),
		},
		resource.TestStep{
			PreConfig: func() {
				grant(t, w, "Policy.ReadWrite.AuthenticationMethod")
				w.Fault(wire.Fault{Service: wire.Graph, Method: http.MethodPatch, Path: otpPath, Times: 1, Status: http.StatusTooManyRequests})
			},
			Config: w.Config(otp("fabrikam", "enabled")), Check: is("enabled"),
		},
	)
	if err := is("default")(nil); err != nil {
		t.Errorf("after the destroy: %v", err)
	}
}

// TestEmailOTPInClouds: US Government has the setting, China has it in beta only.
func TestEmailOTPInClouds(t *testing.T) {
	t.Parallel()
	e := acctest.Standard().Grant("Policy.ReadWrite.AuthenticationMethod")
	w := acctest.Start(t, e)
	w.Test(resource.TestStep{
		Config: w.Config(otp("northwind", "disabled")),
		Check:  object(w, invitation.EmailOTP, acctest.NorthwindID, map[string]any{"allowExternalIdToUseEmailOtp": "disabled"}),
	})
	e = acctest.Standard()
	e.Tenant(acctest.Northwind).Cloud = "china"
	w = acctest.Start(t, e)
	w.Test(resource.TestStep{Config: w.Config(otp("northwind", "disabled")), ExpectError: acctest.Message("One-time passcode setting not available", `cloud "china"`)})
}
