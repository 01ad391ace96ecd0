package area_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/provisioning"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

const syncEstate = `{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","domains":["contoso.example"],
 "users":[{"id":"` + adminID + `","userPrincipalName":"adele@contoso.example","mail":"adele.vance@contoso.example"}],
 "groups":[{"id":"` + anaID + `","displayName":"Synced people","mail":"synced@contoso.example"},{"displayName":"Twin"},{"displayName":"Twin"}],
 "contacts":[{"displayName":"Carla","mail":"carla@fabrikam.example"}],
 "cross_tenant_synchronizations":[
%s
 ]}]}`

func syncSeed(entry string) string { return strings.Replace(syncEstate, "%s", entry, 1) }

// seeded loads one synchronization and returns its snapshot.
func seeded(t *testing.T, w *kernel.World, entry string) map[string]any {
	t.Helper()
	load(t, w, syncSeed(entry))
	data, err := json.Marshal(w.Snapshot()["contoso"])
	if err != nil {
		t.Fatal(err)
	}
	var tenant struct {
		Synchronizations []map[string]any `json:"cross_tenant_synchronizations"`
	}
	if err := json.Unmarshal(data, &tenant); err != nil {
		t.Fatal(err)
	}
	if len(tenant.Synchronizations) != 1 {
		t.Fatalf("got %s", data)
	}
	return tenant.Synchronizations[0]
}

func TestSeededSynchronizations(t *testing.T) {
	t.Parallel()
	const secrets = `"secrets":{"CompanyId":"` + fabrikamID + `"}`
	plain := map[string]any{"CompanyId": fabrikamID, "AuthenticationType": "SyncPolicy"}
	tests := []struct {
		name, entry    string
		secrets        map[string]any
		schedule, code string
		reason         string
		assigned       []any
	}{
		{"least", `{` + secrets + `}`, plain, "Active", "Active", "", []any{}},
		{"no job", `{` + secrets + `,"job":null}`, plain, "", "", "", []any{}},
		{"paused", `{` + secrets + `,"job":{"schedule":{"state":"Disabled"},"status":{"code":"Paused"}}}`, plain, "Disabled", "Paused", "", []any{}},
		{"quarantine", `{` + secrets + `,"job":{"status":{"code":"Quarantine","quarantine":{"reason":"TooManyDeletes"}}}}`, plain, "Active", "Quarantine", "TooManyDeletes", []any{}},
		{"no reason", `{` + secrets + `,"job":{"status":{"code":"Quarantine"}}}`, plain, "Active", "Quarantine", "Unknown", []any{}},
		{"by name", `{` + secrets + `,"assignedTo":["ADELE@contoso.example","synced people"]}`, plain, "Active", "Active", "", []any{adminID, anaID}},
		{"by mail and id", `{` + secrets + `,"assignedTo":["adele.vance@contoso.example","` + anaID + `"]}`, plain, "Active", "Active", "", []any{adminID, anaID}},
		{"all secrets", `{"secrets":{"CompanyId":"` + strings.ToUpper(fabrikamID) + `","AuthenticationType":"Basic","SyncAll":"true","SecretToken":"hush",
		   "SyncNotificationSettings":{"Enabled": true, "DeleteThresholdValue": 500}}}`, map[string]any{
			"CompanyId": fabrikamID, "AuthenticationType": "Basic", "SyncAll": "true", "SecretToken": "*",
			"SyncNotificationSettings": `{"Enabled":true,"DeleteThresholdValue":500}`,
		}, "Active", "Active", "", []any{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := area.NewWorld(kernel.Options{})
			got := seeded(t, w, tt.entry)
			if !reflect.DeepEqual(got["secrets"], tt.secrets) || !reflect.DeepEqual(got["assignedTo"], tt.assigned) {
				t.Errorf("got %v", got)
			}
			jobs, _ := got["jobs"].([]any)
			if tt.code == "" {
				if len(jobs) != 0 {
					t.Errorf("jobs %v", jobs)
				}
				return
			}
			first, _ := jobs[0].(map[string]any)
			schedule, _ := first["schedule"].(map[string]any)
			status, _ := first["status"].(map[string]any)
			quarantine, _ := status["quarantine"].(map[string]any)
			if schedule["state"] != tt.schedule || status["code"] != tt.code || tt.reason != "" && quarantine["reason"] != tt.reason || (tt.reason == "") != (quarantine == nil) {
				t.Errorf("job %v", first)
			}
		})
	}
}

