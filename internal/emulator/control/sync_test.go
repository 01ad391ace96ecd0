package control

import (
	"net/http"
	"testing"
)

func TestSyncRun(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	const contoso, fabrikam = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
	h.want(http.StatusNoContent, "PUT", "/seed", `{"tenants":[
	 {"key":"contoso","tenant_id":"`+contoso+`","domains":["contoso.example"],"users":[{"userPrincipalName":"ada@contoso.example"}],
	  "cross_tenant_access_policy":{"partners":[{"tenantId":"`+fabrikam+`","automaticUserConsentSettings":{"outboundAllowed":true}}]},
	  "cross_tenant_synchronizations":[{"displayName":"To Fabrikam","secrets":{"CompanyId":"`+fabrikam+`","SyncAll":"true"}}]},
	 {"key":"fabrikam","tenant_id":"`+fabrikam+`","cross_tenant_access_policy":{"partners":[{"tenantId":"`+contoso+`",
	  "automaticUserConsentSettings":{"inboundAllowed":true},"identitySynchronization":{"userSyncInbound":{"isSyncAllowed":true}}}]}}]}`)
	contains(t, h.want(http.StatusOK, "POST", "/sync/run", `{"tenant":"contoso"}`), `"display_name":"To Fabrikam"`, `"state":"Succeeded"`, `"created":1`)
	contains(t, h.want(http.StatusOK, "POST", "/sync/run", `{}`), `"created":0`)
	contains(t, h.want(http.StatusOK, "POST", "/sync/run", `{"tenant":"fabrikam"}`), `"jobs":[]`)
	contains(t, h.want(http.StatusNotFound, "POST", "/sync/run", `{"tenant":"moon"}`), "moon")
	h.want(http.StatusBadRequest, "POST", "/sync/run", `{"job":"x"}`)
}
