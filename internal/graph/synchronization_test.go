package graph_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

// batched returns a batch response with a status and a body per item.
func batched(t *testing.T, items ...answer) answer {
	t.Helper()
	type response struct {
		ID     string          `json:"id"`
		Status int             `json:"status"`
		Body   json.RawMessage `json:"body"`
	}
	var responses []response
	for i, item := range items {
		responses = append(responses, response{fmt.Sprint(i), item.status, json.RawMessage(item.body)})
	}
	body, err := json.Marshal(map[string]any{"responses": responses})
	if err != nil {
		t.Fatal(err)
	}
	return answer{http.StatusOK, string(body)}
}

// list returns the body of a list with the elements.
func list(elements ...string) answer {
	return answer{http.StatusOK, `{"value":[` + strings.Join(elements, ",") + `]}`}
}

// secrets returns the body of a list of alternating keys and values.
func secrets(t *testing.T, pairs ...string) answer {
	t.Helper()
	var elements []string
	for i := 0; i < len(pairs); i += 2 {
		element, err := json.Marshal(map[string]string{"key": pairs[i], "value": pairs[i+1]})
		if err != nil {
			t.Fatal(err)
		}
		elements = append(elements, string(element))
	}
	return list(elements...)
}

const (
	// runs is the sample of graph-cross-tenant §4.2, started.
	runs = `{"id":"Azure2Azure.2f3c","templateId":"Azure2Azure","schedule":{"expiration":null,"interval":"PT40M","state":"Active"},
 "status":{"code":"Active","lastExecution":null,"quarantine":null}}`
	rests = `{"id":"Azure2Azure.2f3d","templateId":"Azure2Azure","schedule":{"state":"Disabled"},
 "status":{"code":"Quarantine","quarantine":{"reason":"TooManyDeletes","error":null}}}`

	applicationsPath = "GET /v1.0/servicePrincipals"
	batchPath        = "POST /v1.0/$batch"
)

// TestSynchronizationsOnTheWire reads two pages of configurations and all their
// parts in one batch, once.
func TestSynchronizationsOnTheWire(t *testing.T) {
	t.Parallel()
	const settings = `{"Enabled":true,"Recipients":"idm@contoso.example","DeleteThresholdEnabled":true,"DeleteThresholdValue":500}`
	c, s := scripted(
		t,
		answer{http.StatusOK, `{"value":[{"id":"sp-2","displayName":"Sync to Tailspin"}],"@odata.nextLink":"https://elsewhere.example/v1.0/servicePrincipals?$skiptoken=2"}`},
		list(`{"id":"sp-1","displayName":"Sync to Fabrikam","appRoles":[{"id":"R-1","displayName":"msiam_access","isEnabled":true}]}`, `{"id":"sp-3","displayName":null}`),
		batched(
			t,
			// sp-3 sorts first, because it has no name.
			answer{http.StatusNotFound, `{"error":{"code":"Request_ResourceNotFound","message":"Gone."}}`}, list(), list(),
			list(runs, rests),
			secrets(t, "AuthenticationType", "SyncPolicy", "CompanyId", "f-1", "SyncAll", "false", "SyncNotificationSettings", settings),
			list(`{"id":"a-1","appRoleId":"00000000-0000-0000-0000-000000000000"}`, `{"id":"a-2","appRoleId":"r-1"}`),
			list(rests), secrets(t, "CompanyId", "*", "SyncAll", "true", "SyncNotificationSettings", "", "BaseAddress", "*"), list(),
		),
	)
	known, no := rules.Known[string], rules.Known(false)
	fabrikam := rules.Synchronization{
		ID: "sp-1", Name: "Sync to Fabrikam", TargetTenantID: known("f-1"), AuthenticationType: known("SyncPolicy"),
		SyncAll: no, Scoped: rules.Known(true), DeleteThreshold: rules.Known(true), ThresholdValue: rules.Known(500),
	}
	running, resting := fabrikam, fabrikam
	quarantined := &rules.SyncJob{ID: "Azure2Azure.2f3d", Template: "Azure2Azure", Quarantined: true, QuarantineReason: "TooManyDeletes"}
	running.Job, resting.Job = &rules.SyncJob{ID: "Azure2Azure.2f3c", Template: "Azure2Azure", Started: true}, quarantined
	want := []rules.Synchronization{
		{ID: "sp-3", Name: "sp-3", TargetTenantID: known(""), AuthenticationType: known(""), SyncAll: no, Scoped: no, DeleteThreshold: no, ThresholdValue: rules.Known(0)},
		running,
		resting,
		{
			ID: "sp-2", Name: "Sync to Tailspin", TargetTenantID: rules.Unread[string](rules.SecretsMasked), AuthenticationType: known(""),
			SyncAll: rules.Known(true), Scoped: rules.Known(true), DeleteThreshold: no, ThresholdValue: rules.Known(0), Job: quarantined,
		},
	}
	for range 2 {
		got, err := c.Synchronizations(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("the configurations are\n%+v\nwant\n%+v", got, want)
		}
	}
	if want := []string{applicationsPath, applicationsPath, batchPath}; !reflect.DeepEqual(s.sent, want) {
		t.Errorf("the requests are %v, want %v", s.sent, want)
	}
	var asked []string
	requests, _ := s.bodies[2]["requests"].([]any)
	for _, r := range requests {
		request, _ := r.(map[string]any)
		asked = append(asked, fmt.Sprint(request["method"], " ", request["url"]))
	}
	if len(asked) != 9 || !reflect.DeepEqual(asked[3:6], []string{
		"GET /servicePrincipals/sp-1/synchronization/jobs", "GET /servicePrincipals/sp-1/synchronization/secrets",
		"GET /servicePrincipals/sp-1/appRoleAssignedTo?$top=100",
	}) {
		t.Errorf("the batch asks %q", asked)
	}
}

