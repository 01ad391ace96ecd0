package msgraph

import "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"

var groups = resource[world.Group]{
	typeName:   "Group",
	entityType: "microsoft.graph.group",
	set:        "groups",
	properties: world.GroupProperties(),
	omitted:    world.KnownGroupProperty,
	// The operators are those that users have for the same properties, with what
	// graph-identity §2.4 says about createdDateTime of groups.
	gates: map[string]gate{
		"id":                 {"eq in", "ne not"},
		"displayName":        {"eq in startsWith $orderby", "ne not null"},
		"description":        {"", "eq ne not ge le startsWith null"},
		"groupTypes":         {"eq", "not $count"},
		"mail":               {textual, "ne not null endsWith"},
		"mailEnabled":        {"eq", "ne not"},
		"mailNickname":       {textual, "ne not null"},
		"proxyAddresses":     {"eq ge le startsWith", "not endsWith $count"},
		"securityEnabled":    {"eq in", "ne not"},
		"isAssignableToRole": {"eq", "ne not"},
		"createdDateTime":    {"", "eq ne not ge le in $orderby"},
	},
}

func listGroups(r *request) (response, error) {
	q, err := r.query(optSelect, optFilter, optOrderBy, optTop, optCount, optSkipToken, optSearch)
	if err != nil {
		return response{}, err
	}
	chosen, err := groups.selected(q.Select)
	if err != nil {
		return response{}, err
	}
	l, err := listing(r, groups, q)
	if err != nil {
		return response{}, err
	}
	page, err := r.world().Groups(r.tenant(), l)
	if err != nil {
		return response{}, err
	}
	return collection(r, "/groups", chosen.fragment(groups.set), page, l.Count,
		func(g *world.Group) (map[string]any, error) { return chosen.render(g), nil })
}

func countGroups(r *request) (response, error) {
	return count(r, groups, func(l world.Listing[world.Group]) (int, error) {
		page, err := r.world().Groups(r.tenant(), l)
		return page.Total, err
	})
}

func getGroup(r *request) (response, error) {
	q, err := r.query(optSelect)
	if err != nil {
		return response{}, err
	}
	chosen, err := groups.selected(q.Select)
	if err != nil {
		return response{}, err
	}
	g, err := r.world().Group(r.tenant(), r.params["group"])
	if err != nil {
		return response{}, err
	}
	return single(r, chosen.fragment(groups.set)+"/$entity", chosen.render(g)), nil
}
