package collaboration

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/singleton"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

func (r *domains) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages the domains to which a tenant allows or blocks invitations (collaboration restrictions). A tenant has at most one list;" +
			" it is complete. Public cloud only.",
		Attributes: tfkit.ResourceAttributes(ctx, domainsAttributes(), singleton.SchemaAttributes(
			"Effect on the list when this resource is destroyed: `restore` (default) restores the former list, or deletes the policy if this"+
				" resource has created it; `keep` keeps the list.")),
	}
}

func domainsAttributes() map[string]schema.Attribute {
	const limit = " Either this or %s is required. The whole policy has at most %d characters."
	domain := setvalidator.ValueStringsAre(stringvalidator.RegexMatches(domainName, "must be a domain name such as contoso.example, without wildcards"))
	return map[string]schema.Attribute{
		"allowed_domains": schema.SetAttribute{
			Optional: true, ElementType: types.StringType,
			Validators: []validator.Set{
				setvalidator.ExactlyOneOf(path.MatchRoot("blocked_domains")), domain, setvalidator.SizeAtLeast(1), distinct{},
			},
			MarkdownDescription: "The only domains to which invitations are allowed." + fmt.Sprintf(limit, "`blocked_domains`", graph.MostDomainCharacters),
		},
		"blocked_domains": schema.SetAttribute{
			Optional: true, ElementType: types.StringType, Validators: []validator.Set{domain, distinct{}},
			MarkdownDescription: "The domains to which no invitations are allowed; an empty set allows all domains." +
				fmt.Sprintf(limit, "`allowed_domains`", graph.MostDomainCharacters),
		},
		"policy_id": schema.StringAttribute{
			Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "Id of the B2B management policy with the list.",
		},
	}
}

// domainName is a name with at least one dot. What a wildcard or a subdomain means in
// a list is not documented (graph-identity §9.1).
var domainName = regexp.MustCompile(`^([a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?\.)+[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$`)

// distinct refuses a set in which a domain occurs in different case.
type distinct struct{}

func (distinct) Description(context.Context) string { return "domains must differ in more than case" }

func (d distinct) MarkdownDescription(ctx context.Context) string { return d.Description(ctx) }

func (distinct) ValidateSet(ctx context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	domains := tfkit.Strings(req.ConfigValue)
	if len(tfkit.Strings(spelled(domains, types.SetNull(types.StringType)))) < len(domains) && tfkit.FullyKnown(ctx, req.ConfigValue) {
		resp.Diagnostics.AddAttributeError(req.Path, "Duplicate domain", "A domain occurs more than once: the case of domains has no meaning.")
	}
}
