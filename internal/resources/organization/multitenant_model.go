package organization

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// multitenantModel is the resource in Terraform's types.
type multitenantModel struct {
	tfkit.Model

	DisplayName types.String `tfsdk:"display_name"`
	Description types.String `tfsdk:"description"`
	OnDestroy   types.String `tfsdk:"on_destroy"`
	Created     types.String `tfsdk:"created_date_time"`
}

// refresh reads the values of the directory, which has null for an empty description.
func (m *multitenantModel) refresh(o graph.MultitenantOrganization) {
	m.DisplayName, m.Created = types.StringValue(o.DisplayName), tfkit.StringOrNull(o.Created)
	if m.Description.IsUnknown() || m.Description.ValueString() != o.Description {
		m.Description = tfkit.StringOrNull(o.Description)
	}
}

// change are the properties that differ from the state; an empty description is
// cleared.
func (m *multitenantModel) change(state multitenantModel) graph.Settings {
	change := graph.Settings{}
	if !m.DisplayName.Equal(state.DisplayName) {
		change["displayName"] = m.DisplayName.ValueString()
	}
	if tfkit.Known(m.Description) && m.Description.ValueString() != state.Description.ValueString() {
		if change["description"] = nil; m.Description.ValueString() != "" {
			change["description"] = m.Description.ValueString()
		}
	}
	return change
}
