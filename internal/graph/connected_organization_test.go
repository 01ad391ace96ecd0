package graph_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

// A replica may not have heard of a new connected organization, or still show a deleted
// one: after several answers it does not exist.
func TestConnectedOrganizationIsHeardLate(t *testing.T) {
	t.Parallel()
	none := answer{404, `{"error":{"code":"Request_ResourceNotFound","message":"No."}}`}
	sponsors := answer{200, `{"value":[{"id":"S"}]}`}
	for name, test := range map[string]struct {
		answers []answer
		sent    int
	}{
		"heard":      {[]answer{sponsors}, 1},
		"heard late": {[]answer{none, none, sponsors}, 3},
		"gone":       {[]answer{none}, 6},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, test.answers...)
			ids, err := c.ConnectedSponsors(t.Context(), "o", graph.InternalSponsors)
			if gone := errors.Is(err, service.ErrNotFound); gone != (name == "gone") || !gone && !slices.Equal(ids, []string{"s"}) || len(s.sent) != test.sent {
				t.Errorf("read %v, %v after %v", ids, err, s.sent)
			}
			c, s = scripted(t, test.answers...)
			err = c.UpdateConnectedOrganization(t.Context(), "o", map[string]any{"description": nil})
			if gone := errors.Is(err, service.ErrNotFound); gone != (name == "gone") || len(s.sent) != test.sent {
				t.Errorf("wrote %v after %v", err, s.sent)
			}
		})
	}
}
