package crosstenant

import (
	"maps"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// seedAccess is the cross-tenant access policy of a seed: the root, the default
// and the partners, as bodies of requests.
type seedAccess struct {
	node     *kernel.Node
	root     map[string]any
	defaults map[string]any
	partners []seedBody
}

// seedBody is a body with its place in the text.
type seedBody struct {
	node *kernel.Node
	body map[string]any
}

// parseAccess reads the root policy with "default" and "partners" inside it.
func parseAccess(_ *kernel.SeedTenant, n *kernel.Node) (kernel.Fill, error) {
	members, err := n.Object("displayName", "allowedCloudEndpoints", "default", "partners")
	if err != nil {
		return nil, err
	}
	s := seedAccess{node: n, root: map[string]any{}}
	for name, m := range members {
		switch name {
		case "default":
			err = m.Into(&s.defaults)
		case "partners":
			err = s.parsePartners(m)
		default:
			s.root[name], err = m.Value()
		}
		if err != nil {
			return nil, err
		}
	}
	return s.fill, nil
}

func (s *seedAccess) parsePartners(n *kernel.Node) error {
	nodes, err := n.List()
	if err != nil {
		return err
	}
	for _, e := range nodes {
		var body map[string]any
		if err := e.Into(&body); err != nil {
			return err
		}
		s.partners = append(s.partners, seedBody{e, body})
	}
	return nil
}

// fill takes a list of clouds that has the tenant's own in it, as lists that are
// shared by several tenants do, as it is.
func (s *seedAccess) fill(d *kernel.Directory, _ *kernel.SeedTenant, at kernel.Moment) error {
	root, _ := schema.DeepCopy(s.root).(map[string]any)
	if err := change(d, Access, accessPolicyShape, root, at); err != nil {
		return s.node.Because(err)
	}
	if s.defaults != nil {
		body, _ := schema.DeepCopy(s.defaults).(map[string]any)
		if err := updateDefault(d, body, at); err != nil {
			return s.node.Because(err)
		}
	}
	for _, p := range s.partners {
		body, _ := schema.DeepCopy(p.body).(map[string]any)
		if err := seedPartner(d, body, at); err != nil {
			return p.node.Because(err)
		}
	}
	return nil
}

// seedMarks are the members of a partner that no application may write: the mark of
// a service provider, and that of a tenant of the same multitenant organization.
var seedMarks = []string{"isServiceProvider", inOrganization}

// seedPartner adds a partner with what no request sets here: its marks, and the
// synchronization policy, which has a path of its own.
func seedPartner(d *kernel.Directory, body map[string]any, at kernel.Moment) error {
	sync, synced := body["identitySynchronization"]
	delete(body, "identitySynchronization")
	marks, err := takeMarks(d, body)
	if err != nil {
		return err
	}
	created, err := addPartner(d, body, at)
	if err != nil {
		return err
	}
	id, _ := created["tenantId"].(string)
	if len(marks) > 0 {
		next := maps.Clone(created)
		maps.Copy(next, marks)
		Partners.Put(d, &Partner{TenantID: id, Settings: next}, at)
	}
	if !synced || sync == nil {
		return nil
	}
	policy, ok := sync.(map[string]any)
	if !ok {
		return schema.PolicyValue("identitySynchronization")
	}
	return createSyncPolicy(d, id, policy, at)
}

// takeMarks takes the marks out of the body of a partner.
func takeMarks(d *kernel.Directory, body map[string]any) (map[string]any, error) {
	marks := map[string]any{}
	for _, name := range seedMarks {
		given, marked := body[name]
		if !marked {
			continue
		}
		if !PartnerHas(d.Cloud, name) {
			return nil, refusal.InvalidProperty(name)
		}
		mark, err := partnerShape.Fields[name].Accept(name, nil, given)
		if err != nil {
			return nil, err
		}
		marks[name] = mark
		delete(body, name)
	}
	return marks, nil
}
