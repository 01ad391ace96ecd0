package synchronization

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// The values of scope.
const (
	scopeAssigned = "assigned"
	scopeAll      = "all"
)

// The values of status. The last three are never configured: they are what a read
// finds.
const (
	statusStarted     = "started"
	statusPaused      = "paused"
	statusQuarantined = "quarantined"
	statusWithoutJob  = "without_job"
	statusDeleted     = "deleted"
)

// existingCreate is the third value of on_existing.
const existingCreate = "create"

func (r *crossTenantSync) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := tfkit.ResourceAttributes(ctx, edgeAttributes(), runAttributes(), guardAttributes(), mappingAttributes(), syncFateAttributes(),
		syncReadAttributes(), statusAttributes())
	attributes["tenant"] = schema.StringAttribute{Computed: true, MarkdownDescription: "Key of the source tenant: `source`."}
	attributes["tenant_id"] = schema.StringAttribute{Computed: true, MarkdownDescription: "Tenant id of the source tenant."}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages the source side of an edge of cross-tenant synchronization: the application with its job, which creates users of" +
			" one tenant in another, updates them, and deletes them there when they leave the scope.",
		Attributes: attributes,
	}
}

// kept keeps the value of the state while the configuration has none.
var kept = []planmodifier.String{stringplanmodifier.UseStateForUnknown()}

func edgeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"source": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: "Key of the source in the provider's `tenants`: the home tenant of the users, which has the application. Another tenant" +
				" replaces the resource.",
		},
		"target": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: "Key of the target in the provider's `tenants`: the tenant in which the users are created. Another tenant replaces the resource.",
		},
		"display_name": schema.StringAttribute{
			Optional: true, Computed: true, PlanModifiers: kept, Validators: []validator.String{stringvalidator.LengthBetween(1, longestName)},
			MarkdownDescription: "Display name of the application. The default names the target. Changed in place.",
		},
	}
}

func runAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"scope": schema.StringAttribute{
			Optional: true, Computed: true, PlanModifiers: kept, Validators: []validator.String{stringvalidator.OneOf(scopeAssigned, scopeAll)},
			MarkdownDescription: "Users that are synchronized: `assigned` (default of a new configuration) for users and direct members of groups that are assigned to the" +
				" application, `all` for all internal members of the source. Unchanged if it is not configured.",
		},
		"status": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(statusStarted),
			Validators: []validator.String{stringvalidator.OneOf(statusStarted, statusPaused)},
			MarkdownDescription: "Intended status of the job: `started` (default) or `paused`. A job that was paused is started again, and one in quarantine is" +
				" started, which ends the quarantine, unless its reason is `TooManyDeletes`. A read can also find `quarantined`, `without_job` or" +
				" `deleted`.",
		},
		"validate": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(true),
			MarkdownDescription: "Whether the synchronization service checks the settings of both tenants before a start. The default is `true`.",
		},
		"restart": schema.SingleNestedAttribute{
			Optional:            true,
			MarkdownDescription: "Restart of the job on request.",
			Attributes: map[string]schema.Attribute{
				"trigger": schema.StringAttribute{
					Required: true, MarkdownDescription: "Any text. Another text restarts the job once. The first one, at creation, does not.",
				},
				"scopes": schema.SetAttribute{
					Optional: true, ElementType: types.StringType,
					Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(stringvalidator.OneOf(graph.RestartScopes...))},
					MarkdownDescription: "What the restart resets: `Watermark`, `Escrows`, `QuarantineState` (together the default, as in the portal), `Full`, or" +
						" `ForceDeletes`, which makes the deletions that the threshold holds back.",
				},
			},
		},
	}
}

func guardAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"notification_email": schema.StringAttribute{
			Optional: true, Computed: true, PlanModifiers: kept,
			Validators: []validator.String{stringvalidator.Any(tfkit.Email(), stringvalidator.OneOf(""))},
			MarkdownDescription: "Address that Microsoft notifies of a quarantine. An empty string turns notifications off. Unchanged if it is not" +
				" configured.",
		},
		"delete_threshold": schema.Int64Attribute{
			Optional: true, Computed: true, PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
			Validators: []validator.Int64{int64validator.AtLeast(0)},
			MarkdownDescription: "Number of deletions and deactivations in one cycle above which the job holds them back and goes into quarantine. `0` turns the" +
				" threshold off. Unchanged if it is not configured; the portal sets 500.",
		},
		"delete_out_of_scope": schema.BoolAttribute{
			Optional: true, Computed: true, PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "Whether users that leave the scope are deleted in the target, into its recycle bin. Unchanged if it is not configured; a new" +
				" configuration deletes them.",
		},
		"groups": schema.BoolAttribute{
			Optional: true, Computed: true, PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "Whether assigned groups are synchronized too, which is in preview. It requires `scope = \"assigned\"`, one cloud, Entra ID" +
				" Governance or the Entra Suite, and a target that allows it. Unchanged if it is not configured; a new configuration does not.",
		},
	}
}

func syncFateAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"on_existing": schema.StringAttribute{
			Optional: true, PlanModifiers: []planmodifier.String{tfkit.CreationOnly{}},
			Validators: []validator.String{stringvalidator.OneOf(existingError, existingAdopt, existingCreate)},
			MarkdownDescription: "What to do at creation if the source has a configuration for the target: `error` (default) prints the import id, unless the" +
				" configuration was left by an interrupted apply, which is continued; `adopt` takes it and changes what is configured; `create` adds" +
				" another one.",
		},
		"on_destroy": schema.StringAttribute{
			Optional: true, Computed: true,
			Validators: []validator.String{stringvalidator.OneOf(destroyDelete, destroyKeep)},
			MarkdownDescription: "Effect of a destroy on the configuration: `delete` (default for those that this resource created) deletes job, service" +
				" principal and application, or `keep` (default for those that were adopted or imported). Synchronized users remain in the target.",
		},
	}
}

func syncReadAttributes() map[string]schema.Attribute {
	computed := func(text string) schema.Attribute {
		return schema.StringAttribute{Computed: true, PlanModifiers: kept, MarkdownDescription: text}
	}
	return map[string]schema.Attribute{
		"target_tenant_id":      computed("Tenant id of the target tenant."),
		"application_id":        computed("Application id (client id)."),
		"application_object_id": computed("Object id of the application registration."),
		"service_principal_id":  computed("Object id of the service principal (enterprise application), to which groups are assigned."),
		"app_role_id":           computed("Id of the application role `msiam_access`, whose holders are synchronized."),
		"job_id":                computed("Id of the job."),
	}
}

func statusAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"synchronized_tenant_id": schema.StringAttribute{
			Computed: true, MarkdownDescription: "Tenant id of the tenant that the saved secrets name. If it is not the target, the apply saves them again.",
		},
		"state": schema.StringAttribute{
			Computed: true, MarkdownDescription: "Status of the job in Graph: `NotRun`, `Active`, `Paused`, `Quarantine` or `NotConfigured`.",
		},
		"quarantine": schema.SingleNestedAttribute{
			Computed:            true,
			MarkdownDescription: "Quarantine of the job; null without one.",
			Attributes: map[string]schema.Attribute{
				"reason":  schema.StringAttribute{Computed: true, MarkdownDescription: "Reason, such as `EncounteredQuarantineException` or `TooManyDeletes`."},
				"since":   schema.StringAttribute{Computed: true, MarkdownDescription: "Begin, as an RFC 3339 timestamp."},
				"message": schema.StringAttribute{Computed: true, MarkdownDescription: "Error of the service, if it has one."},
			},
		},
	}
}
