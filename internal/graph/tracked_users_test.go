package graph_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

// TestUsersOfANewGroup: a group that this client has created reaches its replicas late. One
// that does not exist is named.
func TestUsersOfANewGroup(t *testing.T) {
	t.Parallel()
	absent := answer{http.StatusNotFound, absentMember}
	users := answer{http.StatusOK, `{"value":[{"id":"u-1","userPrincipalName":"ana@contoso.example"}]}`}
	const group = `{"id":"g","displayName":"scope","securityEnabled":true}`
	c, s := scripted(t, answer{http.StatusCreated, group}, answer{http.StatusOK, group}, absent, absent, users)
	read := func(id string) (n int, err error) {
		err = c.EachGroupUser(t.Context(), time.Time{}, id, nil, func(page []graph.TrackedUser) error {
			n += len(page)
			return nil
		})
		return n, err
	}
	g, err := c.CreateGroup(t.Context(), graph.GroupChange{DisplayName: "scope"})
	if err != nil {
		t.Fatal(err)
	}
	if n, err := read(g.ID); n != 1 || err != nil {
		t.Errorf("%d users, %v after %v", n, err, s.sent)
	}
	c, _ = scripted(t, absent)
	var missing *graph.MissingGroupError
	if _, err := read("other"); !errors.Is(err, service.ErrNotFound) || !errors.As(err, &missing) || missing.ID != "other" {
		t.Errorf("the error is %v", err)
	}
}
