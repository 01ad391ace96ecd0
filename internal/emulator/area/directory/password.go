package directory

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// setPasswordProfile sets a password, or whether it must be changed at the next
// sign-in.
func setPasswordProfile(u *User, value any) error {
	profile, ok := value.(map[string]any)
	if !ok {
		return errInvalidValue("passwordProfile")
	}
	for _, name := range slices.Sorted(maps.Keys(profile)) {
		if err := setPasswordMember(u, name, profile[name]); err != nil {
			return err
		}
	}
	return nil
}

func setPasswordMember(u *User, name string, value any) error {
	text, isText := value.(string)
	flag, isFlag := value.(bool)
	switch {
	case name == "@odata.type":
	case name == "password" && isText && !strong(text):
		return refusal.BadRequest("The specified password does not comply with password complexity requirements. Please provide a different password.")
	case name == "password" && isText:
		u.ChangeAccount().Password = text
	case name == "forceChangePasswordNextSignIn" && isFlag:
		u.ChangeAccount().PasswordExpired = flag
	case name == "forceChangePasswordNextSignInWithMfa" && isFlag && !flag:
	case name == "forceChangePasswordNextSignInWithMfa" && isFlag:
		return refusal.NotModeled("a change of passwords with a second factor")
	case name == "password", strings.HasPrefix(name, "forceChangePasswordNextSignIn"):
		return errInvalidValue(name)
	default:
		return refusal.InvalidProperty(name)
	}
	return nil
}

// strong checks the cloud's password rule: 8 to 256 characters of three of four
// kinds (Microsoft Entra password policies).
func strong(password string) bool {
	kinds := map[string]bool{}
	for _, r := range password {
		switch {
		case unicode.IsLower(r):
			kinds["lower"] = true
		case unicode.IsUpper(r):
			kinds["upper"] = true
		case unicode.IsDigit(r):
			kinds["digit"] = true
		default:
			kinds["symbol"] = true
		}
	}
	return len(password) >= minPassword && len(password) <= 256 && len(kinds) >= 3
}
