package guestsync

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guestsync/reconcile"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// The values of on_destroy, apply and unreadable.
const (
	destroyKeep   = "keep"
	destroyRemove = "remove"

	applyAlways   = "always"
	applyCreation = "creation"

	unreadableAbort    = "abort"
	unreadableWithhold = "withhold"
)

// The default limits of removals.
const (
	maxPeople  = 50
	maxPercent = 10
)

func (r *guestSync) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Keeps the users of a home tenant as external users of a resource tenant: one directed edge with any number of" +
			" users, within a cloud or across clouds. No invitation mail is sent.",
		Attributes: tfkit.ResourceAttributes(ctx, settingsAttributes(), map[string]schema.Attribute{
			"on_destroy": destroyAttribute(), "evidence": evidenceAttribute(),
		}, resultAttributes()),
	}
}

func edgeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"source": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "Key of the home tenant in the provider's `tenants`. Renaming a key is not a change; a key with another" +
				" tenant id replaces the resource, and `on_destroy` applies to the users of the former home tenant.",
		},
		"source_tenant_id": schema.StringAttribute{Computed: true, MarkdownDescription: "Tenant id of the home tenant."},
	}
}

// ruleAttributes are the arguments that are single values.
func ruleAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"invited_as": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString("Guest"),
			Validators:          []validator.String{stringvalidator.OneOf("Guest", "Member")},
			MarkdownDescription: "User type of new users, `Guest` (default) or `Member`. A member that is invited directly is not mail-enabled.",
		},
		"user_type": schema.StringAttribute{
			Optional: true, Validators: []validator.String{stringvalidator.OneOf("Member")},
			MarkdownDescription: "`Member` makes users members as soon as they are mail-enabled. Without it the type is not changed.",
		},
		"source_anchor": schema.StringAttribute{
			Optional: true, Validators: []validator.String{stringvalidator.RegexMatches(extensionAttribute, "must be extensionAttribute1 to extensionAttribute15")},
			MarkdownDescription: "Extension attribute of the resource tenant, such as `extensionAttribute15`, that marks the users that this sync" +
				" created with their object id in the home tenant. After a lost state they are recognized by it. Without it, users that are found" +
				" by address count as adopted, and adopted users are never deleted. Use it for one sync per resource tenant.",
		},
		"existing": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(string(reconcile.Adopt)),
			Validators: []validator.String{stringvalidator.OneOf(string(reconcile.Adopt), string(reconcile.Leave), string(reconcile.Error))},
			MarkdownDescription: "External users with the address of a user in scope that this sync has not created: `adopt` (default) manages" +
				" their attributes, `leave` leaves them alone, `error` stops the plan. Deleted ones are restored, left or stop the plan. The" +
				" latter two need `source_anchor`.",
		},
		"max_creations": schema.Int64Attribute{
			Optional: true, Validators: []validator.Int64{int64validator.AtLeast(0)},
			MarkdownDescription: "Most users that one plan may create, against a filter or a group that grew by mistake. More stop the plan and the" +
				" apply before anything is written. Not set means no limit.",
		},
	}
}

func destroyAttribute() schema.Attribute {
	return schema.StringAttribute{
		Optional: true, Computed: true, Default: stringdefault.StaticString(destroyKeep),
		Validators: []validator.String{stringvalidator.OneOf(destroyKeep, destroyRemove)},
		MarkdownDescription: "Effect of a destroy on the external users: `keep` (default) leaves them unchanged, `remove` carries out the" +
			" `action` of `on_leave` for all of them at once.",
	}
}

func evidenceAttribute() schema.Attribute {
	return schema.SingleNestedAttribute{
		Optional:            true,
		MarkdownDescription: "File that records what is written about which user, as a chain of hashed records. Nothing is written without it.",
		Attributes: map[string]schema.Attribute{
			"path": schema.StringAttribute{
				Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
				MarkdownDescription: "File on the machine that runs the apply, of this guest sync only. Its folder must exist.",
			},
			"values": schema.StringAttribute{
				Optional: true, Computed: true, Default: stringdefault.StaticString(valuesHashed),
				Validators: []validator.String{stringvalidator.OneOf(valuesHashed, valuesPlain, valuesNone)},
				MarkdownDescription: "How the file contains the values of attributes: `hashes` (default), by which a known value can be confirmed," +
					" `plain`, or `none` for names only.",
			},
		},
	}
}

func scopeAttribute() schema.Attribute {
	return schema.SingleNestedAttribute{
		Required: true,
		MarkdownDescription: "Users of the home tenant that are in scope; exactly one of the attributes. External users of the home tenant" +
			" never are.",
		Attributes: map[string]schema.Attribute{
			"group_ids": schema.SetAttribute{
				ElementType: types.StringType, Optional: true,
				Validators:          []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(tfkit.GUID())},
				MarkdownDescription: "Object ids of groups: their direct and nested members. They are listed at each refresh.",
			},
			"filter": schema.StringAttribute{
				Optional: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
				MarkdownDescription: "OData filter of users, such as `department eq 'Sales'`. The matching users are listed at each refresh, from" +
					" an index that gets changes with a delay.",
			},
			"all_users": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "`true` for all users. A refresh reads only what has changed.",
			},
		},
	}
}

