package directory

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// phones is a collection of at most one number (graph-identity §2.2).
func phones(name string, field func(*User) *[]string) schema.Property {
	return schema.Writes(schema.Texts(name, field), func(u *User, value any) error {
		numbers, ok := schema.StringList(value)
		if !ok || len(numbers) > 1 {
			return errInvalidValue(name)
		}
		*field(u) = numbers
		return nil
	})
}

func errInvalidValue(name string) error { return &schema.ValueError{Property: name} }

func setShowInAddressList(u *User, value any) error {
	if value == nil {
		u.ShowInAddressList = nil
		return nil
	}
	shown, ok := value.(bool)
	if !ok {
		return errInvalidValue("showInAddressList")
	}
	u.ShowInAddressList = &shown
	return nil
}

var (
	language     = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
	country      = regexp.MustCompile(`^[A-Za-z]{2}$`)
	nickname     = regexp.MustCompile(`^[!-~]{1,64}$`)
	upnLocal     = regexp.MustCompile(`^[A-Za-z0-9'._!#^~+-]+$`)
	smtpAddress  = regexp.MustCompile(`^[A-Za-z0-9.!#$%&'*+/=?^_{|}~` + "`" + `-]+@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,}$`)
	extensionKey = regexp.MustCompile(`^extensionAttribute([1-9]|1[0-5])$`)
)

func setPreferredLanguage(u *User, value any) error {
	s, ok := value.(string)
	if value != nil && (!ok || !language.MatchString(s)) {
		return errInvalidValue("preferredLanguage")
	}
	u.PreferredLanguage = s
	return nil
}

// setUsageLocation refuses null: a set value cannot be cleared (graph-identity
// §2.2).
func setUsageLocation(u *User, value any) error {
	s, ok := value.(string)
	if !ok || !country.MatchString(s) {
		return errInvalidValue("usageLocation")
	}
	u.UsageLocation = strings.ToUpper(s)
	return nil
}

func setMailNickname(u *User, value any) (err error) {
	u.MailNickname, err = mailNickname(value)
	return err
}

func mailNickname(value any) (string, error) {
	s, ok := value.(string)
	if !ok || !nickname.MatchString(s) || strings.ContainsAny(s, `@()\[]";:<>,`) {
		return "", errInvalidValue("mailNickname")
	}
	return s, nil
}

// setUPN checks the characters; the directory checks the domain and uniqueness.
func setUPN(u *User, value any) error {
	s, ok := value.(string)
	local, domain, found := strings.Cut(s, "@")
	if !ok || !found || domain == "" || !upnLocal.MatchString(local) {
		return errInvalidValue("userPrincipalName")
	}
	u.UserPrincipalName = s
	return nil
}

// setMail stores the address; the proxy addresses are updated after the whole
// change.
func setMail(u *User, value any) error {
	s, ok := value.(string)
	if value != nil && (!ok || !smtpAddress.MatchString(s)) {
		return errInvalidValue("mail")
	}
	u.Mail = s
	return nil
}

func setOtherMails(u *User, value any) error {
	addresses, ok := schema.StringList(value)
	if !ok || len(addresses) > 250 {
		return errInvalidValue("otherMails")
	}
	for _, a := range addresses {
		if len(a) > 250 || !smtpAddress.MatchString(a) {
			return errInvalidValue("otherMails")
		}
	}
	u.OtherMails = addresses
	return nil
}

// setIdentities replaces the whole collection, which must keep the entry of the
// user principal name (graph-identity §2.2).
func setIdentities(u *User, value any) error {
	if u.UserPrincipalName == "" {
		return refusal.NotModeled("a new user with identities of its own")
	}
	entries, ok := value.([]any)
	if !ok {
		return errInvalidValue("identities")
	}
	identities := make([]Identity, 0, len(entries))
	keeps := false
	for _, e := range entries {
		identity, ok := toIdentity(e)
		if !ok {
			return errInvalidValue("identities")
		}
		keeps = keeps || identity.SignInType == SignInUPN && strings.EqualFold(identity.IssuerAssignedID, u.UserPrincipalName)
		identities = append(identities, identity)
	}
	if !keeps {
		return errInvalidValue("identities")
	}
	u.Identities = identities
	return nil
}

func toIdentity(value any) (Identity, bool) {
	object, ok := value.(map[string]any)
	if !ok {
		return Identity{}, false
	}
	var identity Identity
	for name, v := range object {
		s, isText := v.(string)
		if v != nil && !isText {
			return Identity{}, false
		}
		switch name {
		case "signInType":
			identity.SignInType = s
		case "issuer":
			identity.Issuer = s
		case "issuerAssignedId":
			identity.IssuerAssignedID = s
		case "@odata.type":
		default:
			return Identity{}, false
		}
	}
	return identity, identity.SignInType != "" && identity.Issuer != ""
}

// extensions returns all fifteen attributes, like Graph.
func extensions(u *User) any {
	all := make(map[string]any, 15)
	for i := 1; i <= 15; i++ {
		name := fmt.Sprintf("extensionAttribute%d", i)
		all[name] = schema.TextOrNull(u.Extensions[name])
	}
	return all
}

func setExtensions(u *User, value any) error {
	object, ok := value.(map[string]any)
	if !ok {
		return errInvalidValue("onPremisesExtensionAttributes")
	}
	merged := map[string]string{}
	for name, s := range u.Extensions {
		merged[name] = s
	}
	for name, v := range object {
		s, isText := v.(string)
		switch {
		case name == "@odata.type":
		case !extensionKey.MatchString(name):
			return refusal.InvalidProperty(name)
		case v == nil:
			delete(merged, name)
		case !isText || s == "" || len(s) > 1024:
			return errInvalidValue(name)
		default:
			merged[name] = s
		}
	}
	u.Extensions = merged
	return nil
}

func setUserType(u *User, value any) error {
	s, ok := value.(string)
	if !ok || s != TypeGuest && s != TypeMember {
		return errInvalidValue("userType")
	}
	u.UserType = s
	return nil
}
