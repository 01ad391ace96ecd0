package graph

import (
	"context"

	"github.com/microsoftgraph/msgraph-sdk-go/policies"
)

var opAuthorizationPolicy = operation{"GET /policies/authorizationPolicy", []string{"Policy.Read.All", "Policy.ReadWrite.Authorization"}}

// AllowInvitesFrom reads the setting that restricts invitations: "none",
// "adminsAndGuestInviters", "adminsGuestInvitersAndAllMembers" or "everyone". It
// is read once.
//
// GET /policies/authorizationPolicy.
func (c *Client) AllowInvitesFrom(ctx context.Context) (string, error) {
	return remembered(ctx, c, &c.facts.invitesFrom, theTenant, func(ctx context.Context) (string, error) {
		policy, err := policies.NewAuthorizationPolicyRequestBuilderInternal(c.baseURL(), c.adapter).Get(ctx, nil)
		if err != nil {
			return "", c.failed(opAuthorizationPolicy, err)
		}
		if from := policy.GetAllowInvitesFrom(); from != nil {
			return from.String(), nil
		}
		return "", nil
	})
}
