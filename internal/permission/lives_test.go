package permission_test

import (
	"fmt"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
)

const (
	email    = "ada.admin@contoso.example"
	hiddenID = "eeeeeeee-0000-4000-8000-000000000001"
	guestID  = "dddddddd-0000-4000-8000-000000000001"
)

// lives has a life for every table.
var lives = map[string]life{
	"multitenant_b2b_invitation": {
		estate: acctest.Standard, cast: inFabrikam, address: "multitenant_b2b_invitation.ada", id: "fabrikam/" + email,
		create: invitation(profile + fmt.Sprintf("manager_id = %q\nsponsors = [%q]\nredemption_reset_trigger = \"1\"", acctest.ManagerID, acctest.ManagerID)),
		update: invitation(fmt.Sprintf("job_title = %q\nsponsors = [%q]\nredemption_reset_trigger = \"2\"", "Director", acctest.AdministratorID)),
	},
	"multitenant_guest_sync": {
		estate: hiddenScope, cast: intoFabrikam,
		create: guestSync("Contoso"), update: guestSync("Contoso Ltd"),
	},
	"multitenant_guest_sync_preview": {estate: hiddenScope, cast: intoFabrikam, create: guestSyncPreview},
	"multitenant_guest_user_type": {
		estate: acctest.Standard, cast: inFabrikam, address: "multitenant_guest_user_type.mona", id: "fabrikam/" + acctest.ManagerID,
		create: userType("Guest"), update: userType("Member"),
	},
	"multitenant_guest_departure": {
		estate: mailUsers, cast: inFabrikam, address: "multitenant_guest_departure.ana", id: "fabrikam/" + guestID,
		create: guestDeparture(""), update: guestDeparture("hide_after_days = 0"),
	},
	"multitenant_gal_visibility": {
		estate: mailUsers, cast: inFabrikam, address: "multitenant_gal_visibility.ana", id: "fabrikam/" + guestID,
		create: galVisibility(true), update: galVisibility(false),
	},
	"multitenant_connected_organization": {
		estate: acctest.Standard, cast: cast{permission.Own: {acctest.Fabrikam}, permission.Home: {acctest.Contoso}},
		address: "multitenant_connected_organization.contoso", id: "fabrikam/Contoso",
		create: connectedOrganization("configured"), update: connectedOrganization("proposed"),
	},
	"multitenant_cross_tenant_access_partner": {
		estate: acctest.Standard, cast: inFabrikam,
		address: "multitenant_cross_tenant_access_partner.contoso", id: "fabrikam/" + acctest.ContosoID,
		create: partner("inbound_trust = { is_mfa_accepted = true }\nidentity_synchronization = { user_sync_allowed = true, group_sync_allowed = true }"),
		update: partner("inbound_trust = { is_mfa_accepted = false }"),
	},
	"multitenant_cross_tenant_access_default": {
		estate: acctest.Standard, cast: inFabrikam, address: "multitenant_cross_tenant_access_default.this", id: "fabrikam/default",
		create: accessDefault(mfaTrust("true"), "restore"), update: accessDefault(mfaTrust("false"), "reset"),
	},
	"multitenant_cross_tenant_access_policy": {
		estate: acctest.Standard, cast: inFabrikam, address: "multitenant_cross_tenant_access_policy.this", id: "fabrikam/policy",
		create: accessPolicy("partner.microsoftonline.cn"), update: accessPolicy("microsoftonline.us"),
	},
	"multitenant_cross_tenant_sync": {
		estate: consenting, cast: edge, address: "multitenant_cross_tenant_sync.it", id: "contoso/Sync",
		create: crossTenantSync("display_name = \"Sync\"\ndelete_threshold = 9"),
		update: crossTenantSync("display_name = \"Renamed\"\nstatus = \"paused\"\n" +
			"user_mapping = { attributes = { department = { expression = \"ToUpper([department])\" } } }"),
	},
	"multitenant_domain_list": {
		estate: acctest.Standard, cast: inFabrikam, address: "multitenant_domain_list.this", id: "fabrikam/domains",
		create: domainList("blocked.example"), update: domainList("other.example"),
	},
	"multitenant_email_otp": {
		estate: acctest.Standard, cast: inFabrikam, address: "multitenant_email_otp.this", id: "fabrikam/email_otp",
		create: setting("email_otp", "allow_external_id_to_use_email_otp", "enabled"), update: setting("email_otp", "allow_external_id_to_use_email_otp", "default"),
	},
	"multitenant_sharepoint_sharing": {
		estate: acctest.Standard, cast: inFabrikam, address: "multitenant_sharepoint_sharing.this", id: "fabrikam/sharepoint",
		create: setting("sharepoint_sharing", "sharing_capability", "externalUserSharingOnly"), update: setting("sharepoint_sharing", "sharing_capability", "existingExternalUserSharingOnly"),
	},
	"multitenant_external_collaboration": {
		estate: acctest.Standard, cast: inFabrikam, address: "multitenant_external_collaboration.this", id: "fabrikam/collaboration",
		create: collaboration("guestUser"), update: collaboration("restrictedGuestUser"),
	},
	"multitenant_m365_capabilities": {
		estate: acctest.Standard, cast: inFabrikam, address: "multitenant_m365_capabilities.northwind", id: "fabrikam/" + acctest.NorthwindID,
		create: capabilities("crossTenantMailTipsAll = { allowed = true }\ncrossTenantOpenProfileCard = { allowed = true }"),
		update: capabilities("crossTenantMailTipsAll = { allowed = false }"),
	},
	"multitenant_organization": {
		estate: acctest.Standard, cast: inFabrikam, address: "multitenant_organization.group", id: "fabrikam/organization",
		create: organization(acctest.Fabrikam, "Group"), update: organization(acctest.Fabrikam, "Holding"),
	},
	"multitenant_organization_membership": {
		estate: acctest.Standard, cast: cast{permission.Own: {acctest.Contoso, acctest.Fabrikam}},
		address: "multitenant_organization_membership.fabrikam", id: "fabrikam/membership",
		create: organization(acctest.Contoso, "Group") + organizationTenant("member") + organizationMembership,
	},
	"multitenant_organization_template": {
		estate: acctest.Standard, cast: inFabrikam, address: "multitenant_organization_template.this", id: "fabrikam/template",
		create: organizationTemplate("true"), update: organizationTemplate("false"),
	},
	"multitenant_organization_tenant": {
		estate: acctest.Standard, cast: cast{permission.Own: {acctest.Contoso}}, address: "multitenant_organization_tenant.fabrikam", id: "contoso/fabrikam",
		create: organization(acctest.Contoso, "Group") + organizationTenant("member"), update: organization(acctest.Contoso, "Group") + organizationTenant("owner"),
	},
	"multitenant_organization_tenants": {estate: acctest.Standard, cast: inFabrikam, create: data("organization_tenants", `tenant = "fabrikam"`)},
	"multitenant_mail_contact": {
		estate: acctest.Standard, cast: inFabrikam, address: "multitenant_mail_contact.info", id: "fabrikam/info@partner.example",
		create: mailContact("first_name = \"Ina\"\nmail_tip = \"Slow\""), update: mailContact("hidden_from_address_lists = true"),
	},
	"multitenant_mail_user": {
		estate: mailUsers, cast: inFabrikam, address: "multitenant_mail_user.ana", id: "fabrikam/ana.ruiz@contoso.example",
		create: mailUser("mail_tip = \"Slow\""), update: mailUser("additional_email_addresses = [\"ana@contoso.example\"]"),
	},
	"multitenant_recipients": {estate: acctest.Standard, cast: inFabrikam, create: data("recipients", `tenant = "fabrikam"`)},
	"multitenant_sharing_leftovers": {
		estate: acctest.Standard, cast: inFabrikam, create: data("sharing_leftovers", `tenant = "fabrikam"`),
	},
	"multitenant_sync_scope_group": {
		estate: synchronizing, cast: inFabrikam, address: "multitenant_sync_scope_group.it", id: "fabrikam/sync-scope",
		create: scopeGroup(acctest.Fabrikam, fmt.Sprintf("members = [%q]\n%s", acctest.ManagerID, scopeOfSync)),
		update: scopeGroup(acctest.Fabrikam, fmt.Sprintf("members = [%q]\nowners = [%q]\n%s", acctest.AdministratorID, acctest.ManagerID, scopeOfSync)),
	},
	"multitenant_cross_tenant_changes": {
		estate: acctest.Standard, cast: inFabrikam,
		create: data("cross_tenant_changes", "tenants = [\"fabrikam\"]\nsince = timeadd(timestamp(), \"-200h\")\n"+everythingRead("concat(values(self.unread), values(self.incomplete))")),
	},
	"multitenant_guest_review": {
		estate: withStranger, cast: inFabrikam,
		create: data("guest_review", "tenants = [\"fabrikam\"]\nhome_tenants = true\ndeleted = true\n"+
			everythingRead("concat(values(self.unread), flatten([for r in self.reviews : values(r.unread)]))")),
	},
	"multitenant_related_tenants": {
		estate: synchronizing, cast: inFabrikam,
		create: data("related_tenants", "tenants = [\"fabrikam\"]\n"+everythingRead("self.unread[*].why")),
	},
	"multitenant_guests": {estate: acctest.Standard, cast: inFabrikam, create: data("guests", `tenant = "fabrikam"`)},
	"multitenant_tenant": {estate: acctest.Standard, cast: inFabrikam, create: data("tenant", `tenant = "fabrikam"`)},
	"multitenant_users":  {estate: hiddenGroup, cast: inFabrikam, create: data("users", fmt.Sprintf("tenant = \"fabrikam\"\ngroup_id = %q", hiddenID))},
	"multitenant_explain": {
		estate: acctest.Standard, cast: edge,
		create: data("explain", "user = \"ada.admin@contoso.example\"\nhome_tenant = \"contoso\"\ntenant = \"fabrikam\""),
	},
	"multitenant_topology_check": {estate: acctest.Standard, cast: edge, create: check(acctest.Fabrikam, "b2b_collaboration", "sync")},
	"guest_access": {
		estate: acctest.Standard, cast: inFabrikam,
		create: guestAccess("Controller"), update: guestAccess("Director"),
	},
	"topology": {
		estate: acctest.Standard, cast: cast{permission.Own: {acctest.Contoso, acctest.Fabrikam}, permission.Source: {acctest.Contoso}}, create: topologyModule,
	},
}

