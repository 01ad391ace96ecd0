package crosstenant

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Capability is a Microsoft 365 capability that a tenant allows or blocks for a
// partner, or for every tenant (m365-capabilities §3).
type Capability struct {
	// Key is the holder and the name, separated by a slash. The holder is the tenant
	// id of the partner, or "default".
	Key      string        `json:"key"`
	Settings schema.Policy `json:"settings"`
	Modified time.Time     `json:"lastModifiedDateTime"`
}

// defaultHolder holds the capabilities for tenants without their own.
const defaultHolder = "default"

func capabilityKey(holder, name string) string { return holder + "/" + name }

func (c *Capability) holder() string {
	holder, _, _ := strings.Cut(c.Key, "/")
	return holder
}

func (c *Capability) name() string {
	_, name, _ := strings.Cut(c.Key, "/")
	return name
}

// whole is the capability with all its members, for snapshots.
func (c *Capability) whole() map[string]any {
	all := maps.Clone(c.Settings)
	all["@odata.type"] = capabilityType + c.name()
	all["lastModifiedDateTime"] = c.Modified
	return all
}

const (
	capabilityType    = "#microsoft.graph."
	capabilitySegment = "m365Capabilities"

	inboundAccess  = "inboundAccess"
	resourceScopes = "resourceScopes"
	// scopeAll is the id for all users.
	scopeAll = "All"
)

// resourceScope is a user or a group of the tenant that owns the data. Public
// scripts also send entries without members.
var resourceScope = map[string]schema.Shape{
	"resourceId":   {Kind: schema.KindText, Null: true},
	"resourceType": {Kind: schema.KindText, Null: true, Values: []string{targetUser, targetGroup}},
}

// capabilityShape is in no v1.0 schema of August 2026, though its pages are
// (m365-capabilities §3).
var capabilityShape = schema.Object(map[string]schema.Shape{
	"name": {Kind: schema.KindText, Fixed: true},
	inboundAccess: schema.Object(map[string]schema.Shape{
		"isAllowed": {Kind: schema.KindBool},
		resourceScopes: schema.Object(map[string]schema.Shape{
			"included": schema.ListOf(resourceScope), "excluded": schema.ListOf(resourceScope),
		}).Nullable(),
	}),
})

var capabilityClass = schema.NewPolicyClass(
	"m365CapabilityBase", capabilityShape, func(c *Capability) schema.Policy { return c.Settings },
	schema.Read("lastModifiedDateTime", func(c *Capability) any { return c.Modified }),
)

// Capabilities are the capabilities of a tenant's default and partners. Their
// names are case-sensitive.
var Capabilities = &kernel.Set[Capability]{
	Declaration: kernel.Declaration{
		Name: capabilitySegment, State: "m365_capabilities", Exact: true, Steady: true, Unlisted: true, Class: capabilityClass,
		Missing: func(key string) error { return refusal.NotFound(key[strings.LastIndexByte(key, '/')+1:]) },
	},
	ID: func(c *Capability) *string { return &c.Key },
	Copy: func(c *Capability) *Capability {
		return &Capability{Key: c.Key, Settings: maps.Clone(c.Settings), Modified: c.Modified}
	},
	Writes: capabilityWrites,
}

// Offered reports whether a tenant has the capabilities; they reached tenants one
// after the other (m365-capabilities §3).
var Offered = &kernel.Value[bool]{
	State: offeredMember, New: func() bool { return true },
}

const offeredMember = "m365_cross_tenant_capabilities"

func parseOffered(_ *kernel.SeedTenant, n *kernel.Node) (kernel.Fill, error) {
	offered, err := n.Boolean()
	return func(d *kernel.Directory, _ *kernel.SeedTenant, _ kernel.Moment) error {
		*Offered.In(d) = offered
		return nil
	}, err
}

// capabilitiesOf lists what a tenant allows or blocks for a partner, or in its
// default.
func capabilitiesOf(d *kernel.Directory, holder string) []*Capability {
	return slices.DeleteFunc(Capabilities.All(d), func(c *Capability) bool { return c.holder() != holder })
}

// takeCapabilities removes and returns the capabilities of a holder.
func takeCapabilities(d *kernel.Directory, holder string, at kernel.Moment) []*Capability {
	all := capabilitiesOf(d, holder)
	for _, c := range all {
		Capabilities.Remove(d, c.Key, at)
	}
	return all
}
