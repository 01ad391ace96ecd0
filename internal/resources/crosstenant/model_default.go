package crosstenant

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/cloud"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// defaultsModel is the resource as Terraform has it.
type defaultsModel struct {
	sharedModel

	ID       types.String `tfsdk:"id"`
	Tenant   types.String `tfsdk:"tenant"`
	TenantID types.String `tfsdk:"tenant_id"`

	Redemption       types.Object   `tfsdk:"invitation_redemption_identity_provider_configuration"`
	OnDestroy        types.String   `tfsdk:"on_destroy"`
	IsServiceDefault types.Bool     `tfsdk:"is_service_default"`
	Timeouts         timeouts.Value `tfsdk:"timeouts"`
}

var defaultsBlocks = append(slices.Clone(shared), block{"invitation_redemption_identity_provider_configuration", graph.Redemption})

func (*defaultsModel) blocks() []block { return defaultsBlocks }

func (*defaultsModel) inheritable() bool { return false }

func (m *defaultsModel) at(b graph.Block) *types.Object {
	if b == graph.Redemption {
		return &m.Redemption
	}
	return m.sharedModel.at(b)
}

// refresh takes over what the directory says.
func (m *defaultsModel) refresh(t *tenant.Tenant, d graph.AccessDefaults) {
	m.ID = types.StringValue(tfkit.ID(t.ID, tfkit.DefaultAccessName))
	m.Tenant = types.StringValue(t.Key)
	m.TenantID = types.StringValue(t.ID)
	m.IsServiceDefault = types.BoolValue(d.ServiceDefault)
	refresh(m, d.AccessSettings, t.Cloud.Name == cloud.Public)
}

// formerKey is where Terraform's private state remembers what the blocks said
// before this resource changed them for the first time.
const formerKey = "former"

// privateReader and privateWriter are Terraform's private state, whose type the
// framework keeps to itself.
type privateReader interface {
	GetKey(context.Context, string) ([]byte, diag.Diagnostics)
}

type privateWriter interface {
	SetKey(context.Context, string, []byte) diag.Diagnostics
}

// recall returns the change that would put everything back.
func recall(ctx context.Context, p privateReader, diags *diag.Diagnostics) graph.AccessChange {
	var former graph.AccessChange
	data, problems := p.GetKey(ctx, formerKey)
	diags.Append(problems...)
	if len(data) == 0 {
		return former
	}
	if err := json.Unmarshal(data, &former); err != nil {
		diags.AddError("Cannot read the private state", fmt.Sprintf("What the settings were before cannot be read: %v. This is a bug of the provider.", err))
	}
	return former
}

// remember adds the blocks that are about to be changed for the first time.
func remember(ctx context.Context, p privateWriter, former, change graph.AccessChange, before graph.AccessSettings) diag.Diagnostics {
	for _, b := range change.Blocks {
		if !slices.Contains(former.Blocks, b) {
			former.Set(b, before)
		}
	}
	data, err := json.Marshal(former)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Cannot write the private state", err.Error())}
	}
	return p.SetKey(ctx, formerKey, data)
}
