package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

const domainPolicyPath = "/policies/b2bManagementPolicies"

// The domain lists exist only in beta, and only in the worldwide cloud
// (graph-identity §9.1). Policy.Read.All does not cover them.
var (
	readDomains  = []string{"Policy.Read.B2BManagementPolicy", "Policy.ReadWrite.B2BManagementPolicy"}
	writeDomains = []string{"Policy.ReadWrite.B2BManagementPolicy"}

	opDomainLists        = operation{"GET /beta/policies/b2bManagementPolicies", readDomains}
	opDomainPolicy       = operation{"GET /beta/policies/b2bManagementPolicies/{id}", readDomains}
	opAddDomainPolicy    = operation{"POST /beta/policies/b2bManagementPolicies", writeDomains}
	opUpdateDomainPolicy = operation{"PATCH /beta/policies/b2bManagementPolicies/{id}", writeDomains}
	opDeleteDomainPolicy = operation{"DELETE /beta/policies/b2bManagementPolicies/{id}", writeDomains}
)

// MostDomainCharacters limits the text of a whole policy, in characters
// (graph-identity §9.1).
const MostDomainCharacters = 25000

// DomainLists are the domains to which invitations are allowed or blocked. At
// most one of the lists has entries; when both are empty, every domain is
// allowed.
type DomainLists struct{ Allowed, Blocked []string }

// Same reports whether two pairs of lists have the same domains.
func (l DomainLists) Same(other DomainLists) bool {
	return SameSetting(l.Allowed, other.Allowed) && SameSetting(l.Blocked, other.Blocked)
}

// DomainPolicy is the B2B management policy in effect, the default of the
// organization. The zero value stands for none, which allows every domain.
type DomainPolicy struct {
	ID    string
	Lists DomainLists
	// definition is the whole policy, including the settings of other features.
	definition map[string]json.RawMessage
}

// Only reports whether the policy has nothing but domain lists.
func (p DomainPolicy) Only() bool { return len(p.definition) == 0 }

// Text is the definition of the policy with other lists; its length in characters is
// limited.
func (p DomainPolicy) Text(lists DomainLists) (string, error) {
	members := map[string]any{}
	for name, value := range p.definition {
		members[name] = value
	}
	members[liveLists] = map[string][]string{
		"AllowedDomains": append([]string{}, lists.Allowed...), "BlockedDomains": append([]string{}, lists.Blocked...),
	}
	text, err := json.Marshal(map[string]any{"B2BManagementPolicy": members})
	return string(text), err
}

// Length is the length of the policy with other lists, in characters.
func (p DomainPolicy) Length(lists DomainLists) int {
	text, _ := p.Text(lists) // strings and valid JSON are always encoded
	return utf8.RuneCountInString(text)
}

// DomainLists reads the lists of the tenant's default policy, once.
//
// GET /beta/policies/b2bManagementPolicies.
func (c *Client) DomainLists(ctx context.Context) (DomainLists, error) {
	return remembered(ctx, c, &c.facts.domainLists, theTenant, func(ctx context.Context) (DomainLists, error) {
		p, err := c.DefaultDomainPolicy(ctx)
		return p.Lists, err
	})
}

// DefaultDomainPolicy reads the current policy in effect.
//
// GET /beta/policies/b2bManagementPolicies.
func (c *Client) DefaultDomainPolicy(ctx context.Context) (DomainPolicy, error) {
	policies, err := everything[managementPolicy](ctx, c, call{
		op: opDomainLists, method: http.MethodGet, version: betaVersion, path: domainPolicyPath,
	})
	if err != nil {
		return DomainPolicy{}, err
	}
	for _, policy := range policies {
		if policy.IsOrganizationDefault == "true" {
			p, err := policy.parse()
			return p, c.named(opDomainLists, err)
		}
	}
	return DomainPolicy{}, nil
}

// RefreshDomainPolicy reads a policy that was in effect, or the one that is now; none
// if there is neither. A replica may briefly lose a new object after showing it
// (graph-identity §1.8), so only two consecutive 404 answers mean that it is gone.
//
// GET /beta/policies/b2bManagementPolicies/{id},
// GET /beta/policies/b2bManagementPolicies.
func (c *Client) RefreshDomainPolicy(ctx context.Context, id string) (DomainPolicy, error) {
	for range 2 {
		p, err := c.domainPolicy(ctx, id)
		if !errors.Is(err, service.ErrNotFound) {
			return p, err
		}
	}
	return c.DefaultDomainPolicy(ctx)
}

func (c *Client) domainPolicy(ctx context.Context, id string) (DomainPolicy, error) {
	var policy managementPolicy
	err := c.send(ctx, call{
		op: opDomainPolicy, method: http.MethodGet, version: betaVersion, path: domainPolicyPath + "/" + url.PathEscape(id),
	}, &policy)
	if err != nil {
		return DomainPolicy{}, err
	}
	p, err := policy.parse()
	return p, c.named(opDomainPolicy, err)
}

// The members of a definition with domain lists: that of live tenants, and that of the
// documentation's sample (graph-identity §9.1).
const (
	liveLists   = "InvitationsAllowedAndBlockedDomainsPolicy"
	sampleLists = "invitationsAllowedAndBlocked"
)

// managementPolicy is one of the policies. Each definition is a text with the
// lists as JSON.
type managementPolicy struct {
	ID                    string
	Definition            []string
	IsOrganizationDefault textOrBool
}

// textOrBool is a boolean that may be encoded as text: the documentation declares
// a boolean and shows a text (graph-identity §9.1).
type textOrBool string

func (t *textOrBool) UnmarshalJSON(data []byte) error {
	*t = textOrBool(strings.ToLower(strings.Trim(string(data), `"`)))
	return nil
}

// parse parses the JSON inside the JSON. The documentation's sample uses single
// quotes, which no domain name contains.
func (p managementPolicy) parse() (DomainPolicy, error) {
	found := DomainPolicy{ID: p.ID}
	if len(p.Definition) == 0 {
		return found, nil
	}
	var d struct {
		Policy map[string]json.RawMessage `json:"B2BManagementPolicy"`
	}
	err := json.Unmarshal([]byte(p.Definition[0]), &d)
	if err != nil {
		err = json.Unmarshal([]byte(strings.ReplaceAll(p.Definition[0], "'", `"`)), &d)
	}
	if err != nil {
		return found, fmt.Errorf("the domain lists cannot be read: %w", err)
	}
	for _, name := range []string{sampleLists, liveLists} {
		if err := found.take(d.Policy[name]); err != nil {
			return found, err
		}
		delete(d.Policy, name)
	}
	found.definition = d.Policy
	return found, nil
}

// take reads the lists of a definition, if it has them.
func (p *DomainPolicy) take(lists json.RawMessage) error {
	if lists == nil {
		return nil
	}
	var l struct{ AllowedDomains, BlockedDomains []string }
	if err := json.Unmarshal(lists, &l); err != nil {
		return fmt.Errorf("the domain lists cannot be read: %w", err)
	}
	p.Lists = DomainLists{Allowed: l.AllowedDomains, Blocked: l.BlockedDomains}
	return nil
}
