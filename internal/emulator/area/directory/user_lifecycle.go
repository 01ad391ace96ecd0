package directory

import (
	"maps"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// The options of a restore (graph-identity §2.6).
const (
	// RestoreUPN replaces the former name of the user.
	RestoreUPN = "newUserPrincipalName"
	// RestoreReconciles drops proxy addresses that other objects have by now.
	RestoreReconciles = "autoReconcileProxyConflict"
)

// guardAdministrators protects administrators from actors that may not manage them.
func guardAdministrators(d *kernel.Directory, u *User, by kernel.Actor) error {
	if administrative(d, u.ID) && !ManagesAdministrators(by) {
		return refusal.Denied()
	}
	return nil
}

// leave releases the name of a user that is deleted.
func leave(_ *kernel.Directory, u *User, _ kernel.Moment) error {
	u.ChangeAccount().UPNBeforeDeletion = u.UserPrincipalName
	u.UserPrincipalName = strings.ReplaceAll(u.ID, "-", "") + u.UserPrincipalName
	return nil
}

// comeBack restores the former name of a deleted user. A name or an address that
// another object has by now is a conflict.
func comeBack(d *kernel.Directory, u *User, how map[string]any, _ kernel.Moment) error {
	options, err := restoration(how)
	if err != nil {
		return err
	}
	a := u.ChangeAccount()
	u.UserPrincipalName, a.UPNBeforeDeletion = a.UPNBeforeDeletion, ""
	before := u.clone()
	if options.newUPN != "" {
		if err := userClass.Write(u, "userPrincipalName", options.newUPN, 0); err != nil {
			return err
		}
	}
	if err := checkUPN(d, before, u); err != nil {
		return err
	}
	if err := claimUPN(d, u.UserPrincipalName, u.ID); err != nil {
		return err
	}
	if options.dropConflicts {
		u.ProxyAddresses = slices.DeleteFunc(u.ProxyAddresses, func(p string) bool {
			_, taken := d.ProxyHolder(p, u.ID)
			return taken
		})
	}
	return d.ClaimProxies(u.ProxyAddresses, u.ID)
}

type restoreOptions struct {
	newUPN        string
	dropConflicts bool
}

// restoration reads the options of the newer documentation; older clients send
// none.
func restoration(how map[string]any) (options restoreOptions, err error) {
	for _, name := range slices.Sorted(maps.Keys(how)) {
		var valid bool
		switch value := how[name]; name {
		case RestoreUPN:
			options.newUPN, valid = value.(string)
			valid = valid || value == nil
		case RestoreReconciles:
			options.dropConflicts, valid = value.(bool)
			valid = valid || value == nil
		default:
			return options, refusal.InvalidProperty(name)
		}
		if !valid {
			return options, refusal.BadRequest("Invalid value specified for property '%s'.", name)
		}
	}
	return options, nil
}
