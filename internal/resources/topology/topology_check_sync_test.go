package topology_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	facts "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// synchronized is the connected estate with the given configurations in Contoso.
func synchronized(configurations ...acctest.Object) *acctest.Estate {
	e := connected()
	e.Tenant(acctest.Contoso).Synchronizations = configurations
	return e
}

// changed is a configuration for Fabrikam with changed members.
func changed(members acctest.Object) acctest.Object {
	configuration := syncInto(acctest.FabrikamID)
	for name, value := range members {
		configuration[name] = value
	}
	return configuration
}

// secretly is a configuration for Fabrikam with changed secrets; nil removes one.
func secretly(values acctest.Object) acctest.Object {
	configuration := syncInto(acctest.FabrikamID)
	secrets, _ := configuration["secrets"].(acctest.Object)
	for key, value := range values {
		secrets[key] = value
		if value == nil {
			delete(secrets, key)
		}
	}
	return configuration
}

func job(state, code string) acctest.Object {
	return acctest.Object{"schedule": acctest.Object{"state": state}, "status": acctest.Object{"code": code}}
}

// everyOfSync are all settings that an edge needs from a job.
var everyOfSync = []string{
	"synchronization configuration", "synchronization secrets: CompanyId", "synchronization job", "synchronization secrets: AuthenticationType",
	"synchronization job: assignments", "synchronization job: schedule.state", "synchronization job: status.code",
	"synchronization secrets: SyncNotificationSettings.DeleteThresholdEnabled",
	"synchronization schema: mapping of users", "synchronization schema: mapping of groups",
}

// TestOneSettingOfSyncMissing requires each setting of a job to be named in the
// source and nowhere else.
func TestOneSettingOfSyncMissing(t *testing.T) {
	t.Parallel()
	everybody := secretly(acctest.Object{"SyncAll": "true"})
	everybody["assignedTo"] = []any{}
	const threshold = "MT070 warn source contoso [synchronization secrets: SyncNotificationSettings.DeleteThresholdEnabled]"
	for name, test := range map[string]struct {
		configurations []acctest.Object
		want           string
		ok             bool
	}{
		"nothing":               {[]acctest.Object{syncInto(acctest.FabrikamID)}, "", true},
		"everybody is in scope": {[]acctest.Object{everybody}, "", true},
		"configuration":         {nil, "MT066 error source contoso [synchronization configuration]", false},
		"right target":          {[]acctest.Object{syncInto(acctest.NorthwindID)}, "MT066 error source contoso [synchronization secrets: CompanyId]", false},
		"job":                   {[]acctest.Object{changed(acctest.Object{"job": nil})}, "MT066 error source contoso [synchronization job]", false},
		"sign-in by policy": {
			[]acctest.Object{secretly(acctest.Object{"AuthenticationType": "Basic"})},
			"MT066 error source contoso [synchronization secrets: AuthenticationType]", false,
		},
		"users in scope": {
			[]acctest.Object{changed(acctest.Object{"assignedTo": []any{}})},
			"MT066 error source contoso [synchronization job: assignments]", false,
		},
		"started job": {
			[]acctest.Object{changed(acctest.Object{"job": job("Disabled", "Paused")})},
			"MT066 error source contoso [synchronization job: schedule.state]", false,
		},
		"healthy job": {
			[]acctest.Object{changed(acctest.Object{"job": job("Active", "Quarantine")})},
			"MT066 error source contoso [synchronization job: status.code]", false,
		},
		"job that has not run yet": {[]acctest.Object{changed(acctest.Object{"job": job("Active", "NotRun")})}, "", true},
		"notification settings":    {[]acctest.Object{secretly(acctest.Object{"SyncNotificationSettings": nil})}, threshold, true},
		"threshold": {
			[]acctest.Object{secretly(acctest.Object{"SyncNotificationSettings": acctest.Object{"Enabled": true, "DeleteThresholdEnabled": false}})},
			threshold, true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := started(t, synchronized(test.configurations...)).read(full())
			var want []string
			if test.want != "" {
				want = []string{test.want}
			}
			expect(t, "findings", rows(state["findings"], "code", "severity", "side", "tenant", "settings"), want...)
			expect(t, "unchecked", rows(state["unchecked"], "what"))
			if state["ok"] != test.ok {
				t.Errorf("ok is %v, want %v", state["ok"], test.ok)
			}
		})
	}
}

