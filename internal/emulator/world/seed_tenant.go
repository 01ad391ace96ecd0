package world

import (
	"encoding/json"
	"slices"
	"strings"
)

// parseDomains reads names, which are verified, or objects with Graph's names.
// The first verified domain is the default one unless another says so.
func (t *seedTenant) parseDomains() error {
	t.InitialDomain = strings.ToLower(t.InitialDomain)
	t.Domains = []Domain{{Name: t.InitialDomain, Verified: true, Initial: true, AuthenticationType: "Managed"}}
	nodes, err := t.elements("domains")
	if err != nil {
		return err
	}
	for _, n := range nodes {
		d, err := parseDomain(n)
		if err != nil {
			return err
		}
		if d.Name == t.InitialDomain {
			t.Domains[0].Default = d.Default
			continue
		}
		if slices.ContainsFunc(t.Domains, func(x Domain) bool { return x.Name == d.Name }) {
			return n.fail("the domain %q is listed twice", d.Name)
		}
		t.Domains = append(t.Domains, d)
	}
	t.chooseDefault()
	return nil
}

func parseDomain(n *node) (Domain, error) {
	d := Domain{Verified: true, AuthenticationType: "Managed"}
	if len(n.raw) > 0 && n.raw[0] == '{' {
		if err := n.into(&d); err != nil {
			return d, err
		}
	} else if err := json.Unmarshal(n.raw, &d.Name); err != nil {
		return d, n.fail("must be a domain name or an object")
	}
	d.Name = strings.ToLower(d.Name)
	if !dnsName.MatchString(d.Name) {
		return d, n.fail("%q is not a domain name", d.Name)
	}
	return d, nil
}

func (t *seedTenant) chooseDefault() {
	chosen := slices.IndexFunc(t.Domains, func(d Domain) bool { return d.Default && d.Verified })
	if chosen < 0 {
		chosen = slices.IndexFunc(t.Domains, func(d Domain) bool { return d.Verified && !d.Initial })
	}
	chosen = max(chosen, 0)
	for i := range t.Domains {
		t.Domains[i].Default = i == chosen
	}
	t.DefaultDomain = t.Domains[chosen].Name
}

func (t *seedTenant) parseContacts() error {
	nodes, err := t.elements("contacts")
	if err != nil {
		return err
	}
	for _, n := range nodes {
		var c Contact
		if err := n.into(&c); err != nil {
			return err
		}
		if c.ID != "" && !isGUID(c.ID) {
			return n.fail("the id %q is not a GUID", c.ID)
		}
		if c.Mail == "" || !smtpAddress.MatchString(c.Mail) {
			return n.fail("a contact needs a valid mail")
		}
		t.contacts = append(t.contacts, seedObject[Contact]{n, c})
	}
	return nil
}

func (t *seedTenant) parseGroups() error {
	nodes, err := t.elements("groups")
	if err != nil {
		return err
	}
	for _, n := range nodes {
		g := Group{SecurityEnabled: true}
		if err := n.into(&g); err != nil {
			return err
		}
		if g.ID != "" && !isGUID(g.ID) {
			return n.fail("the id %q is not a GUID", g.ID)
		}
		if g.DisplayName == "" {
			return n.fail("a group needs a displayName")
		}
		t.groups = append(t.groups, seedObject[Group]{n, g})
	}
	return nil
}

// seedApplication is an application in the words of a seed.
type seedApplication struct {
	ClientID             string                `json:"client_id"`
	DisplayName          string                `json:"display_name"`
	ClientSecret         string                `json:"client_secret"`
	Certificates         []string              `json:"certificates"`
	FederatedCredentials []FederatedCredential `json:"federated_credentials"`
	Permissions          []string              `json:"permissions"`
	DirectoryRoles       []string              `json:"directory_roles"`
	ServicePrincipalID   string                `json:"service_principal_id"`
	AssignmentRequired   bool                  `json:"app_role_assignment_required"`
	DelegatedPermissions []string              `json:"delegated_permissions"`
	PublicClient         bool                  `json:"public_client"`
	SignInAudience       string                `json:"sign_in_audience"`
}

func (t *seedTenant) parseApplications() error {
	nodes, err := t.elements("applications")
	if err != nil {
		return err
	}
	for _, n := range nodes {
		var s seedApplication
		if err := n.into(&s); err != nil {
			return err
		}
		a, err := t.application(n, s)
		if err != nil {
			return err
		}
		t.applications = append(t.applications, seedObject[Application]{n, a})
	}
	return nil
}

func (t *seedTenant) application(n *node, s seedApplication) (Application, error) {
	a := Application{
		ClientID: strings.ToLower(s.ClientID), DisplayName: s.DisplayName, Certificates: s.Certificates,
		FederatedCredentials: s.FederatedCredentials, Permissions: s.Permissions, ServicePrincipalID: strings.ToLower(s.ServicePrincipalID),
		AssignmentRequired: s.AssignmentRequired, DelegatedPermissions: s.DelegatedPermissions, PublicClient: s.PublicClient,
		SignInAudience: s.SignInAudience,
	}
	if !isGUID(s.ClientID) {
		return a, n.fail("client_id: %q is not a GUID", s.ClientID)
	}
	if s.ClientSecret != "" {
		a.Secrets = []string{s.ClientSecret}
	}
	for i, f := range a.FederatedCredentials {
		if f.Issuer == "" || f.Subject == "" {
			return a, n.fail("federated_credentials[%d]: issuer and subject are required", i)
		}
		if f.Audience == "" {
			a.FederatedCredentials[i].Audience = clouds[t.Cloud].exchangeAudience
		}
	}
	if err := a.checkSignIn(n); err != nil {
		return a, err
	}
	for _, r := range s.DirectoryRoles {
		id, ok := roleTemplate(r)
		if !ok {
			return a, n.fail("directory_roles: %q is not a directory role that the emulator knows", r)
		}
		a.DirectoryRoles = append(a.DirectoryRoles, id)
	}
	return a, nil
}

func (t *seedTenant) parseRoles() error {
	nodes, err := t.elements("role_assignments")
	if err != nil {
		return err
	}
	for _, n := range nodes {
		var r struct {
			Role    string   `json:"role"`
			Members []string `json:"members"`
		}
		if err := n.into(&r); err != nil {
			return err
		}
		id, ok := roleTemplate(r.Role)
		if !ok {
			return n.fail("role: %q is not a directory role that the emulator knows", r.Role)
		}
		t.roles = append(t.roles, seedRole{n, id, r.Members})
	}
	return nil
}
