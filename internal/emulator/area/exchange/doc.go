// Package exchange implements the recipients of Exchange Online and what its
// organizations share: mail users that follow the users of Entra with a delay,
// mail contacts, and organization relationships, sharing policies and availability
// address spaces as far as retiring them needs.
//
// Exchange has a directory of its own. What Graph changes arrives there late, and
// what Exchange changes is written back; see follow.go and dual_write.go.
package exchange

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
)

// Offer is the state of Exchange; Graph offers nothing of it.
var Offer = operation.Offer{Area: kernel.Area{
	Name:     "exchange",
	Parts:    []kernel.Part{recipients, takeovers, relationships, policies, spaces, roleGroups},
	Seeds:    []kernel.Member{{Name: "recipients", Parse: parseRecipients}, {Name: "exchange_role_groups", Parse: parseRoleGroups}},
	Watches:  []kernel.Watch{kernel.Watching(directory.Users, userChanged)},
	Snapshot: snapshot,
}}

// recipientDetailsOf is a parameter RecipientTypeDetails.
func recipientDetailsOf(values ...string) command.Parameter {
	return command.Enumerations("RecipientTypeDetails", "Microsoft.Exchange.Data.Directory.Recipient.RecipientTypeDetails", values...)
}

// Cmdlets are the cmdlets that the area offers.
var Cmdlets = []command.Row{
	{Name: "Get-MailUser", Parameters: lookup("Anr", "OrganizationalUnit", "SoftDeletedMailUser", "HVEAccount", "SharedWithMailUser"), Needs: command.ReadRecipients, Source: "exchange §9.1", Run: getMailUser},
	{Name: "Set-MailUser", Parameters: append(settable(), command.With(command.Texts(primaryAddress), command.NotModeled("MicrosoftOnlineServicesID"))...), Needs: command.WriteRecipients, Source: "exchange §9.2", Run: setMailUser},
	{Name: "Get-Recipient", Parameters: append(
		lookup("Anr", "AuthenticationType", "Capabilities", "IncludeManagerWithDisplayName", "IncludeSoftDeletedRecipients", "OrganizationalUnit", "Properties", "PropertySet"),
		command.Enumerations("RecipientType", "Microsoft.Exchange.Data.Directory.Recipient.RecipientType", recipientTypes...),
		recipientDetailsOf(recipientDetails...),
	), Needs: command.ReadRecipients, Source: "exchange §9.3", Run: getRecipient},
	{Name: "Get-User", Parameters: append(
		lookup("Anr", "OrganizationalUnit", "PublicFolder", "SoftDeletedUser"), recipientDetailsOf(append([]string{plainUser, plainGuest}, recipientDetails...)...),
	), Needs: command.ReadRecipients, Source: "exchange §9.4", Run: getUser},
	{Name: "Get-MailContact", Parameters: append(
		lookup("Anr", "OrganizationalUnit"), recipientDetailsOf("MailContact", "MailForestContact"),
	), Needs: command.ReadRecipients, Source: "exchange §9.5", Run: getMailContact},
	{Name: "New-MailContact", Parameters: creatable(), Needs: command.WriteRecipients, Source: "exchange §9.5", Run: newMailContact},
	{Name: "Set-MailContact", Parameters: settable(), Needs: command.WriteRecipients, Source: "exchange §9.5", Run: setMailContact},
	{Name: "Get-Contact", Parameters: append(
		lookup("Anr", "OrganizationalUnit"), recipientDetailsOf("Contact", "MailContact", "MailForestContact"),
	), Needs: command.ReadRecipients, Source: "exchange §9.5", Run: getContact},
	{Name: "Set-Contact", Parameters: settableOfPerson(), Needs: command.WriteRecipients, Source: "exchange §9.5", Run: setMailContact},
	{Name: "Remove-MailContact", Parameters: []command.Parameter{command.Required(command.Identity)}, Needs: command.WriteRecipients, Source: "exchange §9.5", Run: removeMailContact},

	{Name: "Get-OrganizationRelationship", Parameters: command.Texts(command.Identity), Needs: command.ReadSharing, Source: "exchange §9.6", Run: relationshipClass.get(relationships)},
	{Name: "Get-SharingPolicy", Parameters: command.Texts(command.Identity), Needs: command.ReadSharing, Source: "exchange §9.8", Run: policyClass.get(policies)},
	{Name: "Get-AvailabilityAddressSpace", Parameters: command.Texts(command.Identity), Needs: command.ReadSharing, Source: "exchange §9.8", Run: spaceClass.get(spaces)},
	{Name: "Set-OrganizationRelationship", Parameters: append(
		relationshipClass.parameters(), command.With([]command.Parameter{command.Required(command.Identity)}, command.Switches("Force"), command.NotModeled("Name"))...,
	), Needs: command.WriteSharing, Source: "exchange §9.6", Run: relationshipClass.change(relationships)},
	{Name: "Remove-OrganizationRelationship", Parameters: []command.Parameter{command.Required(command.Identity)}, Needs: command.WriteSharing, Source: "exchange §9.6", Run: relationshipClass.remove(relationships)},
	{Name: "Set-SharingPolicy", Parameters: append(
		policyClass.parameters("Default"), command.With([]command.Parameter{command.Required(command.Identity)}, command.NotModeled("Name", "Default"))...,
	), Needs: command.WriteSharing, Source: "exchange §9.8", Run: policyClass.change(policies)},
	{Name: "Add-AvailabilityAddressSpace", Parameters: append(
		spaceClass.parameters("UserName", "AccessMethod"),
		command.With([]command.Parameter{command.Required("ForestName"), spaceClass.requiredChoice("AccessMethod")}, command.NotModeled("Credentials"))...,
	), Needs: command.WriteSharing, Source: "exchange §9.8", Run: spaceClass.add(spaces)},
	{Name: "Remove-AvailabilityAddressSpace", Parameters: []command.Parameter{command.Required(command.Identity)}, Needs: command.WriteSharing, Source: "exchange §9.8", Run: spaceClass.remove(spaces)},
	{Name: "Get-OrganizationConfig", Needs: command.ReadRecipients, Source: "exchange §9.7", Run: getOrganizationConfig},
	{Name: "Get-AcceptedDomain", Parameters: append(command.Texts(command.Identity), command.Size()), Needs: command.ReadRecipients, Source: "exchange §9.7", Run: getAcceptedDomain},
}
