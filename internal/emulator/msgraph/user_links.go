package msgraph

import "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"

var contactLinkDefaults, _ = contacts.selected(nil)

var userLinkDefaults, _ = users.selected(nil)

var groupLinkDefaults, _ = groups.selected(nil)

// renderLinked encodes the target of a reference with its type, as Graph does
// in collections of directory objects.
func renderLinked(l world.Linked) map[string]any {
	var body map[string]any
	switch {
	case l.User != nil:
		body = userLinkDefaults.render(l.User)
		body["@odata.type"] = "#microsoft.graph.user"
	case l.Contact != nil:
		body = contactLinkDefaults.render(l.Contact)
		body["@odata.type"] = "#microsoft.graph.orgContact"
	default:
		body = groupLinkDefaults.render(l.Group)
		body["@odata.type"] = "#microsoft.graph.group"
	}
	return body
}

// selectLinked is renderLinked with $select. What the target's type lacks is left
// out, since a reference may point at several types; what none of them has is
// refused.
func selectLinked(l world.Linked, names []string) (map[string]any, error) {
	full := renderLinked(l)
	if len(names) == 0 {
		return full, nil
	}
	if err := selectable(names); err != nil {
		return nil, err
	}
	body := map[string]any{"@odata.type": full["@odata.type"]}
	switch {
	case l.User != nil:
		users.pick(body, l.User, names)
	case l.Contact != nil:
		contacts.pick(body, l.Contact, names)
	default:
		groups.pick(body, l.Group, names)
	}
	return body, nil
}

// selectable refuses names that no type of directory object has.
func selectable(names []string) error {
	for _, name := range names {
		_, user := users.property(name)
		_, contact := contacts.property(name)
		_, group := groups.property(name)
		if !user && !contact && !group {
			return users.unknown(name, "Parsing OData Select and Expand failed: ")
		}
	}
	return nil
}

// pick copies the properties that the type has.
func (s resource[T]) pick(body map[string]any, v *T, names []string) {
	for _, name := range names {
		if p, ok := s.property(name); ok {
			body[name] = p.Get(v)
		}
	}
}

func getManager(r *request) (response, error) {
	q, err := r.query(optSelect)
	if err != nil {
		return response{}, err
	}
	manager, err := r.world().Manager(r.tenant(), r.params["user"])
	if err != nil {
		return response{}, err
	}
	body, err := selectLinked(manager, q.Select)
	if err != nil {
		return response{}, err
	}
	return single(r, "directoryObjects/$entity", body), nil
}

func setManager(r *request) (response, error) {
	id, err := r.reference()
	if err != nil {
		return response{}, err
	}
	return done(r.world().SetManager(r.tenant(), r.params["user"], id))
}

func clearManager(r *request) (response, error) {
	return done(r.world().SetManager(r.tenant(), r.params["user"], ""))
}

func listSponsors(r *request) (response, error) {
	q, err := r.query(optSelect)
	if err != nil {
		return response{}, err
	}
	sponsors, err := r.world().Sponsors(r.tenant(), r.params["user"])
	if err != nil {
		return response{}, err
	}
	values := make([]map[string]any, 0, len(sponsors))
	for _, s := range sponsors {
		body, err := selectLinked(s, q.Select)
		if err != nil {
			return response{}, err
		}
		values = append(values, body)
	}
	return ok(map[string]any{"@odata.context": r.context("directoryObjects"), "value": values}), nil
}

func addSponsor(r *request) (response, error) {
	id, err := r.reference()
	if err != nil {
		return response{}, err
	}
	return done(r.world().AddSponsor(r.tenant(), r.params["user"], id))
}

func removeSponsor(r *request) (response, error) {
	return done(r.world().RemoveSponsor(r.tenant(), r.params["user"], r.params["sponsor"]))
}

// done answers a write that returns nothing.
func done(err error) (response, error) {
	if err != nil {
		return response{}, err
	}
	return noContent(), nil
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
