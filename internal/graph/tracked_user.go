package graph

import (
	"slices"
	"strconv"
	"strings"
)

// TrackedUser is a user as a list or a delta query reports it.
type TrackedUser struct {
	User
	// Extensions are extensionAttribute1 to 15.
	Extensions map[string]string `json:"onPremisesExtensionAttributes"`
	// Removed is set if the user has been deleted; it has no other property than the
	// id then.
	Removed *struct{} `json:"@removed"`
}

const (
	mailProperty    = "mail"
	nameProperty    = "userPrincipalName"
	extensionPrefix = "extensionAttribute"
	extensionsName  = "onPremisesExtensionAttributes"
	visibleProperty = "showInAddressList"
	enabledProperty = "accountEnabled"
)

// Value returns a property by its name in Graph, as text. A property that has no
// value, or that this package does not know, is empty.
func (u *TrackedUser) Value(property string) string {
	switch {
	case property == mailProperty:
		return u.Mail
	case property == nameProperty:
		return u.UserPrincipalName
	case property == visibleProperty:
		if u.ShowInAddressList == nil {
			return ""
		}
		return strconv.FormatBool(*u.ShowInAddressList)
	case property == enabledProperty:
		return strconv.FormatBool(u.AccountEnabled)
	case strings.HasPrefix(property, extensionPrefix):
		return u.Extensions[property]
	}
	return u.Text(Property(property))
}

// Addresses returns the user's addresses: name, mail, other mails and proxy addresses.
func (u *TrackedUser) Addresses() []string {
	all := slices.Concat([]string{u.UserPrincipalName, u.Mail}, u.OtherMails)
	for _, p := range u.ProxyAddresses {
		if _, a, found := strings.Cut(p, ":"); found {
			all = append(all, a)
		}
	}
	return slices.DeleteFunc(all, func(a string) bool { return a == "" })
}

// trackedBasics are the properties of every TrackedUser.
var trackedBasics = []string{
	"id", nameProperty, mailProperty, "otherMails", "proxyAddresses", "userType", "creationType", "externalUserState", "createdDateTime",
}

// trackedSelect returns the $select of a list of tracked users.
func trackedSelect(properties []string) string {
	names := slices.Clone(trackedBasics)
	for _, p := range properties {
		if strings.HasPrefix(p, extensionPrefix) {
			p = extensionsName
		}
		if !slices.Contains(names, p) {
			names = append(names, p)
		}
	}
	return strings.Join(names, ",")
}
