package collaboration

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure   = (*domains)(nil)
	_ resource.ResourceWithImportState = (*domains)(nil)
	_ resource.ResourceWithModifyPlan  = (*domains)(nil)
	_ resource.ResourceWithIdentity    = (*domains)(nil)
)

// domains is multitenant_domain_list: the domain lists of a tenant's B2B management
// policy. A policy that exists is adopted, with the settings of other features in it.
type domains struct{ tfkit.Resource }

func newDomains() resource.Resource { return &domains{} }

func (r *domains) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_domain_list"
}

func (r *domains) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m domainsModel
	ctx, op := r.BeginCreate(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	now, err := t.Graph.DefaultDomainPolicy(ctx)
	if err != nil {
		op.Fail(cannotList("read", t), err)
		return
	}
	if m.checkLength(now, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	written, err := writeDomains(ctx, t, now, m.lists())
	if err != nil {
		op.Fail(cannotList("set", t), err)
		return
	}
	// The former list is lost with the state, so that it is saved before the wait.
	m.show(written)
	op.Save(ctx, tfkit.DomainListName)
	resp.Diagnostics.Append(formerDomainsRecord.Save(ctx, resp.Private, formerDomains{}.before(now))...)
	if err := t.Graph.AwaitDomainLists(ctx, written); err != nil {
		// An error would taint the resource, and the next apply would change the list
		// back and forth.
		resp.Diagnostics.AddWarning(fmt.Sprintf("Cannot see yet that the domain list of tenant %q is changed", t.Key),
			tfkit.Explain(t, err)+"\n\nThe next plan shows whether the change took effect.")
	}
}

// writeDomains writes lists that differ, or creates the policy.
func writeDomains(ctx context.Context, t *tenant.Tenant, p graph.DomainPolicy, lists graph.DomainLists) (graph.DomainPolicy, error) {
	if p.ID != "" && p.Lists.Same(lists) {
		return p, nil
	}
	return t.Graph.SetDomainLists(ctx, p, lists)
}

// setDomains writes lists that differ, and returns when that can be read.
func setDomains(ctx context.Context, t *tenant.Tenant, p graph.DomainPolicy, lists graph.DomainLists) (graph.DomainPolicy, error) {
	written, err := writeDomains(ctx, t, p, lists)
	if err == nil && (p.ID == "" || !p.Lists.Same(lists)) {
		err = t.Graph.AwaitDomainLists(ctx, written)
	}
	return written, err
}

func (r *domains) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m domainsModel
	ctx, op := r.BeginRead(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	op.Identify(ctx, tfkit.DomainListName)
	p, err := readDomains(ctx, t, m.PolicyID.ValueString())
	switch {
	case err != nil:
		op.Fail(cannotList("read", t), err)
	case p.ID == "":
		resp.State.RemoveResource(ctx)
	default:
		m.show(p)
		op.Save(ctx, tfkit.DomainListName)
	}
}

// readDomains reads the policy; after an import its id is not known.
func readDomains(ctx context.Context, t *tenant.Tenant, id string) (graph.DomainPolicy, error) {
	if id == "" {
		return t.Graph.DefaultDomainPolicy(ctx)
	}
	return t.Graph.RefreshDomainPolicy(ctx, id)
}

func (r *domains) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, state domainsModel
	ctx, op := r.BeginUpdate(ctx, req, resp, &m, &state)
	defer op.End()
	former := formerDomainsRecord.Load(ctx, req.Private, &resp.Diagnostics)
	t := op.FindTenant()
	if t == nil {
		return
	}
	// The policy may have settings of other features, which a write would remove.
	now, err := t.Graph.RefreshDomainPolicy(ctx, state.PolicyID.ValueString())
	if err != nil {
		op.Fail(cannotList("read", t), err)
		return
	}
	if m.checkLength(now, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	written, err := setDomains(ctx, t, now, m.lists())
	if err != nil {
		op.Fail(cannotList("update", t), err)
		return
	}
	m.show(written)
	op.Save(ctx, tfkit.DomainListName)
	resp.Diagnostics.Append(formerDomainsRecord.Save(ctx, resp.Private, former.before(now))...)
}

func (r *domains) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m domainsModel
	ctx, op := r.BeginDelete(ctx, req, resp, &m)
	defer op.End()
	former := formerDomainsRecord.Load(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || m.OnDestroy.ValueString() == destroyKeep || !former.Known {
		return
	}
	t := op.FindTenant()
	if t == nil {
		return
	}
	if err := former.restore(ctx, t, m.PolicyID.ValueString()); err != nil {
		op.Fail(cannotList("restore", t), err)
	}
}

var domainsImport = tfkit.ImportID{Noun: "domain list", Object: tfkit.DomainListName, Example: tfkit.DomainListName}

// ImportState finds the policy; the read that follows sets the other attributes.
func (r *domains) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	imported := r.BeginImport(ctx, domainsImport, req, resp)
	if imported == nil {
		return
	}
	p, err := imported.Tenant.Graph.DefaultDomainPolicy(ctx)
	switch {
	case err != nil:
		imported.Fail(err)
	case p.ID == "":
		imported.Refuse(fmt.Errorf("tenant %q has no domain list: all domains are allowed", imported.Tenant.Key))
	default:
		imported.Save(ctx, imported.Object, map[string]string{"on_destroy": destroyRestore, "policy_id": p.ID})
	}
}

func cannotList(verb string, t *tenant.Tenant) string {
	return fmt.Sprintf("Cannot %s the domain list of tenant %q", verb, t.Key)
}
