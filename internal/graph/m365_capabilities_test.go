package graph_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

const (
	capabilitiesOfP = "/v1.0/policies/crossTenantAccessPolicy/partners/p/m365Capabilities"
	noSegment       = `{"error":{"code":"BadRequest","message":"Resource not found for the segment 'm365Capabilities'."}}`
	notFound        = `{"error":{"code":"Request_ResourceNotFound","message":"Resource 'p' does not exist."}}`
)

// TestM365Capabilities reads capabilities in the forms of Microsoft's documentation
// and of its guides.
func TestM365Capabilities(t *testing.T) {
	t.Parallel()
	everyUser := rules.M365Scope{AllUsers: true}
	for inbound, want := range map[string]rules.M365Capability{
		`"name":"x","inboundAccess":{"isAllowed":true,"resourceScopes":{"included":[{"resourceId":"All","resourceType":"user"}],"excluded":[]}}`: {
			Name: "x", Allowed: true, Scope: everyUser,
		},
		`"@odata.type":"#microsoft.graph.x","inboundAccess":{"isAllowed":true,"resourceScopes":{"included":[{"resourceId":"all","resourceType":"group"}],"excluded":[{}]}}`: {
			Name: "x", Allowed: true, Scope: everyUser,
		},
		`"name":"x","inboundAccess":{"isAllowed":false,"resourceScopes":null}`: {Name: "x"},
		`"name":"x","inboundAccess":null`:                                      {Name: "x"},
		`"name":"x","inboundAccess":{"isAllowed":true,"resourceScopes":{
			"included":[{"resourceId":"g1","resourceType":"group"},{"resourceId":"u1","resourceType":"user"}],
			"excluded":[{"resourceId":"g2","resourceType":"group"},{"resourceId":"All","resourceType":"user"}]}}`: {
			Name: "x", Allowed: true,
			Scope: rules.M365Scope{Users: []string{"u1"}, Groups: []string{"g1"}, ExcludedUsers: []string{"All"}, ExcludedGroups: []string{"g2"}},
		},
	} {
		c, _ := scripted(t, answer{200, `{"value":[{` + inbound + `}]}`})
		found, err := c.ReadM365Capabilities(t.Context(), "p")
		got, ok := found.Find("x")
		if err != nil || !ok || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v", inbound, found, err)
		}
	}
}

// TestMissingM365Capabilities tells apart a tenant without the capabilities and one
// without the partner.
func TestMissingM365Capabilities(t *testing.T) {
	t.Parallel()
	const (
		beta            = "/beta/policies/crossTenantAccessPolicy/partners/p/m365Capabilities"
		partner         = "/v1.0/policies/crossTenantAccessPolicy/partners/p"
		ofDefault       = "/v1.0/policies/crossTenantAccessPolicy/default/m365Capabilities"
		empty, aPartner = `{"value":[]}`, `{"tenantId":"p"}`
	)
	for name, test := range map[string]struct {
		of      string
		answers []answer
		want    rules.M365Capabilities
		sent    []string
	}{
		"none": {"p", []answer{{200, empty}}, rules.M365Capabilities{}, []string{capabilitiesOfP}},
		"in no version": {
			"p", []answer{{400, noSegment}, {400, noSegment}}, rules.M365Capabilities{NotRolledOut: true}, []string{capabilitiesOfP, beta},
		},
		"in no version, as 404": {
			"p", []answer{{404, noSegmentNotFound()}, {404, noSegmentNotFound()}}, rules.M365Capabilities{NotRolledOut: true}, []string{capabilitiesOfP, beta},
		},
		"in beta only": {"p", []answer{{400, noSegment}, {200, empty}}, rules.M365Capabilities{}, []string{capabilitiesOfP, beta}},
		"no partner": {
			"p", []answer{{404, notFound}, {404, notFound}}, rules.M365Capabilities{NoEntry: true}, []string{capabilitiesOfP, partner},
		},
		"no partner, in beta only": {
			"p",
			[]answer{{400, noSegment}, {404, notFound}, {404, notFound}},
			rules.M365Capabilities{NoEntry: true},
			[]string{capabilitiesOfP, beta, partner},
		},
		"none, as 404": {
			"p",
			[]answer{{404, notFound}, {200, aPartner}, {404, notFound}},
			rules.M365Capabilities{NotRolledOut: true},
			[]string{capabilitiesOfP, partner, capabilitiesOfP},
		},
		"a replica without the partner": {
			"p", []answer{{404, notFound}, {200, aPartner}, {200, empty}}, rules.M365Capabilities{}, []string{capabilitiesOfP, partner, capabilitiesOfP},
		},
		"the default, as 404": {"", []answer{{404, notFound}}, rules.M365Capabilities{NotRolledOut: true}, []string{ofDefault}},
	} {
		c, s := scripted(t, test.answers...)
		found, err := c.ReadM365Capabilities(t.Context(), test.of)
		sent := slices.Clone(s.sent)
		for i := range sent {
			sent[i] = strings.TrimPrefix(sent[i], "GET ")
		}
		if err != nil || !reflect.DeepEqual(found, test.want) || !slices.Equal(sent, test.sent) {
			t.Errorf("%s: %+v, %v; sent %v", name, found, err, sent)
		}
	}
}

func noSegmentNotFound() string {
	return strings.Replace(noSegment, "BadRequest", "Request_ResourceNotFound", 1)
}

// TestRefusedM365Capabilities: no other answer says that the tenant has none.
func TestRefusedM365Capabilities(t *testing.T) {
	t.Parallel()
	for _, a := range []answer{
		{403, `{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation."}}`},
		{404, `<html>no such page</html>`},
		{400, `{"error":{"code":"BadRequest","message":"Invalid filter clause."}}`},
	} {
		c, _ := scripted(t, a)
		if found, err := c.ReadM365Capabilities(t.Context(), "p"); err == nil || found.NotRolledOut || found.NoEntry {
			t.Errorf("%d %s: %+v", a.status, a.body, found)
		}
	}
}

// TestUnreadablePartnerOfM365Capabilities: the permission for capabilities does not
// cover the read that tells the causes apart.
func TestUnreadablePartnerOfM365Capabilities(t *testing.T) {
	t.Parallel()
	c, _ := scripted(t, answer{404, notFound}, answer{403, `{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges."}}`})
	if found, err := c.ReadM365Capabilities(t.Context(), "p"); err != nil || !found.NoEntry || found.NotRolledOut {
		t.Errorf("%+v, %v", found, err)
	}
}
