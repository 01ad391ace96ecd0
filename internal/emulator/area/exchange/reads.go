package exchange

import (
	"cmp"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// reader is a Get cmdlet for recipients.
type reader struct {
	accept func(*Recipient) bool
	record func(*Recipient, *kernel.Directory) command.Record
	// also and never are properties that filters can and cannot name.
	also, never []string
}

// run answers with the object of the identity, or with all that the filters
// accept. Without an identity, or with an empty one, these are all objects
// (exchange §8).
func (g reader) run(c *command.Call) (command.Answer, error) {
	var answer command.Answer
	err := c.World.Write(c.Tenant, func(d *kernel.Directory, at kernel.Moment) error {
		found, err := g.found(c, view{d, at, c.Session})
		if err != nil {
			return err
		}
		for _, r := range found {
			answer.Records = append(answer.Records, g.record(r, d))
		}
		return sortRecords(c.Arguments, answer.Records)
	})
	return answer, err
}

func (g reader) found(c *command.Call, v view) ([]*Recipient, error) {
	accept := g.accept
	if c.Text(command.Filter) != "" {
		f, err := parseFilter(c.Arguments, g.also, g.never)
		if err != nil {
			return nil, err
		}
		accept = func(r *Recipient) bool { return g.accept(r) && f.Match(getter(g.record(r, v.d), r.Addresses)) }
	}
	identity := c.Text(command.Identity)
	if identity == "" {
		return v.all(accept), nil
	}
	r, err := v.find(identity, g.accept)
	if err != nil {
		return nil, err
	}
	if !accept(r) {
		return nil, nil
	}
	return []*Recipient{r}, nil
}

// sortable are the properties of SortBy.
var sortable = []string{"Name", "DisplayName", "Alias"}

func sortRecords(a command.Arguments, records []command.Record) error {
	by := a.Text("SortBy")
	if by == "" {
		return nil
	}
	i := slices.IndexFunc(sortable, func(s string) bool { return strings.EqualFold(s, by) })
	if i < 0 {
		return command.Invalid(command.ParameterBinding, "'%s' is not a property that SortBy takes; those are %s.", by, strings.Join(sortable, ", "))
	}
	text := func(r command.Record) string {
		value, _ := r.Get(sortable[i]).(string)
		return strings.ToLower(value)
	}
	slices.SortStableFunc(records, func(x, y command.Record) int { return cmp.Compare(text(x), text(y)) })
	return nil
}

// lookup are the parameters of reads.
func lookup(notModeled ...string) []command.Parameter {
	return command.With(command.Texts(command.Identity, command.Filter, "SortBy"), []command.Parameter{command.Size()}, command.NotModeled(notModeled...))
}

// recipientTypes are the values of RecipientType and of RecipientTypeDetails
// (exchange §9.3).
var (
	recipientTypes = []string{
		"DynamicDistributionGroup", "MailContact", "MailNonUniversalGroup", "MailUniversalDistributionGroup", "MailUniversalSecurityGroup",
		"MailUser", "PublicFolder", "UserMailbox",
	}
	recipientDetails = []string{
		"DiscoveryMailbox", "DynamicDistributionGroup", "EquipmentMailbox", "GroupMailbox", "GuestMailUser", "LegacyMailbox", "LinkedMailbox",
		"LinkedRoomMailbox", "MailContact", "MailForestContact", "MailNonUniversalGroup", "MailUniversalDistributionGroup",
		"MailUniversalSecurityGroup", "MailUser", "PublicFolder", "PublicFolderMailbox", "RemoteEquipmentMailbox", "RemoteRoomMailbox",
		"RemoteSharedMailbox", "RemoteTeamMailbox", "RemoteUserMailbox", "RoomList", "RoomMailbox", "SchedulingMailbox", "SharedMailbox",
		"SharedWithMailUser", "TeamMailbox", "UserMailbox",
	}
)

func getRecipient(c *command.Call) (command.Answer, error) {
	kinds, details := c.Values("RecipientType"), c.Values("RecipientTypeDetails")
	accept := func(r *Recipient) bool {
		switch {
		case !r.isRecipient(), len(kinds) > 0 && !slices.Contains(kinds, r.recipientType()):
			return false
		case len(details) > 0:
			return slices.Contains(details, r.Details)
		default:
			// Groups of Microsoft 365 are listed on request only (get-recipient).
			return r.Details != groupMailbox || c.Text(command.Identity) != ""
		}
	}
	return reader{accept: accept, record: (*Recipient).asRecipient, never: []string{"UserPrincipalName", "WindowsEmailAddress", "LegacyExchangeDN"}}.run(c)
}

func getMailUser(c *command.Call) (command.Answer, error) {
	return reader{accept: (*Recipient).isMailUser, record: (*Recipient).asMailUser, also: []string{"UserPrincipalName", "WindowsEmailAddress", "LegacyExchangeDN"}}.run(c)
}

// contactsOf accepts the mail contacts with the RecipientTypeDetails of a call.
func contactsOf(c *command.Call) func(*Recipient) bool {
	details := c.Values("RecipientTypeDetails")
	return func(r *Recipient) bool {
		return r.Details == mailContact && (len(details) == 0 || slices.Contains(details, r.Details))
	}
}

func getMailContact(c *command.Call) (command.Answer, error) {
	return reader{accept: contactsOf(c), record: (*Recipient).asMailContact, never: []string{"UserPrincipalName"}}.run(c)
}

func getUser(c *command.Call) (command.Answer, error) {
	details := c.Values("RecipientTypeDetails")
	accept := func(r *Recipient) bool {
		return r.isUser() && (len(details) == 0 || slices.Contains(details, r.Details))
	}
	return reader{accept: accept, record: (*Recipient).asUser, also: []string{"UserPrincipalName"}}.run(c)
}
