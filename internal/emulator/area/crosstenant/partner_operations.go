package crosstenant

import (
	"strconv"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/odata"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

const (
	partnerSet  = accessSet + "/partners"
	partnerType = "microsoft.graph.crossTenantAccessPolicyConfigurationPartner"
)

// partnerBody adds what only beta shows (graph-cross-tenant §1.5).
func partnerBody(c *operation.Call, p schema.Policy) map[string]any {
	body := map[string]any(trustBody(c, p))
	if c.Beta() {
		for _, name := range []string{"deletedDateTime", "displayName", "blockServiceProviderOutboundAccess", "invitationRedemptionIdentityProviderConfiguration"} {
			body[name] = nil
		}
		if body["protectedContentSharing"] == nil {
			body["protectedContentSharing"] = map[string]any{"inboundAllowed": nil, "outboundAllowed": nil}
		}
	}
	return body
}

// renderPartner answers a partner after $select and $expand. A synchronization
// policy that was never created expands to null.
func renderPartner(c *operation.Call, p schema.Policy, q odata.Query) (map[string]any, error) {
	body, err := c.SelectMembers(partnerBody(c, p), q.Select, partnerType)
	if err != nil || len(q.Expand) == 0 {
		return body, err
	}
	id, _ := p["tenantId"].(string)
	sync, err := SyncPolicies.Get(c.World, c.Tenant, id)
	switch {
	case operation.Absent(err):
		body["identitySynchronization"] = nil
	case err != nil:
		return nil, err
	default:
		body["identitySynchronization"] = syncBody(c, sync.Settings)
	}
	return body, nil
}

func listPartners(c *operation.Call) (operation.Answer, error) {
	q, err := partnerQuery(c, operation.OptFilter, operation.OptTop, operation.OptSkipToken, operation.OptCount)
	if err != nil {
		return operation.Answer{}, err
	}
	l, err := partnerListing(c, q)
	if err != nil {
		return operation.Answer{}, err
	}
	// An empty list refuses what the schema lacks as well.
	if _, err := c.SelectMembers(blankPartner(c), q.Select, partnerType); err != nil {
		return operation.Answer{}, err
	}
	page, err := Partners.Objects(c.World, c.Tenant, l)
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Page("/"+partnerSet, operation.FragmentOf(partnerSet, q.Select), page, l.Count, func(v any) (map[string]any, error) {
		return renderPartner(c, schema.Of[Partner](v).Settings, q)
	})
}

func countPartners(c *operation.Call) (operation.Answer, error) {
	q, err := c.Query(operation.OptFilter)
	if err != nil {
		return operation.Answer{}, err
	}
	q.Count = true
	l, err := partnerListing(c, q)
	if err != nil {
		return operation.Answer{}, err
	}
	page, err := Partners.Objects(c.World, c.Tenant, l)
	if err != nil {
		return operation.Answer{}, err
	}
	return operation.Answer{Status: 200, Text: strconv.Itoa(page.Total)}, nil
}

func addPartnerEntry(c *operation.Call) (operation.Answer, error) {
	body, err := c.Object()
	if err != nil {
		return operation.Answer{}, err
	}
	body = operation.WithoutControl(body)
	if err := refuseBeta(c, body, betaAccess, omittedPartner); err != nil {
		return operation.Answer{}, err
	}
	p, err := AddPartner(c.World, c.Tenant, body)
	if err != nil {
		return operation.Answer{}, err
	}
	answer := partnerBody(c, p)
	answer["@odata.context"] = c.Context(partnerSet + "/$entity")
	return operation.Created(answer), nil
}

func getPartner(c *operation.Call) (operation.Answer, error) {
	q, err := partnerQuery(c)
	if err != nil {
		return operation.Answer{}, err
	}
	p, err := Partners.Get(c.World, c.Tenant, c.Params["partner"])
	if err != nil {
		return operation.Answer{}, err
	}
	body, err := renderPartner(c, p.Settings, q)
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Single(operation.FragmentOf(partnerSet, q.Select)+"/$entity", body), nil
}

func updatePartner(c *operation.Call) (operation.Answer, error) {
	return c.PatchPolicy(func(patch map[string]any) error {
		if err := refuseBeta(c, patch, betaAccess, omittedPartner); err != nil {
			return err
		}
		return UpdatePartner(c.World, c.Tenant, c.Params["partner"], patch)
	})
}

func deletePartner(c *operation.Call) (operation.Answer, error) {
	return operation.Done(Partners.Delete(c.World, c.Tenant, c.Params["partner"], c.Actor))
}
