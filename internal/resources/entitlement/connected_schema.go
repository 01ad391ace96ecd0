package entitlement

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// The values of on_destroy.
const (
	destroyDelete = "delete"
	destroyKeep   = "keep"
)

func (r *connected) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages a connected organization of entitlement management: another organization whose users can request access packages of the tenant," +
			" with its sponsors. Access packages and their policies are resources of the provider azuread.",
		Attributes: tfkit.ResourceAttributes(ctx, connectedAttributes(), sponsorAttributes(), map[string]schema.Attribute{
			"resolved_identity_sources": schema.ListNestedAttribute{
				Computed: true, NestedObject: schema.NestedAttributeObject{Attributes: resolvedAttributes()},
				MarkdownDescription: "What the service has made of `identity_sources`: a domain that a tenant has verified becomes that tenant.",
			},
			"connected_organization_id": schema.StringAttribute{
				Computed: true, PlanModifiers: kept(),
				MarkdownDescription: "Object id of the connected organization, as `object_id` of a requestor in azuread.",
			},
			"created_date_time": schema.StringAttribute{Computed: true, PlanModifiers: kept(), MarkdownDescription: "Time of the creation, in RFC 3339."},
		}),
	}
}

func kept() []planmodifier.String {
	return []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
}

func connectedAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"display_name": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: "Display name of the connected organization.",
		},
		"description": schema.StringAttribute{
			Optional: true, Computed: true, PlanModifiers: kept(),
			MarkdownDescription: "Description. Unchanged if it is not configured; an empty string clears it.",
		},
		"state": schema.StringAttribute{
			Optional: true, Computed: true, PlanModifiers: kept(),
			Validators: []validator.String{stringvalidator.OneOf(graph.ConnectedConfigured, graph.ConnectedProposed)},
			MarkdownDescription: "`configured`, as a new one is if nothing is configured, or `proposed`. Policies for all configured connected organizations reach only the" +
				" configured ones.",
		},
		"identity_sources": schema.SetNestedAttribute{
			Required: true, Validators: []validator.Set{setvalidator.SizeAtLeast(1)},
			NestedObject:        schema.NestedAttributeObject{Attributes: sourceAttributes()},
			MarkdownDescription: "The tenants and domains whose users belong to the organization.",
		},
		"on_destroy": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(destroyDelete),
			Validators: []validator.String{stringvalidator.OneOf(destroyDelete, destroyKeep)},
			MarkdownDescription: "Effect on the connected organization when this resource is destroyed: `delete` (default) or `keep`. Users that have been invited through it" +
				" stay, with their assignments.",
		},
	}
}

var domainName = regexp.MustCompile(`^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`)

func sourceAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"tenant_id": schema.StringAttribute{
			Optional: true,
			Validators: []validator.String{
				tfkit.GUID(), stringvalidator.ExactlyOneOf(path.MatchRelative().AtParent().AtName("domain_name")),
			},
			MarkdownDescription: "Tenant id of a tenant of the provider, of any cloud. The service finds a tenant by a domain of it, which the provider reads there. For any" +
				" other tenant write a domain of it in `domain_name`; after an import its id stays.",
		},
		"domain_name": schema.StringAttribute{
			Optional: true, Validators: []validator.String{stringvalidator.RegexMatches(domainName, "must be a domain name such as contoso.example")},
			MarkdownDescription: "Domain. One that a tenant has verified stands for that tenant, with all of its domains. The users of any other domain sign in with a" +
				" one-time passcode.",
		},
		"issuer_uri": schema.StringAttribute{
			Optional: true, Validators: []validator.String{stringvalidator.AlsoRequires(path.MatchRelative().AtParent().AtName("domain_name"))},
			MarkdownDescription: "Issuer of the SAML or WS-Fed identity provider with which the tenant federates the domain.",
		},
	}
}

func sponsorAttributes() map[string]schema.Attribute {
	attribute := func(who string) schema.SetAttribute {
		return schema.SetAttribute{
			Optional: true, Computed: true, ElementType: types.StringType, Validators: []validator.Set{setvalidator.ValueStringsAre(tfkit.GUID())},
			MarkdownDescription: "Object ids of users and groups of the tenant that can approve requests, " + who + "; others are removed. Read only while it is configured" +
				" or after an import. An empty set removes all.",
		}
	}
	return map[string]schema.Attribute{
		"external_sponsors": attribute("guests of the other organization"),
		"internal_sponsors": attribute("members of the tenant"),
	}
}

func resolvedAttributes() map[string]schema.Attribute {
	attribute := func(text string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: text}
	}
	return map[string]schema.Attribute{
		"type":           attribute("Type of the source in Graph, such as `azureActiveDirectoryTenant` or `domainIdentitySource`."),
		"tenant_id":      attribute("Tenant id of a tenant."),
		"domain_name":    attribute("Domain without a tenant."),
		"cloud_instance": attribute("Cloud of a tenant in another cloud, such as `microsoftonline.us`."),
		"issuer_uri":     attribute("Issuer of a federated domain."),
		"display_name":   attribute("Name of the tenant or domain."),
	}
}
