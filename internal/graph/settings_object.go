package graph

import (
	"context"
	"maps"
	"net/http"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// settingsObject is an object of which a tenant has one, with the properties that are
// used here.
type settingsObject struct {
	path, noun   string
	names        []string
	read, update operation
	// kind is the type that a change has to name, if any.
	kind string
}

var emailOTP = settingsObject{
	path: "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/email",
	noun: "the authentication method email", names: []string{"allowExternalIdToUseEmailOtp"},
	read: opEmailOTP, update: opUpdateEmailOTP, kind: "#microsoft.graph.emailAuthenticationMethodConfiguration",
}

var sharePoint = settingsObject{
	path: "/admin/sharepoint/settings", noun: "the settings of SharePoint",
	names: []string{
		"sharingCapability", "sharingDomainRestrictionMode", "sharingAllowedDomainList", "sharingBlockedDomainList",
		"isResharingByExternalUsersEnabled", "isRequireAcceptingUserToMatchInvitedUserEnabled",
	},
	read: opSharePoint, update: opUpdateSharePoint,
}

var (
	opEmailOTP = operation{
		"GET /policies/authenticationMethodsPolicy/authenticationMethodConfigurations/email",
		[]string{"Policy.Read.AuthenticationMethod", "Policy.ReadWrite.AuthenticationMethod"},
	}
	opUpdateEmailOTP = operation{
		"PATCH /policies/authenticationMethodsPolicy/authenticationMethodConfigurations/email", []string{"Policy.ReadWrite.AuthenticationMethod"},
	}
	opSharePoint = operation{
		"GET /admin/sharepoint/settings", []string{"SharePointTenantSettings.Read.All", "SharePointTenantSettings.ReadWrite.All"},
	}
	opUpdateSharePoint = operation{"PATCH /admin/sharepoint/settings", []string{"SharePointTenantSettings.ReadWrite.All"}}
)

func (c *Client) readSettings(ctx context.Context, o settingsObject) (Settings, error) {
	var found map[string]any
	if err := c.send(ctx, call{op: o.read, method: http.MethodGet, path: o.path}, &found); err != nil {
		return nil, err
	}
	return pick(found, o.names), nil
}

func (c *Client) writeSettings(ctx context.Context, o settingsObject, change Settings) error {
	body := maps.Clone(change)
	if o.kind != "" {
		body["@odata.type"] = o.kind
	}
	return c.send(ctx, call{op: o.update, method: http.MethodPatch, path: o.path, body: body}, nil)
}

func (c *Client) awaitSettings(ctx context.Context, o settingsObject, change Settings) error {
	err := transport.Poll(ctx, c.clock, "the change of "+o.noun, func(ctx context.Context) (bool, string, error) {
		found, err := c.readSettings(ctx, o)
		return err == nil && change.SeenIn(found), "the settings as they were before the change", err
	})
	return c.named(o.update, err)
}

// EmailOTP reads allowExternalIdToUseEmailOtp: "default", which is on, "enabled" or
// "disabled" (graph-identity §9.2).
//
// GET /policies/authenticationMethodsPolicy/authenticationMethodConfigurations/email.
func (c *Client) EmailOTP(ctx context.Context) (Settings, error) {
	return c.readSettings(ctx, emailOTP)
}

// SetEmailOTP writes the setting, and nothing else of the authentication method.
//
// PATCH /policies/authenticationMethodsPolicy/authenticationMethodConfigurations/email.
func (c *Client) SetEmailOTP(ctx context.Context, change Settings) error {
	return c.writeSettings(ctx, emailOTP, change)
}

// AwaitEmailOTP returns when a change can be read.
//
// GET /policies/authenticationMethodsPolicy/authenticationMethodConfigurations/email.
func (c *Client) AwaitEmailOTP(ctx context.Context, change Settings) error {
	return c.awaitSettings(ctx, emailOTP, change)
}

// SharePointSharing reads the settings about sharing with external users: the texts
// sharingCapability and sharingDomainRestrictionMode, two lists of domains and two
// booleans (graph-cross-tenant §7).
//
// GET /admin/sharepoint/settings.
func (c *Client) SharePointSharing(ctx context.Context) (Settings, error) {
	return c.readSettings(ctx, sharePoint)
}

// SetSharePointSharing writes the changed settings, and nothing else.
//
// PATCH /admin/sharepoint/settings.
func (c *Client) SetSharePointSharing(ctx context.Context, change Settings) error {
	return c.writeSettings(ctx, sharePoint, change)
}

// AwaitSharePointSharing returns when a change can be read.
//
// GET /admin/sharepoint/settings.
func (c *Client) AwaitSharePointSharing(ctx context.Context, change Settings) error {
	return c.awaitSettings(ctx, sharePoint, change)
}
