package graph_test

import (
	"errors"
	"net/http"
	"reflect"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

// mappingOf is a schema with one mapping of users, with members that the client does
// not know.
func mappingOf(users, attribute string) string {
	return `{"id":"Azure2Azure.1","version":"v1.2","synchronizationRules":[{"name":"USER_INBOUND_USER","containerFilter":null,"objectMappings":[
{"sourceObjectName":"User","targetObjectName":"User",` + users + `,"scope":null,"attributeMappings":[{"targetAttributeName":"mail","source":null},` + attribute + `]},
{"sourceObjectName":"Group","targetObjectName":"Group","enabled":true,"flowTypes":"Add","attributeMappings":[]}]}],"directories":[]}`
}

// TestSyncMapping reads the facts of a schema, once for each job.
func TestSyncMapping(t *testing.T) {
	t.Parallel()
	const all = `"enabled":true,"flowTypes":"Add, Update, Delete"`
	constant := func(flow, value string) string {
		return `{"targetAttributeName":"userType","flowType":"` + flow + `","source":{"type":"Constant","name":"` + value + `","expression":"\"` + value + `\""}}`
	}
	whole, groups := rules.ObjectMapping{Enabled: true, Adds: true, Updates: true, Deletes: true}, rules.ObjectMapping{Enabled: true, Adds: true}
	for name, test := range map[string]struct {
		schema string
		want   rules.SyncMapping
	}{
		"default": {
			mappingOf(all, constant("ObjectAddOnly", "Member")),
			rules.SyncMapping{Users: whole, Groups: groups, UserType: rules.ValueMapping{Constant: "Member"}},
		},
		"always": {
			mappingOf(`"enabled":false,"flowTypes":"update"`, constant("always", "Guest")),
			rules.SyncMapping{Users: rules.ObjectMapping{Updates: true}, Groups: groups, UserType: rules.ValueMapping{Always: true, Constant: "Guest"}},
		},
		"attribute": {
			mappingOf(all, `{"targetAttributeName":"UserType","flowType":"Always","source":{"type":"Attribute","name":"extensionAttribute1","expression":"[extensionAttribute1]"}}`),
			rules.SyncMapping{Users: whole, Groups: groups, UserType: rules.ValueMapping{Always: true}},
		},
		"none":  {mappingOf(all, `{"targetAttributeName":"city"}`), rules.SyncMapping{Users: whole, Groups: groups}},
		"empty": {`{"id":"Azure2Azure.1","synchronizationRules":[]}`, rules.SyncMapping{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, answer{http.StatusOK, test.schema})
			for range 2 {
				got, err := c.SyncMapping(t.Context(), "sp", "Azure2Azure.1")
				if err != nil || got != test.want {
					t.Errorf("the mapping is %+v, want %+v; %v", got, test.want, err)
				}
			}
			if want := []string{"GET /v1.0/servicePrincipals/sp/synchronization/jobs/Azure2Azure.1/schema"}; !reflect.DeepEqual(s.sent, want) {
				t.Errorf("the requests are %v", s.sent)
			}
		})
	}
}

// TestSyncMappingRefused names the permission.
func TestSyncMappingRefused(t *testing.T) {
	t.Parallel()
	c, _ := scripted(t, answer{http.StatusForbidden, `{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges."}}`})
	_, err := c.SyncMapping(t.Context(), "sp", "job")
	var call *service.Error
	if !errors.As(err, &call) || call.Operation != "GET /servicePrincipals/{id}/synchronization/jobs/{id}/schema" || call.Permissions[0] != "Synchronization.Read.All" {
		t.Errorf("the error is %v", err)
	}
}

