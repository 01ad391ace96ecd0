package directory

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// completeUser adds the values that the directory would set for a user of a seed.
func completeUser(d *kernel.Directory, u *User, _ kernel.Moment) {
	if u.Created.IsZero() {
		u.Created = kernel.SeededAt
	}
	if u.UserPrincipalName == "" {
		u.CreationType = CreationInvitation
		u.UserPrincipalName = ExternalUPN(d, u.Mail)
	}
	external := u.External() || strings.Contains(strings.ToUpper(u.UserPrincipalName), UPNMarker)
	if external {
		fillExternal(u)
	}
	if u.UserType == "" {
		u.UserType = TypeMember
	}
	local, _, _ := strings.Cut(u.UserPrincipalName, "@")
	if u.MailNickname == "" {
		u.MailNickname = local
	}
	if u.DisplayName == "" {
		u.DisplayName = local
		if u.Mail != "" {
			u.DisplayName, _, _ = strings.Cut(u.Mail, "@")
		}
	}
	fillIdentities(d, u)
	fillProxies(d, u, external)
}

func fillExternal(u *User) {
	u.CreationType = CreationInvitation
	if u.UserType == "" {
		u.UserType = TypeGuest
	}
	if u.ExternalUserState == "" {
		u.ExternalUserState = StatePending
	}
	if u.ExternalUserStateChanged.IsZero() {
		u.ExternalUserStateChanged = u.Created
	}
	if u.OtherMails == nil && u.Mail != "" {
		u.OtherMails = []string{u.Mail}
	}
}

func fillIdentities(d *kernel.Directory, u *User) {
	if !slices.ContainsFunc(u.Identities, func(i Identity) bool { return i.SignInType == SignInUPN }) {
		u.Identities = append(u.Identities, Identity{SignInType: SignInUPN, Issuer: d.InitialDomain, IssuerAssignedID: u.UserPrincipalName})
	}
	federated := slices.ContainsFunc(u.Identities, func(i Identity) bool { return i.SignInType == SignInFederated })
	if u.ExternalUserState == StateAccepted && !federated {
		u.Identities = append([]Identity{{SignInType: SignInFederated, Issuer: IssuerEntra}}, u.Identities...)
	}
}

// fillProxies makes the mail the primary address of a user whose seed has no proxy
// addresses. A contact with the address prevents this for an external user
// (graph-identity §1.6).
func fillProxies(d *kernel.Directory, u *User, external bool) {
	if u.ProxyAddresses != nil || u.Mail == "" {
		return
	}
	if _, taken := d.ProxyHolder("smtp:"+u.Mail, u.ID); !taken || !external {
		u.ProxyAddresses = []string{"SMTP:" + u.Mail}
	}
}

// seedPassword reads the passwordProfile of a user. Without one the user cannot sign
// in with a password.
func seedPassword(u *User, n *kernel.Node) error {
	members, err := n.Object("password", "forceChangePasswordNextSignIn")
	if err != nil {
		return err
	}
	if members["password"] == nil {
		return n.Fail("the member \"password\" is missing")
	}
	a := u.ChangeAccount()
	if a.Password, err = members["password"].Text(); err != nil {
		return err
	}
	if m := members["forceChangePasswordNextSignIn"]; m != nil {
		a.PasswordExpired, err = m.Boolean()
	}
	return err
}
