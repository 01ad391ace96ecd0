package oversight

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func (d *changesData) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	kinds := make([]string, 0, len(changeKinds))
	for _, k := range changeKinds {
		kinds = append(kinds, k.name)
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists changes of cross-tenant settings, and invitations, from the audit logs of several tenants: what was changed, from which value" +
			" to which, and by which user or application.",
		Attributes: map[string]schema.Attribute{
			"tenants": tenantsAttribute("whose audit logs are read"),
			"related_tenants": schema.SetAttribute{
				Optional: true, ElementType: types.StringType, Validators: []validator.Set{setvalidator.SizeAtLeast(1)},
				MarkdownDescription: "Only changes about these tenants, given by key or tenant id. Changes of defaults and of policies, which are about" +
					" no tenant in particular, are then left out.",
			},
			"since": schema.StringAttribute{
				Required: true, CustomType: timetypes.RFC3339Type{},
				MarkdownDescription: "Only changes at this time or later (RFC 3339, such as `2026-01-31T00:00:00Z`). The audit log keeps 30 days, and 7 days" +
					" without Microsoft Entra ID P1.",
			},
			"kinds": schema.SetAttribute{
				Optional: true, ElementType: types.StringType,
				Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(stringvalidator.OneOf(kinds...))},
				MarkdownDescription: "Only these kinds of changes: `access` (partners and the default of cross-tenant access), `synchronization` (inbound" +
					" cross-tenant synchronization), `collaboration` (the authorization policy) or `invitations` (invitations and redemptions). Default all.",
			},
			"maximum": schema.Int64Attribute{
				Optional: true, Validators: []validator.Int64{int64validator.Between(1, 10000)},
				MarkdownDescription: "Number of records to read from each tenant, the latest ones, from 1 to 10000. Default 500.",
			},
			"changes": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "The changes, the latest ones first.",
				NestedObject: schema.NestedAttributeObject{Attributes: changeAttributes()},
			},
			"incomplete": textMap("Tenants whose changes are not all in `changes`, by key, with the reason: more records than `maximum`, or a log that begins" +
				" later than `since`."),
			"unread": textMap("Tenants whose audit log could not be read, by key, with the reason and the missing permission. Their changes are unknown."),
		},
	}
}

func changeAttributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		"own_application": schema.BoolAttribute{
			Computed: true, MarkdownDescription: "Whether the actor is the application with which the provider signs in to the tenant; null if its token does not say.",
		},
		"modified": schema.ListNestedAttribute{
			Computed: true, MarkdownDescription: "The changed properties, with the names of the audit log.",
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"property": schema.StringAttribute{Computed: true, MarkdownDescription: "Name of the property."},
				"from":     schema.StringAttribute{Computed: true, MarkdownDescription: "Former value, null for none. A text, or JSON of other values."},
				"to":       schema.StringAttribute{Computed: true, MarkdownDescription: "New value, in the same form."},
			}},
		},
	}
	for name, description := range map[string]string{
		"tenant":            "Key of the tenant with the audit log.",
		"time":              "Time of the change (RFC 3339).",
		"activity":          "Name of the activity, such as `Add a partner to cross-tenant access setting`.",
		"category":          "Category of the activity, such as `CrossTenantAccessSettings`.",
		"result":            "`success`, `failure` or `timeout`.",
		"actor":             "User principal name of the user, or name of the application or service, that made the change; null if the log does not say.",
		"actor_type":        "`user`, `application` or `service`; null if the log does not say.",
		"actor_id":          "Object id of the user or of the service principal.",
		"actor_ip_address":  "IP address of the user.",
		"related_tenant_id": "Tenant id of the other tenant: the partner, or the home tenant of an invited user if it is in the provider's `tenants`; null if unknown.",
		"related_tenant":    "Key of that tenant; null if it is not in the provider's `tenants`.",
		"object":            "User principal name or name of the changed object.",
		"object_id":         "Id of the changed object.",
		"correlation_id":    "Id that the records of one request share.",
		"id":                "Id of the record.",
	} {
		attributes[name] = schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	return attributes
}
