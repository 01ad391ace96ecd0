package graph_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

// The texts of graph-identity §0.2.
const (
	presentMember = `{"error":{"code":"Request_BadRequest","message":"One or more added object references already exist for the following modified properties: 'members'."}}`
	absentMember  = `{"error":{"code":"Request_ResourceNotFound","message":"Resource 'u-3' does not exist or one of its queried reference-property objects are not present."}}`
	absentLink    = `{"error":{"code":"Request_BadRequest","message":"One or more removed object references do not exist for the following modified properties: 'members'."}}`
	restricted    = `{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation. Target object is a member of a restricted management administrative unit and can only be modified by administrators scoped to that administrative unit."}}`
	throttled     = `{"error":{"code":"TooManyRequests","message":"Please try again later."}}`
)

// noContent is the answer to a write, and written the same within a batch.
var noContent, written = answer{http.StatusNoContent, ""}, answer{http.StatusNoContent, "null"}

func people(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("u-%d", i)
	}
	return ids
}

// TestMembersAreAddedInTwenties: forty members are two requests.
func TestMembersAreAddedInTwenties(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, noContent)
	if err := c.AddMembers(t.Context(), "g", people(40)); err != nil {
		t.Fatal(err)
	}
	if want := []string{"PATCH /v1.0/groups/g", "PATCH /v1.0/groups/g"}; !slices.Equal(s.sent, want) {
		t.Errorf("sent %v", s.sent)
	}
	bound, _ := s.bodies[0]["members@odata.bind"].([]any)
	if len(bound) != 20 || bound[0] != "https://graph.example/v1.0/directoryObjects/u-0" {
		t.Errorf("bound %v", bound)
	}
}

// TestRefusedMembersAreAddedOneByOne: Graph refuses a request as a whole. One by one,
// a member that is present is no error, and one that does not exist is named.
func TestRefusedMembersAreAddedOneByOne(t *testing.T) {
	t.Parallel()
	present, absent := answer{http.StatusBadRequest, presentMember}, answer{http.StatusNotFound, absentMember}
	c, s := scripted(t, present, batched(t, present, written, written))
	if err := c.AddMembers(t.Context(), "g", people(3)); err != nil {
		t.Errorf("a present member: %v", err)
	}
	if want := []string{"PATCH /v1.0/groups/g", "POST /v1.0/$batch"}; !slices.Equal(s.sent, want) {
		t.Errorf("sent %v", s.sent)
	}
	// The first batch misses two; after that each of the five looks of one member ends
	// in a separate request, and then the user is not found.
	c, _ = scripted(t, absent, batched(t, written, absent), absent)
	err := c.AddMembers(t.Context(), "g", people(2))
	var missing *graph.MissingMembersError
	if !errors.As(err, &missing) || !slices.Equal(missing.IDs, []string{"u-1"}) || !strings.Contains(missing.Advice("contoso"), "u-1") {
		t.Errorf("an absent member: %v", err)
	}
}

// TestMembersOfARestrictedUnit: the refusal names the role.
func TestMembersOfARestrictedUnit(t *testing.T) {
	t.Parallel()
	c, _ := scripted(t, answer{http.StatusForbidden, restricted})
	err := c.AddMembers(t.Context(), "g", people(1))
	var adviser service.Adviser
	if !errors.As(err, &adviser) || !strings.Contains(adviser.Advice("contoso"), "Groups Administrator") || !errors.Is(err, service.ErrForbidden) {
		t.Errorf("refused with %v", err)
	}
}

// TestMembersAreRemovedInBatches: forty are two requests, and what is throttled in a
// batch is sent again alone.
func TestMembersAreRemovedInBatches(t *testing.T) {
	t.Parallel()
	twenty := make([]answer, 20)
	for i := range twenty {
		twenty[i] = written
	}
	twenty[3] = answer{http.StatusBadRequest, absentLink}
	second := slices.Clone(twenty)
	second[7] = answer{http.StatusTooManyRequests, throttled}
	c, s := scripted(t, batched(t, twenty...), batched(t, second...), noContent)
	if err := c.RemoveMembers(t.Context(), "g", people(40)); err != nil {
		t.Fatal(err)
	}
	if want := []string{"POST /v1.0/$batch", "POST /v1.0/$batch", "DELETE /v1.0/groups/g/members/u-27/$ref"}; !slices.Equal(s.sent, want) {
		t.Errorf("sent %v", s.sent)
	}
	requests, _ := s.bodies[0]["requests"].([]any)
	first, _ := requests[0].(map[string]any)
	if first["method"] != http.MethodDelete || first["url"] != "/groups/g/members/u-0/$ref" {
		t.Errorf("the first request is %v", first)
	}
}

