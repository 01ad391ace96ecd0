package topology_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// fixer applies the remedies of findings about one edge, and nothing else.
type fixer struct {
	pair
	t    *testing.T
	dice dice
}

// impossible is a finding without a fix: the clouds do not support the capability.
func (f finding) impossible() bool { return len(f.settings) == 0 && f.code != "MT061" }

// fix applies the settings of findings, except one.
func (m fixer) fix(findings []finding, but string) {
	m.t.Helper()
	for _, f := range findings {
		own, other := m.source, m.target
		if f.side == "target" {
			own, other = other, own
		}
		if f.tenant != own.Key {
			m.t.Errorf("%v is said to be in %s", f, f.tenant)
		}
		if f.code == "MT061" && but != f.String() {
			entryAbout(own, other)
		}
		for _, setting := range f.settings {
			if but != f.String()+setting && but != f.String() {
				m.set(f, own, other, setting)
			}
		}
	}
}

// entryAbout is the entry of a tenant for another, which is created if it is
// missing.
func entryAbout(own, other *acctest.Tenant) acctest.Object {
	partners, _ := own.CrossTenantAccess["partners"].([]acctest.Object)
	for _, p := range partners {
		if id, _ := p["tenantId"].(string); strings.EqualFold(id, other.TenantID) {
			return p
		}
	}
	created := acctest.Object{"tenantId": other.TenantID}
	own.CrossTenantAccess["partners"] = append(partners, created)
	return created
}

func (m fixer) set(f finding, own, other *acctest.Tenant, setting string) {
	m.t.Helper()
	block, member, nested := strings.Cut(setting, ".")
	switch {
	case setting == "allowedCloudEndpoints":
		enabled, _ := own.CrossTenantAccess[setting].([]any)
		own.CrossTenantAccess[setting] = append(enabled, cloudNames[other.Cloud])
	case setting == "allowInvitesFrom":
		own.AuthorizationPolicy = acctest.Object{setting: "adminsAndGuestInviters"}
	case setting == "invitationsAllowedAndBlockedDomainsPolicy":
		m.admit(f, own, other)
	case strings.HasPrefix(setting, "synchronization "):
		m.setSync(f, setting)
	case !nested:
		entryAbout(own, other)[setting] = acctest.Everything("allowed")
	case block == "inboundTrust":
		m.trust(f, own, other, member)
	default:
		within(entryAbout(own, other), strings.Split(setting, "."), true)
	}
}

// within sets a member of a nested object.
func within(o acctest.Object, path []string, value any) {
	if len(path) == 1 {
		o[path[0]] = value
		return
	}
	inner, ok := o[path[0]].(acctest.Object)
	if !ok {
		inner = acctest.Object{}
		o[path[0]] = inner
	}
	within(inner, path[1:], value)
}

// trust sets one claim. An entry that inherited its trust loses that of the
// default, unless the remedy says to repeat it.
func (m fixer) trust(f finding, own, other *acctest.Tenant, claim string) {
	p := entryAbout(own, other)
	if _, set := p["inboundTrust"].(acctest.Object); !set {
		defaults, _ := own.CrossTenantAccess["default"].(acctest.Object)
		inherited, _ := defaults["inboundTrust"].(acctest.Object)
		for name, granted := range inherited {
			if granted == true && strings.Contains(f.remedy, "inboundTrust."+name) {
				within(p, []string{"inboundTrust", name}, true)
			}
		}
	}
	within(p, []string{"inboundTrust", claim}, true)
}

// admit allows the domains that the remedy names.
func (m fixer) admit(f finding, own, other *acctest.Tenant) {
	named := func(domain string) bool { return strings.Contains(f.remedy, strings.ToLower(domain)) }
	blocked, _ := own.B2BManagement["blocked_domains"].([]string)
	if blocked != nil {
		own.B2BManagement["blocked_domains"] = slices.DeleteFunc(blocked, named)
		return
	}
	allowed, _ := own.B2BManagement["allowed_domains"].([]string)
	for _, domain := range append(slices.Clone(other.Domains), other.InitialDomain) {
		if text := fmt.Sprint(domain); named(text) {
			allowed = append(allowed, text)
		}
	}
	own.B2BManagement["allowed_domains"] = allowed
}

