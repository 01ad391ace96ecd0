package crosstenant

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
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

func (s *seedAccess) fill(d *kernel.Directory, _ *kernel.SeedTenant, at kernel.Moment) error {
	if err := Access.Change(d, draft(s.root), kernel.Actor{}, at); err != nil {
		return s.node.Because(err)
	}
	if s.defaults != nil {
		if err := Defaults.Change(d, draft(s.defaults), kernel.Actor{}, at); err != nil {
			return s.node.Because(err)
		}
	}
	for _, p := range s.partners {
		if err := seedPartner(d, draft(p.body), at); err != nil {
			return p.node.Because(err)
		}
	}
	return nil
}

// draft copies a body of a seed, which may be loaded again.
func draft(body map[string]any) kernel.Draft {
	properties, _ := schema.DeepCopy(body).(map[string]any)
	return kernel.Draft{Properties: properties}
}

// seedPartner adds a partner with what Graph lets nobody set here: the mark of a
// service provider, which no application may write, and the synchronization
// policy, which has a path of its own.
func seedPartner(d *kernel.Directory, body kernel.Draft, at kernel.Moment) error {
	sync, synced := body.Properties["identitySynchronization"]
	provider, marked := body.Properties["isServiceProvider"]
	delete(body.Properties, "identitySynchronization")
	delete(body.Properties, "isServiceProvider")
	created, err := Partners.Make(d, body, kernel.Actor{}, at)
	if err != nil {
		return err
	}
	if marked {
		if err := partnerClass.Seed(created, "isServiceProvider", provider); err != nil {
			return err
		}
	}
	if !synced || sync == nil {
		return nil
	}
	policy, ok := sync.(map[string]any)
	if !ok {
		return schema.PolicyValue("identitySynchronization")
	}
	_, err = SyncPolicies.MakeKeyed(d, created.TenantID, kernel.Draft{Properties: policy}, kernel.Actor{}, at)
	return err
}
