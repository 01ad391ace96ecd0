package graph_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

const (
	jobs    = "/v1.0/servicePrincipals/sp-1/synchronization/jobs"
	job     = jobs + "/j"
	created = `{"id":"j","templateId":"Azure2Azure","schedule":{"state":"Disabled"},"status":{"code":"Paused","lastExecution":null,"quarantine":null}}`
	started = `{"id":"j","templateId":"Azure2Azure","schedule":{"state":"Active"},"status":{"code":"NotRun",
 "lastExecution":{"state":"Failed","error":{"code":"None","message":""}},"quarantine":null}}`
	stuck = `{"id":"j","templateId":"Azure2Azure","schedule":{"state":"Active"},"status":{"code":"Quarantine","lastExecution":{},
 "quarantine":{"reason":"EncounteredQuarantineException","currentBegan":"2026-01-15T08:00:00Z","error":{"code":"X","message":"No policy."}}}}`
	otherJob = `{"id":"k","templateId":"AWSSingleSignOn","schedule":{"state":"Active"},"status":{"code":"Active"}}`
)

// TestJobsOnTheWire: a job that has not run yet reports a failed run, which is no
// failure.
func TestJobsOnTheWire(t *testing.T) {
	t.Parallel()
	c, _ := scripted(t, list(otherJob, created, started, stuck))
	got, err := c.SyncJobs(t.Context(), "sp-1")
	want := []graph.SyncJob{
		{ID: "j", Template: "Azure2Azure", State: "Disabled", Code: "Paused"},
		{ID: "j", Template: "Azure2Azure", State: "Active", Code: "NotRun"},
		{ID: "j", Template: "Azure2Azure", State: "Active", Code: "Quarantine", Ran: true, Quarantine: &graph.SyncQuarantine{
			Reason: "EncounteredQuarantineException", Since: time.Date(2026, 1, 15, 8, 0, 0, 0, time.UTC), Message: "X No policy.",
		}},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("the jobs are %+v, %v", got, err)
	}
}

// TestJobIsAddedOnce: an existing one is used, and a lost answer is looked up.
func TestJobIsAddedOnce(t *testing.T) {
	t.Parallel()
	get, post, one := "GET "+jobs, "POST "+jobs, "GET "+job
	for name, test := range map[string]struct {
		answers []answer
		sent    []string
	}{
		"new":      {[]answer{list(otherJob), {http.StatusCreated, created}, {http.StatusNotFound, noPrincipal}, {http.StatusOK, created}}, []string{get, post, one, one}},
		"existing": {[]answer{list(created), {http.StatusOK, created}}, []string{get, one}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, test.answers...)
			j, err := c.AddSyncJob(t.Context(), "sp-1")
			if err != nil || j.ID != "j" || !slices.Equal(s.sent, test.sent) {
				t.Errorf("%+v, %v after %v", j, err, s.sent)
			}
		})
	}
}

// TestJobsAreStartedPausedAndRestarted, and awaited.
func TestJobsAreStartedPausedAndRestarted(t *testing.T) {
	t.Parallel()
	was, runs := answer{http.StatusOK, created}, answer{http.StatusOK, started}
	type act func(*graph.Client, context.Context) (graph.SyncJob, error)
	for path, test := range map[string]struct {
		act     act
		answers []answer
		body    map[string]any
	}{
		"/start": {func(c *graph.Client, ctx context.Context) (graph.SyncJob, error) {
			return c.StartSyncJob(ctx, "sp-1", "j")
		}, []answer{noContent, was, runs}, nil},
		"/pause": {func(c *graph.Client, ctx context.Context) (graph.SyncJob, error) {
			return c.PauseSyncJob(ctx, "sp-1", "j")
		}, []answer{noContent, runs, was}, nil},
		"/restart": {
			func(c *graph.Client, ctx context.Context) (graph.SyncJob, error) {
				return c.RestartSyncJob(ctx, "sp-1", "j", []string{"Watermark", "Escrows"})
			},
			[]answer{noContent, was, runs},
			map[string]any{"criteria": map[string]any{"resetScope": "Escrows, Watermark"}},
		},
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, test.answers...)
			_, err := test.act(c, t.Context())
			if want := []string{"POST " + job + path, "GET " + job, "GET " + job}; err != nil || !slices.Equal(s.sent, want) || !reflect.DeepEqual(s.bodies[0], test.body) {
				t.Errorf("%v after %v with %v", err, s.sent, s.bodies[0])
			}
		})
	}
}