// everythingRead fails with what a data source could not read.
func everythingRead(unread string) string {
	return fmt.Sprintf("lifecycle {\n  postcondition {\n    condition     = length(%[1]s) == 0\n    error_message = join(\"; \", %[1]s)\n  }\n}\n", unread)
}

// withStranger is an estate with a guest of a tenant that the provider lacks.
func withStranger() *acctest.Estate {
	e := acctest.Standard()
	fabrikam := e.Tenant(acctest.Fabrikam)
	fabrikam.Users = append(fabrikam.Users, stranger())
	return e
}

func stranger() acctest.Object {
	return acctest.Object{
		"userPrincipalName": "sam_stranger.example#EXT#@fabrikam.onmicrosoft.com", "mail": "sam@stranger.example", "displayName": "Sam",
		"userType": "Guest", "creationType": "Invitation", "externalUserState": "Accepted",
		"identities": []acctest.Object{{"signInType": "federated", "issuer": "ExternalAzureAD", "issuerAssignedId": nil}},
	}
}

// profile has every attribute of an invitation's user.
const profile = `
  display_name       = "Ada Admin"
  given_name         = "Ada"
  surname            = "Admin"
  job_title          = "Controller"
  department         = "Finance"
  company_name       = "Contoso"
  office_location    = "B2"
  mobile_phone       = "+34 600 000 001"
  business_phone     = "+34 910 000 001"
  employee_id        = "C-17"
  usage_location     = "ES"
  preferred_language = "es-ES"
  account_enabled    = false
`

