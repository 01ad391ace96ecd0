package audit

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// initiator is the user or the application behind a change; the zero value for
// neither.
type initiator struct {
	UserID  string `json:"userId,omitempty"`
	UPN     string `json:"userPrincipalName,omitempty"`
	Address string `json:"ipAddress,omitempty"`

	AppID       string `json:"appId,omitempty"`
	AppName     string `json:"appDisplayName,omitempty"`
	PrincipalID string `json:"servicePrincipalId,omitempty"`
}

// initiatorOf describes the origin of a change. Services that act by themselves are
// applications with a name only (graph-identity §11).
func initiatorOf(d *kernel.Directory, o kernel.Origin) initiator {
	switch {
	case o.Service != "":
		return initiator{AppName: o.Service}
	case o.UserID != "":
		by := initiator{UserID: o.UserID, Address: o.Address}
		if u := directory.Users.Truth(d, o.UserID); u != nil {
			by.UPN = u.UserPrincipalName
		}
		return by
	case o.AppID != "":
		by := initiator{AppID: o.AppID, PrincipalID: o.PrincipalID}
		if p := application.ServicePrincipals.Truth(d, o.PrincipalID); p != nil {
			by.AppName = p.DisplayName
		}
		return by
	default:
		return initiator{}
	}
}

func (i initiator) body() map[string]any {
	body := map[string]any{"user": nil, "app": nil}
	switch {
	case i.UserID != "" || i.UPN != "":
		body["user"] = map[string]any{
			"id": schema.TextOrNull(i.UserID), "displayName": nil, "userPrincipalName": schema.TextOrNull(i.UPN),
			"ipAddress": schema.TextOrNull(i.Address), "userType": nil, "homeTenantId": nil, "homeTenantName": nil,
		}
	case i.AppName != "" || i.AppID != "":
		body["app"] = map[string]any{
			"appId": schema.TextOrNull(i.AppID), "displayName": schema.TextOrNull(i.AppName),
			"servicePrincipalId": schema.TextOrNull(i.PrincipalID), "servicePrincipalName": nil,
		}
	}
	return body
}
