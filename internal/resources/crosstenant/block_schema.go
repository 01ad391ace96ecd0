package crosstenant

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/boolvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/objectvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// inheritance says what the marker of a block does; the zero value is that of blocks
// without one.
type inheritance struct{ block, marker string }

var (
	withoutMarker = inheritance{}
	fromDefault   = inheritance{"resets it to the tenant's default", "applies the tenant's default"}
	fromEntry     = inheritance{"removes it from the template", "leaves the block of an entry as it is"}
)

// sharedAttributes are the blocks of both the default and a partner.
func sharedAttributes(inheritable inheritance) map[string]schema.Attribute {
	restrictions := "Tenants and applications that users may access on your networks and devices with accounts of " +
		"other tenants (tenant restrictions v2). Public cloud only."
	return map[string]schema.Attribute{
		"b2b_collaboration_inbound": settingAttribute(inheritable,
			"Inbound B2B collaboration: users of the other tenant that may be guests, and applications of this tenant that they may use. Users and groups are objects of the other tenant."),
		"b2b_collaboration_outbound": settingAttribute(inheritable,
			"Outbound B2B collaboration: users of this tenant that may be guests of the other tenant, and applications there that they may use. Users and groups are objects of this tenant."),
		"b2b_direct_connect_inbound": settingAttribute(inheritable,
			"Inbound B2B direct connect: users of the other tenant that may use shared channels of Teams in this tenant. Users and groups are objects of the other tenant."),
		"b2b_direct_connect_outbound": settingAttribute(inheritable,
			"Outbound B2B direct connect: users of this tenant that may use shared channels of Teams in the other tenant. Users and groups are objects of this tenant."),
		"tenant_restrictions": settingAttribute(inheritable, restrictions),
		"inbound_trust": blockAttribute(inheritable, "Claims of sign-ins in the home tenant that this tenant accepts. An absent boolean is"+
			" false. Needs Entra ID P1.", map[string]schema.Attribute{
			"is_mfa_accepted":                           trustAttribute("Whether multifactor authentication in the home tenant is accepted."),
			"is_compliant_device_accepted":              trustAttribute("Whether a compliant device of the home tenant is accepted."),
			"is_hybrid_azure_ad_joined_device_accepted": trustAttribute("Whether a device that is hybrid joined to the home tenant is accepted."),
		}),
		"m365_collaboration_inbound": oneHalfAttribute(inheritable, rules.M365Inbound,
			"Inbound Microsoft 365 collaboration: users of the other tenant for which the Microsoft 365 capabilities of this tenant have an effect:"+
				" free/busy, calendar sharing, MailTips, profile cards, rooms and desks. Users and groups are objects of the other tenant. The"+
				" capabilities are set with `multitenant_m365_capabilities`."),
		"m365_collaboration_outbound": oneHalfAttribute(inheritable, rules.M365Outbound,
			"Outbound Microsoft 365 collaboration: users of this tenant that may use the Microsoft 365 capabilities of the other tenant. Users and"+
				" groups are objects of this tenant."),
		"app_service_connect_inbound": oneHalfAttribute(inheritable, rules.ServiceConnectInbound,
			"Inbound service connections: applications that may move mailboxes out of this tenant, with the capability `crossTenantMigration`."),
	}
}

// oneHalfAttribute is a block with one half. It is written as a whole, so the half is
// required.
func oneHalfAttribute(inheritable inheritance, b *rules.TargetsBlock, text string) schema.SingleNestedAttribute {
	half := targetsAttribute("Users and groups: the keyword `AllUsers` with the type `user`, or object ids.", rules.TargetUser, rules.TargetGroup)
	if rules.HalfOf(b) == rules.Applications {
		half = targetsAttribute(applicationsText, rules.TargetApplication)
	}
	return blockAttribute(inheritable, text+" The value is replaced as a whole.", map[string]schema.Attribute{string(rules.HalfOf(b)): half})
}

func trustAttribute(text string) schema.Attribute {
	return schema.BoolAttribute{Optional: true, MarkdownDescription: text}
}

// blockAttribute is a block in one of its three states. Computed keeps the
// directory's values if the block is not configured.
func blockAttribute(inheritable inheritance, text string, inside map[string]schema.Attribute) schema.SingleNestedAttribute {
	text += " Unchanged if it is not configured."
	if inheritable != withoutMarker {
		text += " `{ inherit = true }` " + inheritable.block + "."
		inside = maps.Clone(inside)
		inside[inherit] = markerAttribute("`true` "+inheritable.marker+". It excludes all other attributes.", slices.Sorted(maps.Keys(inside))...)
	}
	return schema.SingleNestedAttribute{
		Optional: true, Computed: true, Attributes: inside, MarkdownDescription: text,
		PlanModifiers: []planmodifier.Object{objectplanmodifier.UseStateForUnknown()},
	}
}

// markerAttribute is an attribute of a block that excludes the others in it.
func markerAttribute(text string, others ...string) schema.Attribute {
	return schema.BoolAttribute{
		Optional: true, MarkdownDescription: text,
		Validators: []validator.Bool{boolvalidator.Equals(true), boolvalidator.ConflictsWith(beside(others...)...)},
	}
}

// beside names attributes of the same block.
func beside(names ...string) []path.Expression {
	var all []path.Expression
	for _, name := range names {
		all = append(all, path.MatchRelative().AtParent().AtName(name))
	}
	return all
}

func settingAttribute(inheritable inheritance, text string) schema.SingleNestedAttribute {
	return blockAttribute(inheritable, text, map[string]schema.Attribute{
		string(rules.UsersAndGroups): halfAttribute(rules.Applications, "Users and groups: the keyword `AllUsers` with the type `user`, or object ids.",
			rules.TargetUser, rules.TargetGroup),
		string(rules.Applications): halfAttribute(rules.UsersAndGroups, applicationsText, rules.TargetApplication),
	})
}

const applicationsText = "Applications: one of the keywords `AllApplications`, `Office365` and `AllMicrosoftApps`, or" +
	" application (client) ids, all with the type `application`."

// halfAttribute requires the other half: it is not documented whether the service
// keeps a half that is not sent (graph-cross-tenant §1.5).
func halfAttribute(other rules.Half, text string, kinds ...string) schema.Attribute {
	half := targetsAttribute(text+" Requires the other half.", kinds...)
	half.Validators = []validator.Object{objectvalidator.AlsoRequires(beside(string(other))...)}
	return half
}

func targetsAttribute(text string, kinds ...string) schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		Optional: true, MarkdownDescription: text,
		Attributes: map[string]schema.Attribute{
			"access_type": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{stringvalidator.OneOf(string(rules.Allowed), string(rules.Blocked))},
				MarkdownDescription: "`allowed` allows the targets only, `blocked` blocks the targets only.",
			},
			"targets": schema.SetNestedAttribute{
				Required:            true,
				Validators:          []validator.Set{setvalidator.SizeAtLeast(1)},
				MarkdownDescription: "Users, groups or applications of the rule. A keyword for all excludes other targets.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"target": schema.StringAttribute{
						Required: true, MarkdownDescription: "A keyword or an id; case is ignored.",
					},
					"target_type": schema.StringAttribute{
						Required: true, MarkdownDescription: "Type of the target.",
						Validators: []validator.String{stringvalidator.OneOf(kinds...)},
					},
				}},
			},
		},
	}
}
