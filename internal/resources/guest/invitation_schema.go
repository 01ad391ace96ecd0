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

// The values of on_existing, on_soft_deleted and on_destroy.
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
		MarkdownDescription: "Manages one external user in a resource tenant: the invitation by email address, the profile, and the" +
			" end of the access.",
		Attributes: tfkit.ResourceAttributes(ctx, invitationAttributes(), mailAttributes(), homeAttributes(), profileAttributes(),
			linkAttributes(), lifecycleAttributes(), computedAttributes()),
	}
}

// invitationAttributes are the attributes of an invitation. All except the address
// are used only when it is sent.
func invitationAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"email": schema.StringAttribute{
			Required: true, CustomType: tfkit.FoldedType{},
			Validators: []validator.String{tfkit.Email()}, PlanModifiers: []planmodifier.String{tfkit.SameInAnyCase{}},
			MarkdownDescription: "Address of the invitation; case is ignored. It is never read from" +
				" the directory. A new address of the same user, as after a rename in the home tenant, is an update in place. Any other address" +
				" is another user: the user is replaced while the invitation is pending, and the plan fails after redemption.",
		},
		"redirect_url": schema.StringAttribute{
			Optional: true, Computed: true,
			Validators:          []validator.String{tfkit.Filled(tfkit.URL())},
			PlanModifiers:       []planmodifier.String{tfkit.CreationOnly{Hint: "The landing page belongs to the completed invitation; changing redirect_url has no effect."}},
			MarkdownDescription: "Landing page after the redemption. Default: the My Apps portal of the cloud, for this tenant. Used at creation only.",
		},
		"invited_user_type": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString("Guest"),
			Validators:          []validator.String{tfkit.Filled(stringvalidator.OneOf("Guest", "Member"))},
			PlanModifiers:       []planmodifier.String{tfkit.CreationOnly{Hint: "invited_user_type is the type of the invitation; changing it does not change the current user type."}},
			MarkdownDescription: "`Guest` or `Member`. Default `Guest`. Used at creation only; `user_type` is the current type. A user that is invited as `Member` does not become mail-enabled.",
		},
		"invited_user_id": schema.StringAttribute{
			Optional: true, CustomType: tfkit.FoldedType{},
			Validators:    []validator.String{tfkit.Filled(tfkit.GUID())},
			PlanModifiers: []planmodifier.String{tfkit.CreationOnly{Hint: "invited_user_id belongs to the completed conversion; changing it has no effect."}},
			MarkdownDescription: "Object id of an internal user to convert to an external one, which then signs in with the account of" +
				" `email`. That address must already be the user's `mail`. A conversion cannot be undone. Used at creation only.",
		},
	}
}

// mailAttributes are the attributes of the invitation mail.
func mailAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"send_message": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(false),
			PlanModifiers: []planmodifier.Bool{tfkit.CreationOnly{Hint: "The invitation is complete; changing send_message sends no mail."}},
			MarkdownDescription: "Whether Microsoft sends an invitation mail: at most once, after the provider has verified that the invitation created the" +
				" user. Requires `User.Read.All`. Default `false`. Used at creation, and when `redemption_reset_trigger` changes.",
		},
		"message": schema.SingleNestedAttribute{
			Optional:            true,
			MarkdownDescription: "Content of the invitation mail in addition to Microsoft's standard text; requires `send_message = true`.",
			Validators:          []validator.Object{objectvalidator.AlsoRequires(path.MatchRoot("send_message")), sendsMessage{}},
			PlanModifiers:       []planmodifier.Object{tfkit.CreationOnly{}},
			Attributes: map[string]schema.Attribute{
				"body": schema.StringAttribute{Optional: true, Validators: []validator.String{tfkit.Filled()}, MarkdownDescription: "Custom plain text. The mail contains it only if a user with a mailbox invites: Microsoft omits it if an application does."},
				"body_wo": schema.StringAttribute{
					Optional: true, WriteOnly: true,
					Validators: []validator.String{tfkit.Filled(), stringvalidator.ConflictsWith(path.MatchRelative().AtParent().AtName("body"))},
					MarkdownDescription: "As `body`, but in no plan and no state: for text with a secret, or from an ephemeral value. It is read when a mail is sent:" +
						" at creation, and when `redemption_reset_trigger` changes, which is its version. Conflicts with `body`. Requires Terraform 1.11 or OpenTofu 1.11.",
				},
				"language": schema.StringAttribute{
					Optional: true, Validators: []validator.String{tfkit.Filled(language)},
					MarkdownDescription: "Language of Microsoft's standard text, such as `en-US`. Has no effect in a mail with `body`.",
				},
				"cc_recipient": schema.StringAttribute{Optional: true, Validators: []validator.String{tfkit.Filled(tfkit.Email())}, MarkdownDescription: "Address of the recipient of a copy."},
			},
		},
	}
}

// homeAttributes are the home tenant and the access settings to wait for.
func homeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"home_tenant": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Key of the home tenant in the provider's `tenants`. Determined by the domain of the address" +
				" if it is not set.",
		},
		"after": schema.ListAttribute{
			Optional: true, WriteOnly: true, ElementType: types.StringType,
			MarkdownDescription: "Ids of the settings that the same configuration manages and that admit the user: `multitenant_cross_tenant_access_partner`," +
				" `_default` and `_policy` of both tenants, `multitenant_external_collaboration` and `multitenant_domain_list` of the resource tenant. The invitation waits for them, and plan checks use their planned values." +
				" Without it, plan checks use the current values. Requires Terraform 1.11 or OpenTofu 1.11.",
		},
	}
}

