package torture_test

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// user is an invitation of the configuration.
type user struct {
	name, tenant, tenantID, email string
	mailed                        bool
	arguments                     []string
}

// partner is an entry about another tenant in the configuration.
type partner struct {
	name, tenant, tenantID, partnerID string
	arguments                         []string
}

// resourceTenants are the tenants that users are invited to and that have the
// entries.
var resourceTenants = []struct{ key, id string }{
	{acctest.Fabrikam, acctest.FabrikamID}, {acctest.Northwind, acctest.NorthwindID},
}

// randomUser is one of Contoso, or of an organization that nothing is known about.
func randomUser(r *rand.Rand, i int) user {
	at := resourceTenants[r.IntN(len(resourceTenants))]
	u := user{
		name: fmt.Sprintf("user_%d", i), tenant: at.key, tenantID: at.id,
		email: fmt.Sprintf("user.%d@%s", i, []string{"contoso.example", "adatum.example"}[r.IntN(2)]), mailed: r.IntN(2) == 0,
	}
	if u.mailed {
		u.arguments = append(u.arguments, "send_message = true")
	}
	for _, argument := range []string{
		fmt.Sprintf(`display_name = "User %d"`, i), `job_title = "Controller"`, `department = "Finance"`,
		fmt.Sprintf("manager_id = %q", acctest.ManagerID),
	} {
		if r.IntN(3) == 0 {
			u.arguments = append(u.arguments, argument)
		}
	}
	return u
}

// randomPartner is an entry about a tenant of its own, most often with a second
// write for synchronization.
func randomPartner(r *rand.Rand, i int) partner {
	at := resourceTenants[r.IntN(len(resourceTenants))]
	p := partner{
		name: fmt.Sprintf("partner_%d", i), tenant: at.key, tenantID: at.id,
		partnerID: fmt.Sprintf("dddddddd-0000-4000-8000-%012x", i+1),
	}
	for _, argument := range []string{
		`inbound_trust = { is_mfa_accepted = true }`,
		`automatic_user_consent = { inbound_allowed = true, outbound_allowed = true }`,
		`b2b_direct_connect_inbound = { inherit = true }`,
		`b2b_collaboration_inbound = {
    users_and_groups = { access_type = "allowed", targets = [{ target = "AllUsers", target_type = "user" }] }
    applications     = { access_type = "allowed", targets = [{ target = "AllApplications", target_type = "application" }] }
  }`,
	} {
		if r.IntN(2) == 0 {
			p.arguments = append(p.arguments, argument)
		}
	}
	if r.IntN(4) > 0 {
		p.arguments = append(p.arguments, fmt.Sprintf("identity_synchronization = { user_sync_allowed = true, display_name = %q }", p.name))
	}
	return p
}

func (u user) config() string {
	return fmt.Sprintf("\nresource \"multitenant_b2b_invitation\" %q {\n  tenant = %q\n  email  = %q\n  %s\n}\n",
		u.name, u.tenant, u.email, strings.Join(u.arguments, "\n  "))
}

func (p partner) config() string {
	return fmt.Sprintf("\nresource \"multitenant_cross_tenant_access_partner\" %q {\n  tenant            = %q\n  partner_tenant_id = %q\n  %s\n}\n",
		p.name, p.tenant, p.partnerID, strings.Join(p.arguments, "\n  "))
}

// writes is how many writes an apply needs at least.
func (u user) writes() int    { return 1 + len(u.arguments) }
func (p partner) writes() int { return 2 }

// estate has the users of Contoso at home, and applications that may do all that
// the configuration needs.
func estate(users []user) *acctest.Estate {
	e := acctest.Standard().Grant("Policy.ReadWrite.CrossTenantAccess")
	contoso := e.Tenant(acctest.Contoso)
	for _, u := range users {
		if strings.HasSuffix(u.email, "@contoso.example") {
			contoso.Hire(u.email)
		}
	}
	return e
}
