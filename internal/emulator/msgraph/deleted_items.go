package msgraph

import "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"

func listDeletedUsers(r *request) (response, error) {
	q, err := r.query(collectionOptions...)
	if err != nil {
		return response{}, err
	}
	if len(q.Expand) > 0 {
		return response{}, world.NotModelled("$expand of deleted items")
	}
	chosen, err := deletedUsers.selected(q.Select)
	if err != nil {
		return response{}, err
	}
	l, err := listing(r, deletedUsers, q)
	if err != nil {
		return response{}, err
	}
	page, err := r.world().DeletedUsers(r.tenant(), l)
	if err != nil {
		return response{}, err
	}
	return collection(r, "/directory/deletedItems/microsoft.graph.user", chosen.fragment("users"), page, l.Count,
		func(u *world.User) (map[string]any, error) { return chosen.render(u), nil })
}

func getDeletedUser(r *request) (response, error) {
	q, err := r.query(optSelect)
	if err != nil {
		return response{}, err
	}
	chosen, err := deletedUsers.selected(q.Select)
	if err != nil {
		return response{}, err
	}
	u, err := r.world().DeletedUser(r.tenant(), r.params["item"])
	if err != nil {
		return response{}, err
	}
	body := chosen.render(u)
	body["@odata.type"] = "#microsoft.graph.user"
	return single(r, "directoryObjects/$entity", body), nil
}

// restoreUser takes the options of the newer documentation; older clients send
// no body (graph-identity §2.6).
func restoreUser(r *request) (response, error) {
	body, err := r.optionalObject()
	if err != nil {
		return response{}, err
	}
	var how world.Restoration
	for name, value := range withoutControl(body) {
		valid := value == nil
		switch name {
		case "newUserPrincipalName":
			if !valid {
				how.NewUPN, valid = value.(string)
			}
		case "autoReconcileProxyConflict":
			if !valid {
				how.DropConflicts, valid = value.(bool)
			}
		default:
			return response{}, badRequest("Invalid property '%s'.", name)
		}
		if !valid {
			return response{}, badRequest("Invalid value specified for property '%s'.", name)
		}
	}
	u, err := r.world().RestoreUser(r.tenant(), r.params["item"], how, r.caller.actor())
	if err != nil {
		return response{}, err
	}
	restored := renderLinked(world.Linked{User: u})
	return single(r, "directoryObjects/$entity", restored), nil
}

func purgeUser(r *request) (response, error) {
	return done(r.world().PurgeUser(r.tenant(), r.params["item"], r.caller.actor()))
}
