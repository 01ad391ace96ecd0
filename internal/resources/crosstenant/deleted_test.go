package crosstenant_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/cloud"
	emulated "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// TestEntryOverADeletedOne creates an entry while its predecessor is in the recycle
// bin. Whether the service creates a new one or refuses it, the entry has the
// configured values, and none of the predecessor.
func TestEntryOverADeletedOne(t *testing.T) {
	t.Parallel()
	const deleted = "/policies/deletedItems/crossTenantPartners/" + acctest.ContosoID
	for _, conflicts := range []bool{false, true} {
		for _, existing := range []string{"error", "adopt"} {
			t.Run(fmt.Sprintf("conflicts %t, on_existing %s", conflicts, existing), func(t *testing.T) {
				t.Parallel()
				e := estateWithEntry(acctest.Object{"inboundTrust": acctest.Object{"isMfaAccepted": true}, "b2bDirectConnectInbound": acctest.Everything("allowed")})
				w := acctest.StartWith(t, e, kernel.Options{Settings: settings.With(func(s *settings.Settings) { s.PartnerOverSoftDeletedConflicts = conflicts })})
				if err := emulated.Partners.Delete(w.World, acctest.FabrikamID, acctest.ContosoID, kernel.Actor{}); err != nil {
					t.Fatal(err)
				}
				config := w.Config(about("on_existing = \"" + existing + "\"\n b2b_collaboration_inbound = " + closed + "\n identity_synchronization = { display_name = \"Contoso\", user_sync_allowed = true }"))
				w.Test(
					resource.TestStep{
						PreConfig:         w.ForgetRequests,
						Config:            config,
						ConfigStateChecks: []statecheck.StateCheck{acctest.Value(contoso, "on_destroy", knownvalue.StringExact("delete"))},
						Check: resource.ComposeAggregateTestCheckFunc(
							entry(w, map[string]any{"b2bCollaborationInbound": acctest.Everything("blocked"), "inboundTrust": nil, "b2bDirectConnectInbound": nil}),
							synchronizes(w, true, "Contoso"),
							acctest.Then(func() error {
								if restored := slices.Contains(w.Writes(), "POST "+deleted+"/restore"); restored != conflicts {
									return fmt.Errorf("writes are %v", w.Writes())
								}
								return nil
							}),
						),
					},
					acctest.Unchanged(config),
				)
				if _, err := emulated.Partners.GetDeleted(w.World, acctest.FabrikamID, acctest.ContosoID); err != nil {
					t.Errorf("the destroy has left the entry: %v", err)
				}
			})
		}
	}
}

// TestDestroyInsideAnOrganization deletes the entry for a tenant of the same
// multitenant organization. If that is refused, the plan has warned of it, the
// error contains the fix, and synchronization is unchanged.
func TestDestroyInsideAnOrganization(t *testing.T) {
	t.Parallel()
	for _, stays := range []bool{true, false} {
		t.Run(fmt.Sprintf("stays %t", stays), func(t *testing.T) {
			t.Parallel()
			e := estateWithEntry(acctest.Object{
				"isInMultiTenantOrganization": true, "identitySynchronization": acctest.Object{"displayName": "By hand", "userSyncInbound": acctest.Object{"isSyncAllowed": true}},
			})
			w := acctest.StartWith(t, e, kernel.Options{Settings: settings.With(func(s *settings.Settings) { s.OrganizationPartnersStay = stays })})
			adopted := func(destroy string) string {
				return w.Config(about("on_existing = \"adopt\"\n on_destroy = \"" + destroy + "\""))
			}
			s := acctest.NewWorkspace(t, adopted("delete"))
			s.MustRun("apply", "-auto-approve")
			said, ok := s.Diagnostics("plan", "-destroy")
			if !ok || len(said) != 1 || said[0].Severity != "warning" || said[0].Summary != "Deletion may be refused" || said[0].Address != contoso ||
				!strings.Contains(said[0].Detail, `on_destroy = "keep"`) {
				t.Errorf("the plan says %+v", said)
			}
			said, ok = s.Diagnostics("destroy", "-auto-approve")
			_, err := emulated.Partners.Get(w.World, acctest.FabrikamID, acctest.ContosoID)
			if ok == stays || (err == nil) != stays {
				t.Fatalf("the destroy says %+v, and the entry: %v", said, err)
			}
			if !stays {
				return
			}
			last := said[len(said)-1]
			if last.Severity != "error" || !acctest.Message("Request_BadRequest", "same multitenant organization", "removed block").MatchString(last.Detail) {
				t.Errorf("the destroy says %+v", last)
			}
			if err := errors.Join(synchronizes(w, true, "By hand")(nil), entry(w, map[string]any{"isInMultiTenantOrganization": true})(nil)); err != nil {
				t.Error(err)
			}
			s.Write(adopted("keep"))
			s.MustRun("apply", "-auto-approve")
			s.MustRun("destroy", "-auto-approve")
			if err := synchronizes(w, true, "By hand")(nil); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestWhatARefusalSays expects the reason and the fix, if Graph's response does not
// have them.
func TestWhatARefusalSays(t *testing.T) {
	t.Parallel()
	fabrikam := &tenant.Tenant{Key: "fabrikam", Cloud: cloud.Cloud{Graph: "https://graph.example"}}
	refused := &service.Error{Operation: "DELETE /x", Status: 400, Code: "Request_BadRequest", Message: "No."}
	const organization, bin = "Remove one of the two tenants from the multitenant organization", "https://graph.example/beta/policies/deletedItems/crossTenantPartners/p"
	for _, test := range []struct {
		text     string
		has, not []string
	}{
		{crosstenant.ExplainExisting(fabrikam, "p", &graph.DeletedPartnerError{TenantID: "p", Err: refused}), []string{"No.", "POST " + bin + "/restore", "DELETE " + bin}, []string{"import {"}},
		{crosstenant.ExplainExisting(fabrikam, "p", refused), []string{"No."}, []string{bin, "import {"}},
		{crosstenant.ExplainDeletion(fabrikam, true, refused), []string{"No.", organization}, []string{"synchronization"}},
		{crosstenant.ExplainDeletion(fabrikam, false, refused), []string{"No."}, []string{organization}},
		{crosstenant.ExplainDeletion(fabrikam, true, context.DeadlineExceeded), nil, []string{organization}},
		{
			crosstenant.ExplainDeletion(fabrikam, true, &graph.LostSyncError{Err: refused, Lost: &service.Error{Operation: "PUT /x", Status: 500, Code: "Later", Message: "Wait."}}),
			[]string{"No.", organization, "could not be written again", "Wait."},
			nil,
		},
	} {
		for _, part := range test.has {
			if !strings.Contains(test.text, part) {
				t.Errorf("%q is not in %s", part, test.text)
			}
		}
		for _, part := range test.not {
			if strings.Contains(test.text, part) {
				t.Errorf("%q is in %s", part, test.text)
			}
		}
	}
}
