package crosstenant_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	emulated "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
)

// unversionedState was written by the last provider whose private records had no
// version, after applying unversionedConfig to an estate in which Fabrikam's
// default was formerDefault.
const unversionedState = "testdata/unversioned_state.json"

const unversionedConfig = `
resource "multitenant_cross_tenant_access_default" "fabrikam" {
  tenant = "fabrikam"
` + everyDefault + `
  tenant_restrictions = ` + open + `
}
resource "multitenant_cross_tenant_access_default" "contoso" {
  tenant                     = "contoso"
  inbound_trust              = { is_mfa_accepted = true }
  b2b_direct_connect_inbound = ` + open + `
  # contoso
}
resource "multitenant_cross_tenant_access_policy" "contoso" {
  tenant                  = "contoso"
  allowed_cloud_endpoints = ["partner.microsoftonline.cn"]
}
resource "multitenant_cross_tenant_access_partner" "created" {
  tenant            = "fabrikam"
  partner_tenant_id = "` + acctest.ContosoID + `"
  inbound_trust     = { is_mfa_accepted = true }
}
resource "multitenant_cross_tenant_access_partner" "adopted" {
  tenant            = "fabrikam"
  partner_tenant_id = "` + acctest.NorthwindID + `"
  on_existing       = "adopt"
  inbound_trust     = { is_mfa_accepted = true }
}
resource "multitenant_cross_tenant_access_partner" "imported" {
  tenant            = "contoso"
  partner_tenant_id = "` + acctest.NorthwindID + `"
  inbound_trust     = { is_mfa_accepted = true }
}
`

// formerDefault is Fabrikam's default before Terraform: every block differs from
// the service's default.
func formerDefault() map[string]any {
	outbound := acctest.B2B("blocked", "99999999-9999-4999-8999-999999999999", "group", "allowed", "AllApplications")
	restrictions := acctest.Everything("blocked")
	restrictions["devices"] = nil
	return map[string]any{
		"b2bCollaborationInbound": acctest.Everything("allowed"), "b2bCollaborationOutbound": outbound,
		"b2bDirectConnectInbound": acctest.Everything("blocked"), "b2bDirectConnectOutbound": acctest.Everything("blocked"),
		"tenantRestrictions": restrictions, "inboundTrust": trust(true, false),
		"invitationRedemptionIdentityProviderConfiguration": map[string]any{
			"primaryIdentityProviderPrecedenceOrder": []any{"azureActiveDirectory", "externalFederation"},
			"fallbackIdentityProvider":               "microsoftAccount",
		},
	}
}

func trust(mfa, hybrid bool) map[string]any {
	return map[string]any{"isMfaAccepted": mfa, "isCompliantDeviceAccepted": false, "isHybridAzureADJoinedDeviceAccepted": hybrid}
}

// unversioned is a workspace with the state, in a world as of the time of the
// state.
func unversioned(t *testing.T) (*acctest.World, *acctest.Workspace) {
	t.Helper()
	e := estate()
	contoso, fabrikam := e.Tenant(acctest.Contoso), e.Tenant(acctest.Fabrikam)
	about := func(tenantID string) acctest.Object {
		return acctest.Object{"tenantId": tenantID, "inboundTrust": trust(true, false)}
	}
	now := acctest.Object{"tenantRestrictions": acctest.Everything("allowed")}
	for name, value := range everyDefaultThere {
		now[name] = value
	}
	fabrikam.CrossTenantAccess["default"] = now
	fabrikam.CrossTenantAccess["partners"] = []acctest.Object{about(acctest.ContosoID), about(acctest.NorthwindID)}
	contoso.CrossTenantAccess = acctest.Object{
		"allowedCloudEndpoints": []string{"partner.microsoftonline.cn"},
		"default":               acctest.Object{"inboundTrust": trust(true, false), "b2bDirectConnectInbound": acctest.Everything("allowed")},
		"partners":              []acctest.Object{about(acctest.NorthwindID)},
	}
	w := acctest.Start(t, e)
	s := acctest.NewWorkspace(t, w.Config(unversionedConfig))
	s.UseState(unversionedState)
	return w, s
}

