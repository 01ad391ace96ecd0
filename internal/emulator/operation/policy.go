package operation

import (
	"maps"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/odata"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Policy answers a policy object, after $select.
func (c *Call) Policy(fragment, entityType string, read func(w *kernel.World, tenantID string) (schema.Policy, error)) (Answer, error) {
	q, err := c.Query(OptSelect)
	if err != nil {
		return Answer{}, err
	}
	p, err := read(c.World, c.Tenant)
	if err != nil {
		return Answer{}, err
	}
	body, err := c.SelectMembers(maps.Clone(map[string]any(p)), q.Select, entityType)
	if err != nil {
		return Answer{}, err
	}
	return c.Single(FragmentOf(fragment, q.Select)+"/$entity", body), nil
}

// PatchPolicy applies a PATCH body.
func (c *Call) PatchPolicy(update func(patch map[string]any) error) (Answer, error) {
	body, err := c.Object()
	if err != nil {
		return Answer{}, err
	}
	return Done(update(WithoutControl(body)))
}

// PolicyByID finds a policy, without regard to the case of the id.
func PolicyByID(policies []schema.Policy, id string) (schema.Policy, error) {
	i := slices.IndexFunc(policies, func(p schema.Policy) bool {
		own, ok := p["id"].(string)
		return ok && strings.EqualFold(own, id)
	})
	if i < 0 {
		return nil, refusal.NotFound(id)
	}
	return policies[i], nil
}

// MemberLookup gives the members of a policy to a filter. A member of a block
// that is null is null.
func MemberLookup(p map[string]any) odata.Lookup {
	return func(path string) (any, bool) {
		name, rest, nested := strings.Cut(path, "/")
		value, known := p[name]
		if !nested || !known || value == nil {
			return value, known
		}
		block, ok := value.(map[string]any)
		if !ok {
			return nil, false
		}
		return MemberLookup(block)(rest)
	}
}

// Policies answers all policies of a kind, after $filter and $select; there are
// never enough of them for a second page.
func (c *Call) Policies(set, entityType string, read func(w *kernel.World, tenantID string) ([]schema.Policy, error)) (Answer, error) {
	q, err := c.Query(OptSelect, OptFilter)
	if err != nil {
		return Answer{}, err
	}
	policies, err := read(c.World, c.Tenant)
	if err != nil {
		return Answer{}, err
	}
	values := make([]map[string]any, 0, len(policies))
	for _, p := range policies {
		if q.Filter != nil {
			if ok, err := odata.Match(q.Filter, MemberLookup(p)); err != nil || !ok {
				if err != nil {
					return Answer{}, err
				}
				continue
			}
		}
		body, err := c.SelectMembers(p, q.Select, entityType)
		if err != nil {
			return Answer{}, err
		}
		values = append(values, body)
	}
	return OK(map[string]any{"@odata.context": c.Context(FragmentOf(set, q.Select)), "value": values}), nil
}

// PolicyWithID answers the policy that the path names.
func (c *Call) PolicyWithID(set, entityType string, read func(w *kernel.World, tenantID string) ([]schema.Policy, error)) (Answer, error) {
	return c.Policy(set, entityType, func(w *kernel.World, tenantID string) (schema.Policy, error) {
		policies, err := read(w, tenantID)
		if err != nil {
			return nil, err
		}
		return PolicyByID(policies, c.Params["policy"])
	})
}

// SelectMembers applies $select to an object that is not a directory object of
// its own type. A star stands for all members.
func (c *Call) SelectMembers(body map[string]any, names []string, entityType string) (map[string]any, error) {
	if len(names) == 0 || slices.Contains(names, "*") {
		return body, nil
	}
	chosen := make(map[string]any, len(names)+1)
	for _, name := range names {
		value, ok := body[name]
		if !ok {
			return nil, c.UnknownMember(name, entityType)
		}
		chosen[name] = value
	}
	return chosen, nil
}

// UnknownMember is the answer to a member that is not shown: not modelled where
// the official schema has it.
func (c *Call) UnknownMember(name, entityType string) error {
	if schema.TypeOf(entityType).Has(name, schema.KnownTo(c.Cloud, c.Beta())) {
		return refusal.NotModelled("the property '%s' of %s", name, entityType)
	}
	return refusal.New(400, "BadRequest",
		"Parsing OData Select and Expand failed: Could not find a property named '%s' on type '%s'.", name, entityType)
}

// FragmentOf is the part of a context after "#", with what was selected.
func FragmentOf(set string, names []string) string {
	if len(names) == 0 {
		return set
	}
	return set + "(" + strings.Join(names, ",") + ")"
}