func attributesAttribute() schema.Attribute {
	return schema.MapNestedAttribute{
		Required: true,
		MarkdownDescription: "Attributes of the external users by name. Only these cross to the resource tenant, beside the user principal name, which is invited," +
			" and the object id in `source_anchor`; all others are neither written nor compared. Names: `" + strings.Join(writable(), "`, `") + "`.",
		Validators: []validator.Map{mapvalidator.KeysAre(stringvalidator.OneOf(writable()...))},
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"from": schema.StringAttribute{
				Optional: true, Validators: []validator.String{stringvalidator.OneOf(readable...)},
				MarkdownDescription: "Property in the home tenant by its name in Graph, such as `displayName`. Exactly one of `from` and `value`.",
			},
			"prefix": schema.StringAttribute{Optional: true, MarkdownDescription: "Text before the value of `from`, if it has one."},
			"suffix": schema.StringAttribute{Optional: true, MarkdownDescription: "Text after the value of `from`, if it has one."},
			"value":  schema.StringAttribute{Optional: true, MarkdownDescription: "Constant; `true` or `false` for `show_in_address_list`."},
			"apply": schema.StringAttribute{
				Optional: true, Computed: true, Default: stringdefault.StaticString(applyAlways),
				Validators: []validator.String{stringvalidator.OneOf(applyAlways, applyCreation)},
				MarkdownDescription: "`always` (default) corrects changes in the resource tenant, `creation` leaves the attribute to the resource" +
					" tenant after the creation.",
			},
		}},
	}
}

func withholdAttribute() schema.Attribute {
	return schema.SingleNestedAttribute{
		Optional: true,
		MarkdownDescription: "Users that must not cross, by an attribute of the home tenant: they are neither searched for nor created, and a" +
			" user that gets the value later leaves the scope.",
		Attributes: map[string]schema.Attribute{
			"attribute": schema.StringAttribute{
				Required: true, Validators: []validator.String{stringvalidator.OneOf(readable...)},
				MarkdownDescription: "Property in the home tenant by its name in Graph, such as `extensionAttribute7`.",
			},
			"equals": schema.StringAttribute{
				Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
				MarkdownDescription: "Value of the users to withhold, in any case.",
			},
			"unreadable": schema.StringAttribute{
				Optional: true, Computed: true, Default: stringdefault.StaticString(unreadableAbort),
				Validators: []validator.String{stringvalidator.OneOf(unreadableAbort, unreadableWithhold)},
				MarkdownDescription: "If the application cannot read the attribute: `abort` (default) stops the plan, `withhold` withholds the" +
					" users.",
			},
		},
	}
}

func leaveAttribute() schema.Attribute {
	return schema.SingleNestedAttribute{
		Required:            true,
		MarkdownDescription: "What happens to external users whose user leaves the scope or is deleted.",
		Attributes: map[string]schema.Attribute{
			"action": schema.StringAttribute{
				Required: true,
				Validators: []validator.String{stringvalidator.OneOf(
					string(reconcile.ByDeleting), string(reconcile.ByDisabling), string(reconcile.ByHiding), string(reconcile.Keep))},
				MarkdownDescription: "`delete` moves the user to the recycle bin, from which it returns for 30 days; `disable` blocks sign-in; `hide`" +
					" hides the user from address lists; `keep` does nothing. Users that the sync has not created are never deleted.",
			},
			"after_days": schema.Int64Attribute{
				Optional: true, Computed: true, Default: int64default.StaticInt64(0),
				Validators:          []validator.Int64{int64validator.Between(0, 3650)},
				MarkdownDescription: "Days between `first` and `action`.",
			},
			"first": schema.StringAttribute{
				Optional: true, Validators: []validator.String{stringvalidator.OneOf(string(reconcile.ByHiding), string(reconcile.ByDisabling))},
				MarkdownDescription: "`hide` (default) or `disable`, at once, if `after_days` is more than 0. A user who returns is shown and" +
					" enabled again.",
			},
			"max_people":  limitAttribute(maxPeople, "Most users that one plan may remove."),
			"max_percent": limitAttribute(maxPercent, "Most users that one plan may remove, in percent, rounded up."),
		},
	}
}

func limitAttribute(standard int64, description string) schema.Attribute {
	return schema.Int64Attribute{
		Optional: true, Computed: true, Default: int64default.StaticInt64(standard),
		Validators:          []validator.Int64{int64validator.AtLeast(-1)},
		MarkdownDescription: description + " More stop the plan (MT080). -1 means no limit.",
	}
}

var changeDescriptions = map[string]string{
	"create":  "Users that are invited.",
	"adopt":   "External users that existed before and are kept from now on.",
	"restore": "Users that return from the recycle bin, or into scope.",
	"update":  "Users with other attributes.",
	"refused": "Users that cannot have an external user, because of another one.",
	"hide":    "Users that leave and are hidden from the address lists.",
	"disable": "Users that leave and are disabled.",
	"delete":  "Users that leave and are deleted.",
}

func resultAttributes() map[string]schema.Attribute {
	changes := map[string]schema.Attribute{}
	for _, name := range changeNames {
		changes[name] = schema.Int64Attribute{Computed: true, MarkdownDescription: changeDescriptions[name]}
	}
	return map[string]schema.Attribute{
		"changes": schema.SingleNestedAttribute{
			Computed: true, Attributes: changes,
			MarkdownDescription: "Numbers of changes of the last run. A plan shows those of the next one, and its apply makes no more of a kind. The plan after" +
				" a change of the settings, and the first one, show their numbers in a warning; an apply without numbers removes no user.",
		},
		"run": schema.Int64Attribute{Computed: true, MarkdownDescription: "Number of runs that had something to do."},
		"evidence_head": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "`<number>:<hash>` of the last record in the file of `evidence`, at the end of the last run.",
		},
		"people": schema.Int64Attribute{Computed: true, MarkdownDescription: "Number of users in scope that have an external user."},
		"refused": schema.Int64Attribute{Computed: true, MarkdownDescription: "Number of users that could not be created or changed. Each plan tries those again whose obstacle is gone. What the" +
			" service has refused is tried again when the user changes; changes also after a day, invitations after 30 days."},
	}
}
