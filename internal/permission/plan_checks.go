package permission

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// Alternative permissions, which also allow other operations.
var (
	writeUsers      = []string{"User.ReadWrite.All"}
	writeAccess     = []string{"Policy.ReadWrite.CrossTenantAccess"}
	writeDomains    = []string{"Policy.ReadWrite.B2BManagementPolicy"}
	writeCapability = []string{"Policy.ReadWrite.CrossTenantCapability"}
	writeGroups     = []string{"Group.ReadWrite.All"}
	writeUnits      = []string{"AdministrativeUnit.ReadWrite.All"}
)

// The needs of plan checks about the invited user, in the resource tenant.
var (
	AddressHolders = Need{
		Permission: "User.Read.All", Or: writeUsers, In: Resource, For: "users with the address",
		Calls:  []string{"GET /users", "GET /users/{id}"},
		Checks: []rules.Code{rules.InternalHolder, rules.ExternalExists, rules.AliasExists, rules.NotConvertible},
	}
	AliasHolders = Need{
		Permission: "User.Read.All", Or: writeUsers, In: Resource, For: "users with another address of the invited user",
		Calls:  []string{"GET /users"},
		Checks: []rules.Code{rules.AliasExists},
	}
	DeletedHolders = Need{
		Permission: "User.Read.All", Or: writeUsers, In: Resource, For: "deleted users with the address",
		Calls:  []string{"GET /directory/deletedItems/microsoft.graph.user"},
		Checks: []rules.Code{rules.DeletedExists},
	}
	Contacts = Need{
		Permission: "OrgContact.Read.All", In: Resource, For: "mail contacts with the address",
		Calls:  []string{"GET /contacts"},
		Checks: []rules.Code{rules.ContactBlocks, rules.ContactTakesMail},
	}
	ReferencedUsers = Need{
		Permission: "User.Read.All", Or: writeUsers, In: Resource, For: "managers and sponsors that are users",
		Calls:  []string{"GET /users/{id}"},
		Checks: []rules.Code{rules.ReferenceMissing},
	}
	ReferencedGroups = Need{
		Permission: "GroupMember.Read.All", In: Resource, For: "sponsors that are groups",
		Calls:  []string{"GET /groups/{id}"},
		Checks: []rules.Code{rules.ReferenceMissing},
	}
	ReferencedContacts = Need{
		Permission: "OrgContact.Read.All", In: Resource, For: "managers that are mail contacts",
		Calls:  []string{"GET /contacts/{id}"},
		Checks: []rules.Code{rules.ReferenceMissing},
	}
	PresentType = Need{
		Permission: "User.Read.All", Or: writeUsers, In: Resource, For: "the current user",
		Calls:  []string{"GET /users/{id}"},
		Checks: []rules.Code{rules.MemberTooEarly, rules.SyncedUserType, rules.NotMailEnabled, rules.SyncedShown},
	}
)

// The needs of plan checks about the synchronization of a user's home tenant.
var (
	SyncedHome = Need{
		Permission: "Organization.Read.All", In: Home, For: "find the home tenant by the domain of the user",
		Calls:  []string{"GET /organization"},
		Checks: []rules.Code{rules.SyncedUserType, rules.SyncedShown},
	}
	HomeSyncs = Need{
		Permission: "Application.Read.All", In: Home, For: "synchronization configurations and their assignments",
		Calls:  []string{"GET /servicePrincipals", "GET /servicePrincipals/{id}", "GET /servicePrincipals/{id}/appRoleAssignedTo"},
		Checks: []rules.Code{rules.SyncedUserType, rules.SyncedShown},
	}
	HomeSyncJobs = Need{
		Permission: "Synchronization.Read.All", Or: []string{"Synchronization.ReadWrite.All"}, In: Home, For: "jobs, mappings and settings of these configurations",
		Calls:  []string{"GET /servicePrincipals/{id}/synchronization/jobs", "GET /servicePrincipals/{id}/synchronization/jobs/{id}/schema"},
		Checks: []rules.Code{rules.SyncedUserType, rules.SyncedShown},
	}
	// The permission that returns the settings is not documented
	// (graph-cross-tenant §4.4).
	HomeSyncSecrets = Need{
		Permission: "Synchronization.ReadWrite.All", In: Home, For: "the settings, if the service requires it",
		Calls:  []string{"GET /servicePrincipals/{id}/synchronization/secrets"},
		Checks: []rules.Code{rules.SyncedUserType, rules.SyncedShown},
	}
	HomeSyncedUser = Need{
		Permission: "User.Read.All", Or: writeUsers, In: Home, For: "the user's account and its groups, if a job writes what is planned",
		Calls:  []string{"GET /users", "GET /users/{id}/memberOf/microsoft.graph.group"},
		Checks: []rules.Code{rules.SyncedUserType, rules.SyncedShown},
	}
)

