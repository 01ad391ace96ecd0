package entitlement

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var connectedImport = tfkit.ImportID{
	Noun: "connected organization", Object: "<connected organization>",
	Names: "the object id, the display name, or an identity source: the key or id of a tenant, or a domain", Example: "Contoso",
}

// ImportState finds the connected organization; the read that follows sets the other
// attributes.
func (r *connected) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	imported := r.BeginImport(ctx, connectedImport, req, resp)
	if imported == nil {
		return
	}
	id, err := r.find(ctx, imported.Tenant, imported.Object)
	if err != nil {
		imported.Fail(err)
		return
	}
	imported.Save(ctx, id, map[string]string{"on_destroy": destroyDelete})
}

// find returns the id of a connected organization.
func (r *connected) find(ctx context.Context, t *tenant.Tenant, name string) (string, error) {
	all, err := t.Graph.ConnectedOrganizations(ctx)
	if err != nil {
		return "", err
	}
	source := strings.ToLower(name)
	if other, err := r.Tenants.Find(name); err == nil {
		source = other.ID
	}
	var found []string
	for _, o := range all {
		switch {
		case strings.EqualFold(o.ID, name):
			return o.ID, nil
		case o.DisplayName == name, slices.ContainsFunc(o.Sources, func(s graph.IdentitySource) bool { return s.TenantID == source || s.Domain == source }):
			found = append(found, o.ID)
		}
	}
	switch len(found) {
	case 0:
		return "", fmt.Errorf("tenant %q has no connected organization %q", t.Key, name)
	case 1:
		return found[0], nil
	}
	return "", fmt.Errorf("%d connected organizations of tenant %q are named %q or have that identity source: %s", len(found), t.Key, name, strings.Join(found, ", "))
}

var _ list.ListResourceWithConfigure = (*connectedList)(nil)

// connectedList lists the connected organizations of a tenant.
type connectedList struct{ tfkit.ListResource }

func newConnectedList() list.ListResource {
	return &connectedList{tfkit.ListResource{Of: newConnected(), Text: "Lists the connected organizations of a tenant, configured and proposed ones."}}
}

func (l *connectedList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	l.Stream(ctx, req, stream, "the connected organizations", func(t *tenant.Tenant) iter.Seq2[[]tfkit.Listed, error] {
		return tfkit.Pages(t.Graph.ConnectedOrganizationPages(ctx), func(o graph.ConnectedOrganization) tfkit.Listed { return listed(t, o) })
	})
}

func listed(t *tenant.Tenant, o graph.ConnectedOrganization) tfkit.Listed {
	m := new(connectedModel)
	return tfkit.Listed{
		ObjectID: o.ID, Name: o.DisplayName, Model: m,
		Fill: func(ctx context.Context, _ *diag.Diagnostics) error {
			m.OnDestroy = types.StringValue(destroyDelete)
			m.Locate(t, o.ID)
			m.refresh(o)
			return m.refreshSponsors(ctx, t, true)
		},
	}
}
