package permission

// Use is a purpose of an application.
type Use string

// The uses, in the order of the documents.
const (
	People          Use = "To invite users"
	CrossTenant     Use = "To set cross-tenant access"
	Collaboration   Use = "To set external collaboration"
	Organizations   Use = "To form a multitenant organization"
	Synchronization Use = "To check synchronization"
	Synchronize     Use = "To synchronize users"
	Groups          Use = "To use groups"
	ScopeGroups     Use = "To decide which users are synchronized"
	Oversight       Use = "To watch several tenants"
)

// Uses lists the uses.
func Uses() []Use {
	return []Use{People, CrossTenant, Collaboration, Organizations, Synchronization, Synchronize, Groups, ScopeGroups, Oversight}
}

// Role is a permission that is granted to an application.
type Role struct {
	Permission string
	// ID is the id of the app role in the worldwide cloud (graph-identity §14).
	ID  string
	Use Use
	// For is the purpose across all resources and data sources, and the effect of
	// its absence.
	For string
}

// Roles are the permissions that README and the provider's page list: all
// permissions of the tables, except the one for groups that hide their members.
func Roles() []Role {
	return []Role{
		{"User.Invite.All", "09850681-111b-4a89-9bed-3f2cae46d706", People, "invite users"},
		{"User.ReadWrite.All", "741f803b-c850-494e-b5df-cde7c675a1ca", People, "find, change and delete users"},
		{"Organization.Read.All", "498476ce-e0fe-48b0-b801-37ba7e2685c6", People, "read the tenant's name, domains and licenses"},
		{"OrgContact.Read.All", "e1a88a34-94c4-4418-be12-c87b00e26bea", People, "find mail contacts at plan time; " + skipped},
		{"Policy.Read.All", "246dd0d5-5bd0-4def-940b-0421030a5b68", People, "check access settings at plan time, check a topology; " + skipped},
		{"Policy.Read.B2BManagementPolicy", "b41683de-870d-4462-939a-1a3d94f3accf", People, "the same for allowed and blocked domains; public cloud only"},
		{"Policy.ReadWrite.CrossTenantAccess", "338163d7-f101-4c92-94ba-ca46fe52447c", CrossTenant, "set cross-tenant access; for a topology, in the home tenants too"},
		{"Policy.ReadWrite.CrossTenantCapability", "a6325ae7-2b73-4dbd-abed-fbeacfbf8696", CrossTenant, "set what other tenants see in Microsoft 365"},
		{"Policy.ReadWrite.Authorization", "fb221be6-99f2-473f-bd32-01c6a0e9ca3b", Collaboration, "set which users may invite guests, and what guests see"},
		{"Policy.ReadWrite.B2BManagementPolicy", "50c51436-099b-4545-b39b-9fdf1274707c", Collaboration, "allow or block domains for invitations; public cloud only"},
		{"Policy.ReadWrite.AuthenticationMethod", "29c18626-4985-4dcd-85c0-193eef327366", Collaboration, "switch one-time passcodes of external users on or off; not in China"},
		{"SharePointTenantSettings.ReadWrite.All", "19b94e34-907c-4f43-bde9-38b1909ed408", Collaboration, "set how SharePoint shares with external users"},
		{"EntitlementManagement.ReadWrite.All", "9acd699f-1e81-4958-b001-93b1d2506e19", Collaboration, "connect organizations whose users may request access packages"},
		{"MultiTenantOrganization.Read.All", "4f994bc0-31bb-44bb-b480-7a7c1be8c02e", Organizations, "read a multitenant organization and its tenants; public cloud only"},
		{"MultiTenantOrganization.ReadWrite.All", "920def01-ca61-4d2d-b3df-105b46046a70", Organizations, "create a multitenant organization, add tenants, join and leave; public cloud only"},
		{"Application.Read.All", "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30", Synchronization, "check a topology with `sync`, in the sources"},
		{"Synchronization.Read.All", "5ba43d2f-fa88-4db2-bd1c-a67c5f0fb1ce", Synchronization, "the same for synchronization jobs"},
		{"Application.ReadWrite.All", "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9", Synchronize, "create and delete the applications of synchronizations, in the sources"},
		{"Synchronization.ReadWrite.All", "9b50c33d-700f-43b1-b2eb-87e89b703581", Synchronize, "configure and run their jobs"},
		{"GroupMember.Read.All", "98830695-27a2-44f7-8c18-0c3ebc9698f6", Groups, "list the members of a group, find sponsors that are groups"},
		{"Group.ReadWrite.All", "62a82d76-70ea-41e2-9197-370581804d09", ScopeGroups, "manage scope groups, in the sources"},
		{"AppRoleAssignment.ReadWrite.All", "06b708a9-e830-4db3-a914-8e69da51d44f", ScopeGroups, "assign them to a synchronization, which is also read"},
		{"AdministrativeUnit.ReadWrite.All", "5eb59dd3-1da2-4329-8733-9dabdc435916", ScopeGroups, "put them into a restricted unit"},
		{"RoleManagement.ReadWrite.Directory", "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8", ScopeGroups, "`grant_role` alone: it can assign every role"},
		{"AuditLog.Read.All", "b0afded3-3588-46d8-8b3d-9842eff778da", Oversight, "read the audit log and the last sign-ins"},
		{"Directory.Read.All", "7ab1d382-f21e-4acd-a863-ba3e13f7da61", Oversight, "the audit log, in addition"},
		{"CrossTenantInformation.ReadBasic.All", "cac88765-0581-4025-9725-5ebc13f729ee", Oversight, "look up the home tenants of guests"},
	}
}

const skipped = "without it a warning lists the skipped checks"
