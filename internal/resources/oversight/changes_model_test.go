package oversight

import (
	"encoding/json"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

const otherID = "ee07d55e-928e-4049-89e2-c36739e30514"

// Records as published ones have them (graph-identity §11).
func TestChangeOf(t *testing.T) {
	t.Parallel()
	home := homes{keys: map[string]string{otherID: "contoso"}, domains: map[string]string{"contoso.example": otherID}}
	for name, tt := range map[string]struct {
		record                                  string
		actor, kind, related, key, property, to string
		own                                     bool
	}{
		"partner added by a user": {
			record: `{"activityDisplayName":"Add a partner to cross-tenant access setting","initiatedBy":{"user":{"id":"u","displayName":null,"userPrincipalName":"admin@fabrikam.example","ipAddress":"192.0.2.1"}},
"targetResources":[{"id":"p","displayName":"CrossTenantAccessPolicy for x","type":"Policy","modifiedProperties":[{"displayName":"tenantId","oldValue":null,"newValue":"\"EE07D55E-928E-4049-89E2-C36739E30514\""}]}],"additionalDetails":[]}`,
			actor: "admin@fabrikam.example", kind: "user", related: otherID, key: "contoso", property: "tenantId", to: "EE07D55E-928E-4049-89E2-C36739E30514",
		},
		"synchronization allowed by the provider": {
			record: `{"initiatedBy":{"user":null,"app":{"appId":null,"displayName":"Terraform","servicePrincipalId":"SP"}},"targetResources":[{"modifiedProperties":[
{"displayName":"userSyncInbound","oldValue":"{\"isSyncAllowed\":false}","newValue":"{\"isSyncAllowed\":true}"},{"displayName":"tenantId","oldValue":"\"` + otherID + `\"","newValue":null}]}]}`,
			actor: "Terraform", kind: "application", related: otherID, key: "contoso", property: "userSyncInbound", to: `{"isSyncAllowed":true}`, own: true,
		},
		"invitation by a service": {
			record: `{"initiatedBy":{"app":{"displayName":"Microsoft.Azure.SyncFabric"}},"targetResources":[{"userPrincipalName":"ana_contoso.example#EXT#@fabrikam.onmicrosoft.com"}],
"additionalDetails":[{"key":"invitedUserEmailAddress","value":"ana@Contoso.example"}]}`,
			actor: "Microsoft.Azure.SyncFabric", kind: "service", related: otherID, key: "contoso",
		},
		"nothing known": {record: `{"initiatedBy":{"user":null,"app":null},"targetResources":null,"additionalDetails":null}`},
		"stranger": {
			record:  `{"initiatedBy":{},"targetResources":[{"modifiedProperties":[{"displayName":"tenantId","newValue":"\"99999999-9999-4999-8999-999999999999\""}]}]}`,
			related: "99999999-9999-4999-8999-999999999999", property: "tenantId", to: "99999999-9999-4999-8999-999999999999",
		},
	} {
		var r graph.AuditRecord
		if err := json.Unmarshal([]byte(tt.record), &r); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		c := changeOf(&tenant.Tenant{Key: "fabrikam"}, r, "sp", home)
		if c.Actor.ValueString() != tt.actor || c.ActorType.ValueString() != tt.kind || c.RelatedTenantID.ValueString() != tt.related ||
			c.RelatedTenant.ValueString() != tt.key || c.OwnApplication.ValueBool() != tt.own {
			t.Errorf("%s: %+v", name, c)
		}
		if tt.property != "" && (c.Modified[0].Property != tt.property || c.Modified[0].To.ValueString() != tt.to) {
			t.Errorf("%s: modified %+v", name, c.Modified)
		}
	}
}

func TestHomeDomain(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		user graph.ReviewedUser
		want string
	}{
		{graph.ReviewedUser{Mail: "Ana@Contoso.example"}, "contoso.example"},
		{graph.ReviewedUser{OtherMails: []string{"ana@eu.contoso.example"}}, "eu.contoso.example"},
		{graph.ReviewedUser{UserPrincipalName: "ana_b_contoso.example#EXT#@fabrikam.onmicrosoft.com"}, "contoso.example"},
		{graph.ReviewedUser{UserPrincipalName: "ana@fabrikam.example"}, ""},
	} {
		if got := homeDomain(tt.user); got != tt.want {
			t.Errorf("%+v: %q", tt.user, got)
		}
	}
}

func TestMagnitude(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]int64{0: 0, 1: 1, 9: 1, 10: 10, 99: 10, 100: 100, 54321: 10000} {
		if got := magnitude(n); got != want {
			t.Errorf("%d: %d, want %d", n, got, want)
		}
	}
}