// TestInSyncScope finds a user among the assigned users, and then by the groups that
// the user is a direct member of; the assignments are read once.
func TestInSyncScope(t *testing.T) {
	t.Parallel()
	// Both are read at the same time, and each takes its members of the answer.
	const both = `{"id":"sp","displayName":"Sync","appRoles":[{"id":"r-1","displayName":"msiam_access","isEnabled":true}],
"value":[{"id":"a","principalId":"U-1","appRoleId":"r-1"},{"id":"b","principalId":"g-1","appRoleId":"R-1"},{"id":"c","principalId":"g-2","appRoleId":"r-0"}]}`
	s := &script{answers: []answer{{http.StatusOK, both}, {http.StatusOK, both}, list(`{"id":"G-1"}`), list(`{"id":"g-2"}`)}}
	c := client(t, singly{s})
	for _, want := range []struct {
		user string
		in   bool
	}{{"u-1", true}, {"u-2", true}, {"u-3", false}} {
		got, err := c.InSyncScope(t.Context(), "sp", want.user)
		if err != nil || got != want.in {
			t.Errorf("%s: %t, %v", want.user, got, err)
		}
	}
	if len(s.sent) != 4 {
		t.Errorf("the requests are %v", s.sent)
	}
}

// TestChangedSyncScope: a changed assignment counts in the rest of the run.
func TestChangedSyncScope(t *testing.T) {
	t.Parallel()
	const role = `{"id":"sp","displayName":"Sync","appRoles":[{"id":"r-1","displayName":"msiam_access","isEnabled":true}],"value":[`
	const held = `{"id":"a","principalId":"u-1","appRoleId":"r-1"},`
	with, without := answer{http.StatusOK, role + held + `{"id":"b","principalId":"g-2","appRoleId":"r-1"}]}`}, answer{http.StatusOK, role + `{"id":"b","principalId":"g-2","appRoleId":"r-1"}]}`}
	for name, test := range map[string]struct {
		answers []answer
		change  func(*graph.Client) error
		after   bool
	}{
		"assigned": {
			[]answer{without, without, list(), without, without, {http.StatusCreated, `{"id":"a"}`}, with, with, with, with},
			func(c *graph.Client) error { return c.AssignGroup(t.Context(), "sp", "u-1") }, true,
		},
		"unassigned": {
			[]answer{with, with, with, with, {http.StatusNoContent, ""}, without, without, list()},
			func(c *graph.Client) error { return c.UnassignGroup(t.Context(), "sp", "u-1") }, false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := client(t, singly{&script{answers: test.answers}})
			if got, err := c.InSyncScope(t.Context(), "SP", "u-1"); err != nil || got == test.after {
				t.Errorf("before: %t, %v", got, err)
			}
			if err := test.change(c); err != nil {
				t.Fatal(err)
			}
			if got, err := c.InSyncScope(t.Context(), "SP", "u-1"); err != nil || got != test.after {
				t.Errorf("after: %t, %v", got, err)
			}
		})
	}
}

// TestSyncMappingOfASchema: what a schema maps is known when it was read, and is read
// again after it was written.
func TestSyncMappingOfASchema(t *testing.T) {
	t.Parallel()
	const disabled, enabled = `{"synchronizationRules":[{"objectMappings":[{"sourceObjectName":"User","targetObjectName":"User","enabled":false}]}]}`,
		`{"synchronizationRules":[{"objectMappings":[{"sourceObjectName":"User","targetObjectName":"User","enabled":true}]}]}`
	c, s := scripted(t, answer{http.StatusOK, disabled}, answer{http.StatusNoContent, ""}, answer{http.StatusOK, enabled}, answer{http.StatusOK, enabled})
	if _, err := c.SyncSchema(t.Context(), "sp-1", "j"); err != nil {
		t.Fatal(err)
	}
	if m, err := c.SyncMapping(t.Context(), "sp-1", "j"); err != nil || m.Users.Enabled || len(s.sent) != 1 {
		t.Errorf("the mapping is %+v after %v: %v", m, s.sent, err)
	}
	if err := c.SaveSyncSchema(t.Context(), "sp-1", "j", []byte(enabled), func([]byte) bool { return true }); err != nil {
		t.Fatal(err)
	}
	if m, err := c.SyncMapping(t.Context(), "sp-1", "j"); err != nil || !m.Users.Enabled {
		t.Errorf("after the write the mapping is %+v: %v", m, err)
	}
}
