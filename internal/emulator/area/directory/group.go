package directory

import (
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Group is a group with its members and owners. Groups have proxy addresses, can be
// sponsors of guests and targets of cross-tenant access settings, and make their
// members administrators if they are role-assignable.
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
	Deleted                       time.Time `json:"deletedDateTime,omitzero"`
	Members                       []string  `json:"members,omitempty"`
	Owners                        []string  `json:"owners,omitempty"`

	// Restricted means that the group is a member of a restricted unit.
	Restricted bool `json:"isManagementRestricted,omitempty"`
	// The result of the last evaluation of the rule; an empty status means that there
	// was none since the rule was written.
	RuleStatus     string    `json:"ruleStatus,omitempty"`
	RuleError      string    `json:"ruleError,omitempty"`
	MembersUpdated time.Time `json:"membersUpdated,omitzero"`
}

// hiddenMembership is the visibility of a group whose members can be listed only
// with a separate permission (graph-identity §7.3).
const hiddenMembership = "HiddenMembership"

// hidesMembers reports whether listing the members requires Member.Read.Hidden.
func (g *Group) hidesMembers() bool { return g.Visibility == hiddenMembership }

func (g *Group) keys() []string {
	if g.Mail == "" {
		return nil
	}
	return []string{MailKey(g.Mail)}
}

// Groups are the groups of a tenant.
var Groups = &kernel.Set[Group]{
	Declaration: kernel.Declaration{
		Name: "groups", Class: groupClass, IsObject: true, Keys: addressKeys,
		Served: kernel.Served{Path: "/groups", Read: readGroups, Create: createGroups, Change: writeGroups, Remove: deleteGroups, Source: "graph-identity §7.1"},
		References: []kernel.Reference{
			// Reading members and owners has rules of its own; see members_operations.go.
			kernel.Many(kernel.Reference{Name: "members", Targets: []string{"users", "contacts", "groups", "servicePrincipals"}, Write: writeMembers, Needs: membersNeed, Refuse: refuseByRule, Accept: groupAccepts, Early: errNewGroup}, func(g *Group) *[]string { return &g.Members }),
			kernel.Many(kernel.Reference{Name: "owners", Targets: []string{"users", "servicePrincipals"}, Write: writeGroups, Max: maxOwners, Last: errLastOwner}, func(g *Group) *[]string { return &g.Owners }),
		},
	},
	ID:      func(g *Group) *string { return &g.ID },
	Index:   (*Group).keys,
	Proxies: func(g *Group) *[]string { return &g.ProxyAddresses },
	Unique:  map[string]func(*Group) string{"mailNickname": (*Group).ownNickname},
	Guard:   guardGroup,
	Bin: &kernel.Bin[Group]{
		Name:    "deleted_groups",
		Deleted: func(g *Group) *time.Time { return &g.Deleted },
		Return:  groupReturns,
	},
	Writes: groupWrites,
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

// maxOwners is the maximum number of owners of a group (graph-identity §7.1).
const maxOwners = 100

// groupAccepts limits the members of Microsoft 365 groups to users. They cannot be
// members of a group themselves, and no group can be a member of a role-assignable
// one (graph-identity §7.1).
func groupAccepts(v any, target kernel.Linked) bool {
	g, inner := schema.Of[Group](v), kernel.As[Group](target)
	switch {
	case g.is(unified):
		return kernel.As[User](target) != nil
	case inner != nil:
		return !inner.is(unified) && !g.IsAssignableToRole
	default:
		return true
	}
}

// errNewGroup refuses members of a new group (group-post-members).
var errNewGroup = refusal.BadRequest("The source resource object or one of the objects being referenced do not exist.")

// errLastOwner prevents the removal of the last owner (graph-identity §0.2).
var errLastOwner = refusal.BadRequest("The group must have at least one owner, hence this owner cannot be removed.")

func completeGroup(_ *kernel.Directory, g *Group, _ kernel.Moment) {
	if g.Created.IsZero() {
		g.Created = kernel.SeededAt
	}
	if g.ProxyAddresses == nil && g.Mail != "" {
		g.ProxyAddresses = []string{"SMTP:" + g.Mail}
	}
}