func TestUnversionedState(t *testing.T) {
	t.Parallel()
	for name, update := range map[string]func(*testing.T, *acctest.World, *acctest.Workspace){
		"destroyed": func(*testing.T, *acctest.World, *acctest.Workspace) {},
		"updated and destroyed": func(t *testing.T, w *acctest.World, s *acctest.Workspace) {
			t.Helper()
			// One block that was changed before, and one that is changed for the
			// first time.
			s.Write(w.Config(strings.NewReplacer(
				"is_hybrid_azure_ad_joined_device_accepted", "is_compliant_device_accepted",
				"# contoso", "b2b_collaboration_inbound = "+closed,
			).Replace(unversionedConfig)))
			s.MustRun("apply", "-auto-approve")
			for _, address := range []string{"fabrikam", "contoso"} {
				if record := s.Attribute("multitenant_cross_tenant_access_default."+address, "former"); !strings.Contains(record, `"version":2`) {
					t.Errorf("an update keeps the record as %s", record)
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, s := unversioned(t)
			s.MustRun("apply", "-refresh-only", "-auto-approve")
			s.Unchanged()
			if err := w.Wrote(); err != nil {
				t.Error(err)
			}
			update(t, w, s)
			s.MustRun("destroy", "-auto-approve")
			isFormer(t, w)
		})
	}
}

// isFormer expects the estate from before Terraform.
func isFormer(t *testing.T, w *acctest.World) {
	t.Helper()
	policy, err := emulated.Access.Get(w.World, acctest.ContosoID)
	err = errors.Join(err,
		says(w, acctest.FabrikamID, formerDefault())(nil),
		says(w, acctest.ContosoID, map[string]any{
			"inboundTrust": trust(false, false), "b2bDirectConnectInbound": acctest.Everything("blocked"), "b2bCollaborationInbound": acctest.Everything("allowed"),
		})(nil),
		acctest.Members(*policy, map[string]any{"allowedCloudEndpoints": []any{"microsoftonline.us"}}),
	)
	if err != nil {
		t.Error(err)
	}
	for entry, want := range map[[2]string]bool{
		{acctest.FabrikamID, acctest.ContosoID}:   false,
		{acctest.FabrikamID, acctest.NorthwindID}: true,
		{acctest.ContosoID, acctest.NorthwindID}:  true,
	} {
		if _, err := emulated.Partners.Get(w.World, entry[0], entry[1]); (err == nil) != want {
			t.Errorf("after the destroy, the entry %v: %v", entry, err)
		}
	}
}

// TestStateOfANewerProvider: an unreadable record stops the plan, without writes.
func TestStateOfANewerProvider(t *testing.T) {
	t.Parallel()
	for address, key := range map[string]string{
		"multitenant_cross_tenant_access_default.fabrikam": "former",
		"multitenant_cross_tenant_access_partner.created":  "adopted",
	} {
		t.Run(key, func(t *testing.T) {
			t.Parallel()
			w, s := unversioned(t)
			s.SetPrivate(address, key, `{"version":3,"value":{"more":true}}`)
			for _, command := range [][]string{{"plan"}, {"apply", "-auto-approve"}, {"plan", "-destroy"}, {"destroy", "-auto-approve"}} {
				out, err := s.Run(command...)
				want := acctest.Message("Cannot read the private state", `a record "`+key+`"`, "has version 3", "reads versions up to", "Nothing was changed",
					"Use the version of the provider that wrote the state")
				if err == nil || !want.MatchString(out) {
					t.Errorf("%v: %v\n%s", command, err, out)
				}
			}
			if err := w.Wrote(); err != nil {
				t.Error(err)
			}
		})
	}
}