// syncedNeeds are the needs of the checks of user types and of visibility.
var syncedNeeds = []Need{PresentType, SyncedHome, HomeSyncs, HomeSyncJobs, HomeSyncSecrets, HomeSyncedUser}

// The needs of plan checks about a mail contact.
var (
	ContactUsers = Need{
		Permission: "User.Read.All", Or: writeUsers, In: Resource, For: "users with the address of the contact",
		Calls:  []string{"GET /users"},
		Checks: []rules.Code{rules.UserBlocksContact},
	}
	ContactHolder = Need{
		Permission: globalReader, Or: []string{recipientAdmin, exchangeAdmin}, In: Resource, Role: true,
		For:    "the recipient with the address of the contact",
		Calls:  []string{"Get-Recipient"},
		Checks: []rules.Code{rules.UserBlocksContact},
	}
	ContactExchange = Need{
		Permission: ManageAsApp, In: Resource, For: CallExchange.For,
		Checks: []rules.Code{rules.UserBlocksContact},
	}
)

// contactNeeds are the needs of the checks of mail contacts.
var contactNeeds = []Need{ContactUsers, ContactHolder, ContactExchange}

// The needs of plan checks about the invited user, in the home tenant.
var (
	HomeSearch = Need{
		Permission: "Organization.Read.All", In: Home, For: "find the home tenant by the domain of the address, unless `home_tenant` is set",
		Calls: []string{"GET /organization"},
		Checks: []rules.Code{
			rules.DifferentUPN, rules.NobodyAtHome, rules.AliasExists, rules.ClaimedTwice, rules.RenamedUser,
			rules.BlockedAtHome, rules.AccessBlocked, rules.CloudsApart,
		},
	}
	HomeDomains = Need{
		Permission: "Organization.Read.All", In: Home, For: "domains of the home tenant",
		Calls:  []string{"GET /organization"},
		Checks: []rules.Code{rules.NobodyAtHome},
	}
	HomePerson = Need{
		Permission: "User.Read.All", Or: writeUsers, In: Home, For: "the user's account",
		Calls: []string{"GET /users"},
		Checks: []rules.Code{
			rules.DifferentUPN, rules.NobodyAtHome, rules.AliasExists, rules.ClaimedTwice, rules.RenamedUser,
			rules.BlockedAtHome,
		},
	}
)

// The needs of plan checks about a setting that keeps guests of the same plan out.
var (
	GuestHomes = Need{
		Permission: "Organization.Read.All", In: Home, For: "find the home tenants of guests by their domains",
		Calls:  []string{"GET /organization"},
		Checks: []rules.Code{rules.InvitationsClosed, rules.PasscodesOff},
	}
	SyncDomains = Need{
		Permission: "Organization.Read.All", In: Home, For: "domains of the users of guest syncs",
		Calls:  []string{"GET /organization"},
		Checks: []rules.Code{rules.DomainClosed, rules.SharingClosed},
	}
	TenantsOfDomains = Need{
		Permission: "CrossTenantInformation.ReadBasic.All", In: Resource, For: "whether an Entra tenant has the domain of a guest",
		Calls:  []string{"GET /tenantRelationships/findTenantInformationByDomainName"},
		Checks: []rules.Code{rules.InvitationsClosed, rules.PasscodesOff},
	}
	GuestEntries = Need{
		Permission: "Policy.Read.All", Or: writeAccess, In: Resource, For: "whether an entry for the home tenant of a guest overrides the default, and the default that it inherits",
		Calls:  []string{"GET /policies/crossTenantAccessPolicy/partners/{id}", "GET /policies/crossTenantAccessPolicy/default"},
		Checks: []rules.Code{rules.InvitationsClosed},
	}
)

