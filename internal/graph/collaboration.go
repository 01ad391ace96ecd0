package graph

import (
	"context"
	"net/http"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

const (
	authorizationPath = "/policies/authorizationPolicy"
	// allowInvitesFrom is the setting that restricts invitations.
	allowInvitesFrom = "allowInvitesFrom"
)

// collaborationNames are the properties of the authorization policy about external
// users (graph-identity §8). The other properties are about users of the tenant.
var collaborationNames = []string{
	allowInvitesFrom, "guestUserRoleId", "allowedToSignUpEmailBasedSubscriptions", "allowEmailVerifiedUsersToJoinOrganization",
}

var (
	opAuthorizationPolicy       = operation{"GET /policies/authorizationPolicy", []string{"Policy.Read.All", "Policy.ReadWrite.Authorization"}}
	opUpdateAuthorizationPolicy = operation{"PATCH /policies/authorizationPolicy", []string{"Policy.ReadWrite.Authorization"}}
)

// AllowInvitesFrom reads the setting that restricts invitations: "none",
// "adminsAndGuestInviters", "adminsGuestInvitersAndAllMembers" or "everyone". It
// is read once.
//
// GET /policies/authorizationPolicy.
func (c *Client) AllowInvitesFrom(ctx context.Context) (string, error) {
	return remembered(ctx, c, &c.facts.invitesFrom, theTenant, func(ctx context.Context) (string, error) {
		now, err := c.Collaboration(ctx)
		return invitesFrom(now), err
	})
}

func invitesFrom(s Settings) string {
	from, _ := s[allowInvitesFrom].(string)
	return from
}

// Collaboration reads the current settings for external users: allowInvitesFrom and
// guestUserRoleId, which are strings or nil, and the booleans
// allowedToSignUpEmailBasedSubscriptions and allowEmailVerifiedUsersToJoinOrganization.
//
// GET /policies/authorizationPolicy.
func (c *Client) Collaboration(ctx context.Context) (Settings, error) {
	var policy map[string]any
	if err := c.send(ctx, call{op: opAuthorizationPolicy, method: http.MethodGet, path: authorizationPath}, &policy); err != nil {
		return nil, err
	}
	return pick(policy, collaborationNames), nil
}

// SetCollaboration writes the changed settings, and nothing else of the policy.
//
// PATCH /policies/authorizationPolicy.
func (c *Client) SetCollaboration(ctx context.Context, change Settings) error {
	defer c.facts.invitesFrom.Forget(theTenant)
	return c.send(ctx, call{op: opUpdateAuthorizationPolicy, method: http.MethodPatch, path: authorizationPath, body: change}, nil)
}

// AwaitCollaboration returns when a change can be read. The invitation service may
// apply it up to an hour later (graph-identity §1.4).
//
// GET /policies/authorizationPolicy.
func (c *Client) AwaitCollaboration(ctx context.Context, change Settings) error {
	var found Settings
	err := transport.Poll(ctx, c.clock, "the change of the authorization policy", func(ctx context.Context) (done bool, saw string, err error) {
		found, err = c.Collaboration(ctx)
		return err == nil && change.SeenIn(found), "the settings as they were before the change", err
	})
	settle(&c.facts.invitesFrom, theTenant, invitesFrom(found), err)
	return c.named(opUpdateAuthorizationPolicy, err)
}
