package scenarios_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestGovernmentSubsidiary applies the example of a synchronization between clouds:
// configurations that were created in the portal are adopted, and after a run of the jobs
// the users of each tenant are members of the other.
func TestGovernmentSubsidiary(t *testing.T) {
	t.Parallel()
	e := acctest.ReadEstate(t, top+"examples/modules/topology/examples/government-subsidiary/tenants.json")
	w := acctest.Start(t, e)
	s := acctest.NewWorkspace(t, acctest.Requirements, "TF_VAR_emulator_ready_file="+w.ReadyFile())
	s.Copy("topology", top+"examples/modules/topology")
	chdir := "-chdir=" + filepath.Join("topology", "examples", "government-subsidiary")
	s.MustRun(chdir, "init")
	out := s.MustRun(chdir, "apply", "-auto-approve")
	if !strings.Contains(out, "ok = true") || !acctest.Message(`"subsidiary cross-cloud synchronization"`, `"parent cross-cloud synchronization"`).MatchString(out) {
		t.Errorf("the apply says\n%s", acctest.Tail(out))
	}
	w.Synchronize()
	for _, r := range w.Synchronize() {
		if r.State != "Succeeded" || r.Created+r.Updated+r.Deleted > 0 {
			t.Errorf("the second run reports %+v", r)
		}
	}
	for _, tenant := range e.Tenants {
		var mails []string
		for _, u := range w.People(tenant.TenantID) {
			mails = append(mails, u.Mail)
			if u.UserType != "Member" {
				t.Errorf("%s is a %s in %s", u.Mail, u.UserType, tenant.Key)
			}
		}
		if len(mails) != 3 {
			t.Errorf("%s has %v", tenant.Key, mails)
		}
	}
	if out, err := s.Run(chdir, "plan", "-detailed-exitcode"); err != nil {
		t.Errorf("the second plan is not empty: %v\n%s", err, acctest.Tail(out))
	}
}
