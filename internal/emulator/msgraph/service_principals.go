package msgraph

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

// servicePrincipals hold a few properties of a long schema; the others are
// answered with 501, whether Graph has them or not.
var servicePrincipals = resource[world.Application]{
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
		func(a *world.Application) (map[string]any, error) { return chosen.render(a), nil })
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
	id := r.params["principal"]
	page, err := r.world().ServicePrincipals(r.tenant(), world.Listing[world.Application]{
		Limit: 1,
		Match: func(a *world.Application) (bool, error) { return strings.EqualFold(a.ServicePrincipalID, id), nil },
	})
	if err != nil {
		return response{}, err
	}
	if len(page.Items) == 0 {
		return response{}, notFound(id)
	}
	return single(r, chosen.fragment(servicePrincipals.set)+"/$entity", chosen.render(page.Items[0])), nil
}
