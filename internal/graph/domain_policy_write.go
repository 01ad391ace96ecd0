package graph

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// SetDomainLists writes the lists into a policy, and keeps the settings of other
// features in it. It creates a policy if there is none. The result can be read later:
// see AwaitDomainLists.
//
// POST /beta/policies/b2bManagementPolicies,
// PATCH /beta/policies/b2bManagementPolicies/{id}.
func (c *Client) SetDomainLists(ctx context.Context, p DomainPolicy, lists DomainLists) (DomainPolicy, error) {
	defer c.facts.domainLists.Forget(theTenant)
	text, err := p.Text(lists)
	if err != nil {
		return p, c.failed(opUpdateDomainPolicy, err)
	}
	p.Lists = lists
	if p.ID != "" {
		return p, c.send(ctx, call{
			op: opUpdateDomainPolicy, method: http.MethodPatch, version: betaVersion, path: domainPolicyPath + "/" + url.PathEscape(p.ID),
			body: map[string]any{"definition": []string{text}},
		}, nil)
	}
	p.ID, err = c.addDomainPolicy(ctx, text, lists)
	return p, err
}

// addDomainPolicy creates the default policy. The documentation requires a
// description, and the service has been seen to refuse it (graph-identity §9.1): it is
// sent only if the service refuses a policy without one.
func (c *Client) addDomainPolicy(ctx context.Context, text string, lists DomainLists) (id string, err error) {
	const name = "B2BManagementPolicy"
	body := map[string]any{"displayName": name, "definition": []string{text}, "isOrganizationDefault": true}
	k := call{op: opAddDomainPolicy, method: http.MethodPost, version: betaVersion, path: domainPolicyPath, body: body}
	var created struct{ ID string }
	err = c.send(ctx, k, &created)
	if refused := (*service.Error)(nil); errors.As(err, &refused) && refused.Status == http.StatusBadRequest && !errors.Is(err, service.ErrConflict) {
		body["description"] = name
		if c.send(ctx, k, &created) == nil {
			return created.ID, nil
		}
	}
	if errors.Is(err, service.ErrAmbiguous) {
		return c.findDomainPolicy(ctx, lists, err)
	}
	return created.ID, err
}

// findDomainPolicy searches for a policy whose creation had no answer: a second
// request would be refused.
func (c *Client) findDomainPolicy(ctx context.Context, lists DomainLists, lost error) (id string, err error) {
	err = transport.Poll(ctx, c.clock, "the new list of domains", func(ctx context.Context) (bool, string, error) {
		p, err := c.DefaultDomainPolicy(ctx)
		id = p.ID
		return id != "" && p.Lists.Same(lists), "no such policy", err
	})
	if err != nil {
		return "", lost
	}
	return id, nil
}

// AwaitDomainLists returns when a policy with the lists can be read. The service
// applies it to invitations some seconds later (graph-identity §9.1).
//
// GET /beta/policies/b2bManagementPolicies/{id}.
func (c *Client) AwaitDomainLists(ctx context.Context, p DomainPolicy) error {
	err := transport.Poll(ctx, c.clock, "the change of the list of domains", func(ctx context.Context) (bool, string, error) {
		found, err := c.domainPolicy(ctx, p.ID)
		if errors.Is(err, service.ErrNotFound) {
			return false, err.Error(), nil
		}
		return err == nil && found.Lists.Same(p.Lists), "the list as it was before the change", err
	})
	settle(&c.facts.domainLists, theTenant, p.Lists, err)
	return c.named(opUpdateDomainPolicy, err)
}

// DeleteDomainPolicy deletes a policy: every domain is allowed then. It returns when
// that can be read.
//
// DELETE /beta/policies/b2bManagementPolicies/{id}.
func (c *Client) DeleteDomainPolicy(ctx context.Context, id string) error {
	defer c.facts.domainLists.Forget(theTenant)
	return c.remove(ctx, opDeleteDomainPolicy, "the list of domains",
		func(ctx context.Context) error {
			return c.send(ctx, call{
				op: opDeleteDomainPolicy, method: http.MethodDelete, version: betaVersion, path: domainPolicyPath + "/" + url.PathEscape(id),
			}, nil)
		},
		func(ctx context.Context) (bool, error) {
			_, err := c.domainPolicy(ctx, id)
			if errors.Is(err, service.ErrNotFound) {
				return true, nil
			}
			return false, err
		})
}
