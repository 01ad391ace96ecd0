package area_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

const signInSeed = `{"$schema":"seed.schema.json","tenants":[{"key":"contoso","tenant_id":"` + contosoID + `",
"users":[{"id":"` + adminID + `","userPrincipalName":"kim@contoso.onmicrosoft.com","passwordProfile":{"password":"hush-user","forceChangePasswordNextSignIn":true}}],
"applications":[
 {"client_id":"C1111111-0000-4000-8000-000000000001","client_secret":"hush-app","permissions":["Policy.ReadWrite.ConditionalAccess","Not.Yet.Invented"],
  "delegated_permissions":["User.Read","api://c1111111-0000-4000-8000-000000000001/access_as_user"],"public_client":true,"sign_in_audience":"AzureADMultipleOrgs"},
 {"client_id":"c1111111-0000-4000-8000-000000000002","display_name":"Named"}]}]}`

func TestSeededSignIn(t *testing.T) {
	t.Parallel()
	w := area.NewWorld(kernel.Options{})
	load(t, w, signInSeed)
	user := truth(t, w, contosoID, adminID)
	if user.Account().Password != "hush-user" || !user.Account().PasswordExpired {
		t.Errorf("got %+v", user)
	}
	app, _ := application.Find(w, contosoID, "c1111111-0000-4000-8000-000000000001")
	if app.DisplayName != "Application c1111111" || !app.PublicClient || !app.MultiTenant() || len(app.Permissions) != 2 ||
		!slices.Equal(app.DelegatedPermissions, []string{"User.Read", "api://c1111111-0000-4000-8000-000000000001/access_as_user"}) {
		t.Errorf("got %+v", app)
	}
	if other, _ := application.Find(w, contosoID, "c1111111-0000-4000-8000-000000000002"); other.DisplayName != "Named" || other.PublicClient || other.MultiTenant() {
		t.Errorf("got %+v", other)
	}
}

// Sign-in data survives a restart, and is not visible to tests.
func TestSecretsOfASeed(t *testing.T) {
	t.Parallel()
	w := area.NewWorld(kernel.Options{})
	load(t, w, signInSeed)
	shown, err := json.Marshal(w.Snapshot())
	if err != nil || strings.Contains(string(shown), "hush") {
		t.Errorf("the snapshot shows a secret: %s, %v", shown, err)
	}
	saved, err := w.SaveState()
	if err != nil {
		t.Fatal(err)
	}
	next := area.NewWorld(kernel.Options{})
	if err := next.LoadState(saved); err != nil {
		t.Fatal(err)
	}
	app, _ := application.Find(next, contosoID, "c1111111-0000-4000-8000-000000000001")
	if user := truth(t, next, contosoID, adminID); user.Account().Password != "hush-user" || !app.PublicClient || len(app.DelegatedPermissions) != 2 {
		t.Errorf("after a restart: %+v, %+v", user, app)
	}
}
