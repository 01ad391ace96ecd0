package graph_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

const (
	organizationPath = "/v1.0/tenantRelationships/multiTenantOrganization"
	noOrganization   = `{"id":"1","state":"inactive"}`
	theGroup         = `{"id":"1","state":"active","displayName":"Group"}`
)

// An interrupted apply may have created the organization, which a replica shows late: the
// service refuses a second one, and the first one is found.
func TestCreateMultitenantOrganization(t *testing.T) {
	t.Parallel()
	refused := func(status int) answer { return answer{status, `{"error":{"code":"x","message":"No."}}`} }
	without, group := answer{200, noOrganization}, answer{200, theGroup}
	for name, test := range map[string]struct {
		answers []answer
		reads   int
		refused bool
	}{
		"created":                     {[]answer{{202, ""}, without, group}, 2, false},
		"created before":              {[]answer{refused(400), without, without, group}, 3, false},
		"created by a lost request":   {[]answer{refused(409), group}, 1, false},
		"another one":                 {[]answer{refused(400), {200, `{"id":"1","state":"active","displayName":"Other"}`}}, 1, true},
		"none":                        {append([]answer{refused(400)}, slices.Repeat([]answer{without}, 6)...), 6, true},
		"without permission, no look": {[]answer{refused(403)}, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, test.answers...)
			found, err := c.CreateMultitenantOrganization(t.Context(), "Group", "")
			var problem *service.Error
			if errors.As(err, &problem) != test.refused || !test.refused && found.DisplayName != "Group" {
				t.Errorf("found %+v, %v", found, err)
			}
			want := append([]string{"PUT " + organizationPath}, slices.Repeat([]string{"GET " + organizationPath}, test.reads)...)
			if !slices.Equal(s.sent, want) {
				t.Errorf("sent %v, want %v", s.sent, want)
			}
		})
	}
}

// The list of an organization shows the tenant itself at least.
func TestActiveOrganizationTenants(t *testing.T) {
	t.Parallel()
	c, s := scripted(t, answer{200, `{"value":[]}`}, answer{200, `{"value":[]}`}, answer{200, `{"value":[{"tenantId":"f","state":"active","role":"owner"}]}`})
	all, err := c.ActiveOrganizationTenants(t.Context())
	if err != nil || len(all) != 1 || all[0].TenantID != "f" || len(s.sent) != 3 {
		t.Errorf("%+v, %v after %v", all, err, s.sent)
	}
}
