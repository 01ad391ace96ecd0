package addressbook

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// The values of on_destroy.
const (
	destroyRestore = "restore"
	destroyKeep    = "keep"
)

// The values of exchange.
const (
	exchangeAuto     = "auto"
	exchangeRequired = "required"
	exchangeOff      = "off"
)

func (r *visibility) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages whether the address book of a resource tenant shows a user, in Exchange Online and in Graph.",
		Attributes:          tfkit.ResourceAttributes(ctx, visibilityArguments(), visibilityResults()),
	}
}

func visibilityArguments() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"user_id": schema.StringAttribute{
			Required: true, CustomType: tfkit.FoldedType{},
			Validators:    []validator.String{tfkit.GUID()},
			PlanModifiers: []planmodifier.String{tfkit.SameInAnyCase{}, stringplanmodifier.RequiresReplace()},
			MarkdownDescription: "Object id of the user in the resource tenant, such as `multitenant_b2b_invitation.ana.user_id`. Another id" +
				" replaces this resource: `on_destroy` applies to the previous user. No user is replaced.",
		},
		"visible": schema.BoolAttribute{
			Required: true,
			MarkdownDescription: "Whether the address book shows the user. The value of Exchange Online counts where it is known, otherwise that" +
				" of Graph.",
		},
		"exchange": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(exchangeAuto),
			Validators: []validator.String{stringvalidator.OneOf(exchangeAuto, exchangeRequired, exchangeOff)},
			MarkdownDescription: "`auto` (default) sets Exchange Online where the user is a mail user and the application may, and Graph alone with" +
				" a warning otherwise. `required` makes this an error. `off` sends nothing to Exchange Online.",
		},
		"on_destroy": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(destroyRestore),
			Validators: []validator.String{stringvalidator.OneOf(destroyRestore, destroyKeep)},
			MarkdownDescription: "Effect on the user when this resource is destroyed: `restore` (default) restores `former_visible`, `keep`" +
				" leaves the visibility unchanged. The user remains in either case.",
		},
	}
}

func visibilityResults() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"user_principal_name": schema.StringAttribute{
			Computed: true, CustomType: tfkit.FoldedType{}, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "User principal name in the resource tenant.",
		},
		"recipient_type": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "`RecipientTypeDetails` of the mail user, such as `GuestMailUser`; null if there is none or Exchange Online was not read.",
		},
		"visible_in_exchange": schema.BoolAttribute{
			Computed:            true,
			MarkdownDescription: "The reverse of `HiddenFromAddressListsEnabled`; null if there is no mail user or Exchange Online was not read.",
		},
		"visible_in_graph": schema.BoolAttribute{
			Computed:            true,
			MarkdownDescription: "`showInAddressList`; null if Graph has no value, which is common and says nothing about Exchange Online.",
		},
		"former_visible": schema.BoolAttribute{
			Computed: true, PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "The visibility before the first change. Unknown after an import, until this resource changes the visibility for" +
				" the first time; until then a destroy leaves it unchanged. Null as well if neither service had a value: a destroy then clears that of Graph.",
		},
	}
}