// The needs of plan checks about tenants.
var (
	OwnDomains = Need{
		Permission: "Organization.Read.All", In: Resource, For: "domains of the resource tenant",
		Calls:  []string{"GET /organization"},
		Checks: []rules.Code{rules.OwnDomain},
	}
	InvitationPolicy = Need{
		Permission: "Policy.Read.All", In: Resource, For: "the invitation policy",
		Calls:  []string{"GET /policies/authorizationPolicy"},
		Checks: []rules.Code{rules.NoInvitations},
	}
	DomainLists = Need{
		Permission: "Policy.Read.B2BManagementPolicy", Or: writeDomains, In: Resource, For: "allowed and blocked domains, which `Policy.Read.All` does not cover",
		Calls:  []string{"GET /beta/policies/b2bManagementPolicies"},
		Checks: []rules.Code{rules.DomainRefused}, PublicOnly: true,
	}
	Access = Need{
		Permission: "Policy.Read.All", Or: writeAccess, In: Both, For: "cross-tenant access settings for the other tenant",
		Calls:  []string{"GET /policies/crossTenantAccessPolicy/partners/{id}", "GET /policies/crossTenantAccessPolicy/default"},
		Checks: []rules.Code{rules.AccessBlocked},
	}
	AllowedClouds = Need{
		Permission: "Policy.Read.All", Or: writeAccess, In: Both, For: "the tenant's allowed clouds",
		Calls:  []string{"GET /policies/crossTenantAccessPolicy"},
		Checks: []rules.Code{rules.CloudsApart},
	}
	License = Need{
		Permission: "Organization.Read.All", In: Own, For: "Entra ID P1 or Governance, if a setting requires it",
		Calls:  []string{"GET /organization"},
		Checks: []rules.Code{rules.LicenseMissing},
	}
	EntitlementLicense = Need{
		Permission: "Organization.Read.All", In: Own, For: "the license for entitlement management",
		Calls:  []string{"GET /organization"},
		Checks: []rules.Code{rules.LicenseMissing},
	}
	ConnectedAccess = Need{
		Permission: "Policy.Read.All", Or: writeAccess, In: Own, For: "cross-tenant access settings for the tenant of a source",
		Calls:  []string{"GET /policies/crossTenantAccessPolicy/partners/{id}", "GET /policies/crossTenantAccessPolicy/default"},
		Checks: []rules.Code{rules.AccessBlocked},
	}
	CapabilityTrust = Need{
		Permission: "Policy.Read.All", Or: writeAccess, In: Own, For: "cross-tenant access settings, for the trust of Microsoft 365 capabilities",
		Calls:  []string{"GET /policies/crossTenantAccessPolicy/partners/{id}", "GET /policies/crossTenantAccessPolicy/default"},
		Checks: []rules.Code{rules.LayersDiffer, rules.DefaultShowsAll},
	}
	ExistingEntry = Need{
		Permission: "Policy.Read.All", Or: writeAccess, In: Own, For: "an existing entry for the partner",
		Calls: []string{
			"GET /policies/crossTenantAccessPolicy/partners/{id}", "GET /beta/policies/crossTenantAccessPolicy/partners/{id}/identitySynchronization",
		},
		Checks: []rules.Code{rules.EntryExists},
	}
)

