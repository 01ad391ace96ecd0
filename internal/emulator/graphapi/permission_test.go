package graphapi

import (
	"net/http"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// TestPermissionsThatSettingsDecide covers both values of the settings for
// permissions that the documentation leaves open.
func TestPermissionsThatSettingsDecide(t *testing.T) {
	t.Parallel()
	const lists, secrets = "/beta/policies/b2bManagementPolicies", "/v1.0/servicePrincipals/" + principalID + "/synchronization/secrets"
	asIs := func(*settings.Settings) error { return nil }
	covers := func(s *settings.Settings) error { s.PolicyReadAllCoversB2BManagement = true; return nil }
	write := func(s *settings.Settings) error { s.SecretsNeedWrite = true; return nil }
	for _, tt := range []struct {
		name, path, permission string
		change                 func(*settings.Settings) error
		status                 int
		code                   string
	}{
		{"domain lists", lists, "Policy.Read.B2BManagementPolicy", asIs, 200, ""},
		{"domain lists by writing", lists, "Policy.ReadWrite.B2BManagementPolicy", asIs, 200, ""},
		{"domain lists among all policies", lists, "Policy.Read.All", asIs, 403, refusal.CodeDenied},
		{"domain lists among all policies, covered", lists, "Policy.Read.All", covers, 200, ""},
		{"secrets", secrets, "Synchronization.Read.All", asIs, 200, ""},
		{"secrets by writing", secrets, "Synchronization.ReadWrite.All", write, 200, ""},
		{"secrets by reading", secrets, "Synchronization.Read.All", write, 401, "UnknownError"},
		{"secrets of no concern", secrets, "User.Read.All", write, 403, refusal.CodeDenied},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.seed(syncEstate)
			b.caller.Roles = []string{tt.permission}
			if err := b.world.ChangeSettings(tt.change); err != nil {
				t.Fatal(err)
			}
			if tt.code == "" {
				b.do(http.MethodGet, tt.path, "").want(tt.status)
				return
			}
			b.do(http.MethodGet, tt.path, "").wantError(tt.status, tt.code, "")
		})
	}
}
