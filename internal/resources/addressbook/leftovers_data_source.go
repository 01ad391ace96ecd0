package addressbook

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = (*leftoversData)(nil)

// leftoversData is multitenant_sharing_leftovers.
type leftoversData struct{ tfkit.DataSource }

func newLeftovers() datasource.DataSource { return &leftoversData{} }

func (d *leftoversData) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_sharing_leftovers"
}

// Read lists what a tenant still shares. A tenant whose Exchange Online cannot be read
// is an error: an empty list would say that nothing is left.
func (d *leftoversData) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m leftoversModel
	ctx, op := d.BeginRead(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	legacy, err := inspect.ReadLegacySharing(ctx, t)
	if err != nil {
		op.Fail(fmt.Sprintf("Cannot read the sharing settings of Exchange Online in tenant %q", t.Key), err)
		return
	}
	if tfkit.Known(m.PartnerDomains) {
		legacy = legacy.With(tfkit.Strings(m.PartnerDomains))
	}
	m.show(legacy)
	op.Save(ctx)
}
