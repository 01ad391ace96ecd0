package invitation

import (
	"encoding/json"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// The values of allowInvitesFrom (graph-identity §1.4).
const (
	InvitesFromNobody   = "none"
	InvitesFromInviters = "adminsAndGuestInviters"
	InvitesFromMembers  = "adminsGuestInvitersAndAllMembers"
	InvitesFromEveryone = "everyone"
)

// authorizationShape is the schema of the authorization policy
// (graph-identity §8).
var authorizationShape = schema.Object(map[string]schema.Shape{
	"id":                                     {Kind: schema.KindText, Fixed: true},
	"displayName":                            {Kind: schema.KindText},
	"description":                            {Kind: schema.KindText, Null: true},
	"allowInvitesFrom":                       {Kind: schema.KindText, Null: true, Values: []string{InvitesFromNobody, InvitesFromInviters, InvitesFromMembers, InvitesFromEveryone}},
	"guestUserRoleId":                        {Kind: schema.KindGUID, Null: true},
	"allowedToSignUpEmailBasedSubscriptions": {Kind: schema.KindBool},
	"allowEmailVerifiedUsersToJoinOrganization": {Kind: schema.KindBool},
	"allowedToUseSSPR":                          {Kind: schema.KindBool},
	"blockMsolPowerShell":                       {Kind: schema.KindBool, Null: true},
	"allowUserConsentForRiskyApps":              {Kind: schema.KindBool, Null: true},
	"defaultUserRolePermissions": schema.Object(map[string]schema.Shape{
		"allowedToCreateApps":                      {Kind: schema.KindBool},
		"allowedToCreateSecurityGroups":            {Kind: schema.KindBool},
		"allowedToCreateTenants":                   {Kind: schema.KindBool, Null: true},
		"allowedToReadBitlockerKeysForOwnedDevice": {Kind: schema.KindBool, Null: true},
		"allowedToReadOtherUsers":                  {Kind: schema.KindBool},
		"permissionGrantPoliciesAssigned":          {Kind: schema.KindTexts},
	}).Merging(),
})

func defaultAuthorizationPolicy(cloud schema.Cloud) *schema.Policy {
	return &schema.Policy{
		"id":               "authorizationPolicy",
		"displayName":      "Authorization Policy",
		"description":      "Used to manage authorization related settings across the company.",
		"allowInvitesFrom": cloud.AllowInvitesFrom,
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

// Authorization is the authorization policy, which includes the right to invite. In
// beta it is the only object of a collection (graph-identity §8).
var Authorization = &kernel.Single[schema.Policy]{
	Declaration: kernel.Declaration{
		Name: "authorizationPolicy", State: "authorization_policy",
		Class: schema.NewPolicyClass("authorizationPolicy", authorizationShape, schema.Itself),
		Served: kernel.Served{
			Path: "/policies/authorizationPolicy", Read: []string{"Policy.Read.All", "Policy.ReadWrite.Authorization"},
			Change: []string{"Policy.ReadWrite.Authorization"}, Source: "graph-identity §8", Listed: schema.Beta,
		},
	},
	Shown: "authorization_policy",
	Initial: func(d *kernel.Directory, _ kernel.Moment) *schema.Policy {
		return defaultAuthorizationPolicy(d.Facts())
	},
	Copy:   schema.CopyPolicy,
	Writes: &kernel.Writes[schema.Policy]{},
}

// parseAuthorization reads a PATCH body over the default.
func parseAuthorization(_ *kernel.SeedTenant, n *kernel.Node) (kernel.Fill, error) {
	var body map[string]any
	if err := json.Unmarshal(n.Raw(), &body); err != nil {
		return nil, n.Fail("has the wrong type")
	}
	return func(d *kernel.Directory, _ *kernel.SeedTenant, at kernel.Moment) error {
		patch, _ := schema.DeepCopy(body).(map[string]any)
		return n.Because(Authorization.Change(d, kernel.Draft{Properties: patch}, kernel.Actor{}, at))
	}, nil
}
