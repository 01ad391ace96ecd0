package crosstenant

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

const (
	templatesPath = accessPath + "/templates"
	// applicationLevel selects the partners to which a template applies: a set of flags
	// as one text.
	applicationLevel = "templateApplicationLevel"

	levelNone     = "none"
	levelNew      = "newPartners"
	levelExisting = "existingPartners"
	levelAll      = levelNew + "," + levelExisting
)

// templateEditions have multitenant organizations.
const templateEditions = schema.V1Worldwide | schema.BetaWorldwide

var levelShape = schema.Shape{Kind: schema.KindText}

// templateBlocks are the blocks of a partner that a template can set.
var templateBlocks = []string{
	"inboundTrust", "b2bCollaborationInbound", "b2bCollaborationOutbound", "b2bDirectConnectInbound", "b2bDirectConnectOutbound",
	"automaticUserConsentSettings",
}

// syncBlocks are the blocks of a synchronization policy that a template can set.
var syncBlocks = []string{"userSyncInbound"}

// PartnerTemplate is what joining a multitenant organization writes into the entries
// about its tenants (graph-cross-tenant §3.6).
var PartnerTemplate = template("PartnerConfiguration", "PartnerConfigurationTemplate", map[string]schema.Shape{
	"inboundTrust":                 trustShape,
	"b2bCollaborationInbound":      b2bShape,
	"b2bCollaborationOutbound":     b2bShape,
	"b2bDirectConnectInbound":      b2bShape,
	"b2bDirectConnectOutbound":     b2bShape,
	"automaticUserConsentSettings": consentShape,
})

// SyncTemplate is the same for their synchronization policies.
var SyncTemplate = template("IdentitySynchronization", "IdentitySyncPolicyTemplate", map[string]schema.Shape{
	"userSyncInbound": syncAllowed.Staying(),
})

// template declares one of the two templates, whose names begin in the same way.
func template(name, typeName string, fields map[string]schema.Shape) *kernel.Single[schema.Policy] {
	const organization = "multiTenantOrganization"
	class := schema.NewPolicyClass(organization+typeName, schema.Object(with(fields, map[string]schema.Shape{
		"id": {Kind: schema.KindText, Fixed: true}, applicationLevel: levelShape,
	})), schema.Itself)
	unset := func(id string) *schema.Policy {
		p := class.Blank(schema.CloudPublic)
		p["id"], p[applicationLevel] = id, levelAll
		return &p
	}
	return &kernel.Single[schema.Policy]{
		Declaration: kernel.Declaration{
			Name: organization + name, State: "template_" + name, Class: class,
			Served: kernel.Served{
				Path: templatesPath + "/" + organization + name, Read: readAccess, Change: writeAccess,
				Source: "graph-cross-tenant §3.6", In: templateEditions,
			},
		},
		Initial: func(_ *kernel.Directory, at kernel.Moment) *schema.Policy { return unset(at.NewID()) },
		Unsaved: func(*kernel.Directory) *schema.Policy { return unset(kernel.NewGUID()) },
		Copy:    schema.CopyPolicy,
		Writes:  &kernel.Writes[schema.Policy]{Judge: judgeTemplate},
	}
}

func judgeTemplate(d *kernel.Directory, next *schema.Policy, sent map[string]any, at kernel.Moment) error {
	level, err := canonicalLevel((*next)[applicationLevel])
	if err != nil {
		return err
	}
	(*next)[applicationLevel] = level
	if err := checkSettings(*next, false); err != nil {
		return err
	}
	return checkLicense(d, sent, at.Settings)
}

// canonicalLevel orders the flags. The empty text disables a template in a tutorial,
// as "none" does in the reference (graph-cross-tenant §3.6).
func canonicalLevel(value any) (string, error) {
	text, _ := value.(string)
	if text == "" {
		return levelNone, nil
	}
	var flags []string
	for flag := range strings.SplitSeq(text, ",") {
		flags = append(flags, strings.TrimSpace(flag))
	}
	isNew, isExisting := slices.Contains(flags, levelNew), slices.Contains(flags, levelExisting)
	unknown := slices.ContainsFunc(flags, func(f string) bool { return f != levelNone && f != levelNew && f != levelExisting })
	switch {
	case unknown:
		return "", schema.PolicyValue(applicationLevel)
	case isNew && isExisting:
		return levelAll, nil
	case isNew:
		return levelNew, nil
	case isExisting:
		return levelExisting, nil
	}
	return levelNone, nil
}

