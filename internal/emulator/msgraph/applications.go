package msgraph

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

// applications are those that a template made; a part of their long schema is
// modelled, the rest is 501.
var applications = resource[world.Registration]{
	typeName:   "Application",
	entityType: "microsoft.graph.application",
	set:        "applications",
	properties: world.RegistrationProperties(),
	omitted:    func(string) bool { return true },
}

// instantiate answers the new application together with its service principal
// (graph-cross-tenant §4.2).
func instantiate(r *request) (response, error) {
	body, err := r.body("displayName", "serviceManagementReference")
	if err != nil {
		return response{}, err
	}
	i := world.Instantiation{TemplateID: r.params["template"]}
	if i.DisplayName, err = textMember(body, "displayName"); err != nil {
		return response{}, err
	}
	if i.ManagementReference, err = textMember(body, "serviceManagementReference"); err != nil {
		return response{}, err
	}
	application, principal, err := r.world().Instantiate(r.tenant(), i)
	if err != nil {
		return response{}, err
	}
	return created(map[string]any{
		"@odata.context":   r.context("microsoft.graph.applicationServicePrincipal"),
		"application":      allOf(applications, application),
		"servicePrincipal": allOf(servicePrincipals, principal),
	}), nil
}

// allOf renders an object with everything that an answer without $select has.
func allOf[T any](s resource[T], v *T) map[string]any {
	return selection[T]{properties: s.properties}.render(v)
}

func getApplication(r *request) (response, error) {
	q, err := r.query(optSelect)
	if err != nil {
		return response{}, err
	}
	chosen, err := applications.selected(q.Select)
	if err != nil {
		return response{}, err
	}
	a, err := r.world().Registration(r.tenant(), r.params["application"])
	if err != nil {
		return response{}, err
	}
	return single(r, chosen.fragment(applications.set)+"/$entity", chosen.render(a)), nil
}

func deleteApplication(r *request) (response, error) {
	return done(r.world().DeleteRegistration(r.tenant(), r.params["application"]))
}
