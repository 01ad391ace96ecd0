package provisioning

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// templateMetadata is the metadata of the synchronization template in a recorded
// response of beta (graph-cross-tenant §4.5).
var templateMetadata = []map[string]any{
	{"key": "AzureIngestionAttributeOptimization", "value": "False"},
	{"key": "LookaheadQueryEnabled", "value": "False"},
	{"key": "galleryApplicationIdentifier", "value": SyncTemplateID},
	{"key": "galleryApplicationKey", "value": "aad2aadsync"},
	{"key": "SyncPolicy", "value": `[{"defaultLabel":"Tenant Id","name":"companyId"}]`},
	{"key": "SupportedAuthenticationTypes", "value": `["SyncPolicy"]`},
	{"key": "isOAuthEnabled", "value": "false"},
}

// templateSchema is the schema of the template of a service principal; nil if it
// has no template.
func templateSchema(c *operation.Call) (map[string]any, error) {
	var text string
	err := c.World.Read(c.Tenant, func(d *kernel.Directory, at kernel.Moment) error {
		s, err := synchronization(d, c.Params["id"], at)
		if err != nil {
			return err
		}
		if p := application.ServicePrincipals.Truth(d, s.ServicePrincipalID); p != nil && synchronizes(p) {
			text = defaultSchema(d, s.CrossCloud, at)
		}
		return nil
	})
	if err != nil || text == "" {
		return nil, err
	}
	body, err := members(text)
	if err == nil {
		body["id"] = SyncJobTemplate + "." + strings.Repeat("0", 32)
	}
	return body, err
}

func templateBody(schema map[string]any) map[string]any {
	return map[string]any{
		"id": SyncJobTemplate, "applicationId": SyncTemplateID, "default": true, "description": nil, "discoverable": true,
		"factoryTag": SyncJobTemplate, "metadata": templateMetadata, "schema": schema,
	}
}

func templateSet(c *operation.Call) string {
	return "servicePrincipals('" + c.Params["id"] + "')/synchronization/templates"
}

// listTemplates lists the one template of a synchronization.
func listTemplates(c *operation.Call) (operation.Answer, error) {
	if err := c.NoQuery(); err != nil {
		return operation.Answer{}, err
	}
	schema, err := templateSchema(c)
	if err != nil {
		return operation.Answer{}, err
	}
	values := []map[string]any{}
	if schema != nil {
		values = append(values, templateBody(schema))
	}
	return c.Collection(templateSet(c), values), nil
}

func getTemplate(c *operation.Call) (operation.Answer, error) {
	schema, err := namedTemplate(c)
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Single(templateSet(c)+"/$entity", templateBody(schema)), nil
}

func getTemplateSchema(c *operation.Call) (operation.Answer, error) {
	schema, err := namedTemplate(c)
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Single(templateSet(c)+"('"+SyncJobTemplate+"')/schema/$entity", schema), nil
}

func namedTemplate(c *operation.Call) (map[string]any, error) {
	if err := c.NoQuery(); err != nil {
		return nil, err
	}
	schema, err := templateSchema(c)
	if err == nil && (schema == nil || c.Params["template"] != SyncJobTemplate) {
		err = refusal.NotFound(c.Params["template"])
	}
	return schema, err
}

// getApplicationTemplate returns the gallery template of cross-tenant
// synchronization, as far as a client needs it to instantiate it. The gallery is
// not modeled.
func getApplicationTemplate(c *operation.Call) (operation.Answer, error) {
	if err := c.NoQuery(); err != nil {
		return operation.Answer{}, err
	}
	if !strings.EqualFold(c.Params["id"], SyncTemplateID) {
		return operation.Answer{}, refusal.NotModeled("the application template '%s'", c.Params["id"])
	}
	return c.Single("applicationTemplates/$entity", map[string]any{
		"id": SyncTemplateID, "displayName": "Azure Active Directory Cross-tenant Synchronization", "description": nil, "publisher": "Microsoft Corporation",
		"homePageUrl": nil, "logoUrl": nil, "categories": []string{}, "supportedProvisioningTypes": []string{"sync"}, "supportedSingleSignOnModes": []string{},
	}), nil
}
