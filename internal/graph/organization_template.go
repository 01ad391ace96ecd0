package graph

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

const (
	partnerTemplatePath = accessPath + "/templates/multiTenantOrganizationPartnerConfiguration"
	syncTemplatePath    = accessPath + "/templates/multiTenantOrganizationIdentitySynchronization"
	applicationLevel    = "templateApplicationLevel"
)

// The names of the operations are those of the paths (graph-cross-tenant §3.6).
var (
	opPartnerTemplate       = operation{"GET /policies/crossTenantAccessPolicy/templates/multiTenantOrganizationPartnerConfiguration", readAccess}
	opUpdatePartnerTemplate = operation{"PATCH /policies/crossTenantAccessPolicy/templates/multiTenantOrganizationPartnerConfiguration", writeAccess}
	opResetPartnerTemplate  = operation{
		"POST /policies/crossTenantAccessPolicy/templates/multiTenantOrganizationPartnerConfiguration/resetToDefaultSettings", writeAccess,
	}
	opSyncTemplate       = operation{"GET /policies/crossTenantAccessPolicy/templates/multiTenantOrganizationIdentitySynchronization", readAccess}
	opUpdateSyncTemplate = operation{"PATCH /policies/crossTenantAccessPolicy/templates/multiTenantOrganizationIdentitySynchronization", writeAccess}
	opResetSyncTemplate  = operation{
		"POST /policies/crossTenantAccessPolicy/templates/multiTenantOrganizationIdentitySynchronization/resetToDefaultSettings", writeAccess,
	}
)

// OrganizationTemplate is what joining a multitenant organization writes into the
// entries about its tenants. A nil block, and a nil UserSync, leave that of an entry as
// it is.
type OrganizationTemplate struct {
	rules.AccessSettings
	// AppliesTo are the entries that the blocks are written into, SyncAppliesTo those for
	// UserSync: "newPartners" and "existingPartners", in this order; empty for none.
	AppliesTo, SyncAppliesTo []string
	// UserSync is whether users of the other tenants may be synchronized.
	UserSync *bool
}

// TemplateChange is a patch: nil fields stay as they are.
type TemplateChange struct {
	AccessChange
	AppliesTo, SyncAppliesTo *[]string
	UserSync                 *bool
}

// Nothing reports whether there is nothing to write.
func (c TemplateChange) Nothing() bool {
	return c.Empty() && c.AppliesTo == nil && c.SyncAppliesTo == nil && c.UserSync == nil
}

// SeenIn reports whether a template shows the change.
func (c TemplateChange) SeenIn(t OrganizationTemplate) bool {
	same := func(want *[]string, now []string) bool { return want == nil || SameSetting(*want, now) }
	return c.AccessChange.SeenIn(t.AccessSettings) && same(c.AppliesTo, t.AppliesTo) && same(c.SyncAppliesTo, t.SyncAppliesTo) &&
		(c.UserSync == nil || t.UserSync != nil && *c.UserSync == *t.UserSync)
}

// levels reads the set of flags that Graph encodes as one text.
func levels(text string) []string {
	var all []string
	for _, level := range []string{"newPartners", "existingPartners"} {
		if slices.Contains(strings.Split(strings.ReplaceAll(text, " ", ""), ","), level) {
			all = append(all, level)
		}
	}
	return all
}

// level is the text of a set of flags.
func level(flags []string) string {
	return cmp.Or(strings.Join(levels(strings.Join(flags, ",")), ","), "none")
}

