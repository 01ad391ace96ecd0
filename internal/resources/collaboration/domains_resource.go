package collaboration

import (
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/singleton"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure   = (*domains)(nil)
	_ resource.ResourceWithImportState = (*domains)(nil)
	_ resource.ResourceWithModifyPlan  = (*domains)(nil)
	_ resource.ResourceWithIdentity    = (*domains)(nil)
)

// domains is multitenant_domain_list: the domain lists of a tenant's B2B management
// policy. A policy that exists is adopted, with the settings of other features in it.
type domains struct{ singleton.Resource }

func newDomains() resource.Resource {
	return &domains{singleton.Resource{Kind: singleton.Kind{
		Type: "domain_list", Object: tfkit.DomainListName, Noun: "domain list",
		New:   func() singleton.Model { return &domainsModel{} },
		Older: map[int]func([]byte) (singleton.Former, error){1: decodeFormerDomains},
		Plan:  planDomains,
	}}}
}

// decodeFormerDomains reads a record of version 1, in which the list may be unknown.
func decodeFormerDomains(data []byte) (singleton.Former, error) {
	var old struct {
		Known bool `json:"known"`
		formerDomains
	}
	if err := tfkit.DecodeExactly(data, &old); err != nil || !old.Known {
		return singleton.Former{}, err
	}
	value, err := json.Marshal(old.formerDomains)
	return singleton.Former{Values: map[string]json.RawMessage{domainsKey: value}, Managed: []string{domainsKey}}, err
}
