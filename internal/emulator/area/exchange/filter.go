package exchange

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/opath"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// filterable are the properties that filters of each cmdlet can name (exchange
// §9.3).
var filterable = append([]string{
	"EmailAddresses", "PrimarySmtpAddress", "ExternalEmailAddress", "HiddenFromAddressListsEnabled", "RecipientTypeDetails", "RecipientType",
	"ExternalDirectoryObjectId", "Guid", "Name", "Alias", "DisplayName",
}, numbered("CustomAttribute", customAttributes)...)

// notFilterable are properties that exist and cannot be filtered by.
var notFilterable = []string{"MailTip", "Identity", "Id"}

// parseFilter reads the parameter Filter. Also are further properties of a cmdlet;
// properties in never are those of other cmdlets.
func parseFilter(a command.Arguments, also, never []string) (opath.Filter, error) {
	f, err := opath.Parse(a.Text(command.Filter))
	var syntax *opath.SyntaxError
	switch {
	case errors.As(err, &syntax) && syntax.NotModeled:
		return f, refusal.NotModeled("this filter: %s", syntax.Error())
	case err != nil:
		return f, command.Invalid(command.ParameterBinding, `Cannot bind parameter 'Filter' to the target. Exception setting "Filter": "%s"`, err)
	}
	is := func(list []string, name string) bool {
		return slices.ContainsFunc(list, func(n string) bool { return strings.EqualFold(n, name) })
	}
	for _, name := range f.Properties() {
		switch {
		case is(filterable, name), is(also, name):
		case is(notFilterable, name), is(never, name):
			return f, command.Invalid(command.ParameterBinding,
				`Cannot bind parameter 'Filter' to the target. Exception setting "Filter": ""%s" is not a recognized filterable property. For a complete list of filterable properties see the command help."`, name)
		default:
			return f, refusal.NotModeled("filters by %s", name)
		}
	}
	return f, nil
}

// getter returns the values of a record for filters. Addresses match with and
// without their prefix, and patterns with it; the primary address stands for all
// of them (exchange §9.3).
func getter(r command.Record, addresses []string) opath.Getter {
	return func(property string, wildcards bool) []string {
		switch strings.ToLower(property) {
		case "emailaddresses", "primarysmtpaddress":
			return spellings(addresses, wildcards)
		case "externalemailaddress":
			if target, ok := r.Get(property).(string); ok {
				return spellings([]string{target}, wildcards)
			}
			return nil
		}
		switch value := r.Get(property).(type) {
		case string:
			if value != "" {
				return []string{value}
			}
		case command.GUID:
			return []string{string(value)}
		case bool:
			if value {
				return []string{"true"}
			}
			return []string{"false"}
		case time.Time:
			return []string{value.Format(time.RFC3339)}
		case []string:
			return value
		}
		return nil
	}
}

func spellings(addresses []string, wildcards bool) []string {
	all := slices.Clone(addresses)
	if wildcards {
		return all
	}
	for _, a := range addresses {
		if strings.HasPrefix(strings.ToLower(a), secondaryPrefix) {
			all = append(all, a[len(secondaryPrefix):])
		}
	}
	return all
}
