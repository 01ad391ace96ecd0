package world

// The values of allowInvitesFrom (graph-identity §1.4).
const (
	InvitesFromNobody   = "none"
	InvitesFromInviters = "adminsAndGuestInviters"
	InvitesFromMembers  = "adminsGuestInvitersAndAllMembers"
	InvitesFromEveryone = "everyone"
)

// authorizationShape is the schema of the authorization policy
// (graph-identity §8).
var authorizationShape = object(map[string]shape{
	"id":                                     {kind: kindText, fixed: true},
	"displayName":                            {kind: kindText},
	"description":                            {kind: kindText, null: true},
	"allowInvitesFrom":                       {kind: kindText, null: true, values: []string{InvitesFromNobody, InvitesFromInviters, InvitesFromMembers, InvitesFromEveryone}},
	"guestUserRoleId":                        {kind: kindGUID, null: true},
	"allowedToSignUpEmailBasedSubscriptions": {kind: kindBool},
	"allowEmailVerifiedUsersToJoinOrganization": {kind: kindBool},
	"allowedToUseSSPR":                          {kind: kindBool},
	"blockMsolPowerShell":                       {kind: kindBool, null: true},
	"allowUserConsentForRiskyApps":              {kind: kindBool, null: true},
	"defaultUserRolePermissions": object(map[string]shape{
		"allowedToCreateApps":                      {kind: kindBool},
		"allowedToCreateSecurityGroups":            {kind: kindBool},
		"allowedToCreateTenants":                   {kind: kindBool, null: true},
		"allowedToReadBitlockerKeysForOwnedDevice": {kind: kindBool, null: true},
		"allowedToReadOtherUsers":                  {kind: kindBool},
		"permissionGrantPoliciesAssigned":          {kind: kindTexts},
	}).merging(),
})

func defaultAuthorizationPolicy(cloud string) *Policy {
	return &Policy{
		"id":               "authorizationPolicy",
		"displayName":      "Authorization Policy",
		"description":      "Used to manage authorization related settings across the company.",
		"allowInvitesFrom": clouds[cloud].allowInvitesFrom,
		// The role "Guest User": limited access, the default for guests.
		"guestUserRoleId":                           "10dae51f-b6af-4016-8d66-8c2a99b929b3",
		"allowedToSignUpEmailBasedSubscriptions":    true,
		"allowEmailVerifiedUsersToJoinOrganization": false,
		"allowedToUseSSPR":                          true,
		"blockMsolPowerShell":                       false,
		"allowUserConsentForRiskyApps":              nil,
		"defaultUserRolePermissions": map[string]any{
			"allowedToCreateApps":                      true,
			"allowedToCreateSecurityGroups":            true,
			"allowedToCreateTenants":                   true,
			"allowedToReadBitlockerKeysForOwnedDevice": true,
			"allowedToReadOtherUsers":                  true,
			"permissionGrantPoliciesAssigned":          []any{"managePermissionGrantsForSelf.microsoft-user-default-legacy"},
		},
	}
}

// AuthorizationPolicy is the policy that decides, among others, who may invite.
func (w *World) AuthorizationPolicy(tenantID string) (Policy, error) {
	return w.policy(tenantID, func(d *directory) *replicated[Policy] { return &d.authorization })
}

// UpdateAuthorizationPolicy applies a PATCH body.
func (w *World) UpdateAuthorizationPolicy(tenantID string, patch map[string]any) error {
	return w.write(tenantID, func(d *directory, at moment) error {
		return d.updatePolicy(&d.authorization, authorizationShape, patch, at)
	})
}

func (w *World) policy(tenantID string, which func(*directory) *replicated[Policy]) (Policy, error) {
	var p Policy
	err := w.read(tenantID, func(d *directory, at moment) error {
		p = *which(d).as(byID, at)
		return nil
	})
	return p, err
}

func (d *directory) updatePolicy(p *replicated[Policy], s shape, patch map[string]any, at moment) error {
	next, err := s.patched(*p.truth(), patch, d.Cloud)
	if err != nil {
		return err
	}
	p.write(&next, at)
	return nil
}
