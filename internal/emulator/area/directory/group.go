package directory

import (
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Group is a group with its members and owners. Groups own proxy addresses,
// sponsor guests, are named by cross-tenant access settings, and make their
// members administrators when a role can be assigned to them.
type Group struct {
	ID                            string    `json:"id"`
	DisplayName                   string    `json:"displayName,omitempty"`
	Description                   string    `json:"description,omitempty"`
	Created                       time.Time `json:"createdDateTime,omitzero"`
	Mail                          string    `json:"mail,omitempty"`
	MailNickname                  string    `json:"mailNickname,omitempty"`
	MailEnabled                   bool      `json:"mailEnabled"`
	SecurityEnabled               bool      `json:"securityEnabled"`
	GroupTypes                    []string  `json:"groupTypes,omitempty"`
	MembershipRule                string    `json:"membershipRule,omitempty"`
	MembershipRuleProcessingState string    `json:"membershipRuleProcessingState,omitempty"`
	ProxyAddresses                []string  `json:"proxyAddresses,omitempty"`
	Visibility                    string    `json:"visibility,omitempty"`
	IsAssignableToRole            bool      `json:"isAssignableToRole,omitempty"`
	Members                       []string  `json:"members,omitempty"`
	Owners                        []string  `json:"owners,omitempty"`
}

// hiddenMembership is the visibility of a group whose members only applications
// with a permission of its own may list (graph-identity §7.3).
const hiddenMembership = "HiddenMembership"

// HidesMembers says whether listing the members needs Member.Read.Hidden.
func (g *Group) HidesMembers() bool { return g.Visibility == hiddenMembership }

var groupClass = schema.NewClass("Group", "group", append([]schema.Property{
	// The operators are those that users have for the same properties, with what
	// graph-identity §2.4 says about createdDateTime of groups.
	schema.Read("id", func(g *Group) any { return g.ID }).Filter("eq in", "ne not"),
	schema.Moment("createdDateTime", func(g *Group) *time.Time { return &g.Created }).Filter("", "eq ne not ge le in $orderby"),
	schema.Read("creationOptions", func(*Group) any { return []string{} }),
	seedText("description", func(g *Group) *string { return &g.Description }).Filter("", "eq ne not ge le startsWith null"),
	seedText("displayName", func(g *Group) *string { return &g.DisplayName }).Filter("eq in startsWith $orderby", "ne not null"),
	schema.Texts("groupTypes", func(g *Group) *[]string { return &g.GroupTypes }).Filter("eq", "not $count"),
	assignable.Filter("eq", "ne not"),
	seedText("mail", func(g *Group) *string { return &g.Mail }).Filter(textual, "ne not null endsWith"),
	schema.ReadBool("mailEnabled", func(g *Group) *bool { return &g.MailEnabled }).Filter("eq", "ne not"),
	seedText("mailNickname", func(g *Group) *string { return &g.MailNickname }).Filter(textual, "ne not null"),
	seedText("membershipRule", func(g *Group) *string { return &g.MembershipRule }),
	seedText("membershipRuleProcessingState", func(g *Group) *string { return &g.MembershipRuleProcessingState }),
	schema.Texts("proxyAddresses", func(g *Group) *[]string { return &g.ProxyAddresses }).Filter("eq ge le startsWith", "not endsWith $count"),
	schema.Read("renewedDateTime", func(g *Group) any { return schema.Instant(g.Created) }),
	schema.Read("resourceBehaviorOptions", func(*Group) any { return []string{} }),
	schema.Read("resourceProvisioningOptions", func(*Group) any { return []string{} }),
	schema.Empty("onPremisesProvisioningErrors"),
	schema.Read("securityIdentifier", func(g *Group) any { return securityIdentifier(g.ID) }),
	schema.Empty("serviceProvisioningErrors"),
	schema.ReadBool("securityEnabled", func(g *Group) *bool { return &g.SecurityEnabled }).Filter("eq in", "ne not"),
	seedText("visibility", func(g *Group) *string { return &g.Visibility }),
	// What only on-premises groups and Exchange fill is null (graph-identity §7.2).
}, schema.Nulls(
	"classification", "deletedDateTime", "expirationDateTime", "onPremisesDomainName", "onPremisesLastSyncDateTime",
	"onPremisesNetBiosName", "onPremisesSamAccountName", "onPremisesSecurityIdentifier", "onPremisesSyncEnabled",
	"preferredDataLocation", "preferredLanguage", "theme",
)...)...)

// assignable is null for groups that were not created for roles.
var assignable = func() schema.Property {
	p := schema.ReadBool("isAssignableToRole", func(g *Group) *bool { return &g.IsAssignableToRole })
	p.Get = func(v any) any {
		if schema.Of[Group](v).IsAssignableToRole {
			return true
		}
		return nil
	}
	return p
}()

// Groups are the groups of a tenant.
var Groups = &kernel.Set[Group]{
	Declaration: kernel.Declaration{
		Name: "groups", Class: groupClass, IsObject: true, Keys: addressKeys,
		Served: kernel.Served{Path: "/groups", Read: readGroups, Source: "graph-identity §7.1"},
		References: []kernel.Reference{
			// Reading members has rules of its own; see members_operations.go.
			kernel.Many(kernel.Reference{Name: "members", Targets: []string{"users", "contacts", "groups"}, Write: writeMembers}, func(g *Group) *[]string { return &g.Members }),
			kernel.Many(kernel.Reference{Name: "owners", Targets: []string{"users"}, Read: readMembers, Write: writeOwners}, func(g *Group) *[]string { return &g.Owners }),
		},
	},
	ID:      func(g *Group) *string { return &g.ID },
	Index:   func(g *Group) []string { return []string{MailKey(g.Mail)} },
	Proxies: func(g *Group) *[]string { return &g.ProxyAddresses },
	Seeds: &kernel.Seeds[Group]{
		New: func() *Group { return &Group{SecurityEnabled: true} },
		Check: func(n *kernel.Node, g *Group) error {
			if g.DisplayName == "" {
				return n.Fail("a group needs a displayName")
			}
			return nil
		},
		Complete: completeGroup,
	},
}

func completeGroup(_ *kernel.Directory, g *Group, _ kernel.Moment) {
	if g.Created.IsZero() {
		g.Created = kernel.SeededAt
	}
	if g.ProxyAddresses == nil && g.Mail != "" {
		g.ProxyAddresses = []string{"SMTP:" + g.Mail}
	}
}
