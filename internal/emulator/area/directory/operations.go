package directory

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// narrowPermissions allow changes of single properties without User.ReadWrite.All
// (graph-identity §2.2).
var narrowPermissions = map[string][]string{
	"accountEnabled": {"User.EnableDisableAccount.All", "User.Read.All"},
	"businessPhones": {"User-Phone.ReadWrite.All"},
	"mobilePhone":    {"User-Phone.ReadWrite.All"},
	"otherMails":     {"User-Mail.ReadWrite.All"},
	"identities":     {"User.ManageIdentities.All"},
	// From the list of permissions of Microsoft Graph.
	"passwordProfile": {"User-PasswordProfile.ReadWrite.All"},
}

// revokeSessions revokes the sessions of an internal user. Those of an external user are
// in the home tenant: the answer is the same, and nothing changes (user-revokesigninsessions).
func revokeSessions(c *operation.Call) (operation.Answer, error) {
	if err := RevokeSessions(c.World, c.Tenant, c.Params["id"]); err != nil {
		return operation.Answer{}, err
	}
	return operation.OK(map[string]any{"@odata.context": c.Context("Edm.Boolean"), "value": true}), nil
}

// convertUser converts an external user to an internal one (graph-identity §10.1).
func convertUser(c *operation.Call) (operation.Answer, error) {
	body, err := c.Object()
	if err != nil {
		return operation.Answer{}, err
	}
	how, err := conversion(operation.WithoutControl(body))
	if err != nil {
		return operation.Answer{}, err
	}
	u, err := ConvertToInternal(c.World, c.Tenant, c.Params["id"], how)
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Single("microsoft.graph.conversionUserDetails", map[string]any{
		"displayName": u.DisplayName, "userPrincipalName": u.UserPrincipalName, "mail": schema.TextOrNull(u.Mail),
		"convertedToInternalUserDateTime": schema.Instant(u.ExternalUserStateChanged),
	}), nil
}

// minPassword is the minimum length of a password in Entra.
const minPassword = 8

func conversion(body map[string]any) (Conversion, error) {
	var c Conversion
	for name, value := range body {
		var valid bool
		switch name {
		case "userPrincipalName":
			c.UserPrincipalName, valid = value.(string)
		case "mail":
			c.Mail, valid = value.(string)
			if valid && c.Mail == "" {
				return c, refusal.BadRequest("The mail provided cannot be empty.")
			}
		case "passwordProfile":
			var profile map[string]any
			profile, valid = value.(map[string]any)
			password, _ := profile["password"].(string)
			c.HasPassword = len(password) >= minPassword
		default:
			return c, refusal.BadRequest("Invalid property '%s'.", name)
		}
		if !valid {
			return c, refusal.BadRequest("Invalid value specified for property '%s' of resource 'User'.", name)
		}
	}
	return c, nil
}
