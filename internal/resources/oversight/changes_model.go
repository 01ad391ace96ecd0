package oversight

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// changeKind is a part of the audit log: the categories of its records, or the
// services that log them (graph-identity §11).
type changeKind struct {
	name                 string
	categories, services []string
}

// changeKinds are the kinds of changes. Redemptions are logged by either of two
// services.
var changeKinds = []changeKind{
	{name: "access", categories: []string{"CrossTenantAccessSettings"}},
	{name: "synchronization", categories: []string{"CrossTenantIdentitySyncSettings"}},
	{name: "collaboration", categories: []string{"AuthorizationPolicy"}},
	{name: "invitations", services: []string{"Invited Users", "B2B Auth"}},
}

type changeModel struct {
	Tenant          string          `tfsdk:"tenant"`
	Time            string          `tfsdk:"time"`
	Activity        string          `tfsdk:"activity"`
	Category        string          `tfsdk:"category"`
	Result          types.String    `tfsdk:"result"`
	Actor           types.String    `tfsdk:"actor"`
	ActorType       types.String    `tfsdk:"actor_type"`
	ActorID         types.String    `tfsdk:"actor_id"`
	ActorIPAddress  types.String    `tfsdk:"actor_ip_address"`
	OwnApplication  types.Bool      `tfsdk:"own_application"`
	RelatedTenantID types.String    `tfsdk:"related_tenant_id"`
	RelatedTenant   types.String    `tfsdk:"related_tenant"`
	Object          types.String    `tfsdk:"object"`
	ObjectID        types.String    `tfsdk:"object_id"`
	Modified        []modifiedModel `tfsdk:"modified"`
	CorrelationID   types.String    `tfsdk:"correlation_id"`
	ID              string          `tfsdk:"id"`
}

type modifiedModel struct {
	Property string       `tfsdk:"property"`
	From     types.String `tfsdk:"from"`
	To       types.String `tfsdk:"to"`
}

// invitedAddress is the detail of an invitation with the address
// (graph-identity §11).
const invitedAddress = "invitedUserEmailAddress"

// changeOf describes a record. The principal is that of the provider in the tenant;
// empty if unknown.
func changeOf(t *tenant.Tenant, r graph.AuditRecord, principal string, homes homes) changeModel {
	c := changeModel{
		Tenant: t.Key, Time: r.Time.UTC().Format(time.RFC3339), Activity: r.Activity, Category: r.Category,
		Result: tfkit.StringOrNull(r.Result), CorrelationID: tfkit.StringOrNull(r.CorrelationID), ID: r.ID, Modified: []modifiedModel{},
	}
	c.act(r, principal)
	address := ""
	for _, x := range r.Details {
		if strings.EqualFold(x.Key, invitedAddress) {
			address = x.Value
		}
	}
	for i, x := range r.Targets {
		if i == 0 {
			c.Object, c.ObjectID = tfkit.StringOrNull(firstText(x.UserPrincipalName, x.DisplayName)), tfkit.StringOrNull(x.ID)
		}
		for _, p := range x.Modified {
			change := modifiedModel{p.Name, plain(p.Old), plain(p.New)}
			c.Modified = append(c.Modified, change)
			if strings.EqualFold(p.Name, "tenantId") {
				c.RelatedTenantID = tfkit.StringOrNull(strings.ToLower(firstText(change.To.ValueString(), change.From.ValueString())))
			}
		}
	}
	if related, ok := homes.owner(address); ok && c.RelatedTenantID.IsNull() {
		c.RelatedTenantID = types.StringValue(related)
	}
	c.RelatedTenant = tfkit.StringOrNull(homes.keys[c.RelatedTenantID.ValueString()])
	return c
}

// The types of actors.
const (
	actorUser        = "user"
	actorApplication = "application"
	actorService     = "service"
)

func (c *changeModel) act(r graph.AuditRecord, principal string) {
	id := ""
	switch user, app := r.InitiatedBy.User, r.InitiatedBy.App; {
	case user != nil && (user.ID != "" || user.UserPrincipalName != ""):
		id = user.ID
		c.Actor, c.ActorType = tfkit.StringOrNull(firstText(user.UserPrincipalName, user.DisplayName)), types.StringValue(actorUser)
		c.ActorIPAddress = tfkit.StringOrNull(user.IPAddress)
	case app != nil && app.ServicePrincipalID == "" && app.AppID == "":
		c.Actor, c.ActorType = tfkit.StringOrNull(app.DisplayName), types.StringValue(actorService)
	case app != nil:
		id = firstText(app.ServicePrincipalID, app.AppID)
		c.Actor, c.ActorType = tfkit.StringOrNull(firstText(app.DisplayName, app.AppID)), types.StringValue(actorApplication)
	}
	c.ActorID = tfkit.StringOrNull(id)
	if principal != "" {
		c.OwnApplication = types.BoolValue(strings.EqualFold(id, principal))
	}
}

// plain is a value of the log without its own quotes: the log contains JSON in texts.
func plain(value *string) types.String {
	if value == nil {
		return types.StringNull()
	}
	var text string
	if json.Unmarshal([]byte(*value), &text) == nil {
		return types.StringValue(text)
	}
	return types.StringValue(*value)
}

func firstText(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}

var tenantID = regexp.MustCompile(`(?i)^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

func isTenantID(name string) bool { return tenantID.MatchString(name) }

// homes are the tenants of the provider by the domains that they have verified, and
// their keys by id.
type homes struct {
	keys, domains map[string]string
}

// homes reads the domains of the provider's tenants. A tenant that does not show them
// is left out.
func (d *changesData) homes(ctx context.Context) homes { return homesOf(ctx, d.Tenants) }

func homesOf(ctx context.Context, tenants *tenant.Registry) homes {
	h := homes{keys: map[string]string{}, domains: map[string]string{}}
	all := tenants.All()
	answers := readEach(ctx, all, func(ctx context.Context, t *tenant.Tenant) (graph.Organization, error) {
		return t.Graph.Organization(ctx)
	})
	for _, t := range all {
		h.keys[t.ID] = t.Key
		for _, domain := range answers[t].value.Domains {
			h.domains[strings.ToLower(domain)] = t.ID
		}
	}
	return h
}

// owner is the id of the tenant that has verified the domain of an address.
func (h homes) owner(address string) (string, bool) {
	_, domain, found := strings.Cut(strings.ToLower(address), "@")
	id, ok := h.domains[domain]
	return id, found && ok
}
