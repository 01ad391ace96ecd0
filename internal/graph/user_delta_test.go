package graph_test

import (
	"errors"
	"net/http"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// TestUserChanges follows the pages of a delta query below the root, and returns the
// link for the next call as a path.
func TestUserChanges(t *testing.T) {
	t.Parallel()
	c, s := scripted(t,
		answer{http.StatusOK, `{"value":[{"id":"1","department":"Sales","onPremisesExtensionAttributes":{"extensionAttribute7":"ITAR","extensionAttribute8":null}}],` +
			`"@odata.nextLink":"https://elsewhere.example/v1.0/users/delta?$skiptoken=a"}`},
		answer{http.StatusOK, `{"value":[],"@odata.nextLink":"https://elsewhere.example/v1.0/users/delta?$skiptoken=b"}`},
		answer{http.StatusOK, `{"value":[{"id":"2","@removed":{"reason":"changed"}}],"@odata.deltaLink":"https://elsewhere.example/v1.0/users/delta?$deltatoken=c"}`},
	)
	var users []graph.TrackedUser
	changes, err := c.UserChanges(t.Context(), time.Time{}, "", []string{"department", "extensionAttribute7", "showInAddressList"}, func(page []graph.TrackedUser) error {
		users = append(users, page...)
		return nil
	})
	if link := changes.Link; err != nil || link != "/users/delta?$deltatoken=c" || len(users) != 2 {
		t.Fatalf("link %q, %v, users %+v", link, err, users)
	}
	if u := users[0]; u.Value("department") != "Sales" || u.Value("extensionAttribute7") != "ITAR" || u.Value("extensionAttribute8") != "" || u.Removed != nil {
		t.Errorf("the first user is %+v", u)
	}
	if users[1].Removed == nil {
		t.Errorf("the second user is %+v", users[1])
	}
	if want := slices.Repeat([]string{"GET /v1.0/users/delta"}, 3); !slices.Equal(s.sent, want) {
		t.Errorf("sent %v", s.sent)
	}
}

// TestExpiredLink recognizes both documented answers (graph-identity §3).
func TestExpiredLink(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status int
		code   string
		want   bool
	}{
		"announced": {http.StatusBadRequest, "syncStateNotFound", true},
		"reset":     {http.StatusGone, "resyncRequired", true},
		"malformed": {http.StatusBadRequest, "Request_BadRequest", false},
	} {
		c := client(t, transportFunc(func(*http.Request) (*http.Response, error) {
			return nil, &transport.StatusError{Status: test.status, Body: []byte(`{"error":{"code":"` + test.code + `","message":"m"}}`)}
		}))
		_, err := c.UserChanges(t.Context(), time.Time{}, "/users/delta?$deltatoken=c", nil, func([]graph.TrackedUser) error { return nil })
		if errors.Is(err, service.ErrExpired) != test.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestUserPropertyReadable tells a property without a value from one that the service
// leaves out.
func TestUserPropertyReadable(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]bool{
		`{"value":[]}`: true,
		`{"value":[{"id":"1","onPremisesExtensionAttributes":{"extensionAttribute7":null}}]}`: true,
		`{"value":[{"id":"1","onPremisesExtensionAttributes":null}]}`:                         false,
		`{"value":[{"id":"1"}]}`: false,
	} {
		c, _ := scripted(t, answer{http.StatusOK, body})
		if got, err := c.UserPropertyReadable(t.Context(), "extensionAttribute7"); err != nil || got != want {
			t.Errorf("%s: %t, %v", body, got, err)
		}
	}
	c, _ := scripted(t, answer{http.StatusOK, `{"value":[{"id":"1","department":null}]}`})
	if got, err := c.UserPropertyReadable(t.Context(), "department"); err != nil || !got {
		t.Errorf("department: %t, %v", got, err)
	}
	denied := client(t, transportFunc(func(*http.Request) (*http.Response, error) {
		return nil, &transport.StatusError{Status: http.StatusForbidden, Body: []byte(`{"error":{"code":"Authorization_RequestDenied","message":"m"}}`)}
	}))
	if got, err := denied.UserPropertyReadable(t.Context(), "department"); err != nil || got {
		t.Errorf("denied: %t, %v", got, err)
	}
}

// TestValuesOnTheWire writes texts, truth values, collections and nulls by the types of
// the properties (graph-identity §2.2).
func TestValuesOnTheWire(t *testing.T) {
	t.Parallel()
	p := &post{status: http.StatusNoContent}
	err := client(t, p).WriteUser(t.Context(), "u", []graph.PropertyValue{
		{Name: "department", Text: "Sales"},
		{Name: "jobTitle"},
		{Name: "businessPhones", Text: "1"},
		{Name: "showInAddressList", Text: "false"},
		{Name: "accountEnabled", Text: "true"},
		{Name: "extensionAttribute1", Text: "x"},
		{Name: "extensionAttribute2"},
	})
	want := map[string]any{
		"department": "Sales", "jobTitle": nil, "businessPhones": []any{"1"}, "showInAddressList": false, "accountEnabled": true,
		"onPremisesExtensionAttributes": map[string]any{"extensionAttribute1": "x", "extensionAttribute2": nil},
	}
	if err != nil || p.method != http.MethodPatch || p.path != "/v1.0/users/u" || !reflect.DeepEqual(p.body, want) {
		t.Errorf("%v: %s %s %v", err, p.method, p.path, p.body)
	}
}
