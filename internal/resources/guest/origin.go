package guest

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// notesKey is where a resource keeps its origin in Terraform's private state.
const notesKey = "origin"

// origin is what has to be remembered about a person beyond the attributes.
type origin struct {
	// Invited is set when this resource invited the person; then destroying it
	// deletes them by default.
	Invited bool `json:"invited,omitempty"`
	// Import is set between an import and the first read.
	Import bool `json:"import,omitempty"`
	// Managed are the optional attributes that the configuration had when it
	// was last applied: taking one out clears it, while one that was never
	// there is left alone.
	Managed []string `json:"managed,omitempty"`
}

func (o origin) manages(attribute string) bool { return slices.Contains(o.Managed, attribute) }

func (o origin) onDestroy() string {
	if o.Invited {
		return destroyDelete
	}
	return destroyKeep
}

func (o origin) encode() []byte {
	// A struct of booleans and strings always encodes.
	data, _ := json.Marshal(o)
	return data
}

// privateReader and privateWriter are Terraform's private state, whose type
// the framework keeps to itself.
type privateReader interface {
	GetKey(context.Context, string) ([]byte, diag.Diagnostics)
}

type privateWriter interface {
	SetKey(context.Context, string, []byte) diag.Diagnostics
}

func recall(ctx context.Context, p privateReader) (origin, diag.Diagnostics) {
	data, diags := p.GetKey(ctx, notesKey)
	var o origin
	if len(data) == 0 {
		return o, diags
	}
	if err := json.Unmarshal(data, &o); err != nil {
		diags.AddError("Unreadable private state", "The provider cannot read what it noted about this resource: "+err.Error()+".")
	}
	return o, diags
}

// remember notes which optional attributes the configuration has.
func remember(ctx context.Context, config tfsdk.Config, p privateWriter, o origin) diag.Diagnostics {
	var diags diag.Diagnostics
	o.Managed, o.Import = nil, false
	var m model
	for _, f := range m.profile() {
		var v types.String
		diags.Append(config.GetAttribute(ctx, path.Root(f.name), &v)...)
		if !v.IsNull() {
			o.Managed = append(o.Managed, f.name)
		}
	}
	var manager tfkit.Folded
	diags.Append(config.GetAttribute(ctx, path.Root("manager_id"), &manager)...)
	if !manager.IsNull() {
		o.Managed = append(o.Managed, "manager_id")
	}
	var sponsors types.Set
	diags.Append(config.GetAttribute(ctx, path.Root("sponsors"), &sponsors)...)
	if !sponsors.IsNull() {
		o.Managed = append(o.Managed, "sponsors")
	}
	diags.Append(p.SetKey(ctx, notesKey, o.encode())...)
	return diags
}