func TestBrokenSynchronizationSeeds(t *testing.T) {
	t.Parallel()
	const company = `"CompanyId":"` + fabrikamID + `"`
	tests := []struct{ name, entry, want string }{
		{"no secrets", `{}`, `t.json:6: tenants[0].cross_tenant_synchronizations[0]: the member "secrets" is missing`},
		{"no company", `{"secrets":{}}`, `cross_tenant_synchronizations[0].secrets: the member "CompanyId" is missing`},
		{"bad company", `{"secrets":{"CompanyId":"fabrikam"}}`, `secrets.CompanyId: "fabrikam" is not a GUID`},
		{"unknown member", "{\n\"shade\":1,\"secrets\":{" + company + `}}`, `t.json:7: tenants[0].cross_tenant_synchronizations[0].shade: is not a known member`},
		{"unknown secret", `{"secrets":{` + company + `,"Shade":"red"}}`, `secrets.Shade: is not a known member`},
		{"secret of another type", `{"secrets":{` + company + `,"SyncAll":true}}`, `secrets.SyncAll: must be a non-empty string`},
		{"unknown state", `{"secrets":{` + company + `},"job":{"schedule":{"state":"On"}}}`, `job.schedule.state: "On" is not one of Active, Disabled, Paused`},
		{"unknown code", `{"secrets":{` + company + `},"job":{"status":{"code":"Fine"}}}`, `job.status.code: "Fine" is not one of`},
		{"unknown reason", `{"secrets":{` + company + `},"job":{"status":{"code":"Quarantine","quarantine":{"reason":"Rain"}}}}`, `quarantine.reason: "Rain"`},
		{"unknown status", `{"secrets":{` + company + `},"job":{"status":{"lastExecution":null}}}`, `job.status.lastExecution: is not a known member`},
		{"healthy quarantine", `{"secrets":{` + company + `},"job":{"status":{"quarantine":{"reason":"Unknown"}}}}`, `job.status.quarantine: only a job whose code is Quarantine`},
		{"unknown assignee", `{"secrets":{` + company + `},"assignedTo":["synced people","ana@contoso.example"]}`, `assignedTo[1]: The reference 'ana@contoso.example' names no object`},
		{"contact", `{"secrets":{` + company + `},"assignedTo":["carla@fabrikam.example"]}`, `names no object`},
		{"two of a name", `{"secrets":{` + company + `},"assignedTo":["twin"]}`, `assignedTo[0]: The reference 'twin' is ambiguous`},
		{"twice", `{"secrets":{` + company + `},"assignedTo":["adele@contoso.example","` + adminID + `"]}`, `assignedTo[1]: Permission being assigned already exists`},
		{"same id", `{"id":"` + anaID + `","secrets":{` + company + `}},{"id":"` + anaID + `","secrets":{` + company + `}}`, `synchronizations[1].id: the id "` + anaID + `" is taken`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			seed, err := area.ParseSeed("t.json", []byte(syncSeed(tt.entry)))
			if err == nil {
				err = area.NewWorld(kernel.Options{}).Load(seed)
			}
			var wrong *kernel.SeedError
			if !errors.As(err, &wrong) || !strings.Contains(wrong.Error(), tt.want) {
				t.Fatalf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestSynchronizationsSurviveARestart(t *testing.T) {
	t.Parallel()
	w := area.NewWorld(kernel.Options{})
	before := seeded(t, w, `{"displayName":"To Fabrikam","secrets":{"CompanyId":"`+fabrikamID+`","SecretToken":"hush"},"assignedTo":["synced people"]}`)
	data, err := w.SaveState()
	if err != nil {
		t.Fatal(err)
	}
	restarted := area.NewWorld(kernel.Options{})
	if err := restarted.LoadState(data); err != nil {
		t.Fatal(err)
	}
	after := restarted.Snapshot()["contoso"]
	if !reflect.DeepEqual(w.Snapshot()["contoso"], after) {
		t.Errorf("before %v, after %v", before, after)
	}
	id, _ := before["id"].(string)
	s, err := provisioning.Find(restarted, contosoID, id)
	if err != nil || !slices.Contains(s.Secrets, provisioning.SyncSecret{Key: "SecretToken", Value: "hush"}) {
		t.Errorf("got %+v, %v", s, err)
	}
	var r []*application.Registration
	look(t, restarted, contosoID, func(d *kernel.Directory) { r = application.Registrations.All(d) })
	if len(r) != 1 || application.Registrations.Delete(restarted, contosoID, r[0].ID, kernel.Actor{}) != nil {
		t.Errorf("applications %v", r)
	}
}