// profileAttributes are managed while they are configured. Unconfigured ones have
// the directory's values and are not changed.
func profileAttributes() map[string]schema.Attribute {
	text := func(most int, description string, validators ...validator.String) schema.Attribute {
		return schema.StringAttribute{
			Optional: true, Computed: true, MarkdownDescription: description,
			Validators: []validator.String{tfkit.Filled(append(validators, stringvalidator.LengthAtMost(most))...)},
		}
	}
	return map[string]schema.Attribute{
		"display_name":    text(256, "Display name. Graph derives one from the address if it is not set; cannot be cleared."),
		"given_name":      text(64, "First name."),
		"surname":         text(64, "Last name."),
		"job_title":       text(128, "Job title."),
		"department":      text(64, "Department."),
		"company_name":    text(64, "Company."),
		"office_location": text(128, "Office."),
		"mobile_phone":    text(64, "Mobile number."),
		"business_phone":  text(64, "Business number; the directory stores one."),
		"employee_id":     text(16, "Employee id."),
		"usage_location": text(2, "Country in which services are used, such as `ES` (ISO 3166-1 alpha-2). Required before a license is assigned; cannot be cleared.",
			stringvalidator.RegexMatches(countryPattern, "a country code is two capital letters, such as ES")),
		"preferred_language": text(35, "Language, such as `es-ES`.", language),
		"account_enabled": schema.BoolAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "Whether the user may sign in. `false` is for users in the address book only.",
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
			MarkdownDescription: "Object ids of the users and groups of the resource tenant that sponsor the user; other sponsors are removed. Read only while it is configured.",
		},
	}
}

func lifecycleAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"on_existing": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(existingError),
			Validators:    []validator.String{tfkit.Filled(stringvalidator.OneOf(existingError, existingAdopt))},
			PlanModifiers: []planmodifier.String{tfkit.CreationOnly{}},
			MarkdownDescription: "What to do if the tenant already has an external user with this address, or with another address of the same" +
				" user: `error` (default) prints the import block to use, `adopt` adopts the user without an invitation or a mail." +
				" An invitation that an interrupted apply left less than an hour ago is continued in either case.",
		},
		"on_soft_deleted": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(deletedError),
			Validators:    []validator.String{tfkit.Filled(stringvalidator.OneOf(deletedError, deletedRestore, deletedIgnore))},
			PlanModifiers: []planmodifier.String{tfkit.CreationOnly{}},
			MarkdownDescription: "What to do if a user with this address is in the tenant's recycle bin: `error` (default), `restore`" +
				" restores the user with all memberships, `ignore` invites a new user, after which the deleted one can no longer be restored." +
				" With `restore`, a user that has already been restored is adopted, unless `on_existing` is set.",
		},
		"redemption_reset_trigger": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Any text. When it changes, the user has to redeem again with `email`, which may change with it. Use it to" +
				" move a user to another address or account, or to send the mail again. Object id and memberships stay. Setting it for the" +
				" first time does nothing.",
		},
		"on_destroy": schema.StringAttribute{
			Optional: true, Computed: true,
			Validators: []validator.String{tfkit.Filled(stringvalidator.OneOf(destroyDelete, destroyDisable, destroyKeep))},
			MarkdownDescription: "Effect on the user when this resource is destroyed: `delete` (moves the user to the recycle bin for 30 days)," +
				" `disable` (blocks sign-in) or `keep`. Default: `delete` for users that this resource invited, `keep` for users that existed" +
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
		"user_id": text("Object id of the user in the resource tenant."),
		"user_principal_name": schema.StringAttribute{
			Computed: true, CustomType: tfkit.FoldedType{}, PlanModifiers: keep,
			MarkdownDescription: "User principal name in the resource tenant, with `#EXT#`.",
		},
		"home_user_principal_name": schema.StringAttribute{
			Computed: true, CustomType: tfkit.FoldedType{}, PlanModifiers: keep,
			MarkdownDescription: "User principal name in the home tenant, if that is one of the provider's tenants and has the user.",
		},
		"mail": schema.StringAttribute{
			Computed: true, CustomType: tfkit.FoldedType{}, PlanModifiers: keep,
			MarkdownDescription: "Email address in the directory.",
		},
		"proxy_addresses": schema.ListAttribute{
			Computed: true, ElementType: types.StringType, PlanModifiers: []planmodifier.List{listplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "Addresses at which the user receives mail; the primary one starts with `SMTP:`.",
		},
		"mail_enabled": schema.BoolAttribute{
			Computed: true, PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "Whether the user has a proxy address. A mail contact with the same address prevents it, and so does an invitation as `Member`.",
		},
		"external_user_state": text("`PendingAcceptance` until the invitation is redeemed, then `Accepted`."),
		"creation_type":       text("`Invitation` for every invited user."),
		"identity_issuer":     text("Issuer of the user's identity: `ExternalAzureAD` for another tenant, `mail` for a one-time passcode, `MicrosoftAccount` and so on. Empty before redemption."),
		"user_type":           text("`Guest` or `Member`, now."),
		"redeem_url": schema.StringAttribute{
			Computed: true, Sensitive: true, PlanModifiers: keep,
			MarkdownDescription: "URL at which the invitation is redeemed. It is sufficient to redeem: treat it like a password. Empty" +
				" for adopted and imported users, after an interrupted apply, and if the response to the mail request was lost.",
		},
	}
}

var language = stringvalidator.RegexMatches(languagePattern, "a language looks like en or en-US")

// sendsMessage refuses a message that would not be sent.
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
			"A message is configured, but send_message is false. Set send_message to true, or remove the message.")
	}
}
