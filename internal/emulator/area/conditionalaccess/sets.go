package conditionalaccess

import (
	"encoding/json"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// Object is a policy or a location; only the seed writes them.
type Object struct {
	ID     string
	Policy schema.Policy
}

// MarshalJSON writes only the policy, which contains the id.
func (o *Object) MarshalJSON() ([]byte, error) { return json.Marshal(o.Policy) }

// UnmarshalJSON reads the policy.
func (o *Object) UnmarshalJSON(data []byte) error {
	err := json.Unmarshal(data, &o.Policy)
	o.identify()
	return err
}

func (o *Object) identify() {
	id, _ := o.Policy["id"].(string)
	o.ID = strings.ToLower(id)
}

func policyOf(o *Object) schema.Policy { return o.Policy }

var readPolicies = []string{"Policy.Read.All"}

const (
	policyType     = "conditionalAccessPolicy"
	conditionsType = "conditionalAccessConditionSet"
)

// declared is a set of objects of a type. Members that the v1.0 schemas of other
// clouds have and that of the tenant's cloud lacks are refused; preview features
// are kept. List operations have the same options
// (conditionalaccessroot-list-policies, -list-namedlocations).
func declared(name, path string, class *schema.Class, complete func(map[string]any, kernel.Moment) (schema.Policy, error)) *kernel.Set[Object] {
	return &kernel.Set[Object]{
		Declaration: kernel.Declaration{
			Name: name, Class: class, Steady: true,
			Served: kernel.Served{
				Path: "/identity/conditionalAccess/" + path, Read: readPolicies, Source: "graph-identity §12",
				Options: []string{"$select", "$filter", "$orderby", "$top", "$count"},
			},
		},
		ID: func(o *Object) *string { return &o.ID },
		Seeds: &kernel.Seeds[Object]{Whole: func(d *kernel.Directory, body map[string]any, at kernel.Moment) (*Object, error) {
			p, err := complete(body, at)
			if err != nil {
				return nil, err
			}
			known, _ := schema.TypeOf(class.Type).Prune(map[string]any(p), schema.KnownTo(d.Cloud, true)).(map[string]any)
			o := &Object{Policy: known}
			o.identify()
			return o, nil
		}},
	}
}

// shapeOf is the shape of objects that requests only read.
func shapeOf(own members) schema.Shape {
	fields := make(map[string]schema.Shape, len(own))
	for name := range own {
		fields[name] = schema.Shape{Fixed: true}
	}
	return schema.Object(fields)
}

// Policies are the Conditional Access policies of a tenant, with their preview
// features.
var Policies = func() *kernel.Set[Object] {
	s := declared(
		"conditional_access_policies", "policies", schema.NewPolicyClass(policyType, shapeOf(policyMembers), policyOf), conditionalPolicy,
	)
	s.Hides = hidesPreview
	return s
}()

// hidesPreview hides policies with preview features from v1.0, with the error that
// is reported from live tenants (hashicorp/terraform-provider-azuread#937).
func hidesPreview(v any, in schema.Editions, facts settings.Settings) error {
	p := schema.Of[Object](v).Policy
	if !facts.PreviewPoliciesAreHidden || in&schema.V1 == 0 || !schema.TypeOf(policyType).HasPreview(map[string]any(p)) {
		return nil
	}
	return refusal.New(400, "BadRequest", "1037: The policy you requested contains preview features. Use the Beta endpoint to retrieve this policy.")
}

// Locations are the named locations of a tenant. Members of a location type are
// returned if they are set.
var Locations = declared("named_locations", "namedLocations", schema.NewPolicyClass("namedLocation", locationShape(), policyOf), namedLocation)

func locationShape() schema.Shape {
	s := shapeOf(members{"id": nil, "displayName": nil, "createdDateTime": nil, "modifiedDateTime": nil})
	for _, name := range []string{
		"@odata.type", "countriesAndRegions", "countryLookupMethod", "includeUnknownCountriesAndRegions", "ipRanges", "isTrusted",
	} {
		s.Fields[name] = schema.Shape{Fixed: true, Optional: true}
	}
	return s
}
