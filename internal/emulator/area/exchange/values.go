package exchange

import (
	"slices"
	"strconv"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
)

// customAttributes is the number of CustomAttribute1 and so on.
const customAttributes = 15

func customAttribute(i int) string    { return "CustomAttribute" + strconv.Itoa(i+1) }
func extensionAttribute(i int) string { return "extensionAttribute" + strconv.Itoa(i+1) }

func numbered(name string, count int) []string {
	names := make([]string, count)
	for i := range names {
		names[i] = name + strconv.Itoa(i+1)
	}
	return names
}

// option is a property with a fixed set of values; the first one is the default.
type option struct {
	name, class string
	values      []string
}

// options are the formats and notifications of mail users and contacts (exchange
// §9.2).
var options = []option{
	{"MessageFormat", "Microsoft.Exchange.Data.Directory.Recipient.MessageFormat", []string{"Mime", "Text"}},
	{"MessageBodyFormat", "Microsoft.Exchange.Data.Directory.Recipient.MessageBodyFormat", []string{"TextAndHtml", "Text", "Html"}},
	{"MacAttachmentFormat", "Microsoft.Exchange.Data.Directory.Recipient.MacAttachmentFormat", []string{"BinHex", "UuEncode", "AppleSingle", "AppleDouble"}},
	{"UseMapiRichTextFormat", "Microsoft.Exchange.Data.Directory.Recipient.UseMapiRichTextFormat", []string{"UseDefaultSettings", "Always", "Never"}},
	{"SendModerationNotifications", "Microsoft.Exchange.Data.Directory.Recipient.TransportModerationNotificationFlags", []string{"Always", "Internal", "Never"}},
}

// flags are properties that are true or false, false by default.
var flags = []string{"UsePreferMessageFormat", "RequireSenderAuthenticationEnabled", "ModerationEnabled"}

// texts are properties with a maximum length.
var texts = func() map[string]int {
	limits := map[string]int{"SimpleDisplayName": 256}
	for _, name := range numbered("CustomAttribute", customAttributes) {
		limits[name] = 1024
	}
	return limits
}()

// lists are multivalued properties.
var lists = numbered("ExtensionCustomAttribute", 5)

func (r *Recipient) text(name string) string { return r.Texts[name] }

func (r *Recipient) setText(name, value string) {
	if value == "" {
		delete(r.Texts, name)
		return
	}
	if r.Texts == nil {
		r.Texts = map[string]string{}
	}
	r.Texts[name] = value
}

func (r *Recipient) option(o option) string {
	if value := r.Texts[o.name]; value != "" {
		return value
	}
	return o.values[0]
}

// setValues applies the parameters that are stored as they are.
func (r *Recipient) setValues(a command.Arguments) error {
	for _, o := range options {
		if a.Has(o.name) {
			r.setText(o.name, a.Text(o.name))
		}
	}
	if err := r.checkFormats(); err != nil {
		return err
	}
	for name, limit := range texts {
		if !a.Has(name) {
			continue
		}
		if value := a.Text(name); len([]rune(value)) > limit {
			return errTooLong(name, limit, value)
		}
		r.setText(name, a.Text(name))
	}
	for _, name := range flags {
		if a.Has(name) && a.Flag(name) != r.Flags[name] {
			if r.Flags == nil {
				r.Flags = map[string]bool{}
			}
			r.Flags[name] = a.Flag(name)
		}
	}
	for _, name := range lists {
		next := a.Change(name).Apply(r.Lists[name])
		if slices.Equal(next, r.Lists[name]) {
			continue
		}
		if r.Lists == nil {
			r.Lists = map[string][]string{}
		}
		r.Lists[name] = next
	}
	return nil
}

// checkFormats rejects formats that exclude each other (exchange §9.2).
func (r *Recipient) checkFormats() error {
	value := map[string]string{}
	for _, o := range options {
		value[o.name] = r.option(o)
	}
	mac := value["MacAttachmentFormat"]
	plain := value["MessageFormat"] == "Text"
	switch {
	case plain && (value["MessageBodyFormat"] != "Text" || !slices.Contains([]string{"BinHex", "UuEncode"}, mac)), !plain && mac == "UuEncode":
		return command.Refused(command.Client, command.DataValidation,
			"The values of MessageFormat, MessageBodyFormat and MacAttachmentFormat can't be used together: %s, %s, %s.",
			value["MessageFormat"], value["MessageBodyFormat"], mac)
	}
	return nil
}

func errTooLong(name string, limit int, value string) error {
	return command.Refused(command.Client, command.DataValidation,
		"The property value you specified, \"%s\", isn't valid. The value can't be longer than %d character(s). Property Name: %s", value, limit, name)
}
