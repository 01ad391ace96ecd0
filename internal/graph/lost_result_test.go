package graph_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

// TestLostAnswerOfAGroup: the list shows the new group late, and a second one is never
// created.
func TestLostAnswerOfAGroup(t *testing.T) {
	t.Parallel()
	const group = `{"id":"g-1","displayName":"scope","securityEnabled":true}`
	empty := answer{http.StatusCreated, `{}`}
	c, s := scripted(t, empty, list(), list(), list(group), answer{http.StatusOK, group})
	g, err := c.CreateGroup(t.Context(), graph.GroupChange{DisplayName: "scope"})
	if err != nil || g.ID != "g-1" || posts(s.sent) != 1 {
		t.Errorf("the group is %+v, %v after %v", g, err, s.sent)
	}
	c, s = scripted(t, empty, list())
	_, err = c.CreateGroup(t.Context(), graph.GroupChange{DisplayName: "scope"})
	if !errors.Is(err, service.ErrAmbiguous) || posts(s.sent) != 1 {
		t.Errorf("%v after %v", err, s.sent)
	}
}

// posts counts the requests that create.
func posts(sent []string) int {
	return len(slices.DeleteFunc(slices.Clone(sent), func(r string) bool { return !strings.HasPrefix(r, "POST") }))
}
