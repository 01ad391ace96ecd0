// Package addressbook contains the resources of the address book of a resource
// tenant: the visibility of its users in Exchange Online and in Graph, their mail
// attributes, and mail contacts. Its data sources list the recipients, and what
// Exchange Online still shares with other organizations.
//
// It uses Exchange Online through package exchange and Graph through package graph;
// the rules are in package rules.
package addressbook

import (
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// Resources lists the resources of this noun.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{newMailContact, newMailUser, newVisibility}
}

// ListResources lists the list resources of this noun.
func ListResources() []func() list.ListResource {
	return []func() list.ListResource{newMailContactList, newMailUserList, newVisibilityList}
}

// Actions lists the actions of this noun.
func Actions() []func() action.Action {
	return []func() action.Action{newAwaitAddressBook}
}

// DataSources lists the data sources of this noun.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{newLeftovers, newRecipients}
}
