package synchronization

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

const (
	existingError = "error"
	existingAdopt = "adopt"
	destroyDelete = "delete"
	destroyKeep   = "keep"
)

// Limits of Graph (graph-identity §7.2).
const (
	longestName     = 256
	longestNickname = 64
	longestRule     = 3072
)

// nickname has the characters that Graph accepts, without the dot, about which its
// documentation contradicts clients (graph-identity §7.2).
var nickname = regexp.MustCompile(`^[!#$%&'*+\-/0-9=?A-Z^_` + "`" + `a-z{|}~]+$`)

func (r *scopeGroup) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages a security group that decides which users of a tenant are synchronized to other tenants: its members, its" +
			" assignment to the synchronization, and its protection.",
		Attributes: tfkit.ResourceAttributes(ctx, nameAttributes(), memberAttributes(), scopeAttributes(), fateAttributes(), readAttributes()),
	}
}

func nameAttributes() map[string]schema.Attribute {
	keep := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	return map[string]schema.Attribute{
		"display_name": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthBetween(1, longestName)},
			MarkdownDescription: "Display name. Changed in place.",
		},
		"mail_nickname": schema.StringAttribute{
			Optional: true, Computed: true, PlanModifiers: keep,
			Validators: []validator.String{
				stringvalidator.LengthAtMost(longestNickname),
				stringvalidator.RegexMatches(nickname, "must consist of ASCII letters, digits and punctuation without spaces, dots, quotes, brackets, and @ , : ; < > \\"),
			},
			MarkdownDescription: "Mail nickname, which Graph requires although the group has no mail. By default it is derived from `display_name` at creation.",
		},
		"description": schema.StringAttribute{
			Optional: true, Computed: true, PlanModifiers: keep,
			Validators:          []validator.String{stringvalidator.LengthAtMost(1024)},
			MarkdownDescription: "Description. Unchanged if it is not configured; an empty string clears it.",
		},
	}
}

func memberAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"members": schema.SetAttribute{
			Optional: true, CustomType: tfkit.NewIDSetType(),
			MarkdownDescription: "Object ids of users of the tenant. Only they are synchronized: members of nested groups are not. Conflicts with" +
				" `membership_rule`. Without both, members are neither read nor changed.",
		},
		"exclusive_members": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(true),
			MarkdownDescription: "Whether `members` are all members: `true` (default) removes every other one, `false` leaves them.",
		},
		"membership_rule": schema.StringAttribute{
			Optional: true, Validators: []validator.String{tfkit.Filled(stringvalidator.LengthAtMost(longestRule))},
			MarkdownDescription: "Rule of dynamic membership, such as `(user.userType -eq \"Member\") and (user.department -eq \"Sales\")`. Setting or" +
				" removing it converts the group in place. Entra needs minutes, at times hours, to evaluate it. It requires Entra ID P1.",
		},
		"owners": schema.SetAttribute{
			Optional: true, Computed: true, CustomType: tfkit.NewIDSetType(),
			MarkdownDescription: "Object ids of all owners, users and service principals, without the principal that the provider signs in with unless it is" +
				" listed. Unchanged if it is not configured.",
		},
	}
}

func scopeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"service_principal_ids": schema.SetAttribute{
			Optional: true, CustomType: tfkit.NewIDSetType(),
			MarkdownDescription: "Object ids of the service principals (enterprise applications) of cross-tenant synchronizations to which the group is" +
				" assigned, with the role `msiam_access`. An id that is removed is unassigned. Other assignments are left alone.",
		},
		"restricted_unit": schema.SingleNestedAttribute{
			Optional: true,
			MarkdownDescription: "Restricted management administrative unit that contains the group: only roles with the unit as their scope can change" +
				" the group and its members. Unchanged if it is not configured.",
			Attributes: unitAttributes(),
		},
	}
}

func unitAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{
			Optional: true, Computed: true,
			Validators: []validator.String{
				tfkit.GUID(), stringvalidator.ExactlyOneOf(path.MatchRelative().AtParent().AtName("display_name")),
			},
			MarkdownDescription: "Object id of an existing unit.",
		},
		"display_name": schema.StringAttribute{
			Optional: true, Validators: []validator.String{stringvalidator.LengthBetween(1, longestName)},
			MarkdownDescription: "Name of a unit, which is created as a restricted one if the tenant has none of that name. A destroy leaves it: other" +
				" groups may be in it.",
		},
		"grant_role": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether to assign the Entra role Groups Administrator, with the unit as its scope, to the application that the provider" +
				" signs in with. Without a role in the unit, the application can add the group to it and change it no more.",
		},
	}
}

func fateAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"on_existing": schema.StringAttribute{
			Optional: true, PlanModifiers: []planmodifier.String{tfkit.CreationOnly{}},
			Validators: []validator.String{stringvalidator.OneOf(existingError, existingAdopt)},
			MarkdownDescription: "What to do at creation if the tenant has a group with the display name: `error` (default) prints the import id, unless" +
				" the group was left by an interrupted apply, which is continued; `adopt` takes the group and changes what is configured.",
		},
		"on_destroy": schema.StringAttribute{
			Optional: true, Computed: true,
			Validators: []validator.String{stringvalidator.OneOf(destroyDelete, destroyKeep)},
			MarkdownDescription: "Effect of a destroy on the group: `delete` (default for groups that this resource created), or `keep` (default for" +
				" groups that were adopted or imported). Deleting it takes its users out of scope.",
		},
	}
}

func readAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"group_id": schema.StringAttribute{
			Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "Object id of the group. It stays the same through every change.",
		},
		"member_count": schema.Int64Attribute{
			Computed:            true,
			MarkdownDescription: "Number of direct members. Unless `members` is configured it comes from the search index, which is late.",
		},
		"nested_groups": schema.SetAttribute{
			Computed: true, CustomType: tfkit.NewIDSetType(),
			MarkdownDescription: "Object ids of groups among the direct members, whose members are not synchronized; empty unless `members` is configured.",
		},
		"is_management_restricted": schema.BoolAttribute{
			Computed: true, MarkdownDescription: "Whether the group is in a restricted management administrative unit.",
		},
	}
}
