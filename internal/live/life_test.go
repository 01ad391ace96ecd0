package live_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// invitation configures a guest without an invitation mail.
func invitation(email, arguments string) string {
	return fmt.Sprintf(`
resource "multitenant_b2b_invitation" "it" {
  email        = %q
  display_name = "Terraform acceptance test"
  %s
}

output "user_id" {
  value = multitenant_b2b_invitation.it.user_id
}
`, email, arguments)
}

// TestLifeInvitation invites a user, changes it, lets a second configuration
// adopt it and removes it from that configuration again.
func TestLifeInvitation(t *testing.T) {
	t.Parallel()
	acctest.Everywhere(t, func(t *testing.T, s *acctest.Site) {
		email := s.Email()
		invited := s.Workspace(invitation(email, `job_title = "Controller"`))
		apply(t, invited)
		invited.Write(s.Config(invitation(email, `job_title = "Director"`)))
		apply(t, invited)

		adopted := s.Workspace(invitation(email, `on_existing = "adopt"`))
		apply(t, adopted)
		if first, second := output(invited, "user_id"), output(adopted, "user_id"); first != second {
			t.Errorf("invited %s, adopted %s", first, second)
		}
		adopted.MustRun("destroy", "-auto-approve")
		unchanged(t, invited)
	})
}

// TestLifeUserType converts a guest to a member. Destroy converts it back to a
// guest before deleting it.
func TestLifeUserType(t *testing.T) {
	t.Parallel()
	acctest.Everywhere(t, func(t *testing.T, s *acctest.Site) {
		apply(t, s.Workspace(invitation(s.Email(), "")+`
resource "multitenant_guest_user_type" "it" {
  user_id   = multitenant_b2b_invitation.it.user_id
  user_type = "Member"
}
`))
	})
}

// TestLifePartner creates a partner configuration and changes it.
func TestLifePartner(t *testing.T) {
	t.Parallel()
	acctest.Everywhere(t, func(t *testing.T, s *acctest.Site) {
		config := func(arguments string) string {
			return fmt.Sprintf("\nresource \"multitenant_cross_tenant_access_partner\" \"it\" {\n  partner_tenant_id = %q\n%s\n}\n", s.PartnerID, arguments)
		}
		w := s.Workspace(config("automatic_user_consent = { inbound_allowed = true, outbound_allowed = false }"))
		// The test must not change an existing partner configuration.
		said, ok := w.Diagnostics("plan")
		for _, d := range said {
			if strings.HasPrefix(d.Summary, "MT025") || strings.HasPrefix(d.Summary, "Existing partner configuration") {
				t.Fatalf("%s\n%s", d.Summary, d.Detail)
			}
		}
		if !ok {
			t.Fatalf("the plan fails: %v", said)
		}
		apply(t, w)
		w.Write(s.Config(config("automatic_user_consent = { inbound_allowed = false, outbound_allowed = false }")))
		apply(t, w)
	})
}

// TestLifeDefault manages the default settings. Nothing is configured, so nothing
// is written.
func TestLifeDefault(t *testing.T) {
	t.Parallel()
	acctest.Everywhere(t, func(t *testing.T, s *acctest.Site) {
		w := s.Workspace(`
resource "multitenant_cross_tenant_access_default" "it" {}

output "id" {
  value = multitenant_cross_tenant_access_default.it.id
}
`)
		apply(t, w)
		if id := output(w, "id"); !strings.EqualFold(id, s.TenantID+"/default") {
			t.Errorf("the id is %s", id)
		}
	})
}

// TestLifeTenant reads the tenant's own data.
func TestLifeTenant(t *testing.T) {
	t.Parallel()
	acctest.Everywhere(t, func(t *testing.T, s *acctest.Site) {
		w := s.Workspace(`
data "multitenant_tenant" "it" {}

output "tenant_id" {
  value = data.multitenant_tenant.it.tenant_id
}

output "verified" {
  value = contains(data.multitenant_tenant.it.verified_domains, data.multitenant_tenant.it.initial_domain)
}
`)
		apply(t, w)
		if id := output(w, "tenant_id"); !strings.EqualFold(id, s.TenantID) || output(w, "verified") != "true" {
			t.Errorf("the tenant is %s, and its initial domain is verified: %s", id, output(w, "verified"))
		}
	})
}
