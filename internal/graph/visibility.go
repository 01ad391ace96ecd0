package graph

import (
	"context"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// visibilityLooks bounds the wait for a change that Exchange Online writes back:
// four seconds of polls. With dual write it arrives almost at once; without it, it
// may take minutes or not come at all, and Graph is written instead
// (exchange §10.1, §12).
const visibilityLooks = 8

// AwaitVisibility returns a user as soon as Graph no longer says the opposite of a
// visibility in address lists, or as it is after a few reads. Graph often has no
// value, which does not say the opposite (graph-identity §2.5).
//
// GET /users/{id}.
func (c *Client) AwaitVisibility(ctx context.Context, id string, shown bool) (User, error) {
	var found User
	looks := 0
	err := transport.Poll(ctx, c.clock, "the visibility of user "+id, func(ctx context.Context) (bool, string, error) {
		looks++
		u, err := c.User(ctx, id)
		if c.notYet(id, err) {
			return looks >= visibilityLooks, "the user does not exist", nil
		}
		if err != nil {
			return false, "", err
		}
		found = u
		opposite := u.ShowInAddressList != nil && *u.ShowInAddressList != shown
		return !opposite || looks >= visibilityLooks, "the opposite", nil
	})
	if err == nil {
		c.users.Settle(found)
	}
	return found, c.named(opReadUser, err)
}
