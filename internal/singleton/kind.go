package singleton

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// Resource has the methods of a resource for settings of one kind. Each resource
// embeds it and has its own schema.
type Resource struct {
	tfkit.Resource
	Kind Kind
}

// Kind is one kind of settings.
type Kind struct {
	// Type is the resource type without the provider's name.
	Type string
	// Object is the object id of the settings in ids.
	Object string
	// Noun names them in messages, "external collaboration settings".
	Noun string
	// New returns an empty model.
	New func() Model
	// Older reads the records of former values in the private states of earlier
	// providers, by their versions.
	Older map[int]func([]byte) (Former, error)
	// Plan completes and checks a plan; it may be nil.
	Plan func(context.Context, *Plan)
	// Destroy carries out values of on_destroy other than keep and restore; it is nil
	// if there are none.
	Destroy func(context.Context, *tenant.Tenant, Model) error
}

// Model is a pointer to the model of one kind. It embeds [tfkit.Model] and
// [Attributes].
type Model interface {
	tfkit.ResourceModel
	attributes() *Attributes
	// Parts are the attributes that are changed and restored, always in the same
	// order.
	Parts() []Part
	// Read sets the attributes to what the tenant has. It is false if the object that
	// the state is about no longer exists.
	Read(ctx context.Context, t *tenant.Tenant) (exists bool, err error)
	// Write writes the parts that differ from another model, with what the tenant has,
	// and sets unknown attributes. The result waits until the change can be read; it
	// is nil if nothing was written.
	Write(ctx context.Context, t *tenant.Tenant, before Model) (wait func(context.Context) error, err error)
}

// Plan is the plan of a create or an update.
type Plan struct {
	*tfkit.Data
	Tenant *tenant.Tenant
	Diags  *diag.Diagnostics
	// Planned may be changed.
	Planned, Config Model
	// State is nil for a create.
	State Model
}

// Metadata names the type.
func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + r.Kind.Type
}

// ImportState checks that the tenant has the settings; the read that follows sets the
// attributes.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	imported := r.BeginImport(ctx, tfkit.ImportID{Noun: r.Kind.Noun, Object: r.Kind.Object, Example: r.Kind.Object}, req, resp)
	if imported == nil {
		return
	}
	exists, err := r.Kind.New().Read(ctx, imported.Tenant)
	switch {
	case err != nil:
		imported.Fail(err)
	case !exists:
		imported.Refuse(fmt.Errorf("tenant %q has no %s", imported.Tenant.Key, r.Kind.Noun))
	default:
		imported.Save(ctx, imported.Object, map[string]string{"on_destroy": Restore})
	}
}

// cannot is the summary of an error.
func (k Kind) cannot(verb string, t *tenant.Tenant) string {
	return fmt.Sprintf("Cannot %s the %s of tenant %q", verb, k.Noun, t.Key)
}

// title is the noun at the beginning of a sentence.
func (k Kind) title() string { return strings.ToUpper(k.Noun[:1]) + k.Noun[1:] }

// names are the names of parts that have a value, in a configuration or the plan of
// a create.
func names(m Model) []string {
	var list []string
	for _, p := range m.Parts() {
		if tfkit.Known(p.Attribute()) {
			list = append(list, p.Key())
		}
	}
	slices.Sort(list)
	return list
}
