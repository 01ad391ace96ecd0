package organization

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// sharingShape is the part of the schema of the settings of SharePoint that is about
// sharing (graph-cross-tenant §7).
var sharingShape = schema.Object(map[string]schema.Shape{
	"id":                                              {Kind: schema.KindText, Fixed: true},
	"sharingCapability":                               {Kind: schema.KindText, Values: schema.EnumOf("sharingCapabilities")},
	"sharingDomainRestrictionMode":                    {Kind: schema.KindText, Values: schema.EnumOf("sharingDomainRestrictionMode")},
	"sharingAllowedDomainList":                        {Kind: schema.KindTexts},
	"sharingBlockedDomainList":                        {Kind: schema.KindTexts},
	"isResharingByExternalUsersEnabled":               {Kind: schema.KindBool},
	"isRequireAcceptingUserToMatchInvitedUserEnabled": {Kind: schema.KindBool},
	// Settings about other things.
	"isLoopEnabled":                    {Kind: schema.KindBool},
	"isSyncButtonHiddenOnPersonalSite": {Kind: schema.KindBool},
	"imageTaggingOption":               {Kind: schema.KindText, Values: schema.EnumOf("imageTaggingChoice")},
})

// SharePoint are the settings of SharePoint and OneDrive of a tenant. A change answers
// with all of them.
var SharePoint = &kernel.Single[schema.Policy]{
	Declaration: kernel.Declaration{
		Name: "sharepoint", State: "sharepoint_settings",
		Class: schema.NewPolicyClass("sharepointSettings", sharingShape, schema.Itself),
		Served: kernel.Served{
			Path: "/admin/sharepoint/settings", Read: []string{"SharePointTenantSettings.Read.All", "SharePointTenantSettings.ReadWrite.All"},
			Change: []string{"SharePointTenantSettings.ReadWrite.All"}, Source: "graph-cross-tenant §7", Answered: true,
		},
	},
	Shown:   "sharepoint_settings",
	Initial: func(d *kernel.Directory, _ kernel.Moment) *schema.Policy { return newSharePoint(d) },
	Unsaved: newSharePoint,
	Copy:    schema.CopyPolicy,
	Writes:  &kernel.Writes[schema.Policy]{},
}

// newSharePoint are the settings of a new tenant.
func newSharePoint(d *kernel.Directory) *schema.Policy {
	return &schema.Policy{
		"id": d.ID, "sharingCapability": "externalUserAndGuestSharing", "sharingDomainRestrictionMode": "none",
		"sharingAllowedDomainList": []any{}, "sharingBlockedDomainList": []any{},
		"isResharingByExternalUsersEnabled": true, "isRequireAcceptingUserToMatchInvitedUserEnabled": false,
		"isLoopEnabled": true, "isSyncButtonHiddenOnPersonalSite": false, "imageTaggingOption": "basic",
	}
}
