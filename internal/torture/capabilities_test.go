package torture_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

const capabilitiesType = "multitenant_m365_capabilities"

// capabilities is what users of Contoso, or of all other tenants, see of Fabrikam's.
type capabilities struct {
	name, holder string
	allowed      map[string]bool
}

func newCapabilities(r *round) configured {
	c := &capabilities{name: r.name(), holder: oneOf(r, acctest.ContosoID, "default"), allowed: map[string]bool{}}
	if r.taken(capabilitiesType, c.holder) {
		return nil
	}
	c.change(r)
	return c
}

func (c *capabilities) address() string { return capabilitiesType + "." + c.name }
func (c *capabilities) object() string  { return c.holder }

func (c *capabilities) arguments() []string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(c.allowed)) {
		list = append(list, fmt.Sprintf("%s = { allowed = %t }", name, c.allowed[name]))
	}
	return []string{
		`tenant = "fabrikam"`, fmt.Sprintf("partner_tenant_id = %q", c.holder), "capabilities = {\n    " + strings.Join(list, "\n    ") + "\n  }",
	}
}

func (c *capabilities) change(r *round) {
	clear(c.allowed)
	for _, name := range []string{"crossTenantMailTipsAll", "crossTenantPlacesRoomBooking", "crossTenantOpenProfileCard"} {
		if r.IntN(2) == 0 {
			c.allowed[name] = r.IntN(2) == 0
		}
	}
	if len(c.allowed) == 0 {
		c.allowed["crossTenantMailTipsAll"] = true
	}
}

func (c *capabilities) check(r *round) {
	r.t.Helper()
	got := c.present(r)
	if r.forgotten[c] {
		maps.DeleteFunc(got, func(name string, _ bool) bool { _, is := c.allowed[name]; return !is })
	}
	if !maps.Equal(got, c.allowed) {
		r.t.Errorf("the capabilities of %s are %v, want %v", c.holder, got, c.allowed)
	}
}

// present are the capabilities in the tenant.
func (c *capabilities) present(r *round) map[string]bool {
	r.t.Helper()
	all := map[string]bool{}
	err := r.world.Read(acctest.FabrikamID, func(d *kernel.Directory, _ kernel.Moment) error {
		for _, one := range crosstenant.Capabilities.All(d) {
			if name, is := strings.CutPrefix(one.Key, c.holder+"/"); is {
				inbound, _ := one.Settings["inboundAccess"].(map[string]any)
				all[name], _ = inbound["isAllowed"].(bool)
			}
		}
		return nil
	})
	if err != nil {
		r.t.Error(err)
	}
	return all
}

// reset deletes the capabilities: none exists before.
func (c *capabilities) reset(r *round) {
	for name := range c.present(r) {
		err := r.world.Write(acctest.FabrikamID, func(d *kernel.Directory, at kernel.Moment) error {
			crosstenant.Capabilities.Remove(d, c.holder+"/"+name, at)
			return nil
		})
		if err != nil {
			r.t.Error(err)
		}
	}
}
