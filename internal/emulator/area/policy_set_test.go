package area_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/graphapi"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// A complete writable set of policies: a struct, the schema of its members, and one
// declaration. A single policy is declared the same way with kernel.Single.

type strength struct {
	ID     string        `json:"id"`
	Policy schema.Policy `json:"policy"`
}

var strengthShape = schema.Object(map[string]schema.Shape{
	"displayName":           {Kind: schema.KindText},
	"description":           {Kind: schema.KindText, Null: true},
	"allowedCombinations":   {Kind: schema.KindTexts, Values: schema.EnumOf("authenticationMethodModes")},
	"requirementsSatisfied": {Kind: schema.KindText, Fixed: true, Unset: "mfa"},
	"policyType":            {Kind: schema.KindText, In: schema.Beta, Fixed: true, Unset: "custom"},
})

var strengths = &kernel.Set[strength]{
	Declaration: kernel.Declaration{
		Name: "strengths",
		Class: schema.NewPolicyClass(
			"authenticationStrengthPolicy", strengthShape, func(s *strength) schema.Policy { return s.Policy },
			schema.Read("id", func(s *strength) any { return s.ID }),
		),
		Served: kernel.Served{
			Path: "/policies/strengths", Read: []string{"Policy.Read.All"}, Create: writeStrengths, Change: writeStrengths, Remove: writeStrengths,
			Options: []string{"$select", "$filter", "$orderby", "$top", "$count"}, Source: "authenticationstrengthroot-list-policies",
		},
	},
	ID:   func(s *strength) *string { return &s.ID },
	Copy: func(s *strength) *strength { return &strength{s.ID, *schema.CopyPolicy(&s.Policy)} },
	Writes: &kernel.Writes[strength]{
		New:      func() *strength { return &strength{Policy: schema.Policy{}} },
		Required: []string{"displayName", "allowedCombinations"},
	},
}

var writeStrengths = []string{"Policy.ReadWrite.ConditionalAccess"}

// A declared set of policies is written, listed, filtered and paged like any other,
// in the editions of its rows.
func TestDeclaredPoliciesAreServed(t *testing.T) {
	t.Parallel()
	offers := []operation.Offer{{Area: kernel.Area{Name: "strengths", Parts: []kernel.Part{strengths}}}}
	n := 0
	w := kernel.New(kernel.Options{
		Areas:    []kernel.Area{offers[0].Area},
		NewID:    func() string { n++; return fmt.Sprintf("e0000000-0000-4000-8000-%012d", n) },
		Settings: func(s *settings.Settings) { s.EmptyPageWithNextLink = false },
	})
	seed, err := kernel.ParseSeed([]kernel.Area{offers[0].Area}, "seed", []byte(`{"tenants":[{"key":"contoso","tenant_id":"`+contosoID+`"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Load(seed); err != nil {
		t.Fatal(err)
	}
	api := graphapi.New(graphapi.Config{World: w, Cloud: schema.CloudPublic, Offers: offers})
	caller := graphapi.Caller{TenantID: contosoID, Roles: append([]string{"Policy.Read.All"}, writeStrengths...)}
	do := func(method, path, body string, want int, parts ...string) (id string) {
		t.Helper()
		answer, r := httptest.NewRecorder(), httptest.NewRequest(method, path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		api.ServeHTTP(answer, r.WithContext(graphapi.WithCaller(r.Context(), caller)))
		text := answer.Body.String()
		if answer.Code != want {
			t.Fatalf("%s %s: %d %s", method, path, answer.Code, text)
		}
		for _, part := range parts {
			if wanted, absent := strings.CutPrefix(part, "!"); strings.Contains(text, wanted) == absent {
				t.Errorf("%s %s: %q in %s", method, path, part, text)
			}
		}
		var object struct{ ID string }
		_ = json.Unmarshal(answer.Body.Bytes(), &object) // a number is no object
		return object.ID
	}
	const path = "/v1.0/policies/strengths"
	do(http.MethodPost, path, `{"displayName":"Keys"}`, 400, "allowedCombinations")
	do(http.MethodPost, path, `{"displayName":"Keys","allowedCombinations":["carrierPigeon"]}`, 400, "allowedCombinations")
	do(http.MethodPost, path, `{"DisplayName":"Keys","allowedCombinations":["fido2"]}`, 400, "displayName")
	one := path + "/" + do(http.MethodPost, path, `{"displayName":"Keys","allowedCombinations":["fido2"]}`, 201, `"requirementsSatisfied":"mfa"`, "!policyType")
	do(http.MethodPost, path, `{"displayName":"Text messages","allowedCombinations":["password,sms"]}`, 400, "allowedCombinations")
	do(http.MethodPost, path, `{"displayName":"Passes","allowedCombinations":["temporaryAccessPassOneTime"]}`, 201)
	do(http.MethodGet, "/beta/policies/strengths?$filter=DisplayName+eq+'keys'", "", 200, `"policyType":"custom"`, "!Passes")
	do(http.MethodGet, path+"?$orderby=displayname+desc&$top=1&$count=true", "", 200, "Passes", "!Keys", `"@odata.count":2`, "$skiptoken")
	do(http.MethodGet, path+"?$filter=policyType+eq+'custom'", "", 501, "policyType")
	do(http.MethodGet, path+"?$filter=shoeSize+eq+42", "", 400, "shoeSize")
	do(http.MethodGet, path+"/$count", "", 200, "2")
	do(http.MethodGet, path+"?$skip=1", "", 501, "$skip")
	do(http.MethodPatch, one, `{"description":"Only keys"}`, 204)
	do(http.MethodPatch, one, `{"requirementsSatisfied":"none"}`, 400, "read-only")
	do(http.MethodPatch, one, `{"createdDateTime":null}`, 501, "createdDateTime")
	do(http.MethodGet, one+"?$select=DESCRIPTION", "", 200, "Only keys", "!displayName")
	do(http.MethodDelete, one, "", 204)
	do(http.MethodGet, one, "", 404)
	if state, err := w.SaveState(); err != nil || !json.Valid(state) || !strings.Contains(string(state), "Passes") {
		t.Errorf("state %s, %v", state, err)
	}
}
