package addressbook

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

func (d *leftoversData) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the settings of Exchange Online that still share free/busy, MailTips and calendars with other organizations.",
		Attributes: tfkit.DataSourceAttributes(ctx, map[string]schema.Attribute{
			"partner_domains": schema.SetAttribute{
				Optional: true, ElementType: types.StringType, Validators: []validator.Set{
					setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(stringvalidator.Any(domainOrTenant(), tfkit.GUID())),
				},
				MarkdownDescription: "Only what is shared with this organization, given by all of its domains. Its tenant id also finds" +
					" relationships and address spaces that name it.",
			},
			"organization_relationships":  relationshipsAttribute(),
			"sharing_policies":            policiesAttribute(),
			"availability_address_spaces": spacesAttribute(),
		}),
	}
}

func domainOrTenant() validator.String {
	return stringvalidator.RegexMatches(regexp.MustCompile(`^[^@\s*]+\.[^@\s*]+$`), "must be a domain such as contoso.example, or a tenant id")
}

func relationshipsAttribute() schema.Attribute {
	return listResult("The enabled organization relationships.", map[string]schema.Attribute{
		"guid":            textResult("Id of the relationship, which stays the same when it is renamed."),
		"name":            textResult("Name of the relationship."),
		"domains":         schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Domains of the other organization, sorted."},
		"free_busy":       textResult("What the other organization sees of calendars here: `times`, `details` or `nothing`; null if free/busy is off."),
		"free_busy_scope": textResult("Group whose members are shown; null for all users."),
		"mail_tips":       textResult("MailTips that the other organization sees: `limited`, `all` or `nothing`; null if MailTips are off."),
		"mail_tips_scope": textResult("Group whose members are shown; null for all users."),
		"photos":          flagResult("Whether the other organization sees photos."),
		"mailbox_moves":   flagResult("Whether mailboxes may move between the organizations."),
	})
}

func policiesAttribute() schema.Attribute {
	return listResult("The enabled sharing policies that share something.", map[string]schema.Attribute{
		"guid":    textResult("Id of the policy."),
		"name":    textResult("Name of the policy."),
		"default": flagResult("Whether it is the policy of mailboxes without a policy of their own."),
		"shares": listResult("What users with the policy may share, by domain.", map[string]schema.Attribute{
			"domain":   textResult("A domain, `*` for all domains, or `Anonymous` for publishing."),
			"calendar": textResult("Most that users may share of a calendar: `times`, `details` or `all`; null for nothing."),
			"contacts": flagResult("Whether users may share contacts."),
		}),
	})
}

func spacesAttribute() schema.Attribute {
	return listResult("The availability address spaces with the access method `OrgWideFBToken`, by which users here see free/busy of another"+
		" tenant. Other methods lead to on-premises servers.", map[string]schema.Attribute{
		"guid":             textResult("Id of the address space."),
		"name":             textResult("Name of the address space."),
		"domain":           textResult("Domain of the other organization (`ForestName`)."),
		"target_tenant_id": textResult("Tenant id of the other organization; null if not set."),
	})
}

func textResult(description string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: description}
}

func flagResult(description string) schema.BoolAttribute {
	return schema.BoolAttribute{Computed: true, MarkdownDescription: description}
}

func listResult(description string, attributes map[string]schema.Attribute) schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		Computed: true, MarkdownDescription: description, NestedObject: schema.NestedAttributeObject{Attributes: attributes},
	}
}
