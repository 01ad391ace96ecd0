package invitation

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// ManagementPolicy is a B2B management policy. Only the one that is the default of
// the organization is in effect (graph-identity §9.1).
type ManagementPolicy struct {
	ID     string        `json:"id"`
	Policy schema.Policy `json:"policy"`
}

const (
	definition = "definition"
	isDefault  = "isOrganizationDefault"

	// mostCharacters limits a whole policy (graph-identity §9.1).
	mostCharacters = 25000
)

var managementShape = schema.Object(map[string]schema.Shape{
	"displayName":     {Kind: schema.KindText},
	"description":     {Kind: schema.KindText, Null: true},
	definition:        {Kind: schema.KindTexts},
	isDefault:         {Kind: schema.KindBool, Unset: false},
	"deletedDateTime": {Kind: schema.KindText, Null: true, Fixed: true},
})

// ManagementPolicies are the B2B management policies of a tenant.
var ManagementPolicies = &kernel.Set[ManagementPolicy]{
	Declaration: kernel.Declaration{
		Name: "b2bManagementPolicies", State: "b2b_management_policies", Unlisted: true,
		Class: schema.NewPolicyClass(
			"b2bManagementPolicy", managementShape, func(p *ManagementPolicy) schema.Policy { return p.Policy },
			schema.Read("id", func(p *ManagementPolicy) any { return p.ID }),
		),
		Served: kernel.Served{
			Path: "/policies/b2bManagementPolicies", Needs: b2bManagementNeeds, Create: writeB2BManagement, Change: writeB2BManagement, Remove: writeB2BManagement,
			In: schema.BetaWorldwide, Source: "graph-identity §9.1", Options: []string{"$select", "$filter"}, Uncounted: true,
		},
	},
	ID:   func(p *ManagementPolicy) *string { return &p.ID },
	Copy: func(p *ManagementPolicy) *ManagementPolicy { return &ManagementPolicy{p.ID, maps.Clone(p.Policy)} },
	Show: func(p *ManagementPolicy, at kernel.Moment) *ManagementPolicy {
		if !at.Settings.OrganizationDefaultIsText || !p.inEffect() {
			return p
		}
		shown := &ManagementPolicy{p.ID, maps.Clone(p.Policy)}
		shown.Policy[isDefault] = "true"
		return shown
	},
	// There is one default (graph-identity §9.1).
	Unique: map[string]func(*ManagementPolicy) string{isDefault: func(p *ManagementPolicy) string {
		if p.inEffect() {
			return "default"
		}
		return ""
	}},
	Writes: &kernel.Writes[ManagementPolicy]{
		New:      func() *ManagementPolicy { return &ManagementPolicy{Policy: schema.Policy{isDefault: false}} },
		Required: []string{"displayName", definition},
		May: func(_ *kernel.Directory, _ *ManagementPolicy, property string, _ kernel.Actor) error {
			if property == isDefault {
				// Observed (graph-identity §9.1).
				return refusal.New(500, "InternalServerError", "An unexpected error occurred.")
			}
			return nil
		},
		Judge: judgeManagement, Settle: settleManagement,
	},
}

func judgeManagement(_ *kernel.Directory, next *ManagementPolicy, sent map[string]any, at kernel.Moment) error {
	if sent["description"] != nil && !at.Settings.B2BManagementNeedsDescription {
		return refusal.New(404, refusal.CodeNotFound, "Resource '' does not exist or one of its queried reference-property objects are not present.")
	}
	lists, err := next.lists()
	switch {
	case err != nil:
		return refusal.InvalidValue(definition, "Policy")
	case len(lists.Allowed) > 0 && len(lists.Blocked) > 0:
		return refusal.BadRequest("A policy has either allowed or blocked domains.")
	case utf8.RuneCountInString(next.text()) > mostCharacters:
		return refusal.BadRequest("The policy definition exceeds the limit of %d characters.", mostCharacters)
	}
	return nil
}

func settleManagement(_ *kernel.Directory, before, next *ManagementPolicy, _ kernel.Actor, at kernel.Moment) error {
	if before == nil && at.Settings.B2BManagementNeedsDescription && next.Policy["description"] == nil {
		return refusal.Missing("description", "Policy")
	}
	return nil
}

func (p *ManagementPolicy) inEffect() bool { return p.Policy[isDefault] == true }

// text is the definition: one text with JSON.
func (p *ManagementPolicy) text() string {
	texts, _ := p.Policy[definition].([]any)
	if len(texts) != 1 {
		return ""
	}
	text, _ := texts[0].(string)
	return text
}

