package exchange

import (
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// The parameters that writes have beside those of [Recipient.setValues].
const (
	hiddenFromLists = "HiddenFromAddressListsEnabled"
	emailAddresses  = "EmailAddresses"
	externalAddress = "ExternalEmailAddress"
	windowsAddress  = "WindowsEmailAddress"
	primaryAddress  = "PrimarySmtpAddress"
	displayName     = "DisplayName"
	aliasName       = "Alias"
)

// notModeledLists are the lists of recipients that may send, moderate and the like.
var notModeledLists = []string{
	"GrantSendOnBehalfTo", "ModeratedBy", "BypassModerationFromSendersOrMembers", "AcceptMessagesOnlyFrom", "AcceptMessagesOnlyFromDLMembers",
	"AcceptMessagesOnlyFromSendersOrMembers", "RejectMessagesFrom", "RejectMessagesFromDLMembers", "RejectMessagesFromSendersOrMembers",
}

// settable are the parameters of Set-MailUser and Set-MailContact (exchange §9.2,
// §9.5).
func settable() []command.Parameter {
	values := []string{contactName, displayName, aliasName, externalAddress, windowsAddress, mailTip, "SimpleDisplayName"}
	values = append(values, numbered("CustomAttribute", customAttributes)...)
	parameters := command.With(
		[]command.Parameter{command.Required(command.Identity)}, command.Texts(values...),
		command.Booleans(append([]string{hiddenFromLists}, flags...)...), command.Lists(append([]string{emailAddresses}, lists...)...),
		command.Switches("ForceUpgrade"), command.NotModeled("MailTipTranslations"), command.NotModeled(notModeledLists...),
	)
	for _, o := range options {
		parameters = append(parameters, command.Enumeration(o.name, o.class, o.values...))
	}
	return parameters
}

// unchanged is the warning of a write without effect (exchange §6).
func unchanged(name string) string {
	return "The command completed successfully but no settings of '" + name + "' have been modified."
}

// set changes the recipient of the identity: all parameters or none.
func set(c *command.Call, accept func(*Recipient) bool) (command.Answer, error) {
	var answer command.Answer
	err := c.World.Write(c.Tenant, func(d *kernel.Directory, at kernel.Moment) error {
		before, err := view{d, at, c.Session}.find(c.Text(command.Identity), accept)
		if err != nil {
			return err
		}
		if stored := recipients.Truth(d, before.ID); stored != nil {
			before = stored // writes build on each other
		}
		next := before.clone()
		if err := next.apply(view{d, at, c.Session}, c.Arguments); err != nil {
			return err
		}
		if reflect.DeepEqual(before, next) {
			answer.Warnings = []string{unchanged(before.Name)}
			return nil
		}
		return store(d, before, next, c.Session, at)
	})
	return answer, err
}

func setMailUser(c *command.Call) (command.Answer, error) {
	if c.Has(primaryAddress) {
		if !c.World.Settings().PrimarySMTPAddressIsIgnored {
			return command.Answer{}, command.Invalid(command.AmbiguousParameterSet,
				"Parameter set cannot be resolved using the specified named parameters. Invalid cmdlet parameters specified. %s", primaryAddress)
		}
		if c.Has(emailAddresses) {
			return command.Answer{}, command.Refused(command.Client, command.RecipientTask, "The EmailAddresses and PrimarySmtpAddress parameters can't be used together.")
		}
	}
	return set(c, (*Recipient).isMailUser)
}

func setMailContact(c *command.Call) (command.Answer, error) {
	return set(c, func(r *Recipient) bool { return r.Details == mailContact })
}

var validAlias = regexp.MustCompile(`^[A-Za-z0-9!#%*+\-/=?^_~$&'` + "`" + `{}|\x{A1}-\x{FF}]+(\.[A-Za-z0-9!#%*+\-/=?^_~$&'` + "`" + `{}|\x{A1}-\x{FF}]+)*$`)

// apply sets the properties of a request.
func (r *Recipient) apply(v view, a command.Arguments) error {
	if err := r.applyNames(v, a); err != nil {
		return err
	}
	if a.Has(hiddenFromLists) {
		r.Hidden = a.Flag(hiddenFromLists)
	}
	if a.Has(mailTip) {
		if err := r.setMailTip(a.Text(mailTip)); err != nil {
			return err
		}
	}
	if err := r.setPerson(a); err != nil {
		return err
	}
	if err := r.setValues(a); err != nil {
		return err
	}
	return r.applyAddresses(v.d, a, v.at)
}

// applyNames sets the three names of an object.
func (r *Recipient) applyNames(v view, a command.Arguments) error {
	if a.Has(contactName) {
		r.Name = a.Text(contactName)
		if err := r.claimName(v); err != nil {
			return err
		}
	}
	if a.Has(displayName) {
		if r.DisplayName = a.Text(displayName); len([]rune(r.DisplayName)) > 256 {
			return errTooLong(displayName, 256, r.DisplayName)
		}
	}
	if a.Has(aliasName) {
		if r.Alias = a.Text(aliasName); len(r.Alias) > 64 || !validAlias.MatchString(r.Alias) {
			return command.Refused(command.Client, command.DataValidation, "The property value \"%s\" isn't valid. Property Name: Alias", r.Alias)
		}
	}
	return nil
}

// applyAddresses sets the three parameters about addresses (exchange §9.2).
func (r *Recipient) applyAddresses(d *kernel.Directory, a command.Arguments, at kernel.Moment) error {
	var err error
	if a.Has(emailAddresses) {
		if r.Addresses, err = changeAddresses(r.Addresses, a.Change(emailAddresses)); err != nil {
			return err
		}
	}
	if a.Has(windowsAddress) {
		if r.Addresses, err = changeAddresses(r.Addresses, command.Change{Add: []string{primaryPrefix + a.Text(windowsAddress)}}); err != nil {
			return err
		}
	}
	if a.Has(externalAddress) {
		if err := r.retarget(a.Text(externalAddress), at); err != nil {
			return err
		}
		if !at.Settings.TakenExternalAddressIsAccepted {
			if err := claim(d, []string{r.Target}, r.ID, at); err != nil {
				return err
			}
		}
	}
	return claim(d, r.Addresses, r.ID, at)
}

// retarget sets the external address; the former one is not kept as a proxy
// address of a contact, whose primary address it is.
func (r *Recipient) retarget(text string, at kernel.Moment) error {
	kind, address, typed := strings.Cut(text, ":")
	if !typed {
		kind, address = "smtp", text
	}
	if !strings.EqualFold(kind, "smtp") || !smtpAddress.MatchString(address) {
		return errNotSMTP(text)
	}
	former := r.Target
	r.Target = primaryPrefix + address
	switch {
	case strings.EqualFold(former, r.Target):
		return nil
	case r.Details == mailContact:
		wasPrimary := slices.ContainsFunc(r.Addresses, func(a string) bool { return strings.HasPrefix(a, primaryPrefix) && strings.EqualFold(a, former) })
		rest := slices.DeleteFunc(slices.Clone(r.Addresses), func(a string) bool { return strings.EqualFold(a, former) })
		if wasPrimary {
			r.Addresses = withPrimary(append(rest, r.Target), r.Target)
		}
	case at.Settings.ExternalAddressIsAdded:
		var err error
		r.Addresses, err = changeAddresses(r.Addresses, command.Change{Add: []string{secondaryPrefix + address}})
		return err
	}
	return nil
}
