package graph

import (
	"encoding/json"
	"slices"
	"strings"
)

// The types of identity sources (graph-cross-tenant §6).
const (
	SourceTenant     = "azureActiveDirectoryTenant"
	SourceCrossCloud = "crossCloudAzureActiveDirectoryTenant"
	SourceDomain     = "domainIdentitySource"
	SourceFederation = "externalDomainFederation"
	SourceSocial     = "socialIdentitySource"
)

// IdentitySource is an identity source of a connected organization: a tenant, or a
// domain whose users have no tenant.
type IdentitySource struct {
	// Type is of the list above.
	Type        string
	DisplayName string
	// TenantID and Domain are in lower case. A domain that is written may have the id of
	// its tenant.
	TenantID, Domain string
	// CloudInstance is that of a tenant in another cloud, such as microsoftonline.us.
	CloudInstance string
	// IssuerURI is that of the identity provider of a federated domain.
	IssuerURI string
	// wire is the source as it was read, to be sent back with a change of another one.
	wire map[string]any
}

// UnmarshalJSON reads a source. The documentation's sample omits the # of the type.
func (s *IdentitySource) UnmarshalJSON(data []byte) error {
	var wire map[string]any
	if err := json.Unmarshal(data, &wire); err != nil {
		return err
	}
	member := func(name string) string {
		value, _ := wire[name].(string)
		return value
	}
	*s = IdentitySource{
		Type:        strings.TrimPrefix(strings.TrimPrefix(member("@odata.type"), "#"), "microsoft.graph."),
		DisplayName: member("displayName"), TenantID: strings.ToLower(member("tenantId")), Domain: strings.ToLower(member("domainName")),
		CloudInstance: member("cloudInstance"), IssuerURI: member("issuerUri"), wire: wire,
	}
	return nil
}

// IsTenant reports whether the source is a tenant of Entra.
func (s IdentitySource) IsTenant() bool { return s.Type == SourceTenant || s.Type == SourceCrossCloud }

// Same reports whether two sources stand for the same users.
func (s IdentitySource) Same(o IdentitySource) bool {
	if s.IsTenant() && o.IsTenant() {
		return s.TenantID == o.TenantID
	}
	return s.Type == o.Type && s.Domain == o.Domain && s.IssuerURI == o.IssuerURI
}

// SourcesShow reports whether sources are those that were written. A domain may have
// become the tenant that has verified it, alone or with other domains.
func SourcesShow(have, want []IdentitySource) bool {
	return !slices.ContainsFunc(want, func(w IdentitySource) bool { return !slices.ContainsFunc(have, w.shownAs) }) &&
		!slices.ContainsFunc(have, func(h IdentitySource) bool {
			return !slices.ContainsFunc(want, func(w IdentitySource) bool { return w.shownAs(h) })
		})
}

func (s IdentitySource) shownAs(o IdentitySource) bool {
	became := s.Type == SourceDomain && o.IsTenant() && (s.TenantID == "" || s.TenantID == o.TenantID)
	return became || s.Same(o)
}

// sourceBodies are sources as a request has them. A new source is a domain: the service
// finds its tenant, and refuses tenant ids (graph-cross-tenant §6).
func sourceBodies(sources []IdentitySource) []any {
	list := make([]any, 0, len(sources))
	for _, s := range sources {
		body := s.wire
		if body == nil {
			body = map[string]any{"@odata.type": "#microsoft.graph." + s.Type, "domainName": s.Domain, "displayName": s.Domain}
			if s.Type == SourceFederation {
				body["issuerUri"] = s.IssuerURI
			}
		}
		list = append(list, body)
	}
	return list
}
