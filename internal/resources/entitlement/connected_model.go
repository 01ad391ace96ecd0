package entitlement

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// connectedModel is the resource in Terraform's types.
type connectedModel struct {
	tfkit.Model

	DisplayName  types.String `tfsdk:"display_name"`
	Description  types.String `tfsdk:"description"`
	State        types.String `tfsdk:"state"`
	Sources      types.Set    `tfsdk:"identity_sources"`
	External     types.Set    `tfsdk:"external_sponsors"`
	Internal     types.Set    `tfsdk:"internal_sponsors"`
	OnDestroy    types.String `tfsdk:"on_destroy"`
	Resolved     types.List   `tfsdk:"resolved_identity_sources"`
	Created      types.String `tfsdk:"created_date_time"`
	Organization types.String `tfsdk:"connected_organization_id"`
}

// sourceModel is an element of identity_sources.
type sourceModel struct {
	TenantID   types.String `tfsdk:"tenant_id"`
	DomainName types.String `tfsdk:"domain_name"`
	IssuerURI  types.String `tfsdk:"issuer_uri"`
}

var sourceType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"tenant_id": types.StringType, "domain_name": types.StringType, "issuer_uri": types.StringType,
}}

// resolvedNames are the attributes of an element of resolved_identity_sources.
var resolvedNames = []string{"type", "tenant_id", "domain_name", "cloud_instance", "issuer_uri", "display_name"}

var resolvedType = func() types.ObjectType {
	attributes := map[string]attr.Type{}
	for _, name := range resolvedNames {
		attributes[name] = types.StringType
	}
	return types.ObjectType{AttrTypes: attributes}
}()

// sponsorList is one of the two lists of sponsors, with its attribute.
type sponsorList struct {
	list graph.SponsorList
	name string
	set  *types.Set
}

func (m *connectedModel) sponsors() []sponsorList {
	return []sponsorList{
		{graph.ExternalSponsors, "external_sponsors", &m.External}, {graph.InternalSponsors, "internal_sponsors", &m.Internal},
	}
}

// objectID is the id of the connected organization in the tenant.
func (m *connectedModel) objectID() string {
	_, id, _ := strings.Cut(m.ID.ValueString(), "/")
	return id
}

// sources are the known sources of the configuration or the state.
func (m *connectedModel) sources(ctx context.Context) []sourceModel {
	var all []sourceModel
	if tfkit.Known(m.Sources) {
		m.Sources.ElementsAs(ctx, &all, false)
	}
	return all
}

// name is the source in claims and messages: a tenant id or a domain in lower case,
// empty while it is not known.
func (s sourceModel) name() string {
	return strings.ToLower(cmp.Or(s.TenantID.ValueString(), s.DomainName.ValueString()))
}

// is reports whether a source of the service is the one of the configuration.
func (s sourceModel) is(found graph.IdentitySource) bool {
	if tfkit.Known(s.TenantID) {
		return found.IsTenant() && strings.EqualFold(s.TenantID.ValueString(), found.TenantID)
	}
	return found.Same(s.domain())
}

// domain is the source as a request has it, for one that is configured as a domain.
func (s sourceModel) domain() graph.IdentitySource {
	source := graph.IdentitySource{Type: graph.SourceDomain, Domain: strings.ToLower(s.DomainName.ValueString())}
	if tfkit.Known(s.IssuerURI) {
		source.Type, source.IssuerURI = graph.SourceFederation, s.IssuerURI.ValueString()
	}
	return source
}

// settle gives values that are not known yet those of a new object.
func (m *connectedModel) settle() {
	for _, s := range m.sponsors() {
		if s.set.IsUnknown() {
			*s.set = types.SetNull(types.StringType)
		}
	}
}

// refresh reads the values of the directory. identity_sources stays as it is configured
// while the service has the sources that it has made of it: a domain becomes the tenant
// that has verified it.
func (m *connectedModel) refresh(o graph.ConnectedOrganization) {
	before := keys(m.Resolved)
	m.written(o)
	if !slices.Equal(before, keys(m.Resolved)) {
		m.Sources = sourcesOf(o.Sources)
	}
}

// written takes over what the service has made of a write.
func (m *connectedModel) written(o graph.ConnectedOrganization) {
	m.DisplayName, m.State, m.Created = types.StringValue(o.DisplayName), types.StringValue(o.State), tfkit.StringOrNull(o.Created)
	if m.Description.IsUnknown() || m.Description.ValueString() != o.Description {
		m.Description = tfkit.StringOrNull(o.Description)
	}
	m.Resolved, m.Organization = resolvedOf(o.Sources), types.StringValue(o.ID)
}

// keys identify the sources of a list that the service has resolved.
func keys(resolved types.List) []string {
	var all []string
	for _, e := range resolved.Elements() {
		object, _ := e.(types.Object)
		key := make([]string, 0, len(resolvedNames))
		for _, name := range resolvedNames[:len(resolvedNames)-1] {
			value, _ := object.Attributes()[name].(types.String)
			key = append(key, value.ValueString())
		}
		all = append(all, strings.Join(key, "\n"))
	}
	return all
}

// resolves reports whether the service has the tenant of a source already.
func (m *connectedModel) resolves(s sourceModel) bool {
	return slices.ContainsFunc(keys(m.Resolved), func(key string) bool { return strings.Contains(key, s.name()) })
}

func resolvedOf(sources []graph.IdentitySource) types.List {
	sorted := slices.SortedFunc(slices.Values(sources), func(a, b graph.IdentitySource) int {
		return cmp.Or(strings.Compare(a.Type, b.Type), strings.Compare(a.TenantID, b.TenantID), strings.Compare(a.Domain, b.Domain))
	})
	elements := make([]attr.Value, 0, len(sorted))
	for _, s := range sorted {
		values := map[string]attr.Value{}
		for i, value := range []string{s.Type, s.TenantID, s.Domain, s.CloudInstance, s.IssuerURI, s.DisplayName} {
			values[resolvedNames[i]] = tfkit.StringOrNull(value)
		}
		elements = append(elements, types.ObjectValueMust(resolvedType.AttrTypes, values))
	}
	return types.ListValueMust(resolvedType, elements)
}

// sourcesOf are sources of the service as a configuration has them. Those of social
// identities cannot be configured.
func sourcesOf(sources []graph.IdentitySource) types.Set {
	var elements []attr.Value
	for _, s := range sources {
		values := map[string]attr.Value{
			"tenant_id": types.StringNull(), "domain_name": types.StringNull(), "issuer_uri": tfkit.StringOrNull(s.IssuerURI),
		}
		switch {
		case s.IsTenant():
			values["tenant_id"] = types.StringValue(s.TenantID)
		case s.Domain != "":
			values["domain_name"] = types.StringValue(s.Domain)
		default:
			continue
		}
		if element := types.ObjectValueMust(sourceType.AttrTypes, values); !slices.ContainsFunc(elements, element.Equal) {
			elements = append(elements, element)
		}
	}
	return types.SetValueMust(sourceType, elements)
}
