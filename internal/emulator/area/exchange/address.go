package exchange

import (
	"regexp"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// The prefixes of SMTP addresses: upper case marks the primary one.
const (
	primaryPrefix   = "SMTP:"
	secondaryPrefix = "smtp:"
)

var smtpAddress = regexp.MustCompile(`^[A-Za-z0-9.!#$%&'*+/=?^_{|}~` + "`" + `-]+@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,}$`)

// parseProxy returns an address with its prefix; without one it is a secondary SMTP
// address (exchange §9.2). The syntax of other types than SMTP is not checked.
func parseProxy(text string) (string, error) {
	kind, address, typed := strings.Cut(text, ":")
	if !typed {
		kind, address = "smtp", text
	}
	if strings.EqualFold(kind, "smtp") && !smtpAddress.MatchString(address) {
		return "", errNotSMTP(text)
	}
	return kind + ":" + address, nil
}

// changeAddresses applies a change of EmailAddresses: at most one address is
// primary, and a list without one makes its first SMTP address primary. A new
// primary address makes the former one secondary.
func changeAddresses(list []string, change command.Change) ([]string, error) {
	parsed := command.Change{Replaces: change.Replaces}
	for _, lists := range []struct{ from, into *[]string }{{&change.Add, &parsed.Add}, {&change.Remove, &parsed.Remove}} {
		for _, text := range *lists.from {
			proxy, err := parseProxy(text)
			if err != nil {
				return nil, err
			}
			*lists.into = append(*lists.into, proxy)
		}
	}
	primary := ""
	for _, a := range parsed.Add {
		if !strings.HasPrefix(a, primaryPrefix) {
			continue
		}
		if primary != "" && !strings.EqualFold(primary, a) {
			return nil, command.Refused(command.Client, command.DataValidation, "There are multiple primary email addresses of type SMTP: %s and %s.", primary, a)
		}
		primary = a
	}
	return withPrimary(parsed.Apply(list), primary), nil
}

// withPrimary makes an address of the list the only primary one: the given one, or
// else the first that is marked, or else the first SMTP address.
func withPrimary(list []string, primary string) []string {
	is := func(a string) bool { return strings.HasPrefix(strings.ToLower(a), secondaryPrefix) }
	if primary == "" {
		if i := slices.IndexFunc(list, func(a string) bool { return strings.HasPrefix(a, primaryPrefix) }); i >= 0 {
			primary = list[i]
		} else if i := slices.IndexFunc(list, is); i >= 0 {
			primary = list[i]
		}
	}
	next := make([]string, 0, len(list))
	for _, a := range list {
		switch {
		case !is(a):
			next = append(next, a)
		case strings.EqualFold(a, primary):
			next = slices.Insert(next, 0, primaryPrefix+a[len(primaryPrefix):])
		default:
			next = append(next, secondaryPrefix+a[len(secondaryPrefix):])
		}
	}
	return next
}

// claim rejects addresses that another object of either directory has, compared
// without regard to case (exchange §11, §13).
func claim(d *kernel.Directory, addresses []string, id string, at kernel.Moment) error {
	for _, a := range addresses {
		if name, taken := holderOf(d, a, id, at); taken {
			return errTaken(a, name, at.Settings)
		}
	}
	return nil
}

// holderOf returns the name in Exchange of the object that has an address.
func holderOf(d *kernel.Directory, proxy, except string, at kernel.Moment) (name string, taken bool) {
	key := kernel.ProxyKey(proxy)
	has := func(list []string) bool {
		return slices.ContainsFunc(list, func(a string) bool { return kernel.ProxyKey(a) == key })
	}
	held := recipients.Find(d, []string{key}, func(r *Recipient) bool {
		return r.ID != except && !r.Gone && r.Details != "" && has(r.Addresses)
	})
	if held != nil {
		return held.Name, true
	}
	if holder, ok := d.ProxyHolder(proxy, except); ok {
		if r := derived(d, holder.ID); r != nil {
			return r.Name, true
		}
		return holder.ID, true
	}
	address := proxy[strings.IndexByte(proxy, ':')+1:]
	if at.Settings.DeletedUsersHoldAddresses {
		if u := directory.DeletedHolder(d, address); u != nil && u.ID != except {
			return u.ID, true
		}
	}
	return "", false
}
