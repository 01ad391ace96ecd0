package msgraph

import "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"

var contacts = resource[world.Contact]{
	typeName:   "OrgContact",
	entityType: "microsoft.graph.orgContact",
	set:        "contacts",
	properties: world.ContactProperties(),
	// Sorting is for advanced queries only (graph-identity §6); the operators
	// are those that users have for the same properties.
	gates: map[string]gate{
		"id":                    {"eq in", "ne not"},
		"displayName":           {"eq in startsWith", "ne not null $orderby"},
		"givenName":             {textual, "ne not null"},
		"surname":               {textual, "ne not null"},
		"companyName":           {"", textual + " ne not null"},
		"department":            {textual, "ne not null"},
		"jobTitle":              {"eq in ge le", "ne not null"},
		"mail":                  {textual, "ne not null endsWith $orderby"},
		"mailNickname":          {textual, "ne not null"},
		"proxyAddresses":        {"eq ge le startsWith", "not endsWith $count"},
		"onPremisesSyncEnabled": {"eq in", "ne not null"},
	},
}

func listContacts(r *request) (response, error) {
	q, err := r.query(collectionOptions...)
	if err != nil {
		return response{}, err
	}
	if len(q.Expand) > 0 {
		return response{}, world.NotModelled("$expand of contacts")
	}
	chosen, err := contacts.selected(q.Select)
	if err != nil {
		return response{}, err
	}
	l, err := listing(r, contacts, q)
	if err != nil {
		return response{}, err
	}
	page, err := r.world().Contacts(r.tenant(), l)
	if err != nil {
		return response{}, err
	}
	return collection(r, "/contacts", chosen.fragment(contacts.set), page, l.Count,
		func(c *world.Contact) (map[string]any, error) { return chosen.render(c), nil })
}

func countContacts(r *request) (response, error) {
	return count(r, contacts, func(l world.Listing[world.Contact]) (int, error) {
		page, err := r.world().Contacts(r.tenant(), l)
		return page.Total, err
	})
}

func getContact(r *request) (response, error) {
	q, err := r.query(optSelect)
	if err != nil {
		return response{}, err
	}
	chosen, err := contacts.selected(q.Select)
	if err != nil {
		return response{}, err
	}
	c, err := r.world().Contact(r.tenant(), r.params["contact"])
	if err != nil {
		return response{}, err
	}
	return single(r, chosen.fragment(contacts.set)+"/$entity", chosen.render(c)), nil
}
