package graphapi

import (
	"fmt"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

const connectedPath = "/v1.0/identityGovernance/entitlementManagement/connectedOrganizations"

func newConnected(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	b.caller.Roles = append([]string{"EntitlementManagement.ReadWrite.All"}, everyPermission...)
	return b
}

// connect creates an organization with a source, and returns its id.
func (b *bench) connect(source string) reply {
	return b.do(post, connectedPath, `{"displayName":"Partner","identitySources":[`+source+`]}`)
}

func ofDomain(name string) string {
	return `{"@odata.type":"#microsoft.graph.domainIdentitySource","domainName":"` + name + `","displayName":"` + name + `"}`
}

// The answers of the documentation: 201 without sources, 202 with the object, 204; a
// domain that a tenant owns becomes the tenant (graph-cross-tenant §6).
func TestConnectedOrganization(t *testing.T) {
	t.Parallel()
	b := newConnected(t)
	made := b.connect(ofDomain("fabrikam.example")).want(201)
	one := connectedPath + "/" + made.text("id")
	if sources, _ := made.json["identitySources"].([]any); made.text("state") != "configured" || len(sources) != 0 {
		t.Errorf("created %v", made.json)
	}
	source := func(want map[string]string) {
		t.Helper()
		all, _ := b.do(get, one, "").want(200).json["identitySources"].([]any)
		if len(all) != 1 {
			t.Fatalf("sources %v", all)
		}
		first, _ := all[0].(map[string]any)
		for name, value := range want {
			if got := first[name]; got != value {
				t.Errorf("%s is %v, want %q", name, got, value)
			}
		}
	}
	source(map[string]string{"@odata.type": "#microsoft.graph.azureActiveDirectoryTenant", "tenantId": fabrikamID, "displayName": "fabrikam"})
	if got := b.do(patch, one, `{"description":"Text","state":"proposed"}`).want(202); got.text("description") != "Text" || got.text("state") != "proposed" {
		t.Errorf("changed %v", got.json)
	}
	b.do(patch, one, `{"identitySources":[`+ofDomain("northwind.onmicrosoft.us")+`]}`).want(202)
	source(map[string]string{
		"@odata.type": "#microsoft.graph.crossCloudAzureActiveDirectoryTenant", "tenantId": northwindID, "cloudInstance": "microsoftonline.us",
	})
	b.do(patch, one, `{"identitySources":[{"@odata.type":"#microsoft.graph.externalDomainFederation","domainName":"a.example","issuerUri":"urn:a"}]}`).want(202)
	source(map[string]string{"domainName": "a.example", "issuerUri": "urn:a"})
	if all := b.do(get, connectedPath+"?$filter=displayName+eq+'Partner'&$expand=externalSponsors", "").want(200).values(); len(all) != 1 {
		t.Errorf("found %v", all)
	}
	b.set(func(s *settings.Settings) {
		s.ConnectedOrganizationChangeIsEmpty, s.CreatedOrganizationShowsSources, s.ConnectedDomainsStay = true, true, true
	})
	b.do(patch, one, `{"description":null}`).want(204)
	created := b.connect(ofDomain("fabrikam.example")).want(201).json["identitySources"]
	if text := fmt.Sprint(created); !strings.Contains(text, "domainName:fabrikam.example") {
		t.Errorf("created %s", text)
	}
	b.do("DELETE", one, "").want(204)
	b.do(get, one, "").want(404)
}

func TestSponsorsOfConnectedOrganizations(t *testing.T) {
	t.Parallel()
	b := newConnected(t)
	one := connectedPath + "/" + b.connect(ofDomain("partner.example")).want(201).text("id")
	for _, list := range []string{"/externalSponsors", "/internalSponsors"} {
		b.do(post, one+list+"/$ref", `{"@odata.id":"https://graph.test/v1.0/users/`+adeleID+`"}`).want(204)
		b.do(post, one+list+"/$ref", `{"@odata.id":"https://graph.test/v1.0/directoryObjects/`+groupID+`"}`).want(204)
		b.do(post, one+list+"/$ref", `{"@odata.id":"https://graph.test/v1.0/users/`+adeleID+`"}`).want(400)
		b.do(post, one+list+"/$ref", `{"@odata.id":"https://graph.test/v1.0/directoryObjects/`+contactID+`"}`).want(404)
		b.do("DELETE", one+list+"/"+adeleID+"/$ref", "").want(204)
		if all := b.do(get, one+list, "").want(200).values(); len(all) != 1 || all[0]["id"] != groupID {
			t.Errorf("%s: %v", list, all)
		}
	}
}

func TestConnectedOrganizationIsRefused(t *testing.T) {
	t.Parallel()
	b := newConnected(t)
	tenant := func(id string) string {
		return `{"@odata.type":"#microsoft.graph.azureActiveDirectoryTenant","tenantId":"` + id + `"}`
	}
	for _, source := range []string{
		"", ofDomain("a.example") + "," + ofDomain("b.example"), ofDomain("contoso.example"), ofDomain("nodot"), `{"domainName":"a.example"}`,
		tenant(fabrikamID), `{"@odata.type":"#microsoft.graph.domainIdentitySource","domainName":"a.example","issuerUri":"x"}`,
	} {
		b.connect(source).want(400)
	}
	b.do(post, connectedPath, `{"identitySources":[`+ofDomain("a.example")+`]}`).want(400)
	b.do(post, connectedPath, `{"displayName":"A","state":"other","identitySources":[`+ofDomain("a.example")+`]}`).want(400)
	b.set(func(s *settings.Settings) { s.ConnectedTenantsAreAccepted = true })
	b.connect(tenant(fabrikamID)).want(201)
	b.connect(tenant(contosoID)).want(400)
	b.connect(tenant(strings.Replace(fabrikamID, "2", "9", 1))).want(400)
	b.caller.Roles = []string{"EntitlementManagement.Read.All"}
	b.do(get, connectedPath, "").want(200)
	b.connect(ofDomain("a.example")).want(403)
	b.caller.Roles = everyPermission
	b.do(get, connectedPath, "").want(403)
}

// All clouds have it; the license is needed.
func TestConnectedOrganizationsOfOtherClouds(t *testing.T) {
	t.Parallel()
	b := newConnected(t)
	b.in(schema.CloudUSGov, northwindID)
	b.connect(ofDomain("partner.example")).want(201)
	b.do(get, strings.Replace(connectedPath, "v1.0", "beta", 1), "").want(200)
	b.seed(strings.Replace(estate, `"cloud":"usgovernment"`, `"cloud":"usgovernment","entra_id_governance":false`, 1))
	b.connect(ofDomain("partner.example")).want(403)
	b.set(func(s *settings.Settings) { s.EntitlementNeedsLicense = false })
	b.connect(ofDomain("partner.example")).want(201)
}
