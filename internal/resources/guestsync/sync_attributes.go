package guestsync

import (
	"maps"
	"regexp"
	"slices"
	"strconv"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guestsync/reconcile"
)

// visibleAttribute is the only attribute that is a truth value. It has no source, and a
// delta query does not report it (graph-identity §3).
const visibleAttribute = "show_in_address_list"

// written maps the attributes that a sync can write to Graph's names.
var written = func() map[string]string {
	names := map[string]string{
		"display_name": string(graph.DisplayName), "given_name": string(graph.GivenName), "surname": string(graph.Surname),
		"job_title": string(graph.JobTitle), "department": string(graph.Department), "company_name": string(graph.CompanyName),
		"office_location": string(graph.OfficeLocation), "mobile_phone": string(graph.MobilePhone), "business_phone": string(graph.BusinessPhone),
		"employee_id": string(graph.EmployeeID), "usage_location": string(graph.UsageLocation),
		"preferred_language": string(graph.PreferredLanguage), visibleAttribute: reconcile.ShowInAddressList,
	}
	for i := range 15 {
		names["extension_attribute"+strconv.Itoa(i+1)] = "extensionAttribute" + strconv.Itoa(i+1)
	}
	return names
}()

// readable lists Graph's names of the properties that a sync can read in the home
// tenant.
var readable = func() []string {
	names := []string{"mail", "userPrincipalName"}
	for _, name := range written {
		if name != reconcile.ShowInAddressList {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}()

// writable lists the attributes that a sync can write.
func writable() []string { return slices.Sorted(maps.Keys(written)) }

var extensionAttribute = regexp.MustCompile("^extensionAttribute([1-9]|1[0-5])$")
