package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// fencedYAML is a fenced block of a pipeline, and pipelineStep a step of it that runs a
// script: in one line, or in the lines below.
var (
	fencedYAML   = regexp.MustCompile("(?ms)^```yaml\n(.*?)^```$")
	pipelineStep = regexp.MustCompile(`(?m)^- (?:run|bash): (?:\|\n((?: {4}.*\n)+)|(.+)\n)`)
)

// scripts are the scripts of the pipeline under a heading of a guide.
func scripts(t *testing.T, guide, heading string) []string {
	t.Helper()
	var all []string
	for _, step := range pipelineStep.FindAllStringSubmatch(fencedYAML.FindStringSubmatch(section(text(t, "docs", "guides", guide), heading))[1], -1) {
		all = append(all, strings.TrimSpace(strings.ReplaceAll(step[1], "\n    ", "\n")+step[2]))
	}
	if len(all) != 2 {
		t.Fatalf("%s of %s has the scripts %q", heading, guide, all)
	}
	return all
}

// TestReportInPipelines runs the scripts of the pipelines that attach a report, with the
// variables and the shells of GitHub Actions and Azure DevOps.
func TestReportInPipelines(t *testing.T) {
	t.Parallel()
	for heading, shell := range map[string]string{"GitHub Actions": "set -e -o pipefail\n", "Azure DevOps": ""} {
		t.Run(heading, func(t *testing.T) {
			t.Parallel()
			w := acctest.Start(t, acctest.Standard())
			s := acctest.NewWorkspace(t, w.Config(text(t, "examples", "resources", "multitenant_b2b_invitation", "resource.tf")))
			temp := t.TempDir()
			summary := filepath.Join(temp, "topology.md")
			for _, script := range scripts(t, "report.md", heading) {
				// Azure DevOps replaces its variables before the shell starts.
				script = shell + strings.ReplaceAll(script, "$(Agent.TempDirectory)", temp)
				out, err := s.Shell("bash", script, "RUNNER_TEMP="+temp, "GITHUB_STEP_SUMMARY="+summary)
				if err != nil {
					t.Fatalf("%v\n%s\n%s", err, script, out)
				}
				if strings.Contains(script, "##vso") && !strings.Contains(out, "##vso[task.uploadsummary]"+summary+"\n") {
					t.Errorf("the summary is not uploaded:\n%s", out)
				}
			}
			for file, want := range map[string]string{s.Path("report.html"): "<!DOCTYPE html>", summary: "Plan: 6 to add"} {
				data, err := os.ReadFile(file)
				if err != nil || !strings.Contains(strings.ToLower(string(data)), strings.ToLower(want)) {
					t.Errorf("%s: %v, and no %s in %.300s", file, err, want, data)
				}
			}
			if left, err := filepath.Glob(s.Path("*.json")); err != nil || len(left) > 0 {
				t.Errorf("the plan remains beside the configuration: %v %v", left, err)
			}
		})
	}
}
