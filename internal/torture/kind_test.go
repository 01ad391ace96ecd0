package torture_test

// kinds are the resource types under torture.
var kinds = []kind{
	newInvitation,
	newUserType,
	newPartner,
	newDefault,
	newPolicy,
	newVisibility,
	newMailUser,
	newMailContact,
	newCapabilities,
	newScopeGroup,
	newCollaboration,
	newDomainList,
	newEmailOTP,
	newSharePoint,
	newDeparture,
	newConnected,
	newOrganization,
	newAddedTenant,
	newMembership,
	newOrganizationTemplate,
	newTenantSync,
	newGuestSync,
}

// kind returns a new random resource of a type, or nil if the estate has no room for
// another one.
type kind func(*round) configured

// configured is a resource in the configuration.
type configured interface {
	// address is the type and the name, with a dot between them.
	address() string
	// object identifies the object that the resource manages, among those of its type.
	object() string
	// arguments are the lines of its block.
	arguments() []string
	// change changes arguments at random.
	change(*round)
	// check compares the tenants with the arguments.
	check(*round)
}

// dependent resources refer to another one, and are removed with it.
type dependent interface{ parent() configured }

// inseparable resources are removed with the whole that they are a part of.
type inseparable interface{ whole() configured }

// owner resources delete their object when they are removed. remove is called
// before.
type owner interface{ remove(*round) }

// restoring resources restore former values when they are removed. A killed create
// keeps no record of these, because Terraform keeps no state: reset then restores
// them in the tenant.
type restoring interface{ reset(*round) }

// untidy resources leave objects when they are removed, as their pages say. sweep
// deletes these.
type untidy interface{ sweep(*round) }

// replanning resources remove users only as their plan has shown, which a killed update
// loses: the next apply plans again, and the one after it removes them.
type replanning interface{ replans() }
