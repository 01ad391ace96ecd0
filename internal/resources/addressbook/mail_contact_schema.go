package addressbook

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// The greatest lengths of names (exchange §9.5).
const (
	mostName        = 64
	mostDisplayName = 256
)

func (r *mailContact) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages a mail contact of Exchange Online: an address book entry for an address of another organization, without a user.",
		Attributes:          tfkit.ResourceAttributes(ctx, contactAddress(), contactNames(), contactSettings(), contactResults()),
	}
}

func contactAddress() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"email": schema.StringAttribute{
			Required: true, CustomType: tfkit.FoldedType{},
			Validators:    []validator.String{tfkit.Email()},
			PlanModifiers: []planmodifier.String{tfkit.SameInAnyCase{}},
			MarkdownDescription: "External e-mail address, to which mail is sent. It is the primary address of the contact. Another address changes" +
				" the contact in place, and the former one is not kept.",
		},
	}
}

func contactNames() map[string]schema.Attribute {
	text := func(most int, description string) schema.StringAttribute {
		return schema.StringAttribute{
			Optional: true, Computed: true, Validators: []validator.String{tfkit.Filled(stringvalidator.UTF8LengthAtMost(most))},
			MarkdownDescription: fmt.Sprintf("%s Up to %d characters.", description, most),
		}
	}
	return map[string]schema.Attribute{
		"name":         text(mostName, "Name in Exchange Online, unique in the tenant. The default is `email`, and follows it."),
		"display_name": text(mostDisplayName, "Name in the address book. The default is `name`, and follows it."),
		"alias":        text(mostName, "Exchange Online derives it from `name` when the contact is created. A contact always has one: it stays when it is removed from the configuration."),
		"first_name":   text(mostName, "First name of the person."),
		"last_name":    text(mostName, "Last name of the person."),
	}
}

func contactSettings() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"hidden_from_address_lists": schema.BoolAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "Whether the address book leaves the contact out. A new contact is shown.",
		},
		"mail_tip": schema.StringAttribute{
			Optional: true, Computed: true, Validators: []validator.String{tfkit.Filled(mailTipText{})},
			MarkdownDescription: fmt.Sprintf("Text that is shown to senders, without HTML. Up to %d characters.", exchange.MailTipLength),
		},
	}
}

func contactResults() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"contact_id": schema.StringAttribute{
			Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "`Guid` of the contact in Exchange Online.",
		},
		"entra_object_id": schema.StringAttribute{
			Computed: true,
			MarkdownDescription: "Object id of the contact in Entra, such as for `manager_id` of `multitenant_b2b_invitation`; null until Exchange" +
				" Online has it.",
		},
		"primary_smtp_address": schema.StringAttribute{
			Computed: true, CustomType: tfkit.FoldedType{},
			MarkdownDescription: "Primary address in Exchange Online.",
		},
	}
}