// TestSecrets covers values that are masked, missing or malformed.
func TestSecrets(t *testing.T) {
	t.Parallel()
	unknown, yes, no := rules.Unread[bool](rules.SecretsMasked), rules.Known(true), rules.Known(false)
	none := rules.Known(0)
	settings := func(value string) []string { return []string{"SyncNotificationSettings", value} }
	for name, test := range map[string]struct {
		secrets           []string
		assigned          answer
		scoped, threshold rules.Fact[bool]
		value             rules.Fact[int]
	}{
		"nothing":                    {nil, list(), no, no, none},
		"assigned":                   {nil, list(`{"id":"a"}`), yes, no, none},
		"everybody":                  {[]string{"SyncAll", "True"}, list(), yes, no, none},
		"masked, unassigned":         {[]string{"SyncAll", "*"}, list(), unknown, no, none},
		"masked, assigned":           {[]string{"SyncAll", "*"}, list(`{"id":"a"}`), yes, no, none},
		"masked settings":            {settings("*"), list(), no, unknown, rules.Unread[int](rules.SecretsMasked)},
		"threshold":                  {settings(`{"DeleteThresholdEnabled":true}`), list(), no, yes, none},
		"threshold with its value":   {settings(`{"DeleteThresholdEnabled":true,"DeleteThresholdValue":40}`), list(), no, yes, rules.Known(40)},
		"threshold that is off":      {settings(`{"Enabled":true,"DeleteThresholdEnabled":false,"DeleteThresholdValue":500}`), list(), no, no, rules.Known(500)},
		"settings without threshold": {settings(`{"Enabled":true}`), list(), no, no, none},
		"settings that are garbled":  {settings(`{"DeleteThresholdEnabled":"perhaps"}`), list(), no, rules.Fact[bool]{}, none},
		"a value that is garbled":    {settings(`{"DeleteThresholdEnabled":true,"DeleteThresholdValue":"many"}`), list(), no, yes, rules.Fact[int]{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := scripted(t, list(`{"id":"sp","displayName":"Sync"}`), batched(t, list(runs), secrets(t, test.secrets...), test.assigned))
			got, err := c.Synchronizations(t.Context())
			if err != nil || len(got) != 1 {
				t.Fatalf("the configurations are %+v, and the error is %v", got, err)
			}
			if got[0].Scoped != test.scoped || got[0].DeleteThreshold != test.threshold || got[0].ThresholdValue != test.value {
				t.Errorf("the configuration is %+v", got[0])
			}
		})
	}
}

// TestDefaultAccessIsNoScope: users with another role than the one for synchronization
// are skipped (graph-cross-tenant §4.2). The role may be on a later page.
func TestDefaultAccessIsNoScope(t *testing.T) {
	t.Parallel()
	const application = `{"id":"sp","displayName":"Sync","appRoles":[{"id":"r-1","displayName":"User","isEnabled":true},{"id":"r-2","displayName":"msiam_access","isEnabled":true}]}`
	const others = `{"value":[{"id":"a","appRoleId":"r-1"}],"@odata.nextLink":"https://elsewhere.example/v1.0/servicePrincipals/sp/appRoleAssignedTo?$skiptoken=2"}`
	for role, want := range map[string]bool{"r-2": true, "00000000-0000-0000-0000-000000000000": false} {
		c, _ := scripted(t, list(application), batched(t, list(runs), secrets(t, "SyncAll", "false"), answer{http.StatusOK, others}), list(`{"id":"b","appRoleId":"`+role+`"}`))
		got, err := c.Synchronizations(t.Context())
		if err != nil || len(got) != 1 || got[0].Scoped != rules.Known(want) {
			t.Errorf("%s: %+v, %v", role, got, err)
		}
	}
}