// OrganizationTemplate reads both templates.
//
// GET /policies/crossTenantAccessPolicy/templates/multiTenantOrganizationPartnerConfiguration,
// GET /policies/crossTenantAccessPolicy/templates/multiTenantOrganizationIdentitySynchronization.
func (c *Client) OrganizationTemplate(ctx context.Context) (OrganizationTemplate, error) {
	var (
		partner, sync json.RawMessage
		marks         struct{ TemplateApplicationLevel string }
		user          struct {
			TemplateApplicationLevel string
			UserSyncInbound          *struct{ IsSyncAllowed *bool }
		}
	)
	if err := c.send(ctx, call{op: opPartnerTemplate, method: http.MethodGet, path: partnerTemplatePath}, &partner); err != nil {
		return OrganizationTemplate{}, err
	}
	if err := c.send(ctx, call{op: opSyncTemplate, method: http.MethodGet, path: syncTemplatePath}, &sync); err != nil {
		return OrganizationTemplate{}, err
	}
	settings, err := decodeSettings(partner, partnerWires)
	if err := cmp.Or(err, json.Unmarshal(partner, &marks)); err != nil {
		return OrganizationTemplate{}, c.failed(opPartnerTemplate, err)
	}
	if err := json.Unmarshal(sync, &user); err != nil {
		return OrganizationTemplate{}, c.failed(opSyncTemplate, err)
	}
	t := OrganizationTemplate{
		AccessSettings: settings, AppliesTo: levels(marks.TemplateApplicationLevel), SyncAppliesTo: levels(user.TemplateApplicationLevel),
	}
	if user.UserSyncInbound != nil {
		t.UserSync = user.UserSyncInbound.IsSyncAllowed
	}
	return t, nil
}

// UpdateOrganizationTemplate writes a change, and returns the templates when they show
// it.
//
// PATCH /policies/crossTenantAccessPolicy/templates/multiTenantOrganizationPartnerConfiguration,
// PATCH /policies/crossTenantAccessPolicy/templates/multiTenantOrganizationIdentitySynchronization.
func (c *Client) UpdateOrganizationTemplate(ctx context.Context, change TemplateChange) (OrganizationTemplate, error) {
	partner, sync := change.body(partnerWires), map[string]any{}
	if change.AppliesTo != nil {
		partner[applicationLevel] = level(*change.AppliesTo)
	}
	if change.SyncAppliesTo != nil {
		sync[applicationLevel] = level(*change.SyncAppliesTo)
	}
	if change.UserSync != nil {
		sync["userSyncInbound"] = syncInbound{*change.UserSync}
	}
	for _, k := range []call{
		{op: opUpdatePartnerTemplate, path: partnerTemplatePath, body: partner}, {op: opUpdateSyncTemplate, path: syncTemplatePath, body: sync},
	} {
		k.method = http.MethodPatch
		if body, _ := k.body.(map[string]any); len(body) == 0 {
			continue
		}
		if err := c.send(ctx, k, nil); err != nil {
			return OrganizationTemplate{}, err
		}
	}
	return c.awaitTemplate(ctx, opUpdatePartnerTemplate, change.SeenIn)
}

// ResetOrganizationTemplate resets both templates, so that a join changes no entry.
//
// POST /policies/crossTenantAccessPolicy/templates/multiTenantOrganizationPartnerConfiguration/resetToDefaultSettings,
// POST /policies/crossTenantAccessPolicy/templates/multiTenantOrganizationIdentitySynchronization/resetToDefaultSettings.
func (c *Client) ResetOrganizationTemplate(ctx context.Context) error {
	for _, k := range []call{{op: opResetPartnerTemplate, path: partnerTemplatePath}, {op: opResetSyncTemplate, path: syncTemplatePath}} {
		k.method, k.path = http.MethodPost, k.path+"/resetToDefaultSettings"
		if err := c.send(ctx, k, nil); err != nil {
			return err
		}
	}
	_, err := c.awaitTemplate(ctx, opResetPartnerTemplate, func(t OrganizationTemplate) bool {
		return AccessChange{Blocks: blocksOf(partnerWires)}.SeenIn(t.AccessSettings) && t.UserSync == nil
	})
	return err
}

func blocksOf(wires []wire) []rules.Block {
	blocks := make([]rules.Block, 0, len(wires))
	for _, w := range wires {
		blocks = append(blocks, w.block())
	}
	return blocks
}

func (c *Client) awaitTemplate(ctx context.Context, op operation, seen func(OrganizationTemplate) bool) (OrganizationTemplate, error) {
	var found OrganizationTemplate
	err := transport.Poll(ctx, c.clock, "the change of the templates", func(ctx context.Context) (done bool, saw string, err error) {
		found, err = c.OrganizationTemplate(ctx)
		return err == nil && seen(found), "the templates as they were before the change", err
	})
	return found, c.named(op, err)
}
