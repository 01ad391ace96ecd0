package graph

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

var opTenantByDomain = operation{
	"GET /tenantRelationships/findTenantInformationByDomainName", []string{"CrossTenantInformation.ReadBasic.All"},
}

// TenantByDomain returns the id of the tenant of the same cloud that has verified a
// domain, empty if no tenant has. Answers are remembered for the run.
//
// GET /tenantRelationships/findTenantInformationByDomainName.
func (c *Client) TenantByDomain(ctx context.Context, domain string) (string, error) {
	return remembered(ctx, c, &c.facts.tenantsByDomain, strings.ToLower(domain), func(ctx context.Context) (string, error) {
		var found struct {
			TenantID string `json:"tenantId"`
		}
		err := c.send(ctx, call{
			op: opTenantByDomain, method: http.MethodGet,
			path: "/tenantRelationships/findTenantInformationByDomainName(domainName='" + url.PathEscape(quoted(domain)) + "')",
		}, &found)
		if errors.Is(err, service.ErrNotFound) {
			return "", nil
		}
		return strings.ToLower(found.TenantID), err
	})
}
