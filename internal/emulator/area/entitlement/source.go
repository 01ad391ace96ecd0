package entitlement

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Source is an identity source of a connected organization: a tenant, or a domain whose
// users have no tenant (graph-cross-tenant §6).
type Source struct {
	// Type is the official type, without the namespace.
	Type        string `json:"type"`
	DisplayName string `json:"displayName,omitempty"`
	TenantID    string `json:"tenantId,omitempty"`
	Cloud       string `json:"cloudInstance,omitempty"`
	Domain      string `json:"domainName,omitempty"`
	Issuer      string `json:"issuerUri,omitempty"`
}

const (
	tenantSource     = "azureActiveDirectoryTenant"
	crossCloudSource = "crossCloudAzureActiveDirectoryTenant"
	domainSource     = "domainIdentitySource"
	federationSource = "externalDomainFederation"
	socialSource     = "socialIdentitySource"
)

// members are the properties of each type of source besides the display name.
func (s *Source) members() map[string]*string {
	switch s.Type {
	case tenantSource:
		return map[string]*string{"tenantId": &s.TenantID}
	case crossCloudSource:
		return map[string]*string{"tenantId": &s.TenantID, "cloudInstance": &s.Cloud}
	case domainSource:
		return map[string]*string{"domainName": &s.Domain}
	case federationSource:
		return map[string]*string{"domainName": &s.Domain, "issuerUri": &s.Issuer}
	}
	return nil
}

// Tenant reports whether the source is a tenant of Entra.
func (s Source) Tenant() bool { return s.Type == tenantSource || s.Type == crossCloudSource }

// same reports whether two sources stand for the same users.
func (s Source) same(o Source) bool {
	if s.Tenant() {
		return strings.EqualFold(s.TenantID, o.TenantID)
	}
	return s.Type == o.Type && strings.EqualFold(s.Domain, o.Domain)
}

func bodies(sources []Source) []map[string]any {
	list := make([]map[string]any, 0, len(sources))
	for _, s := range sources {
		body := map[string]any{"@odata.type": "#microsoft.graph." + s.Type, "displayName": schema.TextOrNull(s.DisplayName)}
		for name, value := range s.members() {
			body[name] = schema.TextOrNull(*value)
		}
		list = append(list, body)
	}
	return list
}

func setSources(o *Organization, value any) error {
	elements, isList := value.([]any)
	if value != nil && !isList {
		return &schema.ValueError{Property: "identitySources"}
	}
	o.Sources = nil
	for _, e := range elements {
		s, err := parseSource(e)
		if err != nil {
			return err
		}
		o.Sources = append(o.Sources, s)
	}
	return nil
}

func parseSource(value any) (Source, error) {
	wrong := &schema.ValueError{Property: "identitySources"}
	body, isObject := value.(map[string]any)
	kind, _ := body["@odata.type"].(string)
	s := Source{Type: strings.TrimPrefix(strings.TrimPrefix(kind, "#"), "microsoft.graph.")}
	members := s.members()
	switch {
	case s.Type == socialSource:
		return s, refusal.NotModeled("the identity source '%s'", s.Type)
	case !isObject, members == nil:
		return s, wrong
	}
	members["displayName"] = &s.DisplayName
	for name, member := range body {
		field, known := members[name]
		text, isText := member.(string)
		switch {
		case schema.IsAnnotation(name), member == nil && known:
		case !known:
			return s, refusal.InvalidProperty(name)
		case !isText:
			return s, wrong
		default:
			*field = text
		}
	}
	if s.Tenant() && !schema.IsGUID(s.TenantID) || !s.Tenant() && !strings.Contains(s.Domain, ".") {
		return s, wrong
	}
	return s, nil
}

// resolved is the source as the service keeps it. A domain that a tenant of Entra has
// verified becomes that tenant (graph-cross-tenant §6); that a tenant of another cloud
// is found in this way is inferred.
func (s Source) resolved(d *kernel.Directory, at kernel.Moment) Source {
	var owner *kernel.Directory
	switch {
	case s.Tenant():
		owner, _ = d.Other(s.TenantID)
	case s.Type == domainSource && !at.Settings.ConnectedDomainsStay:
		owner = d.OwnerOf(s.Domain)
	}
	switch {
	case owner == nil && s.DisplayName == "":
		s.DisplayName = s.Domain
		return s
	case owner == nil:
		return s
	case !d.SameCloud(owner):
		return Source{Type: crossCloudSource, DisplayName: owner.DisplayName, TenantID: owner.ID, Cloud: owner.Facts().Endpoint}
	}
	return Source{Type: tenantSource, DisplayName: owner.DisplayName, TenantID: owner.ID}
}

// refuse refuses the tenant itself and, for a source that is a tenant, one that does
// not exist.
func (s Source) refuse(d *kernel.Directory) error {
	if !s.Tenant() {
		return nil
	}
	if _, exists := d.Other(s.TenantID); !exists || strings.EqualFold(s.TenantID, d.ID) {
		return refusal.BadRequest("The identity source '%s' is not a tenant of another organization.", s.TenantID)
	}
	return nil
}
