package msgraph

import (
	"net/http"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/odata"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

const (
	partnerSet  = accessSet + "/partners"
	partnerType = "microsoft.graph.crossTenantAccessPolicyConfigurationPartner"
)

// partnerBody adds what only beta shows (graph-cross-tenant §1.5).
func (r *request) partnerBody(p world.Policy) map[string]any {
	body := map[string]any(r.trustBody(p))
	if r.beta() {
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
func (r *request) renderPartner(p world.Policy, q odata.Query) (map[string]any, error) {
	body, err := selectMembers(r.partnerBody(p), q.Select, partnerType)
	if err != nil || len(q.Expand) == 0 {
		return body, err
	}
	id, _ := p["tenantId"].(string)
	sync, err := r.world().SyncPolicy(r.tenant(), id)
	switch {
	case absent(err):
		body["identitySynchronization"] = nil
	case err != nil:
		return nil, err
	default:
		body["identitySynchronization"] = r.syncBody(sync)
	}
	return body, nil
}

func listPartners(r *request) (response, error) {
	q, err := r.partnerQuery(optFilter, optTop, optSkipToken, optCount)
	if err != nil {
		return response{}, err
	}
	l, err := r.partnerListing(q)
	if err != nil {
		return response{}, err
	}
	// An empty list refuses what the schema lacks as well.
	if _, err := selectMembers(r.blankPartner(), q.Select, partnerType); err != nil {
		return response{}, err
	}
	page, err := r.world().Partners(r.tenant(), l)
	if err != nil {
		return response{}, err
	}
	return collection(r, "/"+partnerSet, fragmentOf(partnerSet, q.Select), page, l.Count, func(p *world.Partner) (map[string]any, error) {
		return r.renderPartner(p.Settings, q)
	})
}

func countPartners(r *request) (response, error) {
	q, err := r.query(optFilter)
	if err != nil {
		return response{}, err
	}
	q.Count = true
	l, err := r.partnerListing(q)
	if err != nil {
		return response{}, err
	}
	page, err := r.world().Partners(r.tenant(), l)
	if err != nil {
		return response{}, err
	}
	return response{status: http.StatusOK, text: itoa(page.Total)}, nil
}

func addPartner(r *request) (response, error) {
	body, err := r.object()
	if err != nil {
		return response{}, err
	}
	body = withoutControl(body)
	if err := r.refuseBeta(body, betaAccess, omittedPartner); err != nil {
		return response{}, err
	}
	p, err := r.world().AddPartner(r.tenant(), body)
	if err != nil {
		return response{}, err
	}
	answer := r.partnerBody(p)
	answer["@odata.context"] = r.context(partnerSet + "/$entity")
	return created(answer), nil
}

func getPartner(r *request) (response, error) {
	q, err := r.partnerQuery()
	if err != nil {
		return response{}, err
	}
	p, err := r.world().Partner(r.tenant(), r.params["partner"])
	if err != nil {
		return response{}, err
	}
	body, err := r.renderPartner(p, q)
	if err != nil {
		return response{}, err
	}
	return single(r, fragmentOf(partnerSet, q.Select)+"/$entity", body), nil
}

func updatePartner(r *request) (response, error) {
	return r.patchPolicy(func(tenantID string, patch map[string]any) error {
		if err := r.refuseBeta(patch, betaAccess, omittedPartner); err != nil {
			return err
		}
		return r.world().UpdatePartner(tenantID, r.params["partner"], patch)
	})
}

func deletePartner(r *request) (response, error) {
	return done(r.world().DeletePartner(r.tenant(), r.params["partner"]))
}
