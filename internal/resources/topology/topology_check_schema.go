package topology

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

func (d *topologyCheck) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads both tenants of each edge and reports the settings that block its capabilities. An edge declares that users of" +
			" one tenant, its source, work in another, its target.",
		Attributes: map[string]schema.Attribute{
			"edges":      declaredAttribute(),
			"assertions": assertionsAttribute(),
			"after":      afterAttribute(),
			"ok": schema.BoolAttribute{
				Computed:            true,
				MarkdownDescription: "Whether no finding has the severity `error`. Settings that could not be read are not considered; they are in `unchecked`.",
			},
			"findings": findingsAttribute(),
			"unchecked": computed("Settings of edges that could not be checked.", map[string]string{
				"edge":   "Key of the edge, such as `contoso->fabrikam`; null for a setting of a tenant as a whole.",
				"side":   "`source` or `target`; null for a setting of a tenant as a whole.",
				"tenant": "Key of the tenant that has the setting.",
				"what":   "The setting, by its name in Graph if it has one.",
				"why":    "The reason, with the missing permission if there is one.",
			}),
			"undeclared": computed("Cross-tenant access partners of these tenants, their grants, and started synchronization jobs that no edge"+
				" needs. Entries of service providers are excluded. Jobs are read in the sources of edges with `sync`.", map[string]string{
				"tenant":  "Key of the tenant that has the entry or the job.",
				"partner": "Key of the other tenant, or its tenant id if it is not in the provider's `tenants`.",
				"edge":    "Key of the edge that it would belong to; null if no edge between the two is declared.",
				"setting": "The grant, by its name in Graph, or `synchronization job`; null for the entry as a whole.",
				"summary": "Description in one sentence.",
			}),
			"diagram": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "The edges as a Mermaid flowchart: the tenants by cloud, and each edge with its capabilities and, if it has findings, the color of their severity.",
			},
		},
	}
}

func declaredAttribute() schema.Attribute {
	key := []validator.String{stringvalidator.LengthAtLeast(1)}
	names := make([]string, 0, len(rules.Capabilities()))
	for _, c := range rules.Capabilities() {
		names = append(names, string(c))
	}
	return schema.ListNestedAttribute{
		Required: true,
		MarkdownDescription: "The edges. Objects may have more attributes than these, such as those of the function" +
			" `topology_edges`.",
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"source": schema.StringAttribute{
				Required: true, Validators: key,
				MarkdownDescription: "Key of the home tenant in the provider's `tenants`.",
			},
			"target": schema.StringAttribute{
				Required: true, Validators: key,
				MarkdownDescription: "Key of the resource tenant in the provider's `tenants`.",
			},
			"capabilities": schema.SetAttribute{
				Required: true, ElementType: types.StringType,
				Validators: []validator.Set{
					setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(stringvalidator.OneOf(names...)),
				},
				MarkdownDescription: "Capabilities of the edge: `b2b_collaboration`, `trust_mfa`, `trust_compliant_device`, `trust_hybrid_device`," +
					" `auto_redeem`, `sync`, `direct_connect`, and those of Microsoft 365, by which users of the source see data of the target:" +
					" `calendar_availability`, `calendar_sharing`, `mail_tips`, `profile_card`, `places` or `mailbox_move`.",
			},
		}},
	}
}

func findingsAttribute() schema.Attribute {
	list := computed("Settings that block capabilities of the edges, in the order of `edges`. Codes that `plan_checks` turns off are excluded.",
		map[string]string{
			"code":     "Code of the check, from `MT060` to `MT076`, or `MT024`.",
			"edge":     "Key of the edge, such as `contoso->fabrikam`.",
			"side":     "Tenant of the edge with the setting: `source` or `target`.",
			"tenant":   "Key of that tenant.",
			"severity": "`error` or `warn`, by the check's default or `plan_checks`.",
			"summary":  "The missing setting, its tenant and the consequence.",
			"remedy":   "How to fix it.",
			"policy":   "Name of the Conditional Access policy that causes the finding; otherwise null.",
		})
	list.NestedObject.Attributes["settings"] = schema.ListAttribute{
		Computed: true, ElementType: types.StringType,
		MarkdownDescription: "The settings to change, by their names in Graph. For a Conditional Access policy they are the trust settings that satisfy it, if any do. Objects of Exchange Online are named, such as `organization relationship \"Fabrikam\"`.",
	}
	return list
}

// computed is a list of objects of text.
func computed(description string, attributes map[string]string) schema.ListNestedAttribute {
	nested := map[string]schema.Attribute{}
	for name, description := range attributes {
		nested[name] = schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	return schema.ListNestedAttribute{
		Computed: true, MarkdownDescription: description, NestedObject: schema.NestedAttributeObject{Attributes: nested},
	}
}