// inFabrikam is the cast for objects of Fabrikam.
var inFabrikam = cast{permission.Own: {acctest.Fabrikam}, permission.Resource: {acctest.Fabrikam}}

// intoFabrikam is the cast for users of Contoso in Fabrikam.
var intoFabrikam = cast{permission.Home: {acctest.Contoso}, permission.Resource: {acctest.Fabrikam}}

// edge is the one from Contoso to Fabrikam.
var edge = cast{
	permission.Source: {acctest.Contoso}, permission.Target: {acctest.Fabrikam}, permission.Both: {acctest.Contoso, acctest.Fabrikam},
}

func invitation(arguments string) string {
	return fmt.Sprintf("\nresource \"multitenant_b2b_invitation\" \"ada\" {\n  tenant = \"fabrikam\"\n  email = %q\n  on_soft_deleted = \"restore\"\n%s\n}\n", email, arguments)
}

func userType(kind string) string {
	return fmt.Sprintf("\nresource \"multitenant_guest_user_type\" \"mona\" {\n  tenant = \"fabrikam\"\n  user_id = %q\n  user_type = %q\n}\n",
		acctest.ManagerID, kind)
}

// capabilities are those for the partner of the standard estate.
func capabilities(elements string) string {
	return fmt.Sprintf("\nresource \"multitenant_m365_capabilities\" \"northwind\" {\n  tenant = \"fabrikam\"\n  partner_tenant_id = %q\n  capabilities = {\n%s\n}\n}\n",
		acctest.NorthwindID, elements)
}

