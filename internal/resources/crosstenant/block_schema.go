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

// sharedAttributes are the blocks that the default and a partner have.
func sharedAttributes(inheritable bool) map[string]schema.Attribute {
	restrictions := "Which tenants and applications people may use on your networks and devices with accounts of " +
		"other tenants (tenant restrictions v2). Public cloud only."
	return map[string]schema.Attribute{
		"b2b_collaboration_inbound": settingAttribute(inheritable,
			"Who may come in as a guest, and to which applications of this tenant. Users and groups are objects of the other tenant."),
		"b2b_collaboration_outbound": settingAttribute(inheritable,
			"Who of this tenant may be a guest elsewhere, and in which applications there. Users and groups are objects of this tenant."),
		"b2b_direct_connect_inbound": settingAttribute(inheritable,
			"Who may use shared channels of Teams here without being a guest. Users and groups are objects of the other tenant."),
		"b2b_direct_connect_outbound": settingAttribute(inheritable,
			"Who of this tenant may use shared channels of Teams elsewhere. Users and groups are objects of this tenant."),
		"tenant_restrictions": settingAttribute(inheritable, restrictions),
		"inbound_trust": blockAttribute(inheritable, "Which claims about a sign-in at home count here. A boolean that is left out is"+
			" false. Needs Entra ID P1.", map[string]schema.Attribute{
			"is_mfa_accepted":                           trustAttribute("Multifactor authentication at home counts."),
			"is_compliant_device_accepted":              trustAttribute("A device that the home tenant calls compliant counts."),
			"is_hybrid_azure_ad_joined_device_accepted": trustAttribute("A device that is hybrid joined to the home tenant counts."),
		}),
	}
}

func trustAttribute(text string) schema.Attribute {
	return schema.BoolAttribute{Optional: true, MarkdownDescription: text}
}

// blockAttribute is a block in one of its three states. Computed keeps what the
// directory says when the configuration has nothing to say.
func blockAttribute(inheritable bool, text string, inside map[string]schema.Attribute) schema.SingleNestedAttribute {
	text += " Left alone when it is left out."
	if inheritable {
		text += " `{ inherit = true }` gives it back to the tenant's default."
		inside = maps.Clone(inside)
		inside[inherit] = markerAttribute("`true` makes the tenant's default count. Nothing else can be set beside it.", slices.Sorted(maps.Keys(inside))...)
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

func settingAttribute(inheritable bool, text string) schema.SingleNestedAttribute {
	return blockAttribute(inheritable, text, map[string]schema.Attribute{
		string(rules.UsersAndGroups): halfAttribute(rules.Applications, "Users and groups: the keyword `AllUsers` with the type `user`, or object ids.",
			rules.TargetUser, rules.TargetGroup),
		string(rules.Applications): halfAttribute(rules.UsersAndGroups, "Applications: one of the keywords `AllApplications`, `Office365` and `AllMicrosoftApps`, or"+
			" application (client) ids, all with the type `application`.", rules.TargetApplication),
	})
}

// halfAttribute needs the other half: whether the service keeps one that is not sent
// is not documented (graph-cross-tenant §1.5).
func halfAttribute(other rules.Half, text string, kinds ...string) schema.Attribute {
	return schema.SingleNestedAttribute{
		Optional: true, MarkdownDescription: text + " Both halves go together.",
		Validators: []validator.Object{objectvalidator.AlsoRequires(beside(string(other))...)},
		Attributes: map[string]schema.Attribute{
			"access_type": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{stringvalidator.OneOf(string(rules.Allowed), string(rules.Blocked))},
				MarkdownDescription: "`allowed` lets in the targets and nobody else, `blocked` keeps out the targets and nobody else.",
			},
			"targets": schema.SetNestedAttribute{
				Required:            true,
				Validators:          []validator.Set{setvalidator.SizeAtLeast(1)},
				MarkdownDescription: "Whom or what it is about. A keyword for all stands alone.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"target": schema.StringAttribute{
						Required: true, MarkdownDescription: "A keyword or an id, in upper or lower case.",
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
