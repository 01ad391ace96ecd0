package msgraph

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

// servicePrincipals hold a part of a long schema; the other properties are
// answered with 501, whether Graph has them or not.
var servicePrincipals = resource[world.ServicePrincipal]{
	typeName:   "ServicePrincipal",
	entityType: "microsoft.graph.servicePrincipal",
	set:        "servicePrincipals",
	properties: world.ServicePrincipalProperties(),
	omitted:    func(string) bool { return true },
	gates: map[string]gate{
		"id":                        {"eq in", "ne not"},
		"appId":                     {"eq in", "ne not"},
		"displayName":               {"eq in startsWith $orderby", "ne not"},
		"accountEnabled":            {"eq", "ne not"},
		"applicationTemplateId":     {"eq in", "ne not startsWith null"},
		"appRoleAssignmentRequired": {"eq", "ne not"},
		"servicePrincipalType":      {"eq in", "ne not"},
	},
}

func listServicePrincipals(r *request) (response, error) {
	q, err := r.query(optSelect, optFilter, optOrderBy, optTop, optCount, optSkipToken, optSearch)
	if err != nil {
		return response{}, err
	}
	chosen, err := servicePrincipals.selected(q.Select)
	if err != nil {
		return response{}, err
	}
	l, err := listing(r, servicePrincipals, q)
	if err != nil {
		return response{}, err
	}
	page, err := r.world().ServicePrincipals(r.tenant(), l)
	if err != nil {
		return response{}, err
	}
	return collection(r, "/servicePrincipals", chosen.fragment(servicePrincipals.set), page, l.Count,
		func(p *world.ServicePrincipal) (map[string]any, error) { return chosen.render(p), nil })
}

func getServicePrincipal(r *request) (response, error) {
	q, err := r.query(optSelect)
	if err != nil {
		return response{}, err
	}
	chosen, err := servicePrincipals.selected(q.Select)
	if err != nil {
		return response{}, err
	}
	p, err := r.world().ServicePrincipal(r.tenant(), r.params["principal"])
	if err != nil {
		return response{}, err
	}
	return single(r, chosen.fragment(servicePrincipals.set)+"/$entity", chosen.render(p)), nil
}

func deleteServicePrincipal(r *request) (response, error) {
	return done(r.world().DeleteServicePrincipal(r.tenant(), r.params["principal"]))
}
