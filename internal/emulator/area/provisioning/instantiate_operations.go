package provisioning

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
)

// instantiateTemplate returns the new application together with its service
// principal (graph-cross-tenant §4.2).
func instantiateTemplate(c *operation.Call) (operation.Answer, error) {
	body, err := c.Body("displayName", "serviceManagementReference")
	if err != nil {
		return operation.Answer{}, err
	}
	i := Instantiation{TemplateID: c.Params["id"]}
	if i.DisplayName, err = operation.TextMember(body, "displayName"); err != nil {
		return operation.Answer{}, err
	}
	if i.ManagementReference, err = operation.TextMember(body, "serviceManagementReference"); err != nil {
		return operation.Answer{}, err
	}
	registration, principal, err := Instantiate(c.World, c.Tenant, i)
	if err != nil {
		return operation.Answer{}, err
	}
	return operation.Created(map[string]any{
		"@odata.context":   c.Context("microsoft.graph.applicationServicePrincipal"),
		"application":      operation.Whole(application.Registrations.Class, registration),
		"servicePrincipal": operation.Whole(application.ServicePrincipals.Class, principal),
	}), nil
}
