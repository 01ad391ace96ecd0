// Package guest contains the resources and data sources of external users in a
// resource tenant (invitation, profile, user type, deletion), and the functions
// that compute their names and addresses offline.
//
// It uses Graph only, through package graph; the rules are in package rules.
package guest

import (
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// Resources lists the resources of this noun.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{newInvitation, newUserType, newDeparture}
}

// ListResources lists the list resources of this noun.
func ListResources() []func() list.ListResource {
	return []func() list.ListResource{newInvitationList, newUserTypeList}
}

// Actions lists the actions of this noun.
func Actions() []func() action.Action {
	return []func() action.Action{newResendInvitation, newResetRedemption, newRestoreGuest, newRevokeSessions}
}

// EphemeralResources lists the ephemeral resources of this noun.
func EphemeralResources() []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{newRedeemLink}
}

// DataSources lists the data sources of this noun.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{newGuests, newUsers}
}

// Functions lists the functions of this noun.
func Functions() []func() function.Function {
	return []func() function.Function{newGuestUPN, newParseGuestUPN, newInvitationOutcome}
}