// TestQuarantineIsExplained names the reason that Graph returns.
func TestQuarantineIsExplained(t *testing.T) {
	t.Parallel()
	stopped := job("Active", "Quarantine")
	stopped["status"] = acctest.Object{"code": "Quarantine", "quarantine": acctest.Object{"reason": "TooManyDeletes"}}
	found := rows(started(t, synchronized(changed(acctest.Object{"job": stopped}))).read(declared("contoso", "fabrikam", "sync"))["findings"], "summary")
	if len(found) != 1 || !strings.HasSuffix(found[0], `"Sync" of tenant "contoso" for "fabrikam" is in quarantine (TooManyDeletes).`) {
		t.Errorf("the findings are %q", found)
	}
}

// TestJobsOfOtherEdges distinguishes a configuration for another edge from one for
// a wrong tenant, and reports a job that no edge needs.
func TestJobsOfOtherEdges(t *testing.T) {
	t.Parallel()
	c := started(t, synchronized(syncInto(acctest.FabrikamID), changed(acctest.Object{"displayName": "Idle", "job": job("Disabled", "Paused")})))
	sync := declared("contoso", "fabrikam", "sync", "direct_connect", "trust_mfa", "trust_compliant_device", "trust_hybrid_device")
	state := c.read(sync, declared("contoso", "northwind", "sync", "b2b_collaboration"))
	found := slices.DeleteFunc(rows(state["findings"], "edge", "side", "settings"), func(f string) bool { return !strings.Contains(f, " source ") })
	slices.Sort(found)
	expect(t, "findings of the source", found, "contoso->northwind source [allowedCloudEndpoints]",
		"contoso->northwind source [automaticUserConsentSettings.outboundAllowed]", "contoso->northwind source [synchronization configuration]")
	expect(t, "undeclared", rows(state["undeclared"], "tenant", "partner", "edge", "setting"))

	state = c.read(declared("contoso", "northwind", "sync", "b2b_collaboration"))
	expect(t, "undeclared jobs", slices.DeleteFunc(rows(state["undeclared"], "tenant", "partner", "edge", "setting"), func(u string) bool {
		return !strings.HasSuffix(u, "job")
	}), "contoso fabrikam <nil> synchronization job")
}

// TestMaskedSecrets finds nothing if Graph masks the target of a job.
func TestMaskedSecrets(t *testing.T) {
	t.Parallel()
	e := connected()
	c := check{t: t, world: acctest.StartWith(t, e, kernel.Options{Settings: facts.With(func(s *facts.Settings) { s.SecretsNeedWrite, s.SecretsAreMasked = false, true })}), estate: e}
	state := c.read(full())
	expect(t, "findings", rows(state["findings"], "code"))
	expect(t, "unchecked", rows(state["unchecked"], "what"), append(slices.Clone(everyOfSync), "undeclared synchronization jobs")...)
	for _, why := range rows(state["unchecked"], "why") {
		if !strings.HasPrefix(why, "Graph masks secrets") {
			t.Errorf("the reason is %q", why)
		}
	}
}

// TestSecretsThatCannotBeRead keeps the jobs and names the permission, if the
// service requires a write permission to return secrets.
func TestSecretsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, needWrite := range []bool{false, true} {
		e := synchronized(syncInto(acctest.FabrikamID), syncInto(acctest.NorthwindID))
		c := check{t: t, world: acctest.StartWith(t, e, kernel.Options{Settings: facts.With(func(s *facts.Settings) { s.SecretsNeedWrite = needWrite })}), estate: e}
		state := c.read(full())
		expect(t, "findings", rows(state["findings"], "code"))
		if !needWrite {
			expect(t, "unchecked", rows(state["unchecked"], "what"))
			continue
		}
		expect(t, "unchecked", rows(state["unchecked"], "what"), append(slices.Clone(everyOfSync), "undeclared synchronization jobs")...)
		for _, why := range rows(state["unchecked"], "why") {
			if why != "Graph refused GET /servicePrincipals/{id}/synchronization/secrets (401 UnknownError)."+
				` It needs the application permission Synchronization.ReadWrite.All in tenant "contoso".` {
				t.Errorf("the reason is %q", why)
			}
		}
	}
}