// The needs of plan checks about scope groups.
var (
	ScopeUnit = Need{
		Permission: "AdministrativeUnit.Read.All", Or: writeUnits, In: Own, For: "the administrative unit of `restricted_unit`",
		Calls:  []string{"GET /directory/administrativeUnits", "GET /directory/administrativeUnits/{id}"},
		Checks: []rules.Code{rules.GroupUnrestricted},
	}
	ScopeMembers = Need{
		Permission: "GroupMember.Read.All", Or: writeGroups, In: Own, For: "groups among new `members`",
		Calls:  []string{"GET /groups"},
		Checks: []rules.Code{rules.GroupsNested},
	}
	ScopeName = Need{
		Permission: "GroupMember.Read.All", Or: writeGroups, In: Own, For: "existing groups with the name of a new one",
		Calls:  []string{"GET /groups"},
		Checks: []rules.Code{rules.GroupReplaced, rules.ScopeShrinks},
	}
	ScopeLeavers = Need{
		Permission: "GroupMember.Read.All", Or: writeGroups, In: Own, For: "members that the state does not list",
		Calls:  []string{"GET /groups/{id}/members"},
		Checks: []rules.Code{rules.ScopeShrinks},
	}
	ScopeSyncs = Need{
		Permission: "Application.Read.All", In: Own, For: "synchronizations to which the group is assigned",
		Calls:  []string{"GET /servicePrincipals", "GET /servicePrincipals/{id}", "GET /servicePrincipals/{id}/appRoleAssignedTo"},
		Checks: []rules.Code{rules.ScopeShrinks},
	}
	ScopeSyncJobs = Need{
		Permission: "Synchronization.Read.All", Or: []string{"Synchronization.ReadWrite.All"}, In: Own, For: "their jobs and thresholds",
		Calls: []string{
			"GET /servicePrincipals/{id}/synchronization/jobs", "GET /servicePrincipals/{id}/synchronization/jobs/{id}/schema",
		},
		Checks: []rules.Code{rules.ScopeShrinks},
	}
	// The permission that returns the settings is not documented
	// (graph-cross-tenant §4.4).
	ScopeSyncSecrets = Need{
		Permission: "Synchronization.ReadWrite.All", In: Own, For: "the thresholds, if the service requires it",
		Calls:  []string{"GET /servicePrincipals/{id}/synchronization/secrets"},
		Checks: []rules.Code{rules.ScopeShrinks},
	}
)

// The needs of the check of a reset of a redemption.
var (
	ResetHome = Need{
		Permission: "Organization.Read.All", In: Home, For: "find the home tenant by the domain of the address, unless `home_tenant` is set",
		Calls:  []string{"GET /organization"},
		Checks: []rules.Code{rules.ResetRefused},
	}
	ResetOrganization = Need{
		Permission: "Policy.Read.All", Or: writeAccess, In: Resource, For: "whether the entry for the home tenant is of the same multitenant organization",
		Calls:  []string{"GET /policies/crossTenantAccessPolicy/partners/{id}"},
		Checks: []rules.Code{rules.ResetRefused}, PublicOnly: true,
	}
)

// scopeNeeds are the needs of the checks of scope groups.
var scopeNeeds = []Need{ScopeUnit, ScopeMembers, ScopeName, ScopeLeavers, ScopeSyncs, ScopeSyncJobs, ScopeSyncSecrets}

// invitationNeeds are the needs of the checks of invitations.
var invitationNeeds = []Need{
	AddressHolders, AliasHolders, DeletedHolders, Contacts, ReferencedUsers, ReferencedGroups, ReferencedContacts,
	OwnDomains, HomeSearch, HomeDomains, HomePerson, InvitationPolicy, DomainLists, Access, AllowedClouds, ResetHome, ResetOrganization,
}

// closureNeeds are the needs of the checks of settings that keep guests of the same plan
// out.
var closureNeeds = []Need{GuestHomes, TenantsOfDomains, GuestEntries, SyncDomains}

// planNeeds are the needs of all checks of plans.
var planNeeds = slices.Concat(invitationNeeds, closureNeeds, contactNeeds, syncedNeeds, []Need{License, ExistingEntry, CapabilityTrust}, scopeNeeds, guestSyncChecks)