// TestSecretsAreWrittenAsAWhole, without masks, and awaited as far as they are shown.
func TestSecretsAreWrittenAsAWhole(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, secrets(t, "CompanyId", "f", "SyncAll", "true", "SecretToken", "*"), noContent,
		secrets(t, "CompanyId", "f", "SyncAll", "true"), secrets(t, "CompanyId", "f", "AuthenticationType", "SyncPolicy", "SyncAll", "*"))
	now, err := c.SyncSecrets(t.Context(), "sp-1")
	if err != nil || !now.Masked() {
		t.Fatalf("%v, %v", now, err)
	}
	next := now.With("syncall", "false").With("AuthenticationType", "SyncPolicy")
	if err := c.SaveSyncSecrets(t.Context(), "sp-1", next); err != nil {
		t.Error(err)
	}
	want := `[map[key:CompanyId value:f] map[key:SyncAll value:false] map[key:AuthenticationType value:SyncPolicy]]`
	if got := fmt.Sprint(s.bodies[1]["value"]); got != want || len(s.sent) != 4 {
		t.Errorf("sent %s in %v", got, s.sent)
	}
	// An application that may not read them trusts the answer.
	c, _ = scripted(t, noContent, answer{http.StatusForbidden, early})
	if err := c.SaveSyncSecrets(t.Context(), "sp-1", next); err != nil {
		t.Error(err)
	}
}

// texts answers every GET with one text, and keeps the last body.
type texts struct{ answer, body string }

func (x *texts) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		x.body = string(body)
	}
	header := http.Header{"Content-Type": {"application/json"}}
	return &http.Response{StatusCode: http.StatusOK, Header: header, ContentLength: int64(len(x.answer)), Body: io.NopCloser(strings.NewReader(x.answer)), Request: req}, nil
}

// TestSchemaKeepsItsBytes in both directions.
func TestSchemaKeepsItsBytes(t *testing.T) {
	t.Parallel()
	const text = " {\n \"z\" : 1.0, \"a\":[ 1e3 , \"<\\u00e9\\/&>\" ],\"a\":{}}"
	x := &texts{answer: text}
	c := client(t, x)
	got, err := c.SyncSchema(t.Context(), "sp-1", "j")
	if err != nil || string(got) != strings.TrimSpace(text) {
		t.Errorf("read %q, %v", got, err)
	}
	if err := c.SaveSyncSchema(t.Context(), "sp-1", "j", []byte(text), func([]byte) bool { return true }); err != nil || x.body != text {
		t.Errorf("sent %q, %v", x.body, err)
	}
}

