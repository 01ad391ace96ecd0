package world

import "slices"

// Group is a group with its members and owners. Graph's group routes are not
// modelled yet; groups own proxy addresses, sponsor guests, and make their
// members administrators when a role can be assigned to them.
type Group struct {
	ID                 string   `json:"id"`
	DisplayName        string   `json:"displayName,omitempty"`
	Description        string   `json:"description,omitempty"`
	Mail               string   `json:"mail,omitempty"`
	MailNickname       string   `json:"mailNickname,omitempty"`
	MailEnabled        bool     `json:"mailEnabled"`
	SecurityEnabled    bool     `json:"securityEnabled"`
	GroupTypes         []string `json:"groupTypes,omitempty"`
	ProxyAddresses     []string `json:"proxyAddresses,omitempty"`
	Visibility         string   `json:"visibility,omitempty"`
	IsAssignableToRole bool     `json:"isAssignableToRole,omitempty"`
	Members            []string `json:"members,omitempty"`
	Owners             []string `json:"owners,omitempty"`
}

func (g *Group) keys() []string {
	var keys []string
	for _, p := range g.ProxyAddresses {
		keys = append(keys, ProxyKey(p))
	}
	return keys
}

// groupsOf lists the groups that have an object as a direct member.
func (d *directory) groupsOf(id string) []string {
	var ids []string
	d.groups.all(func(g *Group) bool {
		if slices.Contains(g.Members, id) {
			ids = append(ids, g.ID)
		}
		return true
	})
	return ids
}
