package torture_test

import (
	"fmt"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// resourceTenants are the tenants with guests, contacts and access settings. Contoso
// is a home tenant.
var resourceTenants = []place{{acctest.Fabrikam, acctest.FabrikamID}, {acctest.Northwind, acctest.NorthwindID}}

type place struct{ key, id string }

// woodgrove is a tenant of the public cloud that has a multitenant organization.
var woodgrove = place{"woodgrove", "44444444-4444-4444-8444-444444444444"}

// addWoodgrove adds the tenant to an estate.
func addWoodgrove(e *acctest.Estate) {
	t := *e.Tenant(acctest.Contoso)
	t.Key, t.TenantID, t.DisplayName = woodgrove.key, woodgrove.id, "Woodgrove"
	t.InitialDomain, t.Domains, t.CrossTenantAccess = "woodgrove.onmicrosoft.com", []any{"woodgrove.example"}, nil
	t.Users = nil
	t.Applications = []acctest.Application{{
		ClientID: "c4444444-0000-4000-8000-000000000000", ClientSecret: acctest.Secret(woodgrove.key), Permissions: acctest.Permissions(),
	}}
	e.Tenants = append(e.Tenants, t)
}

// newWorld starts a world with applications that have all permissions. Exchange
// follows Entra at once, because its delays have tests of their own.
func newWorld(t *testing.T) *acctest.World {
	t.Helper()
	e := acctest.Standard()
	addWoodgrove(e)
	e.WithExchange("Exchange Administrator").Grant(
		"Policy.ReadWrite.CrossTenantAccess", "Policy.ReadWrite.CrossTenantCapability", "Group.ReadWrite.All", "GroupMember.Read.All",
		"Policy.ReadWrite.Authorization", "Policy.ReadWrite.B2BManagementPolicy", "Application.ReadWrite.All", "Synchronization.ReadWrite.All",
		"Policy.ReadWrite.AuthenticationMethod", "SharePointTenantSettings.ReadWrite.All", "EntitlementManagement.ReadWrite.All",
		"MultiTenantOrganization.ReadWrite.All")
	contoso := e.Tenant(acctest.Contoso)
	for i := range employees {
		contoso.Users = append(contoso.Users, acctest.Object{
			"id": employeeID(i), "userPrincipalName": employee(i), "mail": employee(i), "displayName": employee(i),
			"userType": "Member", "accountEnabled": true,
		})
	}
	hire(contoso)
	admit(contoso, acctest.Object{"tenantId": acctest.FabrikamID, "automaticUserConsentSettings": acctest.Object{"outboundAllowed": true}})
	admit(e.Tenant(acctest.Fabrikam), acctest.Object{
		"tenantId": acctest.ContosoID, "automaticUserConsentSettings": acctest.Object{"inboundAllowed": true},
		"identitySynchronization": acctest.Object{"userSyncInbound": acctest.Object{"isSyncAllowed": true}},
	})
	return acctest.StartWith(t, e, kernel.Options{Settings: settings.With(func(s *settings.Settings) {
		s.MailUserDelay, s.MailUserTypeDelay, s.ShowInAddressListDelay, s.HiddenWriteBackDelay, s.AddressWriteBackDelay = 0, 0, 0, 0, 0
	})})
}

// admit adds a partner configuration to a tenant.
func admit(t *acctest.Tenant, partner acctest.Object) {
	partners, _ := t.CrossTenantAccess["partners"].([]acctest.Object)
	t.CrossTenantAccess["partners"] = append(partners, partner)
}

// employees is the number of users of Contoso that are invited elsewhere.
const employees = 40

func employee(i int) string { return fmt.Sprintf("user.%d@contoso.example", i) }

func employeeID(i int) string { return fmt.Sprintf("eeeeeeee-0000-4000-8000-%012x", i) }

// person is an external user of Fabrikam.
type person struct {
	// expression is the object id in a configuration.
	expression string
	email      string
	// invitation is the resource that invites the user; nil for a resident.
	invitation *invitation
}

// welcome invites residents without Terraform; some are in the address book and the others are
// hidden.
func welcome(r *round) []*person {
	var all []*person
	for i := range 4 {
		email := fmt.Sprintf("resident.%d@adatum.example", i)
		id := r.world.Welcome(acctest.FabrikamID, email).ID
		r.world.Change(acctest.FabrikamID, id, acctest.Object{"showInAddressList": r.IntN(2) == 0})
		all = append(all, &person{expression: fmt.Sprintf("%q", id), email: email})
	}
	return all
}

// leavers is the number of guests of Fabrikam that leave.
const leavers = 2

// welcomeLeavers invites guests without Terraform, who are in the address book.
func welcomeLeavers(r *round) []*person {
	var all []*person
	for i := range leavers {
		email := fmt.Sprintf("leaver.%d@adatum.example", i)
		id := r.world.Welcome(acctest.FabrikamID, email).ID
		r.world.Change(acctest.FabrikamID, id, acctest.Object{"showInAddressList": true})
		all = append(all, &person{expression: fmt.Sprintf("%q", id), email: email})
	}
	return all
}

// id is the object id of a person.
func (p *person) id(r *round) string { return r.world.Guest(acctest.FabrikamID, p.email).ID }

// somePerson returns a person that no resource of the type manages, or nil.
func (r *round) somePerson(kind string) *person {
	people := append([]*person{}, r.residents...)
	for _, c := range r.configured {
		if i, ok := c.(*invitation); ok && i.at.id == acctest.FabrikamID {
			people = append(people, &person{expression: i.address() + ".user_id", email: i.email, invitation: i})
		}
	}
	p := oneOf(r, people...)
	if r.taken(kind, p.email) {
		return nil
	}
	return p
}

// ofPerson is the common part of resources about an existing user.
type ofPerson struct {
	kind, name string
	*person
}

func (o *ofPerson) address() string { return o.kind + "." + o.name }
func (o *ofPerson) object() string  { return o.email }
func (o *ofPerson) parent() configured {
	if o.invitation == nil {
		return nil
	}
	return o.invitation
}

// user are the arguments that name the user.
func (o *ofPerson) user() []string {
	return []string{`tenant = "fabrikam"`, "user_id = " + o.expression}
}
