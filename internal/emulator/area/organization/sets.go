package organization

import (
	"cmp"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// organizations contains the tenant itself, the only element of /organization
// (graph-identity §10.3).
var organizations = &kernel.Set[kernel.Tenant]{
	Declaration: kernel.Declaration{
		Name: "organization", Unlisted: true,
		Class: schema.NewClass("Organization", "organization", slices.Concat([]schema.Property{
			schema.Read("id", func(t *kernel.Tenant) any { return t.ID }),
			schema.Read("displayName", func(t *kernel.Tenant) any { return t.DisplayName }),
			schema.Read("countryLetterCode", func(t *kernel.Tenant) any { return t.CountryCode }),
			schema.Read("tenantType", func(t *kernel.Tenant) any { return cmp.Or(t.Type, kernel.TenantTypes[0]) }),
			schema.Read("mobileDeviceManagementAuthority", func(*kernel.Tenant) any { return "unknown" }),
			schema.Read("assignedPlans", func(t *kernel.Tenant) any { return planBodies(AssignedPlans(*t)) }),
			schema.Read("verifiedDomains", verifiedDomains),
			// It is not published whether beta has it in other clouds.
			schema.Null("defaultUsageLocation").Within(schema.V1Worldwide | schema.Beta),
			schema.Empty("businessPhones"), schema.Empty("technicalNotificationMails"), schema.Empty("securityComplianceNotificationMails"),
			schema.Empty("securityComplianceNotificationPhones"), schema.Empty("marketingNotificationEmails"), schema.Empty("provisionedPlans"),
		}, schema.Nulls(
			"city", "country", "createdDateTime", "deletedDateTime", "onPremisesLastSyncDateTime", "onPremisesSyncEnabled",
			"partnerTenantType", "postalCode", "preferredLanguage", "privacyProfile", "state", "street",
		))...).ByCloud(),
		Served: kernel.Served{
			Path: "/organization", Read: []string{"Organization.Read.All", "Organization.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"},
			Source: "graph-identity §10.3", Options: []string{"$select"}, Uncounted: true,
		},
	},
	ID: func(t *kernel.Tenant) *string { return &t.ID },
	Derived: func(d *kernel.Directory, _ kernel.Moment) ([]*kernel.Tenant, error) {
		return []*kernel.Tenant{&d.Tenant}, nil
	},
}

func planBodies(plans []Plan) []map[string]any {
	bodies := make([]map[string]any, 0, len(plans))
	for _, p := range plans {
		bodies = append(bodies, map[string]any{
			"assignedDateTime": p.Assigned, "capabilityStatus": "Enabled", "service": p.Service, "servicePlanId": p.ID,
		})
	}
	return bodies
}

func verifiedDomains(t *kernel.Tenant) any {
	var verified []map[string]any
	for _, d := range t.Domains {
		if d.Verified {
			verified = append(verified, map[string]any{
				"name": d.Name, "isDefault": d.Default, "isInitial": d.Initial, "type": d.AuthenticationType,
				"capabilities": "Email, OfficeCommunicationsOnline",
			})
		}
	}
	return verified
}

// domains are the domains of the tenant, verified or not (graph-identity §10.4).
var domains = &kernel.Set[kernel.Domain]{
	Declaration: kernel.Declaration{
		Name: "domains", Unlisted: true,
		Class: schema.NewClass("Domain", "domain", slices.Concat([]schema.Property{
			schema.Read("id", func(d *kernel.Domain) any { return d.Name }),
			schema.Read("authenticationType", func(d *kernel.Domain) any { return d.AuthenticationType }),
			schema.Read("isAdminManaged", func(*kernel.Domain) any { return true }),
			schema.Read("isDefault", func(d *kernel.Domain) any { return d.Default }),
			schema.Read("isInitial", func(d *kernel.Domain) any { return d.Initial }),
			schema.Read("isRoot", func(*kernel.Domain) any { return true }),
			schema.Read("isVerified", func(d *kernel.Domain) any { return d.Verified }),
			schema.Read("supportedServices", func(*kernel.Domain) any { return []string{"Email", "OfficeCommunicationsOnline"} }),
		}, schema.Nulls(
			"availabilityStatus", "manufacturer", "model", "passwordNotificationWindowInDays", "passwordValidityPeriodInDays", "state",
		))...).ByCloud(),
		Served: kernel.Served{
			Path: "/domains", Read: []string{"Domain.Read.All", "Domain.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"},
			Source: "graph-identity §10.4", Options: []string{"$select"}, Uncounted: true,
		},
	},
	ID: func(d *kernel.Domain) *string { return &d.Name },
	Derived: func(d *kernel.Directory, _ kernel.Moment) ([]*kernel.Domain, error) {
		all := make([]*kernel.Domain, 0, len(d.Domains))
		for i := range d.Domains {
			all = append(all, &d.Domains[i])
		}
		return all, nil
	},
}
