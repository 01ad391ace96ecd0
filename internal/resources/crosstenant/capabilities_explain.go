package crosstenant

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

func (m *capabilitiesModel) cannot(verb string, t *tenant.Tenant) string {
	return fmt.Sprintf("Cannot %s the Microsoft 365 capabilities of %s in tenant %q", verb, m.of(), t.Key)
}

// cannotWrite is the title for the failure of a change.
func (m *capabilitiesModel) cannotWrite(t *tenant.Tenant, err error) string {
	var one *capabilityError
	if errors.As(err, &one) {
		return fmt.Sprintf("Cannot %s Microsoft 365 capability %s of %s in tenant %q", one.verb, one.name, m.of(), t.Key)
	}
	return m.cannot("change", t)
}

// find reads the existing capabilities. A tenant or a partner that can have none is
// an error.
func (m *capabilitiesModel) find(ctx context.Context, t *tenant.Tenant, diags *diag.Diagnostics) rules.M365Capabilities {
	found, err := t.Graph.ReadM365Capabilities(ctx, m.partnerID())
	switch {
	case err != nil:
		diags.AddError(m.cannot("read", t), explainCapability(t, m, err))
	case found.NotRolledOut:
		diags.AddError(m.cannot("set", t), notRolledOut(t))
	case found.NoEntry:
		diags.AddAttributeError(path.Root("partner_tenant_id"), m.cannot("set", t), m.noEntry(t))
	}
	return found
}

func notRolledOut(t *tenant.Tenant) string {
	return fmt.Sprintf("Tenant %q (%s, cloud %s) does not have Microsoft 365 capabilities yet: Graph does not know m365Capabilities there, neither in"+
		" v1.0 nor in beta. Microsoft rolls them out to one tenant after the other. Remove the resource for this tenant until then.", t.Key, t.ID, t.Cloud.Name)
}

func (m *capabilitiesModel) noEntry(t *tenant.Tenant) string {
	return fmt.Sprintf("Tenant %[1]q has no partner configuration for %[2]s, and only a partner configuration can have capabilities. Create it with"+
		" multitenant_cross_tenant_access_partner (tenant = %[1]q, partner_tenant_id = %[2]q), with m365_collaboration_inbound, which gives them"+
		" effect. Refer to it here, so that it is created first:\n\n  partner_tenant_id ="+
		" multitenant_cross_tenant_access_partner.<name>.partner_tenant_id", t.Key, m.partnerID())
}

// explainCapability adds the fix to a failed call.
func explainCapability(t *tenant.Tenant, m *capabilitiesModel, err error) string {
	var (
		one     *capabilityError
		widened *graph.WidenedError
		refused *graph.RefusedCapabilityError
	)
	switch text := tfkit.Explain(t, err); {
	case errors.As(err, &widened):
		return fmt.Sprintf("%s was changed in the meantime: it is %s now. The write would widen it, which the plan does not show: %s.\n\nPlan again.",
			widened.Found.Name, widened.Found, strings.Join(widened.Wider, "; "))
	case errors.Is(err, service.ErrForbidden):
		return text + "\n\nThe overview of these policies lists Policy.ReadWrite.CrossTenantCapability as a delegated permission only, the pages of the" +
			" operations as an application permission too. If the application has it and is refused, sign in as a user: a Global Administrator, or an" +
			" Exchange Administrator for MailTips, calendar sharing and free/busy."
	case errors.As(err, &one) && errors.Is(err, service.ErrNotFound) && one.verb == "set" && m.partnerID() != "":
		return text + "\n\n" + m.noEntry(t)
	case errors.As(err, &one) && errors.As(err, &refused):
		return text + m.trustAdvice(t, one.name)
	default:
		return text
	}
}

// trustAdvice names the trust that a capability needs. It is not documented whether
// Graph refuses the capability without it (m365-capabilities §3).
func (m *capabilitiesModel) trustAdvice(t *tenant.Tenant, name string) string {
	kind, known := rules.M365KindOf(name)
	if !known || kind.Trust == nil {
		return ""
	}
	block := "m365_collaboration_inbound"
	if kind.Trust == rules.ServiceConnectInbound {
		block = "app_service_connect_inbound"
	}
	resource := "multitenant_cross_tenant_access_partner"
	if m.partnerID() == "" {
		resource = "multitenant_cross_tenant_access_default"
	}
	return fmt.Sprintf("\n\nThe capability has an effect only while %s is allowed, and Graph may refuse it otherwise. Set %s in %s of tenant %q, and"+
		" refer to that resource here, so that it is written first.", kind.Trust, block, resource, t.Key)
}

// takeBack undoes the finished part of a creation that failed, reports it, and
// returns whether the resource belongs in the state.
func (m *capabilitiesModel) takeBack(
	ctx context.Context, t *tenant.Tenant, found rules.M365Capabilities, done capabilityChange, why error, diags *diag.Diagnostics,
) bool {
	text := explainCapability(t, m, why)
	if len(done.set)+len(done.remove) == 0 {
		diags.AddError(m.cannotWrite(t, why), text)
		return false
	}
	if err := undoCapabilities(ctx, t, m.partnerID(), found, done); err != nil {
		diags.AddError(m.cannotWrite(t, why), text+"\n\nThe capabilities that were written before could not be undone: "+explainCapability(t, m, err)+
			"\n\nThe resource is in the state, and Terraform plans to replace it. To keep what was written, run terraform untaint for this resource, and apply.")
		return true
	}
	diags.AddError(m.cannotWrite(t, why), text+"\n\nThe capabilities that were written before have been undone. Apply again after fixing the cause.")
	return false
}

// refuseUnplanned refuses an update that would widen a capability which was narrowed
// after the plan.
func (m *capabilitiesModel) refuseUnplanned(ctx context.Context, t *tenant.Tenant, state capabilitiesModel, found rules.M365Capabilities, diags *diag.Diagnostics) {
	seen, wanted := elements(ctx, state.Capabilities), elements(ctx, m.Capabilities)
	for _, name := range names(wanted) {
		want := wanted[name]
		now, exists := found.Find(name)
		before, was := seen[name]
		if !exists || !was || now.Same(before.M365Capability) {
			continue
		}
		if wider := want.Widens(now); len(wider) > 0 {
			err := &capabilityError{name, "set", &graph.WidenedError{Found: now, Wider: wider}}
			diags.AddError(m.cannotWrite(t, err), explainCapability(t, m, err))
		}
	}
}
