package addressbook

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

func (r *mailUser) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages the mail attributes of an external user of a resource tenant in Exchange Online: its addresses and its MailTip.",
		Attributes:          tfkit.ResourceAttributes(ctx, mailUserOf(), mailUserAddresses(), mailUserSettings(), mailUserResults()),
	}
}

func mailUserOf() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"user_id": schema.StringAttribute{
			Required: true, CustomType: tfkit.FoldedType{},
			Validators:    []validator.String{tfkit.GUID()},
			PlanModifiers: []planmodifier.String{tfkit.SameInAnyCase{}, stringplanmodifier.RequiresReplace()},
			MarkdownDescription: "Object id of the user in the resource tenant, such as `multitenant_b2b_invitation.ana.user_id`. Another id" +
				" replaces this resource: `on_destroy` applies to the previous user. No user is replaced.",
		},
		"on_destroy": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(destroyRestore),
			Validators: []validator.String{stringvalidator.OneOf(destroyRestore, destroyKeep)},
			MarkdownDescription: "Effect on the attributes that were configured, when this resource is destroyed or they are removed from the" +
				" configuration: `restore` (default) restores the values from before the first change, `keep` leaves them unchanged. The user" +
				" remains in either case.",
		},
		"former": schema.StringAttribute{
			Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "What `on_destroy = \"restore\"` restores, and the attributes at the time when this resource was created or imported, as JSON.",
		},
	}
}

func mailUserAddresses() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"primary_smtp_address": schema.StringAttribute{
			Optional: true, Computed: true, CustomType: tfkit.FoldedType{}, Validators: mailAddress(),
			PlanModifiers:       []planmodifier.String{tfkit.SameInAnyCase{}},
			MarkdownDescription: "Primary address. The former one stays as another address, unless `email_addresses` does without it.",
		},
		"email_addresses": schema.SetAttribute{
			Optional: true, Computed: true, ElementType: types.StringType,
			Validators: []validator.Set{
				setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(mailAddress()...),
				setvalidator.ConflictsWith(path.MatchRoot("additional_email_addresses")),
			},
			MarkdownDescription: "All e-mail addresses of the mail user, with the primary one: others are removed. Addresses of other kinds, such as" +
				" `X500:`, are not e-mail addresses and stay. Without a configuration, the addresses that Exchange Online has.",
		},
		"additional_email_addresses": schema.SetAttribute{
			Optional: true, ElementType: types.StringType,
			Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(mailAddress()...)},
			MarkdownDescription: "E-mail addresses that are added to those of the mail user. All others stay. One that is removed from this set is" +
				" removed from the mail user, unless it was there before.",
		},
		"external_email_address": schema.StringAttribute{
			Optional: true, Computed: true, CustomType: tfkit.FoldedType{}, Validators: mailAddress(),
			PlanModifiers:       []planmodifier.String{tfkit.SameInAnyCase{}},
			MarkdownDescription: "Address to which mail for the user is sent, in its home tenant.",
		},
	}
}

func mailUserSettings() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"mail_tip": schema.StringAttribute{
			Optional: true, Computed: true, Validators: []validator.String{tfkit.Filled(mailTipText{})},
			MarkdownDescription: fmt.Sprintf("Text that is shown to senders, without HTML. Up to %d characters.", exchange.MailTipLength),
		},
	}
}

func mailUserResults() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"user_principal_name": schema.StringAttribute{
			Computed: true, CustomType: tfkit.FoldedType{}, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "User principal name in the resource tenant.",
		},
		"recipient_type": schema.StringAttribute{
			Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "`RecipientTypeDetails`, such as `GuestMailUser`.",
		},
	}
}
