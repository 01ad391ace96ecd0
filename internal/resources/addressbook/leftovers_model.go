package addressbook

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// leftoversModel is the data source in Terraform's types.
type leftoversModel struct {
	tfkit.DataSourceModel

	PartnerDomains types.Set           `tfsdk:"partner_domains"`
	Relationships  []relationshipModel `tfsdk:"organization_relationships"`
	Policies       []policyModel       `tfsdk:"sharing_policies"`
	Spaces         []spaceModel        `tfsdk:"availability_address_spaces"`
}

type relationshipModel struct {
	GUID          string       `tfsdk:"guid"`
	Name          string       `tfsdk:"name"`
	Domains       []string     `tfsdk:"domains"`
	FreeBusy      types.String `tfsdk:"free_busy"`
	FreeBusyScope types.String `tfsdk:"free_busy_scope"`
	MailTips      types.String `tfsdk:"mail_tips"`
	MailTipsScope types.String `tfsdk:"mail_tips_scope"`
	Photos        bool         `tfsdk:"photos"`
	MailboxMoves  bool         `tfsdk:"mailbox_moves"`
}

type policyModel struct {
	GUID    string       `tfsdk:"guid"`
	Name    string       `tfsdk:"name"`
	Default bool         `tfsdk:"default"`
	Shares  []entryModel `tfsdk:"shares"`
}

type entryModel struct {
	Domain   string       `tfsdk:"domain"`
	Calendar types.String `tfsdk:"calendar"`
	Contacts bool         `tfsdk:"contacts"`
}

type spaceModel struct {
	GUID     string       `tfsdk:"guid"`
	Name     string       `tfsdk:"name"`
	Domain   string       `tfsdk:"domain"`
	TenantID types.String `tfsdk:"target_tenant_id"`
}

// show sets the lists, which are empty rather than null where nothing is left.
func (m *leftoversModel) show(l rules.LegacySharing) {
	m.Relationships = make([]relationshipModel, 0, len(l.Relationships))
	for _, r := range l.Relationships {
		m.Relationships = append(m.Relationships, relationshipOf(r))
	}
	m.Policies = make([]policyModel, 0, len(l.Policies))
	for _, p := range l.Policies {
		shown := policyModel{GUID: p.GUID, Name: p.Name, Default: p.Default}
		for _, e := range p.Entries {
			shown.Shares = append(shown.Shares, entryModel{e.Domain, tfkit.StringOrNull(e.Calendar), e.Contacts})
		}
		m.Policies = append(m.Policies, shown)
	}
	m.Spaces = make([]spaceModel, 0, len(l.Spaces))
	for _, s := range l.Spaces {
		m.Spaces = append(m.Spaces, spaceModel{s.GUID, s.Name, s.Domain, tfkit.StringOrNull(s.TenantID)})
	}
}

func relationshipOf(r rules.OrganizationRelationship) relationshipModel {
	m := relationshipModel{GUID: r.GUID, Name: r.Name, Domains: append([]string{}, r.Domains...), Photos: r.Photos, MailboxMoves: r.MailboxMoves}
	m.FreeBusy, m.FreeBusyScope = shareOf(r.FreeBusy)
	m.MailTips, m.MailTipsScope = shareOf(r.MailTips)
	return m
}

// shareOf is null for a feature that is not shared.
func shareOf(s *rules.Share) (level, scope types.String) {
	if s == nil {
		return types.StringNull(), types.StringNull()
	}
	return types.StringValue(s.Level), tfkit.StringOrNull(s.Scope)
}