// setSync changes the configuration that the remedy names.
func (m fixer) setSync(f finding, setting string) {
	m.t.Helper()
	switch setting {
	case "synchronization configuration", "synchronization secrets: CompanyId":
		configuration := syncInto(m.target.TenantID)
		configuration["id"], configuration["assignedTo"] = m.dice.id(kindSync, 0xfff), []any{fmt.Sprint(m.source.Users[0]["id"])}
		configuration["job"] = m.newJob()
		m.source.Synchronizations = append(m.source.Synchronizations, configuration)
		return
	}
	at := slices.IndexFunc(m.source.Synchronizations, func(c acctest.Object) bool {
		return strings.Contains(f.remedy, fmt.Sprintf("%q", c["displayName"]))
	})
	if at < 0 {
		m.t.Fatalf("the remedy names no configuration: %s", f.remedy)
	}
	c := m.source.Synchronizations[at]
	switch setting {
	case "synchronization secrets: AuthenticationType":
		within(c, []string{"secrets", "AuthenticationType"}, "SyncPolicy")
	case "synchronization secrets: SyncNotificationSettings.DeleteThresholdEnabled":
		within(c, []string{"secrets", "SyncNotificationSettings", "DeleteThresholdEnabled"}, true)
	case "synchronization job: assignments":
		m.assign(c)
	case "synchronization job":
		c["job"] = m.newJob()
	case "synchronization job: schedule.state":
		within(c, []string{"job", "schedule", "state"}, "Active")
	case "synchronization job: status.code":
		within(c, []string{"job", "status", "code"}, "Active")
	case "synchronization configuration: second one":
		within(c, []string{"job", "schedule", "state"}, "Paused")
	default:
		m.setMapping(c, setting)
	}
}

// setMapping changes what a configuration maps.
func (m fixer) setMapping(c acctest.Object, setting string) {
	m.t.Helper()
	if _, ok := c["job"].(acctest.Object)["schema"]; !ok {
		within(c, []string{"job", "schema"}, acctest.SyncSchema(nil, nil, nil))
	}
	schema, _ := c["job"].(acctest.Object)["schema"].(acctest.Object)
	rules, _ := schema["synchronizationRules"].([]acctest.Object)
	mappings, _ := rules[0]["objectMappings"].([]acctest.Object)
	switch setting {
	case "synchronization schema: mapping of users":
		mappings[0]["enabled"], mappings[0]["flowTypes"] = true, "Add, Update, Delete"
	case "synchronization schema: mapping of groups":
		mappings[1]["enabled"] = true
	case "synchronization secrets: SyncAll":
		within(c, []string{"secrets", "SyncAll"}, "false")
		m.assign(c)
	default:
		m.t.Fatalf("no way to set %q", setting)
	}
}

// newJob is a started job that maps groups if the target allows them: the mapping of a
// job that is missing cannot be checked before.
func (m fixer) newJob() acctest.Object {
	policy, _ := entryAbout(m.target, m.source)["identitySynchronization"].(acctest.Object)
	groups, _ := policy["groupSyncInbound"].(acctest.Object)
	created := job("Active", "Active")
	created["schema"] = acctest.SyncSchema(nil, acctest.Object{"enabled": groups["isSyncAllowed"] == true}, nil)
	return created
}

// assign brings the group of the source into the scope.
func (m fixer) assign(c acctest.Object) {
	c["assignedTo"] = []any{m.dice.id(kindGroup, slices.Index([]string{"contoso", "fabrikam", "northwind", "tailspin"}, m.source.DisplayName))}
}
