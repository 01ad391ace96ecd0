package crosstenant

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// block is one block of settings in the model of a resource. It has three states,
// the same for all blocks: null leaves the block unchanged, inherit resets it to
// the default, and any other value sets it.
type block struct {
	rules.Block
	// name is the name of the attribute.
	name  string
	value *types.Object
	// decode and encode convert the value to settings that contain only this block,
	// and back.
	decode func(context.Context) rules.AccessSettings
	encode func(context.Context, rules.AccessSettings) types.Object
}

// blockOf binds a block to its value in a model.
func blockOf[T interface{ Same(T) bool }, M any](name string, b *rules.BlockOf[T], value *types.Object, s shape[T, M]) block {
	return block{
		b, name, value,
		func(ctx context.Context) rules.AccessSettings { return b.Only(s.decode(ctx, *value)) },
		func(ctx context.Context, from rules.AccessSettings) types.Object {
			return s.encode(ctx, b.Of(from), *value)
		},
	}
}

// inheritable reports whether the block can be reset to the default.
func (b block) inheritable(ctx context.Context) bool {
	_, ok := b.value.AttributeTypes(ctx)[inherit]
	return ok
}

// clear makes the block null.
func (b block) clear(ctx context.Context) { *b.value = types.ObjectNull(b.value.AttributeTypes(ctx)) }

// shape is the configuration's form of values of type T: an object with the
// attributes of the model M. The marker is an additional attribute, true for the
// zero value of T, if the schema has it.
type shape[T, M any] struct {
	marker    string
	toModel   func(T) *M
	fromModel func(*M) T
}

// decode returns the value of an object. Unknown values in it, and absent booleans,
// are the zero value.
func (s shape[T, M]) decode(ctx context.Context, o types.Object) T {
	var m *M
	kinds, values := o.AttributeTypes(ctx), o.Attributes()
	if marked, _ := values[s.marker].(types.Bool); tfkit.Known(o) && !marked.ValueBool() {
		delete(kinds, s.marker)
		delete(values, s.marker)
		must(types.ObjectValueMust(kinds, values).As(ctx, &m, basetypes.ObjectAsOptions{UnhandledNullAsEmpty: true, UnhandledUnknownAsEmpty: true}))
	}
	return s.fromModel(m)
}

// encode returns a value as an object of the same type as another one.
func (s shape[T, M]) encode(ctx context.Context, value T, like types.Object) types.Object {
	kinds := like.AttributeTypes(ctx)
	mark, markable := kinds[s.marker]
	delete(kinds, s.marker)
	o, diags := types.ObjectValueFrom(ctx, kinds, s.toModel(value))
	must(diags)
	if !markable {
		return o
	}
	values := o.Attributes()
	values[s.marker] = null(ctx, mark)
	if o.IsNull() {
		values[s.marker] = types.BoolValue(true)
		for name, kind := range kinds {
			values[name] = null(ctx, kind)
		}
	}
	return types.ObjectValueMust(like.AttributeTypes(ctx), values)
}

func null(ctx context.Context, kind attr.Type) attr.Value {
	v, err := kind.ValueFromTerraform(ctx, tftypes.NewValue(kind.TerraformType(ctx), nil))
	if err != nil {
		panic(err)
	}
	return v
}

// must panics on a model that does not match its schema, which no configuration can
// cause.
func must(diags diag.Diagnostics) {
	if diags.HasError() {
		panic(fmt.Sprint(diags))
	}
}
