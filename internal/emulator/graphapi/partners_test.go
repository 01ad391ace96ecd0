package graphapi

import (
	"net/http"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

const (
	partnersPath = "/v1.0/policies/crossTenantAccessPolicy/partners"
	fabrikamPath = partnersPath + "/" + fabrikamID
	syncPath     = fabrikamPath + "/identitySynchronization"
)

func TestListOfPartners(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.do(http.MethodPost, partnersPath, `{"tenantId":"`+fabrikamID+`","inboundTrust":{"isMfaAccepted":true}}`).want(201)
	b.do(http.MethodPost, partnersPath, `{"tenantId":"`+northwindID+`"}`).want(201)
	tests := []struct {
		query string
		want  int
	}{
		{"", 2},
		{"$top=1", 1},
		{"$filter=tenantId+eq+'" + northwindID + "'", 1},
		{"$filter=inboundTrust/isMfaAccepted+eq+true", 1},
		{"$filter=isInMultiTenantOrganization+eq+true", 0},
	}
	for _, tt := range tests {
		if got := b.do(http.MethodGet, partnersPath+"?$count=true&"+tt.query, "").want(200); len(got.values()) != tt.want || got.json["@odata.count"] == nil {
			t.Errorf("%s: %s", tt.query, got.Body)
		}
	}
	if got := b.do(http.MethodGet, partnersPath+"/$count", "").want(200).Body.String(); got != "2" {
		t.Errorf("count %q", got)
	}
	b.do(http.MethodGet, partnersPath+"?$filter=shade+eq+'red'", "").wantError(400, refusal.CodeBadRequest, "shade")
	b.do(http.MethodGet, partnersPath+"?$select=shade", "").wantError(400, "BadRequest", "shade")
	b.do(http.MethodGet, partnersPath+"?$expand=serviceProviderConstraints", "").wantError(501, refusal.CodeNotImplemented, "serviceProviderConstraints")
	b.do(http.MethodGet, partnersPath+"/fabrikam.example", "").wantError(400, refusal.CodeBadRequest, "tenantId")
}

func TestIdentitySynchronization(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const allowed = `{"displayName":"Fabrikam","userSyncInbound":{"isSyncAllowed":true}}`
	b.do(http.MethodPut, syncPath, allowed).wantError(404, refusal.CodeObjectNotFound, "company information")
	b.do(http.MethodPost, partnersPath, `{"tenantId":"`+fabrikamID+`"}`).want(201)
	if r := b.do(http.MethodGet, fabrikamPath+"?$expand=identitySynchronization", "").want(200); r.json["identitySynchronization"] != nil {
		t.Errorf("expanded %s", r.Body)
	}
	b.do(http.MethodGet, syncPath, "").wantError(404, refusal.CodeObjectNotFound, "")
	b.do(http.MethodPatch, syncPath, allowed).wantError(404, refusal.CodeObjectNotFound, "")
	b.do(http.MethodPut, syncPath, `{"groupSyncInbound":{"isSyncAllowed":true}}`).wantError(400, refusal.CodeBadRequest, "Invalid property 'groupSyncInbound'")
	if r := b.do(http.MethodPut, syncPath, allowed).want(204); r.Body.Len() != 0 {
		t.Errorf("body %s", r.Body)
	}
	r := b.do(http.MethodPut, syncPath, allowed)
	r.wantError(409, refusal.CodeSameKey, "A conflicting object with one or more of the specified property values")
	e, _ := r.json["error"].(map[string]any)
	details, _ := e["details"].([]any)
	if detail, _ := details[0].(map[string]any); detail["code"] != refusal.CodeConflictingObjects {
		t.Errorf("details %v", details)
	}
	b.do(http.MethodPatch, syncPath, `{"userSyncInbound":{"isSyncAllowed":false}}`).want(204)
	r = b.do(http.MethodGet, syncPath, "").want(200)
	if inbound, _ := r.json["userSyncInbound"].(map[string]any); inbound["isSyncAllowed"] != false || r.json["displayName"] != "Fabrikam" || len(r.json) != 4 {
		t.Errorf("policy %s", r.Body)
	}
	for _, path := range []string{fabrikamPath + "?$expand=identitySynchronization&$select=tenantId", partnersPath + "?$expand=identitySynchronization"} {
		r := b.do(http.MethodGet, path, "").want(200)
		body := r.json
		if body["value"] != nil {
			body = r.values()[0]
		}
		if sync, _ := body["identitySynchronization"].(map[string]any); sync["displayName"] != "Fabrikam" {
			t.Errorf("%s: %s", path, r.Body)
		}
	}
	b.do(http.MethodDelete, fabrikamPath, "").wantError(400, refusal.CodeBadRequest, "synchronization policy")
	b.do(http.MethodDelete, syncPath, "").want(204)
	b.do(http.MethodDelete, fabrikamPath, "").want(204)
}

func TestBetaOfCrossTenantAccess(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const beta = "/beta/policies/crossTenantAccessPolicy/"
	const body = `{"protectedContentSharing":{"inboundAllowed":true}}`
	b.do(http.MethodPost, partnersPath, `{"tenantId":"`+fabrikamID+`"}`).want(201)
	b.do(http.MethodPatch, fabrikamPath, body).wantError(400, refusal.CodeBadRequest, "Invalid property 'protectedContentSharing'")
	b.do(http.MethodPatch, "/v1.0/policies/crossTenantAccessPolicy/default", body).wantError(400, refusal.CodeBadRequest, "protectedContentSharing")
	b.do(http.MethodPatch, beta+"partners/"+fabrikamID, body).want(204)
	r := b.do(http.MethodGet, beta+"default?$select=crossCloudMeetingConfiguration,isServiceDefault", "").want(200)
	if r.json["isServiceDefault"] != true || r.json["crossCloudMeetingConfiguration"] == nil || len(r.json) != 3 {
		t.Errorf("default %s", r.Body)
	}
	b.do(http.MethodPut, beta+"partners/"+fabrikamID+"/identitySynchronization", `{"groupSyncInbound":{"isSyncAllowed":true}}`).want(204)
	r = b.do(http.MethodGet, beta+"partners/"+fabrikamID+"/identitySynchronization", "").want(200)
	if r.json["groupSyncInbound"] == nil {
		t.Errorf("beta %s", r.Body)
	}
	if r = b.do(http.MethodGet, syncPath, "").want(200); r.json["groupSyncInbound"] != nil {
		t.Errorf("v1.0 %s", r.Body)
	}
}

// TestPartnerOverSoftDeleted adds a partner whose former configuration is in the
// recycle bin: either a new configuration, or a conflict until the former one is
// restored or purged.
func TestPartnerOverSoftDeleted(t *testing.T) {
	t.Parallel()
	const deleted, former = "/beta/policies/deletedItems/crossTenantPartners/" + fabrikamID, `{"tenantId":"` + fabrikamID + `","inboundTrust":{"isMfaAccepted":true}}`
	for _, conflicts := range []bool{false, true} {
		for _, status := range []int{409, 400} {
			b := newBench(t)
			b.set(func(s *settings.Settings) {
				s.PartnerOverSoftDeletedConflicts, s.DuplicatePartnerIsBadRequest = conflicts, status == 400
			})
			b.do(http.MethodPost, partnersPath, former).want(201)
			b.do(http.MethodDelete, fabrikamPath, "").want(204)
			again := b.do(http.MethodPost, partnersPath, `{"tenantId":"`+fabrikamID+`"}`)
			if !conflicts {
				if again.want(201); again.json["inboundTrust"] != nil {
					t.Errorf("the new entry has the trust of the former one: %s", again.Body)
				}
				continue
			}
			again.wantError(status, refusal.CodeSameKey, "tenantId")
			b.do(http.MethodGet, fabrikamPath, "").wantError(404, refusal.CodeObjectNotFound, "")
			b.do(http.MethodPost, deleted+"/restore", "").want(200)
			if r := b.do(http.MethodGet, fabrikamPath, "").want(200); r.json["inboundTrust"] == nil {
				t.Errorf("the restored entry has lost its trust: %s", r.Body)
			}
			b.do(http.MethodDelete, fabrikamPath, "").want(204)
			b.do(http.MethodDelete, deleted, "").want(204)
			b.do(http.MethodPost, partnersPath, `{"tenantId":"`+fabrikamID+`"}`).want(201)
			// The schemas of the other clouds have no deletable policies.
			b.in(schema.CloudUSGov, northwindID)
			b.do(http.MethodPost, partnersPath, former).want(201)
			b.do(http.MethodDelete, fabrikamPath, "").want(204)
			b.do(http.MethodPost, partnersPath, former).want(201)
		}
	}
}

// TestPartnerOfTheOrganization: whether the configuration for a tenant of the same
// multitenant organization can be deleted is a setting. Other clouds have no
// multitenant organizations.
func TestPartnerOfTheOrganization(t *testing.T) {
	t.Parallel()
	const seed = `{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","cloud":"CLOUD","cross_tenant_access_policy":{"partners":[
 {"tenantId":"` + fabrikamID + `","isInMultiTenantOrganization":MARK}]}}]}`
	for _, stays := range []bool{false, true} {
		for mark, text := range map[bool]string{true: "true", false: "false"} {
			b := newBench(t)
			b.seed(strings.NewReplacer("CLOUD", schema.CloudPublic, "MARK", text).Replace(seed))
			b.set(func(s *settings.Settings) { s.OrganizationPartnersStay = stays })
			if r := b.do(http.MethodGet, fabrikamPath, "").want(200); r.json["isInMultiTenantOrganization"] != mark {
				t.Errorf("the entry is %s", r.Body)
			}
			if r := b.do(http.MethodDelete, fabrikamPath, ""); stays && mark {
				r.wantError(400, refusal.CodeBadRequest, "multitenant organization")
			} else {
				r.want(204)
			}
		}
	}
	for cloud, text := range map[string]string{schema.CloudChina: "true", schema.CloudPublic: `"yes"`} {
		s, err := area.ParseSeed("seed.json", []byte(strings.NewReplacer("CLOUD", cloud, "MARK", text).Replace(seed)))
		if err == nil {
			err = newBench(t).world.Load(s)
		}
		if err == nil || !strings.Contains(err.Error(), "isInMultiTenantOrganization") {
			t.Errorf("%s in %s: %v", text, cloud, err)
		}
	}
}

func TestRecycleBinOfPolicies(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const bin = "/beta/policies/deletedItems/"
	b.do(http.MethodPost, partnersPath, `{"tenantId":"`+fabrikamID+`"}`).want(201)
	b.do(http.MethodPut, syncPath, `{"displayName":"Fabrikam"}`).want(204)
	b.do(http.MethodDelete, syncPath, "").want(204)
	b.do(http.MethodDelete, fabrikamPath, "").want(204)
	for _, set := range []string{"crossTenantPartners", "crossTenantSyncPolicyPartners"} {
		values := b.do(http.MethodGet, bin+set, "").want(200).values()
		if len(values) != 1 || values[0]["tenantId"] != fabrikamID || values[0]["deletedDateTime"] != "2026-01-15T09:00:00Z" {
			t.Errorf("%s: %v", set, values)
		}
		b.do(http.MethodGet, bin+set+"/"+fabrikamID, "").want(200)
		if r := b.do(http.MethodPost, bin+set+"/"+fabrikamID+"/restore", "").want(200); r.json["deletedDateTime"] != nil {
			t.Errorf("restored %s", r.Body)
		}
		b.do(http.MethodDelete, bin+set+"/"+fabrikamID, "").wantError(404, refusal.CodeObjectNotFound, "")
	}
	b.do(http.MethodGet, syncPath, "").want(200)
	b.do(http.MethodDelete, syncPath, "").want(204)
	b.do(http.MethodDelete, bin+"crossTenantSyncPolicyPartners/"+fabrikamID, "").want(204)

	b.do(http.MethodGet, "/v1.0/policies/deletedItems/crossTenantPartners", "").wantError(400, "BadRequest", "segment")
	b.do(http.MethodGet, bin+"policies", "").wantError(501, refusal.CodeNotImplemented, "deletedItems")
	b.in(schema.CloudUSGov, northwindID)
	b.do(http.MethodGet, bin+"crossTenantPartners", "").wantError(400, "BadRequest", "segment")
	b.do(http.MethodDelete, bin+"crossTenantPartners/"+fabrikamID, "").wantError(404, refusal.CodeObjectNotFound, "")
	b.caller.Roles = []string{"Policy.Read.All"}
	b.do(http.MethodDelete, bin+"crossTenantPartners/"+fabrikamID, "").wantError(403, refusal.CodeDenied, "")
}