// TestJobsThatCannotBeRead names the permission, and checks the rest of the edge.
func TestJobsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for permission, operation := range map[string]string{
		"Application.Read.All":     "GET /servicePrincipals",
		"Synchronization.Read.All": "GET /servicePrincipals/{id}/synchronization/jobs",
	} {
		t.Run(permission, func(t *testing.T) {
			t.Parallel()
			e := connected()
			application := &e.Tenant(acctest.Contoso).Applications[0]
			application.Permissions = slices.DeleteFunc(application.Permissions, func(p string) bool { return p == permission })
			c := started(t, e)
			if err := c.world.ChangeSynchronization(acctest.FabrikamID, acctest.ContosoID, synchronization(false)); err != nil {
				t.Fatal(err)
			}
			state := c.read(full())
			expect(t, "findings", rows(state["findings"], "code", "side"), "MT066 target")
			expect(t, "unchecked", rows(state["unchecked"], "what"), append(slices.Clone(everyOfSync), "undeclared synchronization jobs")...)
			for _, why := range rows(state["unchecked"], "why") {
				if !strings.HasPrefix(why, "Graph refused "+operation+" (403") || !strings.Contains(why, "permission "+permission) {
					t.Errorf("the reason is %q", why)
				}
			}
		})
	}
}

// TestJobsAreReadInFewRequests reads the source only: its configurations, all other
// facts in one batch, and the mappings of the jobs for the target.
func TestJobsAreReadInFewRequests(t *testing.T) {
	t.Parallel()
	e := synchronized(syncInto(acctest.FabrikamID), changed(acctest.Object{"displayName": "Another"}))
	// A configuration in the target is not relevant for the edge.
	e.Tenant(acctest.Fabrikam).Synchronizations = []acctest.Object{{"secrets": acctest.Object{"CompanyId": acctest.ContosoID}}}
	c := counted(t, e)
	c.read(full())
	expect(t, "the requests", c.about("synchronization", "servicePrincipals", "$batch"),
		"contoso GET /servicePrincipals",
		"contoso GET /servicePrincipals/?/appRoleAssignedTo", "contoso GET /servicePrincipals/?/appRoleAssignedTo",
		"contoso GET /servicePrincipals/?/synchronization/jobs", "contoso GET /servicePrincipals/?/synchronization/jobs",
		"contoso GET /servicePrincipals/?/synchronization/jobs/?/schema", "contoso GET /servicePrincipals/?/synchronization/jobs/?/schema",
		"contoso GET /servicePrincipals/?/synchronization/secrets", "contoso GET /servicePrincipals/?/synchronization/secrets",
		"contoso POST /$batch")
}

// TestJobsAreNotReadInVain reads them only for edges with sync, and only if a check
// is on.
func TestJobsAreNotReadInVain(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		checks map[string]any
		edge   map[string]any
		want   string // the tenant that is asked
	}{
		"sync":                   {nil, declared("contoso", "fabrikam", "sync"), "contoso"},
		"no sync":                {nil, declared("contoso", "fabrikam", "b2b_collaboration", "auto_redeem"), ""},
		"recommendation alone":   {map[string]any{"MT066": "off"}, declared("contoso", "fabrikam", "sync"), "contoso"},
		"checks are off":         {map[string]any{"MT066": "off", "MT070": "off", "MT076": "off"}, declared("contoso", "fabrikam", "sync"), ""},
		"sync across the clouds": {nil, declared("contoso", "northwind", "sync"), "contoso"},
		"the other direction":    {nil, declared("fabrikam", "contoso", "sync"), "fabrikam"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := started(t, synchronized(secretly(acctest.Object{"SyncNotificationSettings": nil})))
			c.checks = test.checks
			state := c.read(test.edge)
			asked := c.about("servicePrincipals")
			if slices.ContainsFunc(asked, func(r string) bool { return !strings.HasPrefix(r, test.want+" ") }) || len(asked) > 0 != (test.want != "") {
				t.Errorf("want the jobs of %q alone to be read, got %q", test.want, asked)
			}
			if strings.Contains(strings.Join(rows(state["unchecked"], "what"), "\n"), "synchronization job") {
				t.Errorf("unchecked are %v", rows(state["unchecked"], "what"))
			}
		})
	}
}

var jobID = regexp.MustCompile(`/jobs/[^/]+`)

// about lists the requests whose path contains one of the words, including items of
// batches, without ids and sorted by their text.
func (c check) about(words ...string) []string {
	var asked []string
	for _, e := range c.world.Entries(wire.Filter{}) {
		path, _, _ := strings.Cut(strings.TrimPrefix(e.Path, "/v1.0"), "?")
		if !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(path, w) }) {
			continue
		}
		if parts := strings.SplitN(path, "/", 4); len(parts) == 4 {
			path = "/" + parts[1] + "/?/" + parts[3]
		}
		path = jobID.ReplaceAllString(path, "/jobs/?")
		asked = append(asked, e.Tenant+" "+e.Method+" "+path)
	}
	slices.Sort(asked)
	return asked
}
