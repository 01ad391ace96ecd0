package world

import (
	"slices"
	"strings"
	"time"
)

// seedUser is a user of a seed. Names that it gives for manager and sponsors are
// resolved when everybody is known.
type seedUser struct {
	node *node
	user User
}

// seedOnly are the properties that a seed may set although Graph does not.
var seedOnly = map[string]func(*User, *node) error{
	"id":                              func(u *User, n *node) (err error) { u.ID, err = n.guid(); return err },
	"creationType":                    func(u *User, n *node) (err error) { u.CreationType, err = n.text(); return err },
	"externalUserState":               seedState,
	"externalUserStateChangeDateTime": func(u *User, n *node) error { return n.instant(&u.ExternalUserStateChanged) },
	"createdDateTime":                 func(u *User, n *node) error { return n.instant(&u.Created) },
	"proxyAddresses":                  seedProxies,
	"onPremisesSyncEnabled": func(u *User, n *node) error {
		synced, err := n.boolean()
		u.OnPremisesSyncEnabled = &synced
		return err
	},
	"onPremisesUserPrincipalName": func(u *User, n *node) (err error) { u.OnPremisesUserPrincipalName, err = n.text(); return err },
	"identities":                  seedIdentities,
	"passwordProfile":             seedPassword,
	"manager":                     func(u *User, n *node) (err error) { u.Manager, err = n.text(); return err },
	"sponsors":                    func(u *User, n *node) (err error) { u.Sponsors, err = n.texts(); return err },
}

func (n *node) instant(field *time.Time) error {
	s, err := n.text()
	if err != nil {
		return err
	}
	if *field, err = time.Parse(time.RFC3339, s); err != nil {
		return n.fail("%q is not a time such as 2026-01-15T09:12:44Z", s)
	}
	return nil
}

func seedState(u *User, n *node) (err error) {
	if u.ExternalUserState, err = n.text(); err != nil {
		return err
	}
	if u.ExternalUserState != statePending && u.ExternalUserState != stateAccepted {
		return n.fail("must be %s or %s", statePending, stateAccepted)
	}
	return nil
}

func seedProxies(u *User, n *node) (err error) {
	if u.ProxyAddresses, err = n.texts(); err != nil {
		return err
	}
	primaries := 0
	for _, p := range u.ProxyAddresses {
		if !strings.Contains(p, ":") {
			return n.fail("%q lacks a prefix such as smtp:", p)
		}
		if strings.HasPrefix(p, "SMTP:") {
			primaries++
		}
	}
	if primaries > 1 {
		return n.fail("only one address can be primary (SMTP:)")
	}
	return nil
}

func seedIdentities(u *User, n *node) error {
	value, err := n.value()
	if err != nil {
		return err
	}
	entries, ok := value.([]any)
	if !ok {
		return n.fail("must be a list")
	}
	for _, e := range entries {
		identity, ok := toIdentity(e)
		if !ok {
			return n.fail("each identity has signInType, issuer and issuerAssignedId")
		}
		u.Identities = append(u.Identities, identity)
	}
	return nil
}

func (t *seedTenant) parseUsers() error {
	nodes, err := t.elements("users")
	if err != nil {
		return err
	}
	t.users = make([]seedUser, 0, len(nodes))
	for _, n := range nodes {
		u, err := parseUser(n)
		if err != nil {
			return err
		}
		t.users = append(t.users, seedUser{n, u})
	}
	return nil
}

func parseUser(n *node) (User, error) {
	u := User{AccountEnabled: true}
	members, err := n.object()
	if err != nil {
		return u, err
	}
	for name, m := range members {
		if err := seedProperty(&u, name, m); err != nil {
			return u, err
		}
	}
	if u.UserPrincipalName == "" && u.Mail == "" {
		return u, n.fail("a user needs a userPrincipalName, or a mail when it is external")
	}
	return u, nil
}

func seedProperty(u *User, name string, n *node) error {
	if set, ok := seedOnly[name]; ok {
		return set(u, n)
	}
	p, ok := UserProperty(name)
	if !ok || p.set == nil {
		return n.fail("is not a user property that a seed can set")
	}
	value, err := n.value()
	if err != nil || value == nil {
		return err
	}
	return n.because(p.set(u, value))
}

// seededAt is when the objects of a seed were created unless it says otherwise:
// long before anything that a client does now.
var seededAt = time.Date(2024, 1, 15, 8, 0, 0, 0, time.UTC)

// fill completes a user of a seed with what the directory would have made of
// it.
func (w *World) fill(d *directory, u *User) {
	if u.ID == "" {
		u.ID = w.options.NewID()
	}
	if u.Created.IsZero() {
		u.Created = seededAt
	}
	if u.UserPrincipalName == "" {
		u.CreationType = creationInvitation
		u.UserPrincipalName = d.externalUPN(u.Mail)
	}
	external := u.External() || strings.Contains(strings.ToUpper(u.UserPrincipalName), upnMarker)
	if external {
		d.fillExternal(u)
	}
	if u.UserType == "" {
		u.UserType = typeMember
	}
	local, _, _ := strings.Cut(u.UserPrincipalName, "@")
	if u.MailNickname == "" {
		u.MailNickname = local
	}
	if u.DisplayName == "" {
		u.DisplayName = local
		if u.Mail != "" {
			u.DisplayName, _, _ = strings.Cut(u.Mail, "@")
		}
	}
	d.fillIdentities(u)
	d.fillProxies(u, external)
}

func (d *directory) fillExternal(u *User) {
	u.CreationType = creationInvitation
	if u.UserType == "" {
		u.UserType = typeGuest
	}
	if u.ExternalUserState == "" {
		u.ExternalUserState = statePending
	}
	if u.ExternalUserStateChanged.IsZero() {
		u.ExternalUserStateChanged = u.Created
	}
	if u.OtherMails == nil && u.Mail != "" {
		u.OtherMails = []string{u.Mail}
	}
}

func (d *directory) fillIdentities(u *User) {
	if !slices.ContainsFunc(u.Identities, func(i Identity) bool { return i.SignInType == signInUPN }) {
		u.Identities = append(u.Identities, Identity{SignInType: signInUPN, Issuer: d.InitialDomain, IssuerAssignedID: u.UserPrincipalName})
	}
	federated := slices.ContainsFunc(u.Identities, func(i Identity) bool { return i.SignInType == signInFederated })
	if u.ExternalUserState == stateAccepted && !federated {
		u.Identities = append([]Identity{{SignInType: signInFederated, Issuer: issuerEntra}}, u.Identities...)
	}
}

// fillProxies makes the mail the primary address of a user whose seed is silent
// about proxy addresses. A contact that owns the address keeps it from an
// external user (graph-identity §1.6).
func (d *directory) fillProxies(u *User, external bool) {
	if u.ProxyAddresses != nil || u.Mail == "" {
		return
	}
	if _, taken := d.proxyHolder("smtp:"+u.Mail, u.ID); !taken || !external {
		u.ProxyAddresses = []string{"SMTP:" + u.Mail}
	}
}