// TestMembersAreReadByKind keeps users, groups and others apart, over pages.
func TestMembersAreReadByKind(t *testing.T) {
	t.Parallel()
	object := func(kind, id string) string {
		return fmt.Sprintf(`{"@odata.type":"#microsoft.graph.%s","id":"%s"}`, kind, id)
	}
	c, _ := scripted(t,
		answer{http.StatusOK, `{"@odata.nextLink":"https://graph.example/v1.0/groups/g/members?$skiptoken=x","value":[` + object("user", "U-2") + `]}`},
		list(object("group", "g-1"), object("user", "u-1"), object("device", "d-1")))
	m, err := c.GroupMembers(t.Context(), "g")
	if err != nil || !slices.Equal(m.Users, []string{"u-1", "u-2"}) || !slices.Equal(m.Groups, []string{"g-1"}) || !slices.Equal(m.Others, []string{"d-1"}) ||
		!slices.Equal(m.All(), []string{"d-1", "g-1", "u-1", "u-2"}) {
		t.Errorf("read %+v, %v", m, err)
	}
}

// TestConversionOnTheWire is the procedure of groups-change-type: a rule and its type
// are set together, and a group with assigned members pauses its rule.
func TestConversionOnTheWire(t *testing.T) {
	t.Parallel()
	rule, none, description := `user.department -eq "Sales"`, "", ""
	for name, test := range map[string]struct {
		change graph.GroupChange
		shown  string
		want   map[string]any
	}{
		"dynamic": {
			graph.GroupChange{Rule: &rule},
			`{"id":"g","groupTypes":["DynamicMembership"],"membershipRule":"user.department -eq \"Sales\""}`,
			map[string]any{"groupTypes": []any{"DynamicMembership"}, "membershipRule": rule, "membershipRuleProcessingState": "On"},
		},
		"assigned": {
			graph.GroupChange{Rule: &none},
			`{"id":"g","groupTypes":[],"membershipRule":"user.department -eq \"Sales\""}`,
			map[string]any{"groupTypes": []any{}, "membershipRuleProcessingState": "Paused"},
		},
		"names": {
			graph.GroupChange{DisplayName: "Sales", Description: &description},
			`{"id":"g","displayName":"Sales","description":null}`,
			map[string]any{"displayName": "Sales", "description": nil},
		},
	} {
		c, s := scripted(t, noContent, answer{http.StatusOK, test.shown})
		g, err := c.UpdateGroup(t.Context(), "g", test.change)
		if err != nil || !test.change.SeenIn(g) || fmt.Sprint(s.bodies[0]) != fmt.Sprint(test.want) {
			t.Errorf("%s: sent %v, %v; got %+v", name, s.bodies[0], err, g)
		}
	}
}

// routed answers each request by its method and path, in any order, alone or in a batch.
type routed map[string]answer

func (r routed) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Path == "/v1.0/$batch" {
		a, err := r.batch(req)
		if err != nil {
			return nil, err
		}
		return (&script{answers: []answer{a}}).RoundTrip(req)
	}
	a := r.route(req.Method, req.URL.Path)
	if req.Method == http.MethodPost {
		// The assignment can be read from now on.
		r["GET "+req.URL.Path] = list(`{"id":"a-1","principalId":"g","appRoleId":"r-1"}`)
	}
	return (&script{answers: []answer{a}}).RoundTrip(req)
}

func (r routed) route(method, path string) answer {
	if a, known := r[method+" "+path]; known {
		return a
	}
	return answer{http.StatusTeapot, method + " " + path}
}

