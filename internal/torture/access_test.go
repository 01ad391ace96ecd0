package torture_test

import (
	"fmt"
	"maps"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
)

// access is the common part of the settings of cross-tenant access.
type access struct {
	kind, name string
	at         place
	// blocks are the configured blocks by name.
	blocks map[string]string
}

func (a *access) address() string { return a.kind + "." + a.name }
func (a *access) object() string  { return a.at.id }

func (a *access) arguments() []string {
	list := []string{fmt.Sprintf("tenant = %q", a.at.key)}
	for _, name := range slices.Sorted(maps.Keys(a.blocks)) {
		list = append(list, name+" = "+a.blocks[name])
	}
	return list
}

// change replaces the values of the configured blocks.
func (a *access) change(r *round) {
	for _, name := range slices.Sorted(maps.Keys(a.blocks)) {
		a.blocks[name] = blockValue(r, name)
	}
}

// configure adds some blocks.
func (a *access) configure(r *round, names ...string) {
	for _, name := range names {
		if r.IntN(2) == 0 {
			a.blocks[name] = blockValue(r, name)
		}
	}
}

func blockValue(r *round, name string) string {
	switch name {
	case "inbound_trust":
		return fmt.Sprintf("{ is_mfa_accepted = %t, is_compliant_device_accepted = %t }", r.IntN(2) == 0, r.IntN(2) == 0)
	case "automatic_user_consent":
		return fmt.Sprintf("{ inbound_allowed = %t, outbound_allowed = %t }", r.IntN(2) == 0, r.IntN(2) == 0)
	}
	access := oneOf(r, "allowed", "blocked")
	return fmt.Sprintf(`{
    users_and_groups = { access_type = %q, targets = [{ target = "AllUsers", target_type = "user" }] }
    applications     = { access_type = %q, targets = [{ target = "AllApplications", target_type = "application" }] }
  }`, access, access)
}

const partnerType = "multitenant_cross_tenant_access_partner"

// partner is an entry about a tenant of its own, usually with a second write for
// synchronization.
type partner struct {
	access
	id string
	// sync is the block of synchronization, empty for none.
	sync string
}

func newPartner(r *round) configured {
	p := &partner{access: access{partnerType, r.name(), oneOf(r, resourceTenants...), map[string]string{}}}
	p.id = fmt.Sprintf("dddddddd-0000-4000-8000-%012x", r.serial)
	p.configure(r, "inbound_trust", "automatic_user_consent", "b2b_direct_connect_inbound", "b2b_collaboration_inbound")
	if r.IntN(4) > 0 {
		p.sync = fmt.Sprintf("{ user_sync_allowed = %t, display_name = %q }", r.IntN(2) == 0, p.name)
	}
	return p
}

func (p *partner) object() string { return p.at.id + "/" + p.id }

func (p *partner) arguments() []string {
	list := append(p.access.arguments(), fmt.Sprintf("partner_tenant_id = %q", p.id))
	if p.sync != "" {
		list = append(list, "identity_synchronization = "+p.sync)
	}
	return list
}

// check expects the entry, recorded in the state as created. The empty plan has
// compared its blocks.
func (p *partner) check(r *round) {
	r.t.Helper()
	if _, err := crosstenant.Partners.Get(r.world.World, p.at.id, p.id); err != nil {
		r.t.Errorf("%s: %v", p.name, err)
	}
	if state := r.state(p); state["on_destroy"] != "delete" {
		r.t.Errorf("the state has %s with on_destroy = %v", p.name, state["on_destroy"])
	}
}

const defaultType = "multitenant_cross_tenant_access_default"

// defaults are the settings for all other tenants.
type defaults struct{ access }

func newDefault(r *round) configured {
	d := &defaults{access{defaultType, r.name(), oneOf(r, resourceTenants...), map[string]string{}}}
	d.configure(r, "inbound_trust", "b2b_direct_connect_inbound", "b2b_direct_connect_outbound")
	if r.taken(defaultType, d.object()) || len(d.blocks) == 0 {
		return nil
	}
	return d
}

// check leaves the comparison to the empty plan.
func (d *defaults) check(*round) {}

func (d *defaults) reset(r *round) {
	tenant, _ := r.before[d.at.key].(map[string]any)
	policy, _ := tenant["cross_tenant_access_policy"].(map[string]any)
	former := policy["default"]
	patch := acctest.Object{}
	for block, property := range map[string]string{
		"inbound_trust": "inboundTrust", "b2b_direct_connect_inbound": "b2bDirectConnectInbound",
		"b2b_direct_connect_outbound": "b2bDirectConnectOutbound",
	} {
		if _, is := d.blocks[block]; is {
			patch[property] = plain(r, former)[property]
		}
	}
	if err := r.world.ChangeDefault(d.at.id, patch); err != nil {
		r.t.Error(err)
	}
}

const policyType = "multitenant_cross_tenant_access_policy"

// policy is the list of other clouds.
type policy struct {
	access
	china bool
}

func newPolicy(r *round) configured {
	p := &policy{access{policyType, r.name(), resourceTenants[0], nil}, r.IntN(2) == 0}
	if r.taken(policyType, p.object()) {
		return nil
	}
	return p
}

func (p *policy) arguments() []string {
	list := `"microsoftonline.us"`
	if p.china {
		list += `, "partner.microsoftonline.cn"`
	}
	return append(p.access.arguments(), "allowed_cloud_endpoints = ["+list+"]")
}

func (p *policy) change(*round) { p.china = !p.china }

// check leaves the comparison to the empty plan.
func (p *policy) check(*round) {}

func (p *policy) reset(r *round) {
	if err := r.world.ChangeAccess(p.at.id, acctest.Object{"allowedCloudEndpoints": []any{"microsoftonline.us"}}); err != nil {
		r.t.Error(err)
	}
}
