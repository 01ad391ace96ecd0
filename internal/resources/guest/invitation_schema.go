package guest

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/objectvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// What happens to an existing person, and to the person in the end.
const (
	existingError = "error"
	existingAdopt = "adopt"

	deletedError   = "error"
	deletedRestore = "restore"
	deletedIgnore  = "ignore"

	destroyDelete  = "delete"
	destroyDisable = "disable"
	destroyKeep    = "keep"
)

var (
	countryPattern  = regexp.MustCompile(`^[A-Z]{2}$`)
	languagePattern = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`)
)

func (r *invitation) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "One external person in a resource tenant: invited by e-mail address, with a profile, from the first" +
			" apply to the last.",
		Attributes: tfkit.ResourceAttributes(ctx, invitationAttributes(), mailAttributes(), homeAttributes(), profileAttributes(),
			linkAttributes(), lifecycleAttributes(), computedAttributes()),
	}
}

// invitationAttributes are what an invitation is made of. All but the address
// matter only while it is sent.
func invitationAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"email": schema.StringAttribute{
			Required: true, CustomType: tfkit.FoldedType{},
			Validators: []validator.String{tfkit.Email()}, PlanModifiers: []planmodifier.String{tfkit.SameInAnyCase{}},
			MarkdownDescription: "Address that the person is invited by; upper and lower case are the same. It is never read back from" +
				" the directory. A new address of the same person, as after a rename in the home tenant, is an update in place. Any other address" +
				" means another person: the user is replaced while the invitation is pending, and the plan is refused once it is redeemed.",
		},
		"redirect_url": schema.StringAttribute{
			Optional: true, Computed: true,
			Validators:          []validator.String{tfkit.Filled(tfkit.URL())},
			PlanModifiers:       []planmodifier.String{tfkit.CreationOnly{Hint: "The landing page is part of an invitation that has been made; redirect_url changes nothing any more."}},
			MarkdownDescription: "Where the person lands after redeeming. Default: the My Apps portal of the cloud, for this tenant. Used at creation only.",
		},
		"invited_user_type": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString("Guest"),
			Validators:          []validator.String{tfkit.Filled(stringvalidator.OneOf("Guest", "Member"))},
			PlanModifiers:       []planmodifier.String{tfkit.CreationOnly{Hint: "invited_user_type says how the user is invited; it does not change the user type that the user has now."}},
			MarkdownDescription: "`Guest` or `Member`. Default `Guest`. Used at creation only; `user_type` tells what the user is now. A user who is invited as `Member` does not become mail-enabled.",
		},
		"invited_user_id": schema.StringAttribute{
			Optional: true, CustomType: tfkit.FoldedType{},
			Validators:    []validator.String{tfkit.Filled(tfkit.GUID())},
			PlanModifiers: []planmodifier.String{tfkit.CreationOnly{Hint: "invited_user_id says whom the invitation converted; it changes nothing any more."}},
			MarkdownDescription: "Object id of an internal user to convert to an external one, who then signs in with the account behind" +
				" `email`. That address has to be the user's `mail` already. There is no way back. Used at creation only.",
		},
	}
}

// mailAttributes are about the mail of an invitation.
func mailAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"send_message": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(false),
			PlanModifiers: []planmodifier.Bool{tfkit.CreationOnly{Hint: "The invitation has been made; changing send_message sends no mail."}},
			MarkdownDescription: "Whether Microsoft sends an invitation mail: at most once, after it is known that the invitation has created the" +
				" user. It needs `User.Read.All`. Default `false`. Used at creation, and when `redemption_reset_trigger` changes.",
		},
		"message": schema.SingleNestedAttribute{
			Optional:            true,
			MarkdownDescription: "What goes with Microsoft's own text of the invitation mail; needs `send_message = true`, and is used with it.",
			Validators:          []validator.Object{objectvalidator.AlsoRequires(path.MatchRoot("send_message")), sendsMessage{}},
			PlanModifiers:       []planmodifier.Object{tfkit.CreationOnly{}},
			Attributes: map[string]schema.Attribute{
				"body": schema.StringAttribute{Optional: true, Validators: []validator.String{tfkit.Filled()}, MarkdownDescription: "Plain text of your own. It arrives only when a user with a mailbox invites: Microsoft leaves it out when an application does."},
				"language": schema.StringAttribute{
					Optional: true, Validators: []validator.String{tfkit.Filled(language)},
					MarkdownDescription: "Language of Microsoft's own text, such as `en-US`. Has no effect where `body` arrives.",
				},
				"cc_recipient": schema.StringAttribute{Optional: true, Validators: []validator.String{tfkit.Filled(tfkit.Email())}, MarkdownDescription: "One address that gets a copy."},
			},
		},
	}
}

// homeAttributes say where the person comes from, and what has to let them in first.
func homeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"home_tenant": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Key of the tenant in the provider's `tenants` that the person comes from. Found by the domain of the address" +
				" when it is left out.",
		},
		"after": schema.ListAttribute{
			Optional: true, WriteOnly: true, ElementType: types.StringType,
			MarkdownDescription: "Ids of what lets the person in and is set by the same configuration: `multitenant_cross_tenant_access_partner`," +
				" `_default` and `_policy`, of both tenants. The invitation waits for them, and the plan judges by what they will say." +
				" Without it, the plan judges by what the tenants say now. Needs Terraform 1.11 or OpenTofu 1.11.",
		},
	}
}

// profileAttributes are managed while they are configured. Unconfigured ones
// show what the directory says and are left alone.
func profileAttributes() map[string]schema.Attribute {
	text := func(most int, description string, validators ...validator.String) schema.Attribute {
		return schema.StringAttribute{
			Optional: true, Computed: true, MarkdownDescription: description,
			Validators: []validator.String{tfkit.Filled(append(validators, stringvalidator.LengthAtMost(most))...)},
		}
	}
	return map[string]schema.Attribute{
		"display_name":    text(256, "Name as others see it. Graph derives one from the address when it is left out; cannot be cleared."),
		"given_name":      text(64, "First name."),
		"surname":         text(64, "Last name."),
		"job_title":       text(128, "Job title."),
		"department":      text(64, "Department."),
		"company_name":    text(64, "Company."),
		"office_location": text(128, "Office."),
		"mobile_phone":    text(64, "Mobile number."),
		"business_phone":  text(64, "Business number; the directory keeps one."),
		"employee_id":     text(16, "Employee id."),
		"usage_location": text(2, "Country in which services are used, such as `ES` (ISO 3166-1 alpha-2). Needed before a license is assigned; cannot be cleared.",
			stringvalidator.RegexMatches(countryPattern, "a country is two capital letters, such as ES")),
		"preferred_language": text(35, "Language, such as `es-ES`.", language),
		"account_enabled": schema.BoolAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "Whether the user may sign in. `false` makes a user for the address book only.",
		},
	}
}

func linkAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"manager_id": schema.StringAttribute{
			Optional: true, Computed: true, CustomType: tfkit.FoldedType{}, Validators: []validator.String{tfkit.Filled(tfkit.GUID())},
			PlanModifiers:       []planmodifier.String{tfkit.SameInAnyCase{}},
			MarkdownDescription: "Object id of the manager, a user or a mail contact of the resource tenant. Read only while it is configured.",
		},
		"sponsors": schema.SetAttribute{
			Optional: true, Computed: true, ElementType: types.StringType,
			Validators:          []validator.Set{setvalidator.SizeAtMost(5), setvalidator.ValueStringsAre(tfkit.GUID())},
			MarkdownDescription: "Object ids of the users and groups of the resource tenant who answer for the person; others are removed. Read only while it is configured.",
		},
	}
}

func lifecycleAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"on_existing": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(existingError),
			Validators:    []validator.String{tfkit.Filled(stringvalidator.OneOf(existingError, existingAdopt))},
			PlanModifiers: []planmodifier.String{tfkit.CreationOnly{}},
			MarkdownDescription: "What to do when the tenant has an external user with this address, or with another address of the same" +
				" person, already: `error` (default) names the import block to use, `adopt` takes the user over without inviting or mailing." +
				" An invitation that an interrupted apply left behind less than an hour ago is continued in either case.",
		},
		"on_soft_deleted": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(deletedError),
			Validators:    []validator.String{tfkit.Filled(stringvalidator.OneOf(deletedError, deletedRestore, deletedIgnore))},
			PlanModifiers: []planmodifier.String{tfkit.CreationOnly{}},
			MarkdownDescription: "What to do when a user with this address is in the tenant's recycle bin: `error` (default), `restore`" +
				" brings the user back with all memberships, `ignore` invites a new user, after which the old one cannot be restored any more." +
				" With `restore`, a user who is back already is taken over, unless `on_existing` is set.",
		},
		"redemption_reset_trigger": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Any text. When it changes, the user has to redeem again, by `email`, which may change with it: the way to" +
				" move a user to another address or account, and to send the mail again. Object id and memberships stay. Setting it for the" +
				" first time does nothing.",
		},
		"on_destroy": schema.StringAttribute{
			Optional: true, Computed: true,
			Validators: []validator.String{tfkit.Filled(stringvalidator.OneOf(destroyDelete, destroyDisable, destroyKeep))},
			MarkdownDescription: "What happens to the user when this resource is destroyed: `delete` (into the recycle bin, for 30 days)," +
				" `disable` (no sign-in any more) or `keep`. Default: `delete` for users whom this resource invited, `keep` for all who were there" +
				" before, and for every user if the application cannot read users.",
		},
	}
}

func computedAttributes() map[string]schema.Attribute {
	keep := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{Computed: true, PlanModifiers: keep, MarkdownDescription: description}
	}
	return map[string]schema.Attribute{
		"user_id": text("Object id of the person in the resource tenant."),
		"user_principal_name": schema.StringAttribute{
			Computed: true, CustomType: tfkit.FoldedType{}, PlanModifiers: keep,
			MarkdownDescription: "User principal name in the resource tenant, with `#EXT#`.",
		},
		"home_user_principal_name": schema.StringAttribute{
			Computed: true, CustomType: tfkit.FoldedType{}, PlanModifiers: keep,
			MarkdownDescription: "User principal name in the home tenant, when that is one of the provider's tenants and knows the person.",
		},
		"mail": schema.StringAttribute{
			Computed: true, CustomType: tfkit.FoldedType{}, PlanModifiers: keep,
			MarkdownDescription: "Address in the directory.",
		},
		"proxy_addresses": schema.ListAttribute{
			Computed: true, ElementType: types.StringType, PlanModifiers: []planmodifier.List{listplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "Addresses at which the person gets mail; the primary one starts with `SMTP:`.",
		},
		"mail_enabled": schema.BoolAttribute{
			Computed: true, PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "Whether the person has a proxy address. A mail contact with the same address prevents it, and so does an invitation as `Member`.",
		},
		"external_user_state": text("`PendingAcceptance` until the invitation is redeemed, then `Accepted`."),
		"creation_type":       text("`Invitation` for every user who was invited."),
		"identity_issuer":     text("Who vouches for the person: `ExternalAzureAD` for another tenant, `mail` for a one-time passcode, `MicrosoftAccount` and so on. Empty before redemption."),
		"user_type":           text("`Guest` or `Member`, now."),
		"redeem_url": schema.StringAttribute{
			Computed: true, Sensitive: true, PlanModifiers: keep,
			MarkdownDescription: "Address at which the invitation is redeemed. It is all that is needed to redeem: treat it like a password. Empty" +
				" for adopted and imported users, after an interrupted apply, and where the answer to sending the mail was lost.",
		},
	}
}

var language = stringvalidator.RegexMatches(languagePattern, "a language looks like en or en-US")

// sendsMessage refuses a message that nobody would get.
type sendsMessage struct{}

func (sendsMessage) Description(context.Context) string { return "needs send_message = true" }

func (sendsMessage) MarkdownDescription(context.Context) string { return "needs `send_message = true`" }

func (sendsMessage) ValidateObject(ctx context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	if req.ConfigValue.IsNull() {
		return
	}
	var send types.Bool
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("send_message"), &send)...)
	if !send.IsNull() && !send.IsUnknown() && !send.ValueBool() {
		resp.Diagnostics.AddAttributeError(req.Path, "Message is not sent",
			"There is a message, but send_message is false. Set send_message to true, or remove the message.")
	}
}
