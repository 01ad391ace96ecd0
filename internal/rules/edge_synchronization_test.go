package rules_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

type synced = rules.Synchronization

// synchronization is a complete configuration for a target, modified by the
// changes.
func synchronization(target string, changes ...func(*synced)) synced {
	s := synced{
		Name: "Sync to " + target, TargetTenantID: rules.Known(target), AuthenticationType: rules.Known("SyncPolicy"),
		Scoped: rules.Known(true), SyncAll: rules.Known(false), DeleteThreshold: rules.Known(true),
		Job:     &rules.SyncJob{Template: "Azure2Azure", Started: true},
		Mapping: rules.Known(rules.SyncMapping{Users: rules.ObjectMapping{Enabled: true, Adds: true, Updates: true}}),
	}
	for _, change := range changes {
		change(&s)
	}
	return s
}

// syncs replaces the configurations of an edge. Each edge gets its own copies of
// the jobs.
func syncs(all ...synced) func(*edgeFacts) {
	return func(f *edgeFacts) {
		fresh := slices.Clone(all)
		for i, s := range fresh {
			if s.Job != nil {
				job := *s.Job
				fresh[i].Job = &job
			}
		}
		f.Synchronizations = rules.Known(fresh)
	}
}

// everyOfSync are the unchecked settings when nothing is known about the jobs.
var everyOfSync = []string{
	"source synchronization configuration", "source synchronization secrets: CompanyId", "source synchronization job",
	"source synchronization secrets: AuthenticationType", "source synchronization job: assignments",
	"source synchronization job: schedule.state", "source synchronization job: status.code",
	"source synchronization secrets: SyncNotificationSettings.DeleteThresholdEnabled",
	"source synchronization schema: mapping of users", "source synchronization schema: mapping of groups",
}

func noJob(s *synced)     { s.Job = nil }
func idle(s *synced)      { s.Job.Started = false }
func sick(s *synced)      { s.Job.Quarantined = true }
func unscoped(s *synced)  { s.Scoped = rules.Known(false) }
func unlimited(s *synced) { s.DeleteThreshold = rules.Known(false) }
func groupsToo(s *synced) { mapped(s, func(m *rules.SyncMapping) { m.Groups.Enabled = true }) }

// mapped changes the mapping of a configuration.
func mapped(s *synced, change func(*rules.SyncMapping)) {
	m, _ := s.Mapping.Get()
	change(&m)
	s.Mapping = rules.Known(m)
}

func hideTarget(s *synced) { s.TargetTenantID = rules.Fact[string]{} }

// TestWhichSynchronization selects among the configurations of a tenant.
func TestWhichSynchronization(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name       string
		all        []synced
		elsewhere  []string
		want, open []string
	}{
		{name: "one good among bad ones", all: []synced{synchronization("bbbb", idle), synchronization("bbbb", sick), synchronization("bbbb")}},
		{
			name: "the best is judged", all: []synced{synchronization("bbbb", idle, unscoped), synchronization("bbbb", idle), synchronization("bbbb", sick)},
			want: []string{"synchronization job: schedule.state"},
		},
		{
			name: "what is recommended counts last", all: []synced{synchronization("bbbb", idle), synchronization("bbbb", unlimited)},
			want: []string{"synchronization secrets: SyncNotificationSettings.DeleteThresholdEnabled"},
		},
		{
			name: "everything that the configuration lacks", all: []synced{synchronization("bbbb", unscoped, unlimited, noJob)},
			want: []string{
				"synchronization job", "synchronization job: assignments", "synchronization secrets: SyncNotificationSettings.DeleteThresholdEnabled",
			},
		},
		{name: "none", want: []string{"synchronization configuration"}},
		{name: "astray", all: []synced{synchronization("cccc", sick, unscoped)}, want: []string{"synchronization secrets: CompanyId"}},
		{name: "astray beside the right one", all: []synced{synchronization("cccc"), synchronization("bbbb")}},
		{
			name: "that of another edge", all: []synced{synchronization("cccc")}, elsewhere: []string{"CCCC"},
			want: []string{"synchronization configuration"},
		},
		{name: "hidden target", all: []synced{synchronization("", hideTarget)}, open: everyOfSync},
		{name: "hidden target beside the right one", all: []synced{synchronization("", hideTarget), synchronization("bbbb")}},
		{
			name: "hidden target beside a bad one", all: []synced{synchronization("", hideTarget), synchronization("bbbb", idle)},
			open: []string{"source synchronization job: schedule.state"},
		},
		{
			name: "hidden target beside one astray", all: []synced{synchronization("", hideTarget), synchronization("cccc")},
			open: everyOfSync[1:],
		},
		{
			name: "hidden target and no job", all: []synced{synchronization("", hideTarget, noJob)},
			want: []string{"synchronization job"}, open: []string{"source synchronization secrets: CompanyId"},
		},
		{
			name: "hidden scope and sign-in",
			all: []synced{synchronization("bbbb", func(s *synced) {
				s.Scoped, s.AuthenticationType = rules.Fact[bool]{}, rules.Fact[string]{}
			})},
			open: []string{"source synchronization secrets: AuthenticationType", "source synchronization job: assignments"},
		},
	} {
		f := completeEdge("public", "public")
		f.Capabilities, f.SyncedTenants = with("sync"), c.elsewhere
		syncs(c.all...)(&f)
		var got []string
		for _, finding := range edgeFindings(f) {
			got = append(got, finding.Settings...)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: found %q", c.name, got)
		}
		if got := unchecked(f); !slices.Equal(got, c.open) {
			t.Errorf("%s: unchecked are %q", c.name, got)
		}
	}
}

// The texts name the configuration, the tenant that it writes to and the reason of
// a quarantine.
func TestTextsAboutSynchronization(t *testing.T) {
	t.Parallel()
	reason := func(s *synced) { s.Job.Quarantined, s.Job.QuarantineReason = true, "TooManyDeletes" }
	for _, c := range []struct {
		all     synced
		summary string
		remedy  string
	}{
		{synchronization("cccc"), `"Sync to cccc" of tenant "contoso" writes to tenant cccc, and none writes to "fabrikam"`, "set its secret CompanyId to bbbb"},
		{synchronization(""), `writes to no tenant`, "set its secret CompanyId to bbbb"},
		{synchronization("bbbb", noJob), `"Sync to bbbb" of tenant "contoso" for "fabrikam" has no job`, `create the job of "Sync to bbbb"`},
		{synchronization("bbbb", reason), "is in quarantine (TooManyDeletes).", "then restart the job"},
		{synchronization("bbbb", sick), "is in quarantine.", "then restart the job"},
		{synchronization("bbbb", unlimited), `all of them are deleted in "fabrikam"`, `SyncNotificationSettings of "Sync to bbbb"`},
	} {
		f := completeEdge("public", "public")
		f.Capabilities = with("sync")
		syncs(c.all)(&f)
		found := edgeFindings(f)
		if len(found) != 1 || !strings.Contains(found[0].Summary, c.summary) || !strings.Contains(found[0].Remedy, c.remedy) {
			t.Errorf("want %q and %q in\n%+v", c.summary, c.remedy, found)
		}
	}
}

// The template of a job between clouds is not documented, so any template is
// accepted there.
func TestTemplateAcrossClouds(t *testing.T) {
	t.Parallel()
	f := completeEdge("public", "usgovernment")
	f.Capabilities = with("sync")
	syncs(synchronization("bbbb", func(s *synced) { s.Job.Template = "Azure2Gov" }))(&f)
	if found := edgeFindings(f); len(found) > 0 {
		t.Errorf("%+v", found)
	}
}
