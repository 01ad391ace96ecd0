package msgraph

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

func listMembers(r *request) (response, error) { return r.members("members", false) }

func listTransitiveMembers(r *request) (response, error) { return r.members("transitiveMembers", true) }

func listMemberUsers(r *request) (response, error) { return r.memberUsers("members", false) }

func listTransitiveUsers(r *request) (response, error) {
	return r.memberUsers("transitiveMembers", true)
}

// members lists objects of any type. A filter over several types is left to the
// lists that have one.
func (r *request) members(segment string, transitive bool) (response, error) {
	q, err := r.query(optSelect, optTop, optCount, optSkipToken)
	if err != nil {
		return response{}, err
	}
	l, err := listing(r, resource[world.Linked]{}, q)
	if err != nil {
		return response{}, err
	}
	if err := r.mayList(); err != nil {
		return response{}, err
	}
	page, err := r.world().Members(r.tenant(), r.params["group"], transitive, l)
	if err != nil {
		return response{}, err
	}
	path := "/groups/" + r.params["group"] + "/" + segment
	return collection(r, path, fragmentOf("directoryObjects", q.Select), page, l.Count, func(m *world.Linked) (map[string]any, error) {
		body, err := selectLinked(*m, q.Select)
		if err == nil && m.User != nil {
			r.blank(body)
		}
		return body, err
	})
}

// memberUsers lists users only, with the filters that users have.
func (r *request) memberUsers(segment string, transitive bool) (response, error) {
	q, err := r.query(optSelect, optFilter, optOrderBy, optTop, optCount, optSkipToken, optSearch)
	if err != nil {
		return response{}, err
	}
	chosen, err := users.selected(q.Select)
	if err != nil {
		return response{}, err
	}
	l, err := listing(r, users, q)
	if err != nil {
		return response{}, err
	}
	if err := r.mayList(); err != nil {
		return response{}, err
	}
	page, err := r.world().MemberUsers(r.tenant(), r.params["group"], transitive, l)
	if err != nil {
		return response{}, err
	}
	path := "/groups/" + r.params["group"] + "/" + segment + "/microsoft.graph.user"
	return collection(r, path, chosen.fragment(users.set), page, l.Count, func(u *world.User) (map[string]any, error) {
		body := chosen.render(u)
		r.blank(body)
		return body, nil
	})
}

// mayList refuses hidden members to applications without the permission for
// them; with which answer is assumed (graph-identity §7.3).
func (r *request) mayList() error {
	g, err := r.world().Group(r.tenant(), r.params["group"])
	if err != nil {
		return err
	}
	if g.HidesMembers() && !r.caller.actor().Has("Member.Read.Hidden") {
		return denied()
	}
	return nil
}

// blank empties what the caller may not see of a member that is a user: listing
// members needs no permission for users, their details do (graph-identity §7.3).
func (r *request) blank(user map[string]any) {
	actor := r.caller.actor()
	if actor.Has(readProfiles...) {
		return
	}
	visible := []string{"id", "@odata.type"}
	if actor.Has("User.ReadBasic.All") {
		visible = append(visible, basicProperties...)
	}
	for name := range user {
		if !slices.Contains(visible, name) {
			user[name] = nil
		}
	}
}
