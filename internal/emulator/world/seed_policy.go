package world

import "encoding/json"

// seedPolicies are the policies of a tenant as PATCH bodies over the defaults.
type seedPolicies struct {
	authorization map[string]any
	access        map[string]any
	defaults      map[string]any
	partners      []seedObject[map[string]any]
	b2bManagement *B2BManagement
	conditional   []seedObject[map[string]any]
	locations     []seedObject[map[string]any]
}

func (t *seedTenant) parsePolicies() error {
	p := &t.policies
	if err := t.opaque("authorization_policy", &p.authorization); err != nil {
		return err
	}
	for name, into := range map[string]*[]seedObject[map[string]any]{
		"conditional_access_policies": &p.conditional, "named_locations": &p.locations,
	} {
		if err := t.parseObjects(t.at[name], into); err != nil {
			return err
		}
	}
	if err := t.parseAccess(); err != nil {
		return err
	}
	return t.parseB2BManagement()
}

func (t *seedTenant) opaque(name string, target any) error {
	n := t.at[name]
	if n == nil {
		return nil
	}
	if err := json.Unmarshal(n.raw, target); err != nil {
		return n.fail("has the wrong type")
	}
	return nil
}

// parseAccess reads the root policy with "default" and "partners" inside it.
func (t *seedTenant) parseAccess() error {
	n := t.at["cross_tenant_access_policy"]
	if n == nil {
		return nil
	}
	members, err := n.object("displayName", "allowedCloudEndpoints", "default", "partners")
	if err != nil {
		return err
	}
	t.policies.access = map[string]any{}
	for name, m := range members {
		switch name {
		case "default":
			err = m.into(&t.policies.defaults)
		case "partners":
			err = t.parseObjects(m, &t.policies.partners)
		default:
			t.policies.access[name], err = m.value()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// parseObjects reads a list of objects whose members are checked when they are
// loaded. A member that is missing leaves the list empty.
func (t *seedTenant) parseObjects(n *node, into *[]seedObject[map[string]any]) error {
	if n == nil {
		return nil
	}
	nodes, err := n.list()
	if err != nil {
		return err
	}
	for _, e := range nodes {
		var body map[string]any
		if err := e.into(&body); err != nil {
			return err
		}
		*into = append(*into, seedObject[map[string]any]{e, body})
	}
	return nil
}

// parseB2BManagement reads the two lists, either plainly or in the definition
// that Graph has.
func (t *seedTenant) parseB2BManagement() error {
	n := t.at["b2b_management_policy"]
	if n == nil {
		return nil
	}
	members, err := n.object("allowed_domains", "blocked_domains", "definition")
	if err != nil {
		return err
	}
	policy := &B2BManagement{}
	for name, m := range members {
		texts, err := m.texts()
		if err != nil {
			return err
		}
		switch name {
		case "allowed_domains":
			policy.Allowed = texts
		case "blocked_domains":
			policy.Blocked = texts
		default:
			if len(texts) != 1 || policy.define(texts[0]) != nil {
				return m.fail("must hold one JSON string")
			}
		}
	}
	if len(policy.Allowed) > 0 && len(policy.Blocked) > 0 {
		return n.fail("either domains are allowed or domains are blocked, not both")
	}
	t.policies.b2bManagement = policy
	return nil
}