func (r routed) batch(req *http.Request) (answer, error) {
	var batch struct {
		Requests []struct{ ID, Method, URL string }
	}
	if err := json.NewDecoder(req.Body).Decode(&batch); err != nil {
		return answer{}, err
	}
	req.Body = nil
	var responses []string
	for _, item := range batch.Requests {
		path, _, _ := strings.Cut(item.URL, "?")
		a := r.route(item.Method, "/v1.0"+path)
		responses = append(responses, fmt.Sprintf(`{"id":%q,"status":%d,"body":%s}`, item.ID, a.status, a.body))
	}
	return answer{http.StatusOK, `{"responses":[` + strings.Join(responses, ",") + `]}`}, nil
}

// singly answers the requests of a batch one by one, so that a test does not depend on
// which reads arrive at the same time.
type singly struct{ next http.RoundTripper }

func (s singly) RoundTrip(req *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(req.URL.Path, "/$batch") {
		return s.next.RoundTrip(req)
	}
	var batch struct{ Requests []struct{ ID, URL string } }
	if err := json.NewDecoder(req.Body).Decode(&batch); err != nil {
		return nil, err
	}
	answers := make([]string, len(batch.Requests))
	for i, r := range batch.Requests {
		one, err := http.NewRequestWithContext(req.Context(), http.MethodGet, "https://graph.example/v1.0"+r.URL, nil)
		if err != nil {
			return nil, err
		}
		resp, err := s.next.RoundTrip(one)
		if err != nil {
			return nil, err
		}
		text, err := io.ReadAll(resp.Body)
		if err = errors.Join(err, resp.Body.Close()); err != nil {
			return nil, err
		}
		answers[i] = fmt.Sprintf(`{"id":%q,"status":%d,"body":%s}`, r.ID, resp.StatusCode, text)
	}
	return body(req, http.StatusOK, `{"responses":[`+strings.Join(answers, ",")+`]}`), nil
}

// TestSyncAssignments: only an assignment with the role for synchronization counts.
func TestSyncAssignments(t *testing.T) {
	t.Parallel()
	const at = "/v1.0/servicePrincipals/p"
	service := routed{
		"GET " + at: {http.StatusOK, `{"id":"p","displayName":"To Fabrikam","appRoles":[{"id":"r-0","displayName":"User","isEnabled":true},
			{"id":"r-1","displayName":"msiam_access","isEnabled":true}]}`},
		"GET " + at + "/appRoleAssignedTo":  list(`{"id":"a-0","principalId":"g","appRoleId":"00000000-0000-0000-0000-000000000000"}`),
		"POST " + at + "/appRoleAssignedTo": {http.StatusCreated, `{"id":"a-1"}`},
	}
	c := client(t, singly{service})
	if has, err := c.Assigned(t.Context(), "p", "g"); has || err != nil {
		t.Errorf("the default role counts: %v", err)
	}
	if err := c.AssignGroup(t.Context(), "p", "g"); err != nil {
		t.Error(err)
	}
	if has, err := c.Assigned(t.Context(), "p", "g"); !has || err != nil {
		t.Errorf("the assignment is not seen: %v", err)
	}
	service["GET "+at] = answer{http.StatusOK, `{"id":"p","displayName":"Mail","appRoles":[]}`}
	err := client(t, singly{service}).AssignGroup(t.Context(), "p", "g")
	if lacks := (*graph.NoSyncRoleError)(nil); !errors.As(err, &lacks) || !strings.Contains(lacks.Advice("contoso"), "enterprise application") {
		t.Errorf("another application: %v", err)
	}
}

// TestScopedRole is granted once.
func TestScopedRole(t *testing.T) {
	t.Parallel()
	held := `{"id":"x","roleDefinitionId":"` + graph.GroupsAdministrator.TemplateID + `","directoryScopeId":"/administrativeUnits/U-1"}`
	c, s := scripted(t, list(held))
	if err := c.GrantScopedRole(t.Context(), "p", graph.GroupsAdministrator, "u-1"); err != nil || len(s.sent) != 1 {
		t.Errorf("a role that is held: %v, sent %v", err, s.sent)
	}
	c, s = scripted(t, list(), answer{http.StatusCreated, `{"id":"x"}`})
	if err := c.GrantScopedRole(t.Context(), "p", graph.GroupsAdministrator, "u-1"); err != nil || s.bodies[1]["directoryScopeId"] != "/administrativeUnits/u-1" {
		t.Errorf("a new role: %v, sent %v", err, s.bodies)
	}
}
