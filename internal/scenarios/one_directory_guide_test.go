package scenarios_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// TestOneDirectoryGuide follows the guide. After each of its commands the jobs run, as
// the guide says to wait for. A guest that was invited before becomes a member.
func TestOneDirectoryGuide(t *testing.T) {
	t.Parallel()
	e := fourTenants(t)
	w := acctest.StartWith(t, e, kernel.Options{Settings: settings.With(func(s *settings.Settings) { s.SyncedMembersAreMailEnabled = true })})
	fabrikam := e.Tenant(acctest.Fabrikam)
	guest := w.Welcome(fabrikam.TenantID, "ana.ruiz@contoso.example")
	page, err := os.ReadFile(top + "docs/guides/one-directory.md")
	if err != nil {
		t.Fatal(err)
	}
	s := workspace(t, w.Config(""))
	files, commands, out := 0, 0, ""
	for _, block := range step.FindAllStringSubmatch(string(page), -1) {
		name, language, content := block[1], block[2], block[3]
		switch {
		case name != "":
			files++
			if err := os.WriteFile(s.Path(name), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		case language == "shell":
			for line := range strings.Lines(content) {
				commands++
				arguments := strings.Fields(line)[1:]
				if arguments[0] == "apply" {
					arguments = append(arguments, "-auto-approve")
				}
				out = s.MustRun(arguments...)
				w.Synchronize()
			}
		default:
			t.Errorf("unknown block %q", block[0])
		}
	}
	if files != 2 || commands != 3 {
		t.Errorf("the guide has %d files and %d commands", files, commands)
	}
	if strings.Contains(out, "Check block assertion failed") || !strings.Contains(out, "Cleo Bauer") {
		t.Errorf("the last apply says\n%s", acctest.Tail(out))
	}
	if now := w.User(fabrikam.TenantID, guest.ID); now.UserType != directory.TypeMember {
		t.Errorf("the guest is a %s", now.UserType)
	}
	for _, tenant := range e.Tenants {
		mails := []string{}
		for _, u := range w.People(tenant.TenantID) {
			mails = append(mails, strings.ToLower(u.Mail))
		}
		slices.Sort(mails)
		if len(slices.Compact(mails)) != 8 || len(mails) != 8 {
			t.Errorf("%s has %v", tenant.Key, mails)
		}
	}
}
