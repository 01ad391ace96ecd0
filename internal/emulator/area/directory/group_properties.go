package directory

import (
	"slices"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// groupClass has the limits of graph-identity §7.2. The operators are those of the
// same properties of users, plus those for createdDateTime of groups in
// graph-identity §2.4.
var groupClass = schema.NewClass("Group", "group", slices.Concat([]schema.Property{
	schema.ReadText("id", func(g *Group) *string { return &g.ID }).Filter("eq in", "ne not"),
	schema.Read("deletedDateTime", func(g *Group) any { return schema.Instant(g.Deleted) }),
	schema.Moment("createdDateTime", func(g *Group) *time.Time { return &g.Created }).Filter("", "eq ne not ge le in $orderby"),
	unwritten(schema.Read("creationOptions", func(*Group) any { return []string{} })),
	schema.Text("description", 1024, func(g *Group) *string { return &g.Description }).Filter("", "eq ne not ge le startsWith null"),
	schema.Text("displayName", 256, func(g *Group) *string { return &g.DisplayName }).Required().
		Filter("eq in startsWith $orderby", "ne not null").Search(schema.ByWords),
	schema.Writes(schema.Texts("groupTypes", func(g *Group) *[]string { return &g.GroupTypes }), setGroupTypes).
		Filter("eq", "not $count"),
	assignable.Filter("eq", "ne not"),
	schema.Read("isManagementRestricted", func(g *Group) any { return restrictedOrNull(g.Restricted) }).OnRequest(),
	seedText("mail", func(g *Group) *string { return &g.Mail }).Filter(textual, "ne not null endsWith").Search(schema.ByStart),
	schema.Bool("mailEnabled", func(g *Group) *bool { return &g.MailEnabled }).Filter("eq", "ne not"),
	schema.Writes(schema.ReadText("mailNickname", func(g *Group) *string { return &g.MailNickname }), setGroupNickname).
		Filter(textual, "ne not null"),
	schema.Text("membershipRule", 3072, func(g *Group) *string { return &g.MembershipRule }),
	schema.Text("membershipRuleProcessingState", 0, func(g *Group) *string { return &g.MembershipRuleProcessingState }),
	schema.Read("membershipRuleProcessingStatus", (*Group).processing).Within(schema.Beta).OnRequest(),
	schema.Texts("proxyAddresses", func(g *Group) *[]string { return &g.ProxyAddresses }).Filter("eq ge le startsWith", "not endsWith $count"),
	schema.Read("renewedDateTime", func(g *Group) any { return schema.Instant(g.Created) }),
	unwritten(schema.Read("resourceBehaviorOptions", func(*Group) any { return []string{} })),
	unwritten(schema.Read("resourceProvisioningOptions", func(*Group) any { return []string{} })),
	schema.Empty("onPremisesProvisioningErrors"),
	schema.Read("securityIdentifier", func(g *Group) any { return securityIdentifier(g.ID) }),
	schema.Empty("serviceProvisioningErrors"),
	schema.Bool("securityEnabled", func(g *Group) *bool { return &g.SecurityEnabled }).Filter("eq in", "ne not"),
	schema.Text("visibility", 0, func(g *Group) *string { return &g.Visibility }),
	unwritten(schema.Null("classification")), unwritten(schema.Null("preferredDataLocation")), unwritten(schema.Null("theme")),
	// Properties of on-premises groups and Exchange only are null (graph-identity
	// §7.2).
}, schema.Nulls(
	"expirationDateTime", "onPremisesDomainName", "onPremisesLastSyncDateTime", "onPremisesNetBiosName", "onPremisesSamAccountName",
	"onPremisesSecurityIdentifier", "onPremisesSyncEnabled", "preferredLanguage",
))...)

// assignable is null for groups that were not created as role-assignable.
var assignable = func() schema.Property {
	p := schema.Bool("isAssignableToRole", func(g *Group) *bool { return &g.IsAssignableToRole })
	p.Get = func(v any) any {
		if schema.Of[Group](v).IsAssignableToRole {
			return true
		}
		return nil
	}
	return p
}()

// restrictedOrNull is isManagementRestricted, which is null outside of restricted
// units.
func restrictedOrNull(restricted bool) any {
	if restricted {
		return true
	}
	return nil
}

// unwritten is a property that Graph can write and the emulator only returns: it
// accepts its empty value only.
func unwritten(p schema.Property) schema.Property {
	p.Set = func(_, value any) error {
		if elements, ok := value.([]any); value == nil || ok && len(elements) == 0 {
			return nil
		}
		return refusal.NotModeled("writing the property '%s' of microsoft.graph.group", p.Name)
	}
	return p
}

// The types of groups.
const (
	unified = "Unified"
	dynamic = "DynamicMembership"
)

// The states of the processing of a rule, and its results.
const (
	ruleOn, rulePaused                        = "On", "Paused"
	ruleNotStarted, ruleSucceeded, ruleFailed = "NotStarted", "Succeeded", "Failed"
)

func setGroupTypes(g *Group, value any) error {
	types, ok := schema.StringList(value)
	known := func(t string) bool { return t == unified || t == dynamic }
	if !ok || slices.ContainsFunc(types, func(t string) bool { return !known(t) }) {
		return errInvalidValue("groupTypes")
	}
	g.GroupTypes = types
	return nil
}

func setGroupNickname(g *Group, value any) (err error) {
	g.MailNickname, err = mailNickname(value)
	return err
}
