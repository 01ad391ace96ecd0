package crosstenant

import (
	"maps"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// seedAccess is the cross-tenant access policy of a seed: the root, the default and
// the partners, as request bodies.
type seedAccess struct {
	node     *kernel.Node
	root     map[string]any
	defaults map[string]any
	partners []seedBody
}

// seedBody is a body with its position in the seed.
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
		if err := seedDefault(d, draft(s.defaults), at); err != nil {
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

func seedDefault(d *kernel.Directory, body kernel.Draft, at kernel.Moment) error {
	capabilities, err := takeSeededCapabilities(body.Properties)
	if err != nil {
		return err
	}
	if err := Defaults.Change(d, body, kernel.Actor{}, at); err != nil {
		return err
	}
	return seedCapabilities(d, defaultHolder, capabilities, at)
}

// seedMarks are the read-only members of a partner: the mark of a service provider,
// and that of a tenant of the same multitenant organization.
var seedMarks = []string{"isServiceProvider", inOrganization}

// seedPartner adds a partner with its read-only marks, and with the synchronization
// policy and the capabilities, which have their own paths.
func seedPartner(d *kernel.Directory, body kernel.Draft, at kernel.Moment) error {
	sync, synced := body.Properties["identitySynchronization"]
	delete(body.Properties, "identitySynchronization")
	marks, err := takeMarks(d, body.Properties)
	if err != nil {
		return err
	}
	capabilities, err := takeSeededCapabilities(body.Properties)
	if err != nil {
		return err
	}
	created, err := Partners.Make(d, body, kernel.Actor{}, at)
	if err != nil {
		return err
	}
	maps.Copy(created.Settings, marks)
	if err := seedCapabilities(d, created.TenantID, capabilities, at); err != nil {
		return err
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

// takeMarks removes the marks from the body of a partner.
func takeMarks(d *kernel.Directory, body map[string]any) (marks map[string]any, err error) {
	marks = map[string]any{}
	for _, name := range seedMarks {
		given, marked := body[name]
		if !marked {
			continue
		}
		if p, ok := partnerClass.Property(name); !ok || !partnerClass.Has(p, d.Facts().V1) {
			return nil, refusal.InvalidProperty(name)
		}
		if marks[name], err = partnerShape.Fields[name].Accept(name, nil, given); err != nil {
			return nil, err
		}
		delete(body, name)
	}
	return marks, nil
}
