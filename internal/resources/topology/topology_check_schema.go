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
		MarkdownDescription: "Reads both tenants of each edge and says what keeps it from carrying what it should. An edge says that people of" +
			" one tenant, its source, work in another, its target.",
		Attributes: map[string]schema.Attribute{
			"edges": declaredAttribute(),
			"ok": schema.BoolAttribute{
				Computed: true,
				MarkdownDescription: "Whether no finding has the severity `error`. What could not be read does not count, so look at `unchecked`" +
					" as well where that matters.",
			},
			"findings": findingsAttribute(),
			"unchecked": computed("What an edge needs and could not be judged.", map[string]string{
				"edge":   "Key of the edge, such as `contoso->fabrikam`; null for what concerns a tenant as a whole.",
				"side":   "`source` or `target`; null for what concerns a tenant as a whole.",
				"tenant": "Key of the tenant that has the setting.",
				"what":   "The setting, by its name in Graph where it has one.",
				"why":    "The reason, with the permission that is missing if it is that.",
			}),
			"undeclared": computed("Cross-tenant access partners of the tenants above, what they grant, and started synchronization jobs, that no edge"+
				" asks for. Entries of service providers are left out. Jobs are looked for in the sources of edges that carry `sync`.", map[string]string{
				"tenant":  "Key of the tenant that has the entry or the job.",
				"partner": "Key of the other tenant, or its tenant id when the provider's `tenants` does not have it.",
				"edge":    "Key of the edge that it would belong to; null where no edge is declared between the two.",
				"setting": "What is granted, by its name in Graph, or `synchronization job`; null for the entry as a whole.",
				"summary": "What there is, in a sentence.",
			}),
			"diagram": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "The edges as a Mermaid flowchart, each with its capabilities.",
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
				MarkdownDescription: "What the edge has to carry: `b2b_collaboration`, `trust_mfa`, `trust_compliant_device`, `trust_hybrid_device`," +
					" `auto_redeem`, `sync` or `direct_connect`.",
			},
		}},
	}
}

func findingsAttribute() schema.Attribute {
	list := computed("What keeps the edges from carrying what they should, in the order of `edges`. Codes that `plan_checks` turns off are left out.",
		map[string]string{
			"code":     "Code of the check, from `MT060` to `MT070`, or `MT024`.",
			"edge":     "Key of the edge, such as `contoso->fabrikam`.",
			"side":     "Which tenant of the edge has to change something: `source` or `target`.",
			"tenant":   "Key of that tenant.",
			"severity": "`error` or `warn`, as the check's default or `plan_checks` say.",
			"summary":  "What is missing where, and what comes of it.",
			"remedy":   "What to do.",
			"policy":   "Name of the Conditional Access policy that is the reason; null for anything else.",
		})
	list.NestedObject.Attributes["settings"] = schema.ListAttribute{
		Computed: true, ElementType: types.StringType,
		MarkdownDescription: "The settings to change, by their names in Graph. For a Conditional Access policy they are the trust that satisfies it, if any does.",
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
