package singleton

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var _ list.ListResourceWithConfigure = (*listing)(nil)

// listing lists the settings of one kind of a tenant, which are one object.
type listing struct {
	tfkit.ListResource
	kind Kind
}

// List is the constructor of the list resource for a resource that embeds Resource.
func List(create func() resource.Resource) func() list.ListResource {
	return func() list.ListResource {
		l := &listing{}
		l.Of = create()
		if of, is := l.Of.(interface{ kind() Kind }); is {
			l.kind = of.kind()
		}
		l.Text = "Lists the " + l.kind.Noun + " of a tenant: one object, or none if the tenant does not have it."
		return l
	}
}

func (r *Resource) kind() Kind { return r.Kind }

// List reads the settings, and once more if the resource is asked for.
func (l *listing) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	l.Stream(ctx, req, stream, "the "+l.kind.Noun, func(t *tenant.Tenant) iter.Seq2[[]tfkit.Listed, error] {
		return func(yield func([]tfkit.Listed, error) bool) {
			exists, err := l.kind.New().Read(ctx, t)
			if err != nil || exists {
				yield([]tfkit.Listed{l.listed(t)}, err)
			}
		}
	})
}

// listed is the object with the state that an import of it has.
func (l *listing) listed(t *tenant.Tenant) tfkit.Listed {
	m := l.kind.New()
	return tfkit.Listed{
		ObjectID: l.kind.Object, Name: t.Key, Model: m,
		Fill: func(ctx context.Context, diags *diag.Diagnostics) error {
			if _, err := m.Read(ctx, t); err != nil {
				return err
			}
			m.attributes().OnDestroy = types.StringValue(Restore)
			m.attributes().Former = l.kind.record().Text(Former{}.complete(ctx, m, diags), diags)
			return nil
		},
	}
}
