package application

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Seed is the format of an application in a seed.
type Seed struct {
	ClientID             string                `json:"client_id"`
	DisplayName          string                `json:"display_name,omitempty"`
	ClientSecret         string                `json:"client_secret,omitempty"`
	Certificates         []string              `json:"certificates,omitempty"`
	FederatedCredentials []FederatedCredential `json:"federated_credentials,omitempty"`
	Permissions          []string              `json:"permissions,omitempty"`
	DirectoryRoles       []string              `json:"directory_roles,omitempty"`
	ServicePrincipalID   string                `json:"service_principal_id,omitempty"`
	AssignmentRequired   bool                  `json:"app_role_assignment_required,omitempty"`
	DelegatedPermissions []string              `json:"delegated_permissions,omitempty"`
	PublicClient         bool                  `json:"public_client,omitempty"`
	SignInAudience       string                `json:"sign_in_audience,omitempty"`
}

func parseApplications(t *kernel.SeedTenant, n *kernel.Node) (kernel.Fill, error) {
	nodes, err := n.List()
	if err != nil {
		return nil, err
	}
	var all []seeded
	for _, n := range nodes {
		var s Seed
		if err := n.Into(&s); err != nil {
			return nil, err
		}
		a, err := s.application(t, n)
		if err != nil {
			return nil, err
		}
		all = append(all, seeded{n, a})
	}
	return func(d *kernel.Directory, _ *kernel.SeedTenant, at kernel.Moment) error {
		for _, x := range all {
			if err := fill(d, x, at); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// seeded is an application with its position in the seed.
type seeded struct {
	node        *kernel.Node
	application Application
}

func fill(d *kernel.Directory, x seeded, at kernel.Moment) error {
	a := x.application.copied()
	applications := *Applications.In(d)
	if applications[a.ClientID] != nil {
		return x.node.Fail("client_id: %q is taken", a.ClientID)
	}
	if a.ServicePrincipalID == "" {
		a.ServicePrincipalID = at.NewID()
	}
	if ServicePrincipals.Truth(d, a.ServicePrincipalID) != nil {
		return x.node.Fail("service_principal_id: %q is taken", a.ServicePrincipalID)
	}
	applications[a.ClientID] = &a
	ServicePrincipals.Fill(d, a.servicePrincipal(d.ID))
	Registrations.Fill(d, a.registration(d, at.NewID()))
	return nil
}

func (s Seed) application(t *kernel.SeedTenant, n *kernel.Node) (Application, error) {
	a := Application{
		ClientID: strings.ToLower(s.ClientID), DisplayName: s.DisplayName, Certificates: s.Certificates,
		FederatedCredentials: s.FederatedCredentials, Permissions: s.Permissions, ServicePrincipalID: strings.ToLower(s.ServicePrincipalID),
		AssignmentRequired: s.AssignmentRequired, DelegatedPermissions: s.DelegatedPermissions, PublicClient: s.PublicClient,
		SignInAudience: s.SignInAudience,
	}
	if !schema.IsGUID(s.ClientID) {
		return a, n.Fail("client_id: %q is not a GUID", s.ClientID)
	}
	if s.ClientSecret != "" {
		a.Secrets = []string{s.ClientSecret}
	}
	for i, f := range a.FederatedCredentials {
		if f.Issuer == "" || f.Subject == "" {
			return a, n.Fail("federated_credentials[%d]: issuer and subject are required", i)
		}
		if f.Audience == "" {
			a.FederatedCredentials[i].Audience = t.Facts().ExchangeAudience
		}
	}
	if err := a.checkSignIn(n); err != nil {
		return a, err
	}
	for _, r := range s.DirectoryRoles {
		id, ok := directory.RoleTemplate(r)
		if !ok {
			return a, n.Fail("directory_roles: %q is not a directory role that the emulator knows", r)
		}
		a.DirectoryRoles = append(a.DirectoryRoles, id)
	}
	return a, nil
}
