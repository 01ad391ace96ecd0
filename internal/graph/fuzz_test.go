package graph

import (
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// FuzzPartner: what is read of a partner configuration is the same after it has been
// written.
func FuzzPartner(f *testing.F) {
	for _, text := range []string{
		`{}`, `null`, `[]`, `{"tenantId":"A","isServiceProvider":null,"inboundTrust":{"isMfaAccepted":true}}`,
		`{"automaticUserConsentSettings":{"inboundAllowed":true,"outboundAllowed":null},"identitySynchronization":{"userSyncInbound":null}}`,
		`{"b2bCollaborationInbound":{"usersAndGroups":{"accessType":"blocked","targets":[{"target":"AllUsers","targetType":"user"}]},"applications":null}}`,
		`{"tenantRestrictions":{"devices":{"mode":"x"}},"protectedContentSharing":{"a":{"b":[1]}}}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var p, again Partner
		if json.Unmarshal(data, &p) != nil {
			return
		}
		written, err := json.Marshal(AccessChange{Settings: p.AccessSettings}.whole().body(partnerWires))
		if err == nil {
			err = json.Unmarshal(written, &again)
		}
		again.IsServiceProvider, again.IdentitySync = p.IsServiceProvider, p.IdentitySync
		if err != nil || !reflect.DeepEqual(again.AccessSettings, p.AccessSettings) {
			t.Errorf("%+v is %+v after %s: %v", p.AccessSettings, again.AccessSettings, written, err)
		}
	})
}

// FuzzM365: no answer with capabilities makes the reader fail.
func FuzzM365(f *testing.F) {
	for _, text := range []string{
		`{"@odata.type":"#microsoft.graph.crossTenantMailTipsAll","inboundAccess":{"isAllowed":true,"resourceScopes":{"included":[{"resourceId":"All","resourceType":"user"}]}}}`,
		`{"name":"x","inboundAccess":null}`, `{"@odata.type":".","inboundAccess":{"resourceScopes":{"included":null,"excluded":[{}]}}}`, `{}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var one m365JSON
		if json.Unmarshal(data, &one) != nil {
			return
		}
		if c := one.capability(); c.Scope.AllUsers && len(c.Scope.Users)+len(c.Scope.Groups) > 0 {
			t.Errorf("%+v names users besides all of them", c)
		}
	})
}

// FuzzDomainDefinition: no definition of a policy makes the reader fail, and what is
// read contains no lists twice.
func FuzzDomainDefinition(f *testing.F) {
	for _, text := range []string{
		"", "null", `{"B2BManagementPolicy":null}`, `{"B2BManagementPolicy":{"InvitationsAllowedAndBlockedDomainsPolicy":{"AllowedDomains":["a.example"],"BlockedDomains":[]}}}`,
		`{'B2BManagementPolicy':{'version':1,'invitationsAllowedAndBlocked':{'BlockedDomains':['a.example']}}}`, `{"B2BManagementPolicy":{"invitationsAllowedAndBlocked":null}}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := managementPolicy{ID: "p", Definition: []string{text}}.parse()
		if _, twice := p.definition[liveLists]; err == nil && twice {
			t.Errorf("the rest of %q contains the lists", text)
		}
	})
}

// FuzzRefusal: any body becomes an error with a message, and only one of Graph has a
// code.
func FuzzRefusal(f *testing.F) {
	for _, text := range []string{
		"", "null", "<html>", `{"error":{"code":"Request_ResourceNotFound","message":"gone","innerError":{"request-id":"r"}}}`, `{"error":{"code":"x","message":{"lang":"en","value":"y"}}}`,
		`{"error":{"code":"x","message":null,"details":[{"code":"y"}]}}`, `{"error":{"code":1}}`, `{"error":[]}`,
	} {
		f.Add(http.StatusNotFound, []byte(text))
	}
	c := &Client{host: "graph.example"}
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		e := &service.Error{}
		c.refused(e, &transport.StatusError{Status: status, Header: http.Header{}, Body: body})
		if e.Message == "" || e.Code == "" && e.Is(service.ErrNotFound) {
			t.Errorf("%d %q is %+v", status, body, e)
		}
	})
}

// FuzzNextLink: wherever a link to the next page leads, the request is sent to the
// configured root.
func FuzzNextLink(f *testing.F) {
	for _, link := range []string{
		"https://graph.example/v1.0/users?$skiptoken=x", "https://evil.example/v1.0/users", "v1.0/@evil.example", "v1.0//evil.example/x", "/v1.0/../../x", "v1.0/%zz", "",
	} {
		f.Add(link)
	}
	c := &Client{root: "https://graph.example", host: "graph.example"}
	f.Fuzz(func(t *testing.T, link string) {
		next, err := below(link, version)
		if err != nil {
			return
		}
		info, err := c.request(call{op: opRead, method: http.MethodGet, path: next})
		if err != nil {
			return
		}
		to, err := info.GetUri()
		if err != nil || to.Scheme != "https" || to.Host != c.host || to.User != nil || !strings.HasPrefix(to.Path, version+"/") {
			t.Errorf("%q leads to %v, %v", link, to, err)
		}
	})
}

// FuzzReference: an id in a path never leaves its segment.
func FuzzReference(f *testing.F) {
	f.Add("11111111-1111-4111-8111-111111111111")
	f.Add("a/b?c#d")
	f.Add("..")
	f.Fuzz(func(t *testing.T, id string) {
		for prefix, path := range map[string]string{"/users/": userPath(id), partnersPath + "/": partnerPath(id)} {
			rest, within := strings.CutPrefix(path, prefix)
			if back, err := url.PathUnescape(rest); !within || strings.ContainsAny(rest, "/?#") || err != nil || back != id {
				t.Errorf("%q becomes %q", id, path)
			}
		}
	})
}