// TestJobWithoutSchema: a job that was deleted or created a moment ago is read again,
// until list and schema agree.
func TestJobWithoutSchema(t *testing.T) {
	t.Parallel()
	const listed, none = `{"value":[{"id":"j","templateId":"Azure2Azure"}]}`, `{"value":[]}`
	missing := answer{http.StatusNotFound, `{"error":{"code":"Request_ResourceNotFound","message":"gone"}}`}
	for name, test := range map[string]struct {
		answers []answer
		jobs    int
		schema  string
	}{
		"deleted": {[]answer{{http.StatusOK, listed}, missing, {http.StatusOK, none}}, 0, ""},
		"created": {[]answer{{http.StatusOK, listed}, missing, {http.StatusOK, listed}, {http.StatusOK, `{"id":"j"}`}}, 1, `{"id":"j"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, test.answers...)
			jobs, schema, err := c.SyncJobsAndSchema(t.Context(), "sp-1", func(all []graph.SyncJob) graph.SyncJob { return all[0] })
			if err != nil || len(jobs) != test.jobs || string(schema) != test.schema || len(s.sent) != len(test.answers) {
				t.Errorf("jobs are %v, schema %s, %v after %v", jobs, schema, err, s.sent)
			}
		})
	}
}

// TestSchemaThatTheServiceWritesDifferently does not wait until the timeout.
func TestSchemaThatTheServiceWritesDifferently(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, noContent, answer{http.StatusOK, `{}`})
	err := c.SaveSyncSchema(t.Context(), "sp-1", "j", []byte(`{}`), func([]byte) bool { return false })
	if err != nil || len(s.sent) != 7 {
		t.Errorf("%v after %v", err, s.sent)
	}
}

// TestExpressionsAreParsedByTheService.
func TestExpressionsAreParsedByTheService(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, answer{http.StatusOK, `{"parsingSucceeded":true,"parsedExpression":{ "type":"Function"}}`})
	source, err := c.ParseSyncExpression(t.Context(), "sp-1", "j", `ToLower([mail])`)
	if err != nil || string(source) != `{ "type":"Function"}` || s.bodies[0]["expression"] != "ToLower([mail])" {
		t.Errorf("%s, %v", source, err)
	}
	c, _ = scripted(t, answer{http.StatusOK, `{"parsingSucceeded":false,"parsedExpression":null,"error":{"code":"ExpressionParsingFailed","message":"Unknown function."}}`})
	if _, err := c.ParseSyncExpression(t.Context(), "sp-1", "j", `X()`); err == nil || !strings.Contains(err.Error(), "Unknown function. (ExpressionParsingFailed)") {
		t.Error(err)
	}
}

// TestValidationNamesTheSide that lacks a setting (graph-cross-tenant §4.4).
func TestValidationNamesTheSide(t *testing.T) {
	t.Parallel()
	const policy = "AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure"
	for name, test := range map[string]struct {
		code, message, advice string
		requests              int
	}{
		"source": {policy, "The source tenant has not enabled automatic user consent with the target tenant.", `Tenant "fabrikam", the source, lacks automatic redemption for tenant "northwind"`, 6},
		"target": {policy, "The target tenant has not enabled inbound synchronization with this tenant.", `Tenant "northwind", the target, does not let tenant "fabrikam" synchronize`, 6},
		"cloud":  {"ExternalTenantNotFound", "This tenant was not found.", "has to be created in the Entra admin center", 1},
		"target's cloud settings": {
			"AzureActiveDirectoryTokenExpired", "The identity of the calling application could not be established.", "Microsoft cloud settings", 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, answer{http.StatusBadRequest, fmt.Sprintf(`{"error":{"code":%q,"message":%q}}`, test.code, test.message)})
			err := c.ValidateSync(t.Context(), "sp-1", graph.SyncTarget{Key: "northwind", ID: "n-1"})
			var refused *graph.SyncRefusedError
			if !errors.As(err, &refused) || !strings.Contains(refused.Advice("fabrikam"), test.advice) || len(s.sent) != test.requests {
				t.Fatalf("%v after %v", err, s.sent)
			}
			if call := (*service.Error)(nil); !errors.As(err, &call) || call.Code != test.code {
				t.Errorf("the error is %v", err)
			}
		})
	}
	c, s := scripted(t, answer{http.StatusBadRequest, `{"error":{"code":"` + policy + `","message":"The source tenant has not enabled"}}`}, noContent)
	if err := c.ValidateSync(t.Context(), "sp-1", graph.SyncTarget{Key: "northwind", ID: "n-1"}); err != nil {
		t.Errorf("a policy that was just written: %v", err)
	}
	want := `map[credentials:[map[key:CompanyId value:n-1] map[key:AuthenticationType value:SyncPolicy]] templateId:Azure2Azure useSavedCredentials:false]`
	if got := fmt.Sprint(s.bodies[0]); got != want {
		t.Errorf("sent %s", got)
	}
}
