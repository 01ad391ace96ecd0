package addressbook

import (
	"cmp"
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = (*recipientsData)(nil)

// recipientsData is multitenant_recipients.
type recipientsData struct{ tfkit.DataSource }

// A long list takes many requests, hence the timeout.
func newRecipients() datasource.DataSource {
	return &recipientsData{tfkit.DataSource{Timeout: defaultTimeout}}
}

// recipientsModel is the data source in Terraform's types.
type recipientsModel struct {
	tfkit.DataSourceModel

	Types       types.Set                 `tfsdk:"types"`
	VisibleOnly types.Bool                `tfsdk:"visible_only"`
	Recipients  map[string]recipientModel `tfsdk:"recipients"`
}

type recipientModel struct {
	DisplayName          types.String `tfsdk:"display_name"`
	PrimarySMTPAddress   types.String `tfsdk:"primary_smtp_address"`
	ExternalEmailAddress types.String `tfsdk:"external_email_address"`
	EmailAddresses       []string     `tfsdk:"email_addresses"`
	Type                 types.String `tfsdk:"type"`
	Hidden               types.Bool   `tfsdk:"hidden"`
	UserID               types.String `tfsdk:"user_id"`
}

// recipientTypes are the values of RecipientTypeDetails (exchange §9.3).
var recipientTypes = []string{
	"DiscoveryMailbox", "DynamicDistributionGroup", "EquipmentMailbox", "GroupMailbox", "GuestMailUser", "LegacyMailbox", "LinkedMailbox",
	"LinkedRoomMailbox", "MailContact", "MailForestContact", "MailNonUniversalGroup", "MailUniversalDistributionGroup",
	"MailUniversalSecurityGroup", "MailUser", "PublicFolder", "PublicFolderMailbox", "RemoteEquipmentMailbox", "RemoteRoomMailbox",
	"RemoteSharedMailbox", "RemoteTeamMailbox", "RemoteUserMailbox", "RoomList", "RoomMailbox", "SchedulingMailbox", "SharedMailbox",
	"SharedWithMailUser", "TeamMailbox", "UserMailbox",
}

func (d *recipientsData) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_recipients"
}

func (d *recipientsData) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the recipients of a tenant in Exchange Online: the objects of its address book, visible and hidden.",
		Attributes: tfkit.DataSourceAttributes(ctx, map[string]schema.Attribute{
			"types": schema.SetAttribute{
				Optional: true, ElementType: types.StringType,
				Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(stringvalidator.OneOf(recipientTypes...))},
				MarkdownDescription: "Only recipients of these types (`RecipientTypeDetails`), such as `GuestMailUser`, `MailUser`, `MailContact` and" +
					" `UserMailbox`. Without it all types but `GroupMailbox`, which Exchange Online lists on request only.",
			},
			"visible_only": schema.BoolAttribute{
				Optional: true, MarkdownDescription: "Whether recipients are left out that address lists do not show. Default `false`.",
			},
			"recipients": schema.MapNestedAttribute{
				Computed: true,
				MarkdownDescription: "The recipients by their object id in Entra; mail contacts, and what Entra does not know, by their `Guid` in" +
					" Exchange Online, like `contact_id` of `multitenant_mail_contact`.",
				NestedObject: schema.NestedAttributeObject{Attributes: recipientAttributes()},
			},
		}),
	}
}

func recipientAttributes() map[string]schema.Attribute {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	return map[string]schema.Attribute{
		"display_name":           text("Name in the address book."),
		"primary_smtp_address":   text("Primary address."),
		"external_email_address": text("Address to which mail is sent, of mail users and mail contacts; null for others."),
		"email_addresses": schema.ListAttribute{
			Computed: true, ElementType: types.StringType,
			MarkdownDescription: "All e-mail addresses, without addresses of other kinds such as `X500:`.",
		},
		"type":    text("`RecipientTypeDetails`, such as `GuestMailUser`."),
		"hidden":  schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether address lists leave the recipient out."},
		"user_id": text("Object id of the user in Entra; null for recipients that are no users."),
	}
}

func (d *recipientsData) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m recipientsModel
	ctx, op := d.BeginRead(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	found, err := t.Exchange.Recipients(ctx, tfkit.Strings(m.Types)...)
	if err != nil {
		op.Fail(fmt.Sprintf("Cannot list the recipients of tenant %q", t.Key), err)
		return
	}
	m.observe(found)
	op.Save(ctx)
}

// observe sets the recipients.
func (m *recipientsModel) observe(found []exchange.Recipient) {
	m.Recipients = make(map[string]recipientModel, len(found))
	for _, r := range found {
		if r.Hidden && m.VisibleOnly.ValueBool() {
			continue
		}
		key := cmp.Or(r.ObjectID, r.GUID)
		if r.TypeDetails == mailContactType {
			key = r.GUID
		}
		m.Recipients[key] = listedRecipient(r)
	}
}

func listedRecipient(r exchange.Recipient) recipientModel {
	listed := recipientModel{
		DisplayName: tfkit.StringOrNull(r.DisplayName), PrimarySMTPAddress: tfkit.StringOrNull(r.PrimaryAddress),
		ExternalEmailAddress: tfkit.StringOrNull(r.External()), EmailAddresses: r.Mail(),
		Type: types.StringValue(r.TypeDetails), Hidden: types.BoolValue(r.Hidden),
	}
	if r.Type == "MailUser" || r.Type == "UserMailbox" {
		listed.UserID = tfkit.StringOrNull(r.ObjectID)
	}
	return listed
}