func galVisibility(visible bool) string {
	return fmt.Sprintf("\nresource \"multitenant_gal_visibility\" \"ana\" {\n  tenant = \"fabrikam\"\n  user_id = %q\n  visible = %t\n  exchange = \"required\"\n}\n",
		guestID, visible)
}

func mailContact(arguments string) string {
	return fmt.Sprintf("\nresource \"multitenant_mail_contact\" \"info\" {\n  tenant = \"fabrikam\"\n  email = \"info@partner.example\"\n%s\n}\n", arguments)
}

func mailUser(arguments string) string {
	return fmt.Sprintf("\nresource \"multitenant_mail_user\" \"ana\" {\n  tenant = \"fabrikam\"\n  user_id = %q\n%s\n}\n", guestID, arguments)
}

// mailUsers is an estate in which Exchange Online has Ana as a mail user of Fabrikam.
func mailUsers() *acctest.Estate {
	e := acctest.Standard()
	fabrikam := e.Tenant(acctest.Fabrikam)
	fabrikam.Users = append(fabrikam.Users, acctest.Object{
		"id": guestID, "displayName": "Ana", "mail": "ana.ruiz@contoso.example", "userType": "Guest", "creationType": "Invitation", "showInAddressList": false,
	})
	return e
}

func partner(arguments string) string {
	return fmt.Sprintf("\nresource \"multitenant_cross_tenant_access_partner\" \"contoso\" {\n  tenant = \"fabrikam\"\n  partner_tenant_id = %q\n%s\n}\n",
		acctest.ContosoID, arguments)
}

func accessDefault(block, destroy string) string {
	return fmt.Sprintf("\nresource \"multitenant_cross_tenant_access_default\" \"this\" {\n  tenant = \"fabrikam\"\n  %s\n  on_destroy = %q\n}\n", block, destroy)
}

func mfaTrust(accepted string) string {
	return fmt.Sprintf("inbound_trust = { is_mfa_accepted = %s }", accepted)
}

func accessPolicy(cloud string) string {
	return fmt.Sprintf("\nresource \"multitenant_cross_tenant_access_policy\" \"this\" {\n  tenant = \"fabrikam\"\n  allowed_cloud_endpoints = [%q]\n}\n", cloud)
}

func domainList(blocked string) string {
	return fmt.Sprintf("\nresource \"multitenant_domain_list\" \"this\" {\n  tenant = \"fabrikam\"\n  blocked_domains = [%q]\n}\n", blocked)
}

func collaboration(role string) string {
	return fmt.Sprintf("\nresource \"multitenant_external_collaboration\" \"this\" {\n  tenant = \"fabrikam\"\n"+
		"  allow_invites_from = \"adminsAndGuestInviters\"\n  guest_user_role = %q\n}\n", role)
}

func setting(kind, name, value string) string {
	return fmt.Sprintf("\nresource \"multitenant_%s\" \"this\" {\n  tenant = \"fabrikam\"\n  %s = %q\n}\n", kind, name, value)
}

func data(kind, arguments string) string {
	return fmt.Sprintf("\ndata \"multitenant_%s\" \"this\" {\n%s\n}\n", kind, arguments)
}

// check checks an edge from Contoso, and outputs its unchecked settings.
func check(target string, capabilities ...string) string {
	return data("topology_check", fmt.Sprintf("  edges = [{ source = \"contoso\", target = %q, capabilities = %s }]", target, list(capabilities))) + `
output "unchecked" {
  value = join("\n", [for u in data.multitenant_topology_check.this.unchecked : "${u.tenant} ${u.what}: ${u.why}" if u.edge != null])
}
`
}

func guestAccess(title string) string {
	return fmt.Sprintf(`
module "guest_access" {
  source           = "./guest_access"
  resource_tenants = ["fabrikam"]
  people           = [{ email = %q, home_tenant = "contoso", job_title = %q }]
}
`, email, title)
}

var topologyModule = fmt.Sprintf(`
module "topology" {
  source       = "./topology"
  kind         = "mesh"
  capabilities = ["b2b_collaboration", "trust_mfa", "profile_card"]
  tenants      = { contoso = { tenant_id = %q }, fabrikam = { tenant_id = %q } }

  mechanism = "sync"
  sync      = { scopes = { contoso = { members = [%q] } } }
  edges     = { "fabrikam->contoso" = ["b2b_collaboration", "trust_mfa", "profile_card"] }
}
`, acctest.ContosoID, acctest.FabrikamID, acctest.ManagerID)

// list is a list of strings in HCL.
func list(items []string) string {
	text := "["
	for _, item := range items {
		text += fmt.Sprintf("%q, ", item)
	}
	return text + "]"
}
