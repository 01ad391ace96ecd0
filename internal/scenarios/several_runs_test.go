package scenarios_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

const severalRuns = top + "examples/several-runs"

// emulated replaces the provider block of the example.
const emulated = `
locals {
  applications = jsondecode(%q)
  endpoints    = jsondecode(file(%q)).clouds
}

provider "multitenant" {
  tenants = { for key, tenant in local.tenants : key => merge(tenant, local.applications[key], {
    endpoints = local.endpoints[lookup(tenant, "cloud", "public")]
  }) }
  write_share = var.write_share
}
`

// TestSeveralRuns applies two pairs of tenants at the same time, by the commands of
// the workflow: each has its state, and asks the two tenants of its pair only.
func TestSeveralRuns(t *testing.T) {
	t.Parallel()
	acctest.NeedsCLI(t, 11)
	e := unconnectedEstate()
	e.Tenant(acctest.Contoso).Hire("eva.lind@contoso.example", "leo.maier@contoso.example")
	e.Tenant(acctest.Fabrikam).Hire("ben.ito@fabrikam.example")
	w := acctest.Start(t, e)
	runs := map[string]*acctest.Workspace{}
	for _, pair := range pairs(t) {
		runs[pair] = pairWorkspace(t, w, pair)
	}
	each := func(args ...string) map[string]string {
		t.Helper()
		started := map[string]*acctest.Process{}
		for pair, s := range runs {
			started[pair] = s.Start(append([]string{"-chdir=several-runs/run"}, args...)...)
		}
		said := map[string]string{}
		for pair, p := range started {
			out, err := p.Wait()
			if err != nil {
				t.Errorf("%s of %s: %v\n%s", args[0], pair, err, acctest.Tail(out))
			}
			said[pair] = out
		}
		return said
	}
	for pair, out := range each("apply", "-auto-approve") {
		if !strings.Contains(out, "ok = true") {
			t.Errorf("the apply of %s says\n%s", pair, acctest.Tail(out))
		}
	}
	each("plan", "-detailed-exitcode")
	for tenant, want := range map[string]int{acctest.ContosoID: 1, acctest.FabrikamID: 2, acctest.NorthwindID: 1} {
		if n := len(w.Guests(tenant)); n != want {
			t.Errorf("%s has %d guests, want %d", tenant, n, want)
		}
	}

	// One pair ends, the other does not notice.
	w.ForgetRequests()
	runs["contoso-northwind"].MustRun("-chdir=several-runs/run", "destroy", "-auto-approve")
	if asked := w.Entries(wire.Filter{Tenant: acctest.FabrikamID}); len(asked) > 0 {
		t.Errorf("the end of a pair asks another tenant: %+v", asked)
	}
	runs["contoso-fabrikam"].MustRun("-chdir=several-runs/run", "plan", "-detailed-exitcode")
}

// pairs are the values of the matrix, which are those of pairs.yaml and of the
// folders of Terragrunt.
func pairs(t *testing.T) []string {
	t.Helper()
	workflow := read(t, filepath.Join(severalRuns, "github-actions.yml"))
	matrix := regexp.MustCompile(`pair: \[(.*)\]`).FindStringSubmatch(workflow)
	if matrix == nil {
		t.Fatal("the workflow has no matrix")
	}
	all := strings.Split(matrix[1], ", ")
	folders, err := filepath.Glob(filepath.Join(severalRuns, "terragrunt", "*", "terragrunt.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	for i, folder := range folders {
		folders[i] = filepath.Base(filepath.Dir(folder))
	}
	if !slices.Equal(all, folders) {
		t.Errorf("the workflow has %v, and Terragrunt %v", all, folders)
	}
	return all
}

// pairWorkspace is the example in a workspace of its own, as on a runner of its own.
func pairWorkspace(t *testing.T, w *acctest.World, pair string) *acctest.Workspace {
	t.Helper()
	s := acctest.NewWorkspace(t, acctest.Requirements, "TF_VAR_pair="+pair, "TF_VAR_write_share=0.5")
	s.Copy("modules", top+"examples/modules")
	s.Copy("several-runs", severalRuns)
	applications := map[string]any{}
	for _, key := range []string{acctest.Contoso, acctest.Fabrikam, acctest.Northwind} {
		applications[key] = map[string]string{"client_id": acctest.ClientID(key), "client_secret": acctest.Secret(key)}
	}
	credentials, err := json.Marshal(applications)
	if err != nil {
		t.Fatal(err)
	}
	provider := fmt.Sprintf(emulated, credentials, w.ReadyFile())
	if err := os.WriteFile(s.Path("several-runs/run/provider.tf"), []byte(provider), 0o600); err != nil {
		t.Fatal(err)
	}
	s.MustRun("-chdir=several-runs/run", "init", "-backend-config=path="+s.Path(pair+".tfstate"))
	return s
}

// TestSeveralRunsElsewhere: what only Terragrunt and HCP Terraform read is well-formed
// and well formatted.
func TestSeveralRunsElsewhere(t *testing.T) {
	t.Parallel()
	s := acctest.NewWorkspace(t, "")
	for _, pattern := range []string{"terragrunt/*.hcl", "terragrunt/*/*.hcl", "stack/*.hcl"} {
		files, err := filepath.Glob(filepath.Join(severalRuns, pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v, %v", pattern, files, err)
		}
		for _, file := range files {
			put(t, s.Path("any.tf"), read(t, file))
			if out, err := s.Run("fmt", "-check", "-diff", "any.tf"); err != nil {
				t.Errorf("%s: %v\n%s", file, err, out)
			}
		}
	}
}