// TestRefusedSecrets leaves only the values of the secrets unknown, not jobs or
// assignments.
func TestRefusedSecrets(t *testing.T) {
	t.Parallel()
	for name, refused := range map[string]answer{
		"401": {http.StatusUnauthorized, `{"error":{"code":"UnknownError","message":""}}`},
		"403": {http.StatusForbidden, `{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges."}}`},
	} {
		c, _ := scripted(t, list(`{"id":"sp","displayName":"Sync"}`), batched(t, list(runs), refused, list(`{"id":"a"}`)))
		got, err := c.Synchronizations(t.Context())
		if err != nil || len(got) != 1 {
			t.Fatalf("%s: the configurations are %+v, and the error is %v", name, got, err)
		}
		var call *service.Error
		why := got[0].TargetTenantID.Why()
		if !errors.As(why, &call) || !reflect.DeepEqual(call.Permissions, []string{"Synchronization.ReadWrite.All"}) {
			t.Errorf("%s: the refusal is %v", name, why)
		}
		want := rules.Synchronization{
			ID: "sp", Name: "Sync", Scoped: rules.Known(true), Job: &rules.SyncJob{ID: "Azure2Azure.2f3c", Template: "Azure2Azure", Started: true},
			TargetTenantID: rules.Unread[string](why), AuthenticationType: rules.Unread[string](why),
			SyncAll: rules.Unread[bool](why), DeleteThreshold: rules.Unread[bool](why), ThresholdValue: rules.Unread[int](why),
		}
		if !reflect.DeepEqual(got[0], want) {
			t.Errorf("%s: the configuration is %+v", name, got[0])
		}
	}
}

// TestRefusedParts returns an error, never a partial configuration.
func TestRefusedParts(t *testing.T) {
	t.Parallel()
	refused := answer{http.StatusForbidden, `{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges."}}`}
	application := list(`{"id":"sp","displayName":"Sync"}`)
	for name, test := range map[string]struct {
		answers               []answer
		operation, permission string
	}{
		"applications": {[]answer{refused}, "GET /servicePrincipals", "Application.Read.All"},
		"jobs": {
			[]answer{application, batched(t, refused, secrets(t), list())},
			"GET /servicePrincipals/{id}/synchronization/jobs", "Synchronization.Read.All",
		},
		"assignments": {
			[]answer{application, batched(t, list(runs), secrets(t), refused)},
			"GET /servicePrincipals/{id}/appRoleAssignedTo", "Application.Read.All",
		},
		"batch": {[]answer{application, refused}, "GET /servicePrincipals/{id}/synchronization/jobs", "Synchronization.Read.All"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := scripted(t, test.answers...)
			got, err := c.Synchronizations(t.Context())
			var call *service.Error
			if !errors.As(err, &call) || !errors.Is(err, service.ErrForbidden) {
				t.Fatalf("the configurations are %+v, and the error is %v", got, err)
			}
			if call.Operation != test.operation || call.Permissions[0] != test.permission {
				t.Errorf("the error is about %s and needs %v", call.Operation, call.Permissions)
			}
		})
	}
}

// TestSynchronizationsInFewRequests reads about twenty parts per batch.
func TestSynchronizationsInFewRequests(t *testing.T) {
	t.Parallel()
	var applications []string
	for i := range 14 {
		applications = append(applications, fmt.Sprintf(`{"id":"sp-%02d","displayName":"Sync"}`, i))
	}
	empty := make([]answer, 20)
	for i := range empty {
		empty[i] = list()
	}
	c, s := scripted(t, list(applications...), batched(t, empty...))
	got, err := c.Synchronizations(t.Context())
	if err != nil || len(got) != 14 {
		t.Fatalf("%d configurations, and the error is %v", len(got), err)
	}
	if want := []string{applicationsPath, batchPath, batchPath, batchPath}; !reflect.DeepEqual(s.sent, want) {
		t.Errorf("the requests are %v, want %v", s.sent, want)
	}
	c, s = scripted(t, list())
	if got, err := c.Synchronizations(t.Context()); err != nil || got == nil || len(got) > 0 || len(s.sent) != 1 {
		t.Errorf("without any configuration there are %v after %v, and the error is %v", got, s.sent, err)
	}
}

func FuzzSyncNotificationSettings(f *testing.F) {
	for _, seed := range []string{"", "*", "{}", "null", "[]", `{"DeleteThresholdEnabled":true}`, `{"DeleteThresholdEnabled":1e9}`, `{"deletethresholdenabled":null}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, settings string) {
		c, _ := scripted(t, list(`{"id":"sp","displayName":"Sync"}`), batched(t, list(runs), secrets(t, "SyncNotificationSettings", settings), list()))
		got, err := c.Synchronizations(t.Context())
		if err != nil || len(got) != 1 {
			t.Fatalf("%q: %+v, %v", settings, got, err)
		}
		if guarded, _ := got[0].DeleteThreshold.Get(); guarded && !strings.Contains(strings.ToLower(settings), "true") {
			t.Errorf("%q is no threshold", settings)
		}
	})
}
