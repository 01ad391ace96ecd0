package crosstenant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

func (r *capabilities) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages what the users of one other tenant, or of all other tenants, may see of the users of a tenant in Microsoft 365:" +
			" free/busy times, shared calendars, MailTips, profile cards, rooms and desks; and whether mailboxes may be moved.",
		Attributes: tfkit.ResourceAttributes(ctx, map[string]schema.Attribute{
			"partner_tenant_id": schema.StringAttribute{
				Required: true, CustomType: tfkit.FoldedType{},
				Validators:    []validator.String{stringvalidator.Any(stringvalidator.OneOf(ofDefault), tfkit.GUID())},
				PlanModifiers: []planmodifier.String{tfkit.SameInAnyCase{}, stringplanmodifier.RequiresReplace()},
				MarkdownDescription: "Tenant id of the other tenant, which must have a partner configuration, or `default` for all other" +
					" organizations with Microsoft 365. Another value replaces the resource.",
			},
			"exclusive": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(false),
				MarkdownDescription: "Whether all other capabilities of the partner or of the default are deleted. The default is `false`: only the" +
					" capabilities in `capabilities` are changed.",
			},
			"capabilities": schema.MapNestedAttribute{
				Required: true, NestedObject: schema.NestedAttributeObject{Attributes: capabilityAttributes()},
				MarkdownDescription: "Capabilities by their names in Microsoft Graph, for example `crossTenantMailTipsAll`.",
			},
			"former": schema.StringAttribute{
				Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
				MarkdownDescription: "The capabilities at the time when this resource was created or imported, as JSON, and which of them it manages: a" +
					" destroy restores those.",
			},
		}),
	}
}

func capabilityAttributes() map[string]schema.Attribute {
	ids := func(text string) schema.Attribute {
		return schema.SetAttribute{
			Optional: true, ElementType: types.StringType, MarkdownDescription: text,
			Validators: []validator.Set{setvalidator.ValueStringsAre(tfkit.GUID())},
		}
	}
	return map[string]schema.Attribute{
		"allowed": schema.BoolAttribute{
			Required:            true,
			MarkdownDescription: "Whether the capability is allowed. `false` blocks it, also if the default allows it.",
		},
		"users": ids("Object ids of users of this tenant. All users of this tenant are included if neither `users` nor `groups` is" +
			" configured."),
		"groups":          ids("Object ids of groups of this tenant, whose members are included."),
		"excluded_users":  ids("Object ids of users of this tenant that are not included."),
		"excluded_groups": ids("Object ids of groups of this tenant whose members are not included."),
	}
}
