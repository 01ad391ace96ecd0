package msgraph

import (
	"maps"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/odata"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

// policy answers a policy object, after $select.
func (r *request) policy(fragment, entityType string, read func(tenantID string) (world.Policy, error)) (response, error) {
	q, err := r.query(optSelect)
	if err != nil {
		return response{}, err
	}
	p, err := read(r.tenant())
	if err != nil {
		return response{}, err
	}
	body, err := selectMembers(maps.Clone(map[string]any(p)), q.Select, entityType)
	if err != nil {
		return response{}, err
	}
	return single(r, fragmentOf(fragment, q.Select)+"/$entity", body), nil
}

// patchPolicy applies a PATCH body.
func (r *request) patchPolicy(update func(tenantID string, patch map[string]any) error) (response, error) {
	body, err := r.object()
	if err != nil {
		return response{}, err
	}
	return done(update(r.tenant(), withoutControl(body)))
}

const authorizationType = "microsoft.graph.authorizationPolicy"

// getAuthorizationPolicy answers one object in v1.0 and a collection in beta
// (graph-identity §8).
func getAuthorizationPolicy(r *request) (response, error) {
	if !r.beta() {
		return getBetaAuthorizationPolicy(r)
	}
	q, err := r.query(optSelect)
	if err != nil {
		return response{}, err
	}
	p, err := r.world().AuthorizationPolicy(r.tenant())
	if err != nil {
		return response{}, err
	}
	body, err := selectMembers(maps.Clone(map[string]any(p)), q.Select, authorizationType)
	if err != nil {
		return response{}, err
	}
	return ok(map[string]any{"@odata.context": r.context("policies/authorizationPolicy"), "value": []any{body}}), nil
}

// getBetaAuthorizationPolicy answers the object itself, which beta has under its
// key.
func getBetaAuthorizationPolicy(r *request) (response, error) {
	return r.policy("policies/authorizationPolicy", authorizationType, r.world().AuthorizationPolicy)
}

func updateAuthorizationPolicy(r *request) (response, error) {
	return r.patchPolicy(r.world().UpdateAuthorizationPolicy)
}

const accessSet = "policies/crossTenantAccessPolicy"

func getAccessPolicy(r *request) (response, error) {
	return r.policy(accessSet, "microsoft.graph.crossTenantAccessPolicy", r.world().AccessPolicy)
}

func updateAccessPolicy(r *request) (response, error) {
	return r.patchPolicy(r.world().UpdateAccessPolicy)
}

func getDefaultAccess(r *request) (response, error) {
	return r.policy(accessSet+"/default", "microsoft.graph.crossTenantAccessPolicyConfigurationDefault", r.world().DefaultAccess)
}

func updateDefaultAccess(r *request) (response, error) {
	return r.patchPolicy(r.world().UpdateDefaultAccess)
}

func resetDefaultAccess(r *request) (response, error) {
	return done(r.world().ResetDefaultAccess(r.tenant()))
}

const (
	partnerSet  = accessSet + "/partners"
	partnerType = "microsoft.graph.crossTenantAccessPolicyConfigurationPartner"
)

// partnerBody adds what only beta shows (graph-cross-tenant §1.5).
func (r *request) partnerBody(p world.Policy) map[string]any {
	body := maps.Clone(map[string]any(p))
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

func listPartners(r *request) (response, error) {
	q, err := r.query(optSelect, optFilter, optTop, optSkipToken)
	if err != nil {
		return response{}, err
	}
	after, err := decodeSkip(q.SkipToken)
	if err != nil {
		return response{}, err
	}
	l := world.Listing[world.Partner]{After: after, Limit: defaultPage}
	if q.HasTop {
		if q.Top < 1 || q.Top > maxPage {
			return response{}, badRequest("Invalid page size specified: '%d'. Must be between 1 and %d inclusive.", q.Top, maxPage)
		}
		l.Limit = q.Top
	}
	if q.Filter != nil {
		l.Match = func(p *world.Partner) (bool, error) {
			return odata.Match(q.Filter, func(path string) (any, bool) {
				value, known := p.Settings[path]
				return value, known
			})
		}
	}
	page, err := r.world().Partners(r.tenant(), l)
	if err != nil {
		return response{}, err
	}
	return collection(r, "/"+partnerSet, fragmentOf(partnerSet, q.Select), page, false, func(p *world.Partner) (map[string]any, error) {
		return selectMembers(r.partnerBody(p.Settings), q.Select, partnerType)
	})
}

func addPartner(r *request) (response, error) {
	body, err := r.object()
	if err != nil {
		return response{}, err
	}
	p, err := r.world().AddPartner(r.tenant(), withoutControl(body))
	if err != nil {
		return response{}, err
	}
	answer := r.partnerBody(p)
	answer["@odata.context"] = r.context(partnerSet + "/$entity")
	return created(answer), nil
}

func getPartner(r *request) (response, error) {
	return r.policy(partnerSet, partnerType, func(tenantID string) (world.Policy, error) {
		p, err := r.world().Partner(tenantID, r.params["partner"])
		if err != nil {
			return nil, err
		}
		return r.partnerBody(p), nil
	})
}

func updatePartner(r *request) (response, error) {
	return r.patchPolicy(func(tenantID string, patch map[string]any) error {
		return r.world().UpdatePartner(tenantID, r.params["partner"], patch)
	})
}

func deletePartner(r *request) (response, error) {
	return done(r.world().DeletePartner(r.tenant(), r.params["partner"]))
}
