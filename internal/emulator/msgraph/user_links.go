package msgraph

import "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"

var contactLinkDefaults, _ = contacts.selected(nil)

var userLinkDefaults, _ = users.selected(nil)

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
		g := l.Group
		body = map[string]any{
			"@odata.type": "#microsoft.graph.group", "id": g.ID, "displayName": g.DisplayName, "description": orNull(g.Description),
			"mail": orNull(g.Mail), "mailEnabled": g.MailEnabled, "mailNickname": orNull(g.MailNickname), "securityEnabled": g.SecurityEnabled,
		}
	}
	return body
}

// selectLinked is renderLinked with $select; what the target's type lacks is
// left out, since a reference may point at several types.
func selectLinked(l world.Linked, names []string) (map[string]any, error) {
	if len(names) == 0 || l.Group != nil {
		return renderLinked(l), nil
	}
	if l.Contact != nil {
		chosen, err := contacts.selected(names)
		if err != nil {
			return nil, err
		}
		body := chosen.render(l.Contact)
		body["@odata.type"] = "#microsoft.graph.orgContact"
		return body, nil
	}
	chosen, err := users.selected(names)
	if err != nil {
		return nil, err
	}
	body := chosen.render(l.User)
	body["@odata.type"] = "#microsoft.graph.user"
	return body, nil
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