// templateRows are the resets of the templates.
func templateRows() []operation.Row {
	var rows []operation.Row
	for _, t := range []*kernel.Single[schema.Policy]{PartnerTemplate, SyncTemplate} {
		rows = append(rows, operation.Row{
			Method: operation.Post, Path: t.Served.Path + "/resetToDefaultSettings", Permissions: writeAccess, In: templateEditions,
			Source: "graph-cross-tenant §3.6", Run: func(c *operation.Call) (operation.Answer, error) {
				if err := c.NoParameters(); err != nil {
					return operation.Answer{}, err
				}
				return operation.Done(resetTemplate(c.World, c.Tenant, t))
			},
		})
	}
	return rows
}

func resetTemplate(w *kernel.World, tenantID string, t *kernel.Single[schema.Policy]) error {
	return w.Write(tenantID, func(d *kernel.Directory, at kernel.Moment) error {
		next := t.Initial(d, at)
		(*next)["id"] = (*t.Truth(d))["id"]
		t.Put(d, next, at)
		return nil
	})
}

// Join completes the entry of a tenant about another tenant of its multitenant
// organization: it exists, has the mark, and has the values of the templates
// (graph-cross-tenant §3.4, §3.6).
func Join(d *kernel.Directory, tenantID string, at kernel.Moment) {
	existed := Partners.Truth(d, tenantID)
	entry := existed
	if entry == nil {
		blank := partnerClass.Blank(d.Cloud)
		blank["tenantId"] = tenantID
		entry = &Partner{TenantID: tenantID, Settings: blank}
	}
	entry = entry.copied()
	entry.Settings[inOrganization] = true
	apply(*PartnerTemplate.Truth(d), templateBlocks, entry.Settings, existed != nil)
	Partners.Put(d, entry, at)

	synced := SyncPolicies.Truth(d, tenantID)
	policy := synced
	if policy == nil {
		policy = blankSync(tenantID)
	}
	policy = policy.copied()
	apply(*SyncTemplate.Truth(d), syncBlocks, policy.Settings, existed != nil)
	SyncPolicies.Put(d, policy, at)
}

// apply writes the values of a template that are not null, member by member where an
// object has null members.
func apply(template schema.Policy, blocks []string, into schema.Policy, existed bool) {
	level, _ := template[applicationLevel].(string)
	wanted := levelNew
	if existed {
		wanted = levelExisting
	}
	if !strings.Contains(level, wanted) {
		return
	}
	for _, block := range blocks {
		value, isObject := template[block].(map[string]any)
		if !isObject {
			continue
		}
		former, _ := into[block].(map[string]any)
		next := map[string]any{}
		for name, member := range value {
			if next[name] = member; member == nil {
				next[name] = former[name]
			}
		}
		if slices.ContainsFunc(valuesOf(next), func(v any) bool { return v != nil }) {
			into[block] = next
		}
	}
}

func valuesOf(object map[string]any) []any {
	all := make([]any, 0, len(object))
	for _, v := range object {
		all = append(all, v)
	}
	return all
}

// Leave removes the mark from the entry about a tenant that is not in the same
// multitenant organization any more. Everything else stays (graph-cross-tenant §3.4).
func Leave(d *kernel.Directory, tenantID string, at kernel.Moment) {
	entry := Partners.Truth(d, tenantID)
	if entry == nil {
		return
	}
	entry = entry.copied()
	entry.Settings[inOrganization] = false
	Partners.Put(d, entry, at)
}

var errOrganizationReset = refusal.New(400, refusal.CodeInvitation, "Reset redemption is not supported for a user of a tenant in the same multitenant organization.")

// MayReset refuses to reset the redemption of a user of another tenant of the
// multitenant organization (graph-cross-tenant §3.4). Status and text are assumed.
func MayReset(d *kernel.Directory, homeTenantID string, at kernel.Moment) error {
	entry := Partners.Truth(d, homeTenantID)
	if at.Settings.ResetInOrganizationIsRefused && entry != nil && entry.Settings[inOrganization] == true {
		return errOrganizationReset
	}
	return nil
}
