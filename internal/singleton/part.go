package singleton

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Part is a part of the settings that is changed and restored as a whole, bound to its
// attribute in a model.
type Part interface {
	// Key names the part in records, which states keep: it never changes.
	Key() string
	// Attribute is the value in the model: null if it is not configured.
	Attribute() attr.Value
	// Record is the value of a known attribute for a record, as JSON.
	Record(ctx context.Context) (json.RawMessage, error)
	// Restore sets the attribute to a recorded value.
	Restore(ctx context.Context, recorded json.RawMessage) error
	// Equal compares the attribute with that of another model, as the service does.
	Equal(ctx context.Context, other Part) bool
	// Describe is the attribute in a configuration, for messages.
	Describe() string
}

// The values of on_destroy.
const (
	Keep    = "keep"
	Restore = "restore"
)

// Attributes are the attributes of every kind. Its models embed them.
type Attributes struct {
	OnDestroy types.String `tfsdk:"on_destroy"`
	Former    types.String `tfsdk:"former"`
}

func (a *Attributes) attributes() *Attributes { return a }

// SchemaAttributes are the attributes of Attributes. The text describes on_destroy,
// and others are values of it besides restore and keep.
func SchemaAttributes(text string, others ...string) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"on_destroy": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(Restore),
			Validators:          []validator.String{stringvalidator.OneOf(append([]string{Restore, Keep}, others...)...)},
			MarkdownDescription: text,
		},
		"former": schema.StringAttribute{
			Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "The values at the time when this resource was created or imported, as JSON, and which of them it has managed since:" +
				" `on_destroy = \"restore\"` restores those.",
		},
	}
}
