package graph_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

const (
	instantiated = `{"application":{"id":"A-1"},"servicePrincipal":{"id":"SP-9","appId":"App-9","displayName":"To Fabrikam"}}`
	newPrincipal = `{"id":"SP-9","appId":"App-9","displayName":"To Fabrikam","appRoles":[{"id":"R-0","displayName":"User","isEnabled":true},{"id":"R-1","displayName":"msiam_access","isEnabled":true}]}`
	noPrincipal  = `{"error":{"code":"Request_ResourceNotFound","message":"Resource 'sp-9' does not exist."}}`
	early        = `{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation."}}`
	earlyToo     = `{"error":{"code":"Conflict","message":"Not ready."}}`
	instantiate  = "POST /v1.0/applicationTemplates/518e5f48-1fc8-4c48-9387-9fdf28b0dfe7/instantiate"
	readNew      = "GET /v1.0/servicePrincipals/sp-9"
	jobsOfNew    = "GET /v1.0/servicePrincipals/sp-9/synchronization/jobs"
)

// TestNewApplicationIsAwaited: Graph does not find it at first, and the synchronization
// service refuses calls about it.
func TestNewApplicationIsAwaited(t *testing.T) {
	t.Parallel()
	c, s := scripted(
		t, answer{http.StatusCreated, instantiated},
		answer{http.StatusNotFound, noPrincipal}, answer{http.StatusOK, newPrincipal},
		answer{http.StatusForbidden, early}, answer{http.StatusConflict, earlyToo}, list(),
	)
	a, registration, err := c.CreateSyncApplication(t.Context(), "To Fabrikam", nil)
	want := graph.SyncApplication{PrincipalID: "sp-9", AppID: "app-9", DisplayName: "To Fabrikam", RoleID: "r-1"}
	if err != nil || a != want || registration != "a-1" {
		t.Errorf("the application is %+v with %q, %v", a, registration, err)
	}
	if want := []string{instantiate, readNew, readNew, jobsOfNew, jobsOfNew, jobsOfNew}; !slices.Equal(s.sent, want) {
		t.Errorf("sent %v", s.sent)
	}
}

// TestRefusalOfANewApplicationEnds: a missing permission looks like lag, and is
// reported after a minute.
func TestRefusalOfANewApplicationEnds(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, answer{http.StatusCreated, instantiated}, answer{http.StatusOK, newPrincipal}, answer{http.StatusForbidden, early})
	_, _, err := c.CreateSyncApplication(t.Context(), "To Fabrikam", nil)
	if !errors.Is(err, service.ErrForbidden) || len(s.sent) < 10 || len(s.sent) > 60 {
		t.Errorf("after %d requests: %v", len(s.sent), err)
	}
}

// TestLostAnswerOfAnInstantiation: the application is looked up, and the request is not
// repeated.
func TestLostAnswerOfAnInstantiation(t *testing.T) {
	t.Parallel()
	empty := answer{http.StatusCreated, `{}`}
	earlier := `{"id":"sp-1","appId":"app-1","displayName":"To Fabrikam"}`
	// The list shows the new one late.
	c, s := scripted(
		t, empty,
		list(earlier), list(), list(),
		list(`{"id":"sp-9","appId":"app-9","displayName":"To Fabrikam"}`), list(), list(),
		answer{http.StatusOK, newPrincipal}, list(), list(`{"id":"A-1"}`),
	)
	a, registration, err := c.CreateSyncApplication(t.Context(), "To Fabrikam", []graph.SyncConfiguration{{SyncApplication: graph.SyncApplication{PrincipalID: "sp-1"}}})
	if err != nil || a.PrincipalID != "sp-9" || registration != "a-1" {
		t.Errorf("the application is %+v with %q, %v after %v", a, registration, err, s.sent)
	}
	c, s = scripted(t, empty, list())
	_, _, err = c.CreateSyncApplication(t.Context(), "To Fabrikam", nil)
	posts := slices.DeleteFunc(s.sent, func(r string) bool { return !strings.HasPrefix(r, "POST") })
	if !errors.Is(err, service.ErrAmbiguous) || len(posts) != 1 {
		t.Errorf("%v after %v", err, posts)
	}
}

// TestConfigurationsAreListed with their targets, once for all plans.
func TestConfigurationsAreListed(t *testing.T) {
	t.Parallel()
	c, s := scripted(
		t, list(`{"id":"SP-1","appId":"App-1","displayName":"One"}`),
		list(runs), secrets(t, "CompanyId", "f-1", "AuthenticationType", "SyncPolicy"),
	)
	for range 2 {
		found, err := c.SyncConfigurations(t.Context())
		if err != nil || len(found) != 1 {
			t.Fatalf("%+v, %v", found, err)
		}
		target, _ := found[0].Target.Get()
		if one := found[0]; one.PrincipalID != "sp-1" || one.AppID != "app-1" || target != "f-1" || !one.Ran() || one.Blank() {
			t.Errorf("the configuration is %+v", one)
		}
	}
	if len(s.sent) != 3 {
		t.Errorf("sent %v", s.sent)
	}
	blank := graph.SyncConfiguration{Target: rules.Known(""), Jobs: []graph.SyncJob{{State: "Disabled"}}}
	if masked := (graph.SyncConfiguration{}); !blank.Blank() || masked.Blank() {
		t.Error("a configuration without a target is blank, one with an unknown target is not")
	}
	blank.Jobs[0].Ran = true
	if blank.Blank() {
		t.Error("a configuration whose job ran is not blank")
	}
}

// TestDeletedApplication: what is missing is no error.
func TestDeletedApplication(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, answer{http.StatusNotFound, noPrincipal}, noContent)
	if err := c.DeleteSyncApplication(t.Context(), "sp-9", "a-1"); err != nil {
		t.Error(err)
	}
	if want := []string{"DELETE /v1.0/servicePrincipals/sp-9", "DELETE /v1.0/applications/a-1"}; !slices.Equal(s.sent, want) {
		t.Errorf("sent %v", s.sent)
	}
	c, _ = scripted(t, answer{http.StatusForbidden, early})
	if err := c.DeleteSyncApplication(t.Context(), "sp-9", "a-1"); !errors.Is(err, service.ErrForbidden) {
		t.Error(err)
	}
}
