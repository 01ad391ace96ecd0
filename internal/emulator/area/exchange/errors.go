package exchange

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// controller is the name of the domain controller in messages.
const controller = "DB5PR01A01DC003.EURPR01A001.PROD.OUTLOOK.COM"

func errNotFound(id string, at kernel.Moment) error {
	return command.NotFound(id, controller, at.Settings.MissingRecipientIsBadRequest)
}

// errAmbiguous has the type of published server assemblies, which belongs to the
// category Context (exchange §7.3).
func errAmbiguous(id string) error {
	return command.Refused(command.Context, command.ObjectAmbiguous, "The operation couldn't be performed because '%s' matches multiple entries.", id)
}

// errTaken names the object that has an address (exchange §7.3, conflict A).
func errTaken(proxy, name string, s settings.Settings) error {
	f := command.Refused(command.Client, command.ProxyExists,
		"The proxy address \"%s\" is already being used by the proxy addresses or LegacyExchangeDN of \"%s\". Please choose another proxy address.", proxy, name)
	if s.TakenAddressIsConflict {
		f.Status, f.Code = 409, "Conflict"
	}
	return f
}

func errNotSMTP(address string) error {
	return command.Refused(command.Client, command.RecipientTask, "The external e-mail address '%s' is not an SMTP e-mail address.", address)
}

func errNameTaken(name string, d *kernel.Directory) error {
	return command.Refused(command.Context, command.ObjectExists, "The object '%s' already exists.", distinguishedName(name, d))
}

// errDualWrite has the text around the reason of Entra (exchange §7.3).
func errDualWrite(reason string, at kernel.Moment) error {
	return command.Refused(command.Context, command.DualWrite,
		"An Azure Active Directory call was made to keep object in sync between Azure Active Directory and Exchange Online. However, it failed. Detailed error message: %s [DualWrite (Graph)] RequestId : %s The issue may be transient and please retry a couple of minutes later. If issue persists, please see exception members for more information.",
		reason, at.NewID())
}

// The reasons of a failed dual write.
const (
	failsByFault   = "The service is temporarily unavailable."
	failsDirSynced = "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration."
	failsMissing   = "Resource '%s' does not exist or one of its queried reference-property objects are not present."
)