// lists reads the domain lists from the definition.
func (p *ManagementPolicy) lists() (DomainLists, error) {
	var d b2bDefinition
	if err := json.Unmarshal([]byte(p.text()), &d); err != nil {
		return DomainLists{}, fmt.Errorf("reading the definition of a B2B management policy: %w", err)
	}
	for _, lists := range []*DomainLists{d.Policy.Live, d.Policy.Sample} {
		if lists != nil {
			return *lists, nil
		}
	}
	return DomainLists{}, nil
}

// b2bDefinition is the JSON inside the policy. Live tenants use the long key; the
// key of the documentation's sample is accepted too.
type b2bDefinition struct {
	Policy struct {
		Live   *DomainLists `json:"InvitationsAllowedAndBlockedDomainsPolicy,omitempty"`
		Sample *DomainLists `json:"invitationsAllowedAndBlocked,omitempty"`
	} `json:"B2BManagementPolicy"`
}

// DomainLists are the domains that a tenant allows or blocks for invitations: either
// may be filled, never both (graph-identity §9.1).
type DomainLists struct {
	Allowed []string `json:"AllowedDomains"`
	Blocked []string `json:"BlockedDomains"`
}

// Lists are the domain lists in effect. Without a policy every domain is allowed.
func Lists(d *kernel.Directory) DomainLists {
	for _, p := range ManagementPolicies.All(d) {
		if p.inEffect() {
			lists, _ := p.lists() // checked when it was written
			return lists
		}
	}
	return DomainLists{}
}

func (l DomainLists) permits(domain string) bool {
	same := func(d string) bool { return strings.EqualFold(d, domain) }
	if len(l.Allowed) > 0 {
		return slices.ContainsFunc(l.Allowed, same)
	}
	return !slices.ContainsFunc(l.Blocked, same)
}

// Definition is the definition of a policy with lists.
func (l DomainLists) Definition() (string, error) {
	var d b2bDefinition
	d.Policy.Live = &DomainLists{Allowed: schema.List(l.Allowed), Blocked: schema.List(l.Blocked)}
	text, err := json.Marshal(d)
	if err != nil {
		return "", fmt.Errorf("writing the definition of a B2B management policy: %w", err)
	}
	return string(text), nil
}

// RemovePolicies deletes the policies of a tenant, without a request.
func RemovePolicies(d *kernel.Directory, at kernel.Moment) error {
	for _, p := range ManagementPolicies.All(d) {
		ManagementPolicies.Remove(d, p.ID, at)
	}
	return nil
}

// SetDefinition replaces the policy in effect, without a request.
func SetDefinition(d *kernel.Directory, definition string, at kernel.Moment) error {
	if err := RemovePolicies(d, at); err != nil {
		return err
	}
	_, err := ManagementPolicies.Make(d, kernel.Draft{Properties: map[string]any{
		"displayName": "B2BManagementPolicy", "definition": []any{definition}, isDefault: true,
	}}, kernel.Actor{}, at)
	return err
}

// b2bManagementNeeds are the permissions to read the B2B management policies.
func b2bManagementNeeds(s settings.Settings) []string {
	if s.PolicyReadAllCoversB2BManagement {
		return append(slices.Clone(readB2BManagement), "Policy.Read.All")
	}
	return readB2BManagement
}

var (
	writeB2BManagement = []string{"Policy.ReadWrite.B2BManagementPolicy"}
	readB2BManagement  = append([]string{"Policy.Read.B2BManagementPolicy"}, writeB2BManagement...)
)

// snapshot shows the lists in effect.
func snapshot(d *kernel.Directory, into map[string]any) { into["b2b_management_policy"] = Lists(d) }

// parseB2BManagement reads the two lists, given directly or in Graph's definition.
func parseB2BManagement(_ *kernel.SeedTenant, n *kernel.Node) (kernel.Fill, error) {
	members, err := n.Object("allowed_domains", "blocked_domains", definition)
	if err != nil {
		return nil, err
	}
	var lists DomainLists
	text := ""
	for name, m := range members {
		texts, err := m.Texts()
		if err != nil {
			return nil, err
		}
		switch name {
		case "allowed_domains":
			lists.Allowed = texts
		case "blocked_domains":
			lists.Blocked = texts
		default:
			if len(texts) != 1 || !json.Valid([]byte(texts[0])) {
				return nil, m.Fail("must hold one JSON string")
			}
			text = texts[0]
		}
	}
	if len(lists.Allowed) > 0 && len(lists.Blocked) > 0 {
		return nil, n.Fail("either domains are allowed or domains are blocked, not both")
	}
	if text == "" {
		if text, err = lists.Definition(); err != nil {
			return nil, err
		}
	}
	return func(d *kernel.Directory, _ *kernel.SeedTenant, at kernel.Moment) error {
		return n.Because(SetDefinition(d, text, at))
	}, nil
}
