package world

import (
	"slices"
	"strings"
)

// Actor is the application behind a call, and the user for whom it acts, if any:
// the granted permissions and the directory roles, as the token carries them.
type Actor struct {
	AppID string
	// UserID is empty when the application acts for itself.
	UserID         string
	Permissions    []string
	DirectoryRoles []string // role template ids
}

// Has says whether one of the permissions is granted.
func (a Actor) Has(permissions ...string) bool {
	return slices.ContainsFunc(permissions, func(p string) bool { return slices.Contains(a.Permissions, p) })
}

// The roles that let an application change sensitive properties of
// administrators (graph-identity §2.2).
var administratorsOfAdministrators = []string{
	directoryRoles["Global Administrator"],
	directoryRoles["Privileged Authentication Administrator"],
	directoryRoles["User Administrator"],
}

func (a Actor) managesAdministrators() bool {
	return slices.ContainsFunc(administratorsOfAdministrators, func(r string) bool { return slices.Contains(a.DirectoryRoles, r) })
}

// administrative says whether a user holds a directory role, or is a member or
// owner of a group that can hold one (graph-identity §2.2).
func (d *directory) administrative(id string) bool {
	if d.holdsRole(id) {
		return true
	}
	found := false
	d.groups.all(func(g *Group) bool {
		found = g.IsAssignableToRole && (slices.Contains(g.Members, id) || slices.Contains(g.Owners, id))
		return !found
	})
	return found
}

func (d *directory) holdsRole(id string) bool {
	for _, members := range d.roles {
		if slices.Contains(members, id) {
			return true
		}
	}
	return false
}

// roleTemplate gives the template id of a directory role by display name or by
// the id itself.
func roleTemplate(name string) (string, bool) {
	if isGUID(name) {
		return strings.ToLower(name), true
	}
	for display, id := range directoryRoles {
		if strings.EqualFold(display, name) {
			return id, true
		}
	}
	return "", false
}

// directoryRoles are built-in Entra roles by display name; the ids are the same
// in every tenant and cloud.
var directoryRoles = map[string]string{
	"Application Administrator":               "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
	"Authentication Administrator":            "c4e39bd9-1100-46d3-8c65-fb160da0071f",
	"Authentication Policy Administrator":     "0526716b-113d-4c15-b2c8-68e3c22b9f80",
	"Cloud Application Administrator":         "158c047a-c907-4556-b7ef-446551a6b5f7",
	"Compliance Administrator":                "17315797-102d-40b4-93e0-432062caca18",
	"Conditional Access Administrator":        "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9",
	"Directory Readers":                       "88d8e3e3-8f55-4a1e-953a-9b9898b8876b",
	"Directory Writers":                       "9360feb5-f418-4baa-8175-e2a00bac4301",
	"Exchange Administrator":                  "29232cdf-9323-42fd-ade2-1d097af3e4de",
	"Exchange Recipient Administrator":        "31392ffb-586c-42d1-9346-e59415a2cc4e",
	"Global Administrator":                    "62e90394-69f5-4237-9190-012177145e10",
	"Global Reader":                           "f2ef992c-3afb-46b9-b7cf-a126ee74c451",
	"Groups Administrator":                    "fdd7a751-b60b-444a-984c-02652fe8fa1c",
	"Guest Inviter":                           "95e79109-95c0-4d8e-aee3-d01accf2d47b",
	"Helpdesk Administrator":                  "729827e3-9c14-49f7-bb1b-9608f156bbb8",
	"Hybrid Identity Administrator":           "8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2",
	"Privileged Authentication Administrator": "7be44c8a-adaf-4e2a-84d6-ab2649e08a13",
	"Privileged Role Administrator":           "e8611ab8-c189-46e8-94e1-60213ab1f814",
	"Security Administrator":                  "194ae4cb-b126-40b2-bd5b-6091b380977d",
	"Security Reader":                         "5d6b6bb7-de71-4623-b4af-96380a352509",
	"Teams Administrator":                     "69091246-20e8-4a56-aa4d-066075b2a7a8",
	"User Administrator":                      "fe930be7-5e62-47db-91af-98c3a49a38b1",
}
