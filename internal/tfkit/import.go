package tfkit

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// ImportID describes the ids by which one type of resource is imported:
// "<tenant>/<object>", the key or id of a tenant of the provider and a name of the
// object in it. An identity has the tenant id and the object id instead.
type ImportID struct {
	// Noun names the resource in errors, "external user".
	Noun string
	// Object stands for the object in the form of the id, "<user>".
	Object string
	// Names are the names that an object has, "the object id, user principal name or
	// e-mail address". It is empty for what a tenant has once: that is named Object.
	Names string
	// Example is the name of an object, "ana@contoso.example".
	Example string
}

// Import is one import, whose tenant is known.
type Import struct {
	Tenant *tenant.Tenant
	// Object is the name of the object, as the id or the identity has it.
	Object string
	id     ImportID
	resp   *resource.ImportStateResponse
}

// BeginImport finds the tenant that an import names. It returns nil after an error.
func (r *Resource) BeginImport(
	ctx context.Context, id ImportID, req resource.ImportStateRequest, resp *resource.ImportStateResponse,
) *Import {
	i := &Import{id: id, resp: resp}
	inTenant, object, err := splitImport(ctx, req)
	if err == nil {
		i.Object = object
		i.Tenant, err = r.Tenants.Find(inTenant)
	}
	if err == nil && id.Names == "" && object != id.Object {
		err = fmt.Errorf("a tenant has one object of this type, named %q, not %q", id.Object, object)
	}
	if err != nil {
		i.Refuse(err)
		return nil
	}
	return i
}

// splitImport returns what an id or an identity names.
func splitImport(ctx context.Context, req resource.ImportStateRequest) (inTenant, object string, err error) {
	if req.ID != "" {
		return SplitImportID(req.ID)
	}
	var identity Identity
	if diags := req.Identity.Get(ctx, &identity); diags.HasError() {
		return "", "", fmt.Errorf("the identity cannot be read")
	}
	return identity.TenantID.ValueString(), identity.ObjectID.ValueString(), nil
}

// SplitImportID splits an import id.
func SplitImportID(id string) (inTenant, object string, err error) {
	inTenant, object, found := strings.Cut(strings.TrimSpace(id), "/")
	if !found || inTenant == "" || object == "" {
		return "", "", fmt.Errorf("%q is not in the format <tenant key or tenant id>/<object>", id)
	}
	return inTenant, object, nil
}

// Refuse reports an id that names nothing, with the form of those that do.
func (i *Import) Refuse(err error) {
	form := "the tenant's key or id"
	if i.id.Names != "" {
		form += ", then " + i.id.Names
	}
	i.resp.Diagnostics.AddError("Cannot import "+i.id.Noun, fmt.Sprintf("%s\n\nThe id is <tenant>/%s: %s, as in fabrikam/%s.",
		sentence(err.Error()), i.id.Object, form, i.id.Example))
}

// Fail reports that the object was not found in the tenant, or not to be read.
func (i *Import) Fail(err error) {
	i.resp.Diagnostics.AddError(fmt.Sprintf("Cannot import %s from tenant %q", i.Object, i.Tenant.Key), Explain(i.Tenant, err))
}

// Save writes the state of an import: the attributes of Model, the identity and the
// values by attribute. The read that follows fills in the rest.
func (i *Import) Save(ctx context.Context, objectID string, values map[string]string) {
	set := func(name, value string) {
		i.resp.Diagnostics.Append(i.resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
	set("id", ID(i.Tenant.ID, objectID))
	set("tenant", i.Tenant.Key)
	set("tenant_id", i.Tenant.ID)
	for name, value := range values {
		set(name, value)
	}
	i.resp.Diagnostics.Append(i.resp.Identity.Set(ctx, NewIdentity(i.Tenant.ID, objectID))...)
}
