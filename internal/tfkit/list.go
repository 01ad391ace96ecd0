package tfkit

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// ListResource is embedded in every list resource, for the command terraform query: it has
// the name of the resource whose objects it lists, and the schema of its
// configuration.
type ListResource struct {
	Resource
	// Of is the resource.
	Of resource.Resource
	// Text describes the list.
	Text string
	// Argument names the tenant in the configuration, and ArgumentText describes it;
	// without them it is tenant.
	Argument, ArgumentText string
	// Filters are the arguments beside that one.
	Filters map[string]schema.Attribute
}

// Metadata names the list as its resource.
func (l *ListResource) Metadata(ctx context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	l.Of.Metadata(ctx, req, resp)
}

// ListResourceConfigSchema is the tenant and the filters.
func (l *ListResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	attributes := map[string]schema.Attribute{
		l.argument(): schema.StringAttribute{
			Optional: true,
			MarkdownDescription: cmp.Or(l.ArgumentText, "Key of the tenant in the provider's `tenants`.") +
				" Optional if the provider has exactly one tenant.",
		},
	}
	maps.Copy(attributes, l.Filters)
	resp.Schema = schema.Schema{MarkdownDescription: l.Text, Attributes: attributes}
}

func (l *ListResource) argument() string { return cmp.Or(l.Argument, "tenant") }

// Listed is an element of a list.
type Listed struct {
	// ObjectID is that of the identity, Name is the display name.
	ObjectID, Name string
	// Model is an empty model of the resource.
	Model ResourceModel
	// Fill sets Model, whose values are null, to the state that an import of the
	// element has. It is called only if the resources are asked for, for several
	// elements at once, so that their requests share batches.
	Fill func(ctx context.Context, diags *diag.Diagnostics) error
}

// Pages converts the elements of the pages of a list.
func Pages[E any](pages iter.Seq2[[]E, error], listed func(E) Listed) iter.Seq2[[]Listed, error] {
	return func(yield func([]Listed, error) bool) {
		for some, err := range pages {
			converted := make([]Listed, 0, len(some))
			for _, element := range some {
				converted = append(converted, listed(element))
			}
			if !yield(converted, err) {
				return
			}
		}
	}
}

// atOnce is the number of elements that are filled at once, which is what a batch of
// Graph holds.
const atOnce = 20

// Stream answers a request with the pages of a tenant's list. A page is read when
// its first element is due: after k elements, no page has been read that begins
// behind them. What names the elements in errors, "the external users".
func (l *ListResource) Stream(
	ctx context.Context, req list.ListRequest, stream *list.ListResultsStream, what string, pages func(*tenant.Tenant) iter.Seq2[[]Listed, error],
) {
	var key types.String
	diags := req.Config.GetAttribute(ctx, path.Root(l.argument()), &key)
	t, err := l.listedTenant(key, &diags)
	if err != nil || diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		left := req.Limit
		for page, err := range pages(t) {
			if err != nil {
				push(failedList(fmt.Sprintf("Cannot list %s of tenant %q", what, t.Key), Explain(t, err)))
				return
			}
			if req.Limit > 0 {
				page = page[:min(int64(len(page)), left)]
				left -= int64(len(page))
			}
			if !pushAll(ctx, req, t, page, push) || req.Limit > 0 && left == 0 {
				return
			}
		}
	}
}

func (l *ListResource) listedTenant(key types.String, diags *diag.Diagnostics) (*tenant.Tenant, error) {
	if diags.HasError() {
		return nil, nil
	}
	t, err := l.Tenants.Get(key.ValueString())
	if err != nil {
		diags.AddAttributeError(path.Root(l.argument()), "Unknown tenant", "Cannot list: "+err.Error()+".")
	}
	return t, err
}

func failedList(summary, detail string) list.ListResult {
	return list.ListResult{Diagnostics: diag.Diagnostics{diag.NewErrorDiagnostic(summary, detail)}}
}

// pushAll is false after the stream was ended.
func pushAll(ctx context.Context, req list.ListRequest, t *tenant.Tenant, page []Listed, push func(list.ListResult) bool) bool {
	for some := range slices.Chunk(page, atOnce) {
		results := make([]list.ListResult, len(some))
		var filling sync.WaitGroup
		for i, element := range some {
			filling.Go(func() { results[i] = element.result(ctx, req, t) })
		}
		filling.Wait()
		for _, r := range results {
			if !push(r) {
				return false
			}
		}
	}
	return true
}

// result is the element with its identity, and with the state of an import if that is
// asked for.
func (e Listed) result(ctx context.Context, req list.ListRequest, t *tenant.Tenant) list.ListResult {
	result := req.NewListResult(ctx)
	result.DisplayName = e.Name
	result.Diagnostics.Append(result.Identity.Set(ctx, NewIdentity(t.ID, e.ObjectID))...)
	if !req.IncludeResource {
		return result
	}
	result.Diagnostics.Append(result.Resource.SetAttribute(ctx, path.Root("id"), ID(t.ID, e.ObjectID))...)
	result.Diagnostics.Append(result.Resource.Get(ctx, e.Model)...)
	if err := e.Fill(ctx, &result.Diagnostics); err != nil {
		result.Diagnostics.AddError(fmt.Sprintf("Cannot read %q in tenant %q", e.Name, t.Key), Explain(t, err))
		return result
	}
	e.Model.common().Locate(t, e.ObjectID)
	result.Diagnostics.Append(result.Resource.Set(ctx, e.Model)...)
	return result
}
