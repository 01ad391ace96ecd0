package graph_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// emptyPage is an empty page with a next link.
func emptyPage(path string) answer {
	return answer{http.StatusOK, `{"value":[],"@odata.nextLink":"https://elsewhere.example` + path + `"}`}
}

// TestListsContinueAfterAnEmptyPage covers every list that used to stop after one
// page.
func TestListsContinueAfterAnEmptyPage(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		path string
		read func(*graph.Client) (id string, err error)
	}{
		"users": {"/v1.0/users", func(c *graph.Client) (string, error) {
			found, err := c.UsersByAddress(t.Context(), "ana@contoso.example")
			return idOf(found, func(u graph.User) string { return u.ID }), err
		}},
		"deleted users": {"/v1.0/directory/deletedItems/microsoft.graph.user", func(c *graph.Client) (string, error) {
			found, err := c.DeletedByAddress(t.Context(), "ana@contoso.example")
			return idOf(found, func(u graph.User) string { return u.ID }), err
		}},
		"contacts": {"/v1.0/contacts", func(c *graph.Client) (string, error) {
			found, err := c.ContactsByAddress(t.Context(), "ana@contoso.example")
			return idOf(found, func(u graph.Contact) string { return u.ID }), err
		}},
		"sponsors": {"/v1.0/users/u/sponsors", func(c *graph.Client) (string, error) {
			found, err := c.Sponsors(t.Context(), "u")
			return idOf(found, func(id string) string { return id }), err
		}},
		"organization": {"/v1.0/organization", func(c *graph.Client) (string, error) {
			found, err := c.Organization(t.Context())
			return found.TenantID, err
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, emptyPage(test.path+"?$skiptoken=2"), list(`{"id":"found","mail":"ana@contoso.example"}`))
			if id, err := test.read(c); err != nil || id != "found" {
				t.Errorf("found %q, %v", id, err)
			}
			if want := "GET " + test.path; !slices.Equal(s.sent, []string{want, want}) {
				t.Errorf("sent %v, want %s twice", s.sent, want)
			}
		})
	}
}

func idOf[T any](found []T, id func(T) string) string {
	var ids []string
	for _, f := range found {
		ids = append(ids, id(f))
	}
	return strings.Join(ids, ",")
}

func TestPageThatLinksToItself(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, emptyPage("/v1.0/contacts?$skiptoken=2"))
	if found, err := c.ContactsByAddress(t.Context(), "ana@contoso.example"); err == nil || len(s.sent) != 2 {
		t.Errorf("found %v, %v after %v", found, err, s.sent)
	}
}

// TestSyncPartsContinueAfterAnEmptyPage: the first pages are in the batch.
func TestSyncPartsContinueAfterAnEmptyPage(t *testing.T) {
	t.Parallel()
	const at = "/v1.0/servicePrincipals/sp"
	c, s := scripted(
		t, list(`{"id":"sp","displayName":"Sync"}`),
		batched(
			t, emptyPage(at+"/synchronization/jobs?$skiptoken=2"), emptyPage(at+"/synchronization/secrets?$skiptoken=2"),
			emptyPage(at+"/appRoleAssignedTo?$skiptoken=2"),
		),
		list(runs), secrets(t, "CompanyId", "f-1"),
		// Only the existence of an assignment matters.
		answer{http.StatusOK, `{"value":[{"id":"a"}],"@odata.nextLink":"https://elsewhere.example/v1.0/never"}`},
	)
	got, err := c.Synchronizations(t.Context())
	if err != nil || len(got) != 1 {
		t.Fatalf("the configurations are %+v, and the error is %v", got, err)
	}
	if got[0].Job == nil || got[0].TargetTenantID != rules.Known("f-1") || got[0].Scoped != rules.Known(true) {
		t.Errorf("the configuration is %+v", got[0])
	}
	if len(s.sent) != 5 {
		t.Errorf("sent %v", s.sent)
	}
}

// TestDomainListsAsShownAndAsDeclared parses the forms of graph-identity §9.1.
func TestDomainListsAsShownAndAsDeclared(t *testing.T) {
	t.Parallel()
	const (
		live   = `{\"B2BManagementPolicy\":{\"InvitationsAllowedAndBlockedDomainsPolicy\":{\"BlockedDomains\":[\"tailspin.example\"]}}}`
		sample = `{'B2BManagementPolicy':{'version':1,'invitationsAllowedAndBlocked':{'blockedDomains':['tailspin.example']}}}`
	)
	for name, policy := range map[string]string{
		"live":             `"isOrganizationDefault":true,"definition":["` + live + `"]`,
		"text":             `"isOrganizationDefault":"true","definition":["` + live + `"]`,
		"text in capitals": `"isOrganizationDefault":"True","definition":["` + live + `"]`,
		"sample":           `"isOrganizationDefault":"true","definition":["` + sample + `"]`,
	} {
		c, _ := scripted(
			t, emptyPage("/beta/policies/b2bManagementPolicies?$skiptoken=2"),
			list(`{"isOrganizationDefault":"false","definition":["{}"]}`, `{"isOrganizationDefault":null}`, "{"+policy+"}"),
		)
		lists, err := c.DomainLists(t.Context())
		if err != nil || !slices.Equal(lists.Blocked, []string{"tailspin.example"}) || len(lists.Allowed) > 0 {
			t.Errorf("%s: %+v, %v", name, lists, err)
		}
	}
	c, _ := scripted(t, list(`{"isOrganizationDefault":true,"definition":["'"]}`))
	if lists, err := c.DomainLists(t.Context()); err == nil {
		t.Errorf("what cannot be read gives %+v", lists)
	}
}
