package provisioning

import (
	"errors"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// The codes of the log for objects that fail (graph-cross-tenant §4.11).
const (
	codeForbidden    = "AzureActiveDirectoryForbidden"
	codeInvitation   = "InvitationCreationFailure"
	codeInvalidValue = "InvitationCreationFailureInvalidPropertyValue"
	codeAmbiguous    = "InvitationCreationFailureAmbiguousUser"
	codeInvalidLink  = "InvalidAnchor"
	codeExpression   = "ExpressionEvaluationFailure"
	codeConflict     = "EntryConflict"
)

// refusedEntry is the failure of an object whose change the directory has refused.
func refusedEntry(err error) *entryError {
	var entry *entryError
	var fault *refusal.Error
	switch {
	case errors.As(err, &entry):
		return entry
	case errors.As(err, &fault) && len(fault.Details) > 0:
		return &entryError{codeConflict, fault.Message}
	case errors.As(err, &fault):
		return &entryError{codeInvalidValue, fault.Message}
	default:
		return &entryError{codeInvalidValue, err.Error()}
	}
}

// export brings the user of the target to the state of the source: an existing one,
// a deleted one, one that matches, or a new one.
func (c *cycle) export(t *task) error {
	r := c.record(t.id, objectUser, t.user.UserPrincipalName, actionUpdate)
	r.Source.Display, r.Standing = t.user.DisplayName, t.standing.details()
	if c.cannot(t, r) {
		return nil
	}
	if t.link == nil {
		t.link = &link{Kind: objectUser}
		c.links[t.id] = t.link
	}
	t.link.Name = t.user.UserPrincipalName
	before, next, kind, err := c.destination(t)
	if err == nil {
		err = c.apply(t, before, next, kind)
	}
	if err != nil {
		if unmodeled(err) {
			return err
		}
		c.failed(r, refusedEntry(err))
		return nil
	}
	c.exported(t, r, before, next, kind)
	return nil
}

// cannot records the failure of a user whose attributes could not be computed.
func (c *cycle) cannot(t *task, r *Record) bool {
	if t.failure == nil {
		return false
	}
	c.failed(r, t.failure)
	return true
}

func unmodeled(err error) bool {
	var fault *refusal.Error
	return errors.As(err, &fault) && fault.Status == 501
}

// origin is where the user of the target comes from.
type origin int

const (
	linkedUser origin = iota
	restoredUser
	matchedUser
	// pendingUser is a matched user that had not redeemed its invitation: its name is
	// left alone until the job is restarted (graph-cross-tenant §4.6).
	pendingUser
	newUser
)

// destination finds or makes the user of the target. It returns the user as it was,
// and a copy for the changes.
func (c *cycle) destination(t *task) (before, next *directory.User, kind origin, err error) {
	l := t.link
	u := directory.Users.Truth(c.target, l.Target)
	switch {
	case l.Target != "" && u != nil && !l.Deleted:
		return u, directory.Users.Clone(u), linkedUser, nil
	case l.Deleted && directory.Users.InBin(c.target, l.Target):
		u, err := directory.Users.Revive(c.target, l.Target, c.at)
		if err != nil {
			return nil, nil, 0, err
		}
		return u, directory.Users.Clone(u), restoredUser, nil
	case l.Target != "" && !l.Deleted && !c.onDemand && !c.at.Settings.LostSyncedUsersAreProvisionedAgain:
		return nil, nil, 0, &entryError{codeInvalidLink, "The user that was created or matched before does not exist any more. Restart the job to match all users again."}
	}
	u, kind, err = c.match(t.user)
	switch {
	case err != nil:
		return nil, nil, 0, err
	case u != nil:
		return u, directory.Users.Clone(u), kind, nil
	}
	u, err = c.create(t.user)
	return nil, u, newUser, err
}

// match finds the external user of an account: the one that the account has
// redeemed, else a pending one that was invited under an address of the account.
// An internal user with the address prevents the synchronization
// (graph-cross-tenant §4.6, §4.11).
func (c *cycle) match(u *directory.User) (*directory.User, origin, error) {
	home := directory.HomeKey(c.source.ID, u.UserPrincipalName)
	found := directory.Users.Find(c.target, []string{home}, func(x *directory.User) bool {
		a := x.Account()
		return x.External() && a.HomeTenantID == c.source.ID && strings.EqualFold(a.HomeUPN, u.UserPrincipalName)
	})
	if found != nil {
		return found, matchedUser, nil
	}
	for _, address := range c.addresses(u) {
		holder := directory.Holder(c.target, address, func(*directory.User) bool { return true })
		switch {
		case holder == nil:
		case holder.External() && holder.Account().HomeTenantID == "":
			return holder, pendingUser, nil
		case !holder.External():
			return nil, 0, &entryError{codeAmbiguous, "The address '" + address + "' belongs to an internal user of the target tenant."}
		}
	}
	return nil, 0, nil
}

func (c *cycle) addresses(u *directory.User) []string {
	all := []string{u.UserPrincipalName}
	if u.Mail != "" && !strings.EqualFold(u.Mail, u.UserPrincipalName) {
		all = append(all, u.Mail)
	}
	return all
}

// create makes an external user that has redeemed, if the target accepts
// invitations and both tenants permit collaboration.
func (c *cycle) create(u *directory.User) (*directory.User, error) {
	_, person := crosstenant.Account(c.source, u.UserPrincipalName)
	switch {
	case invitation.Closed(c.target):
		return nil, &entryError{codeForbidden, "Guest invitations not allowed for your company. Contact your company administrator for more details."}
	case !invitation.Permits(c.target, c.invited(u)):
		return nil, &entryError{codeInvitation, "The domain of '" + c.invited(u) + "' is blocked by the invitation policy of the target tenant."}
	case !c.at.Settings.SyncIgnoresCollaborationSettings && !crosstenant.Admits(c.target, c.source, person):
		return nil, &entryError{codeInvitation, "The invitation is blocked by cross-tenant access settings."}
	}
	next := invitation.NewExternalUser(c.target, u.UserPrincipalName, c.at)
	if u.Mail != "" {
		next.OtherMails = []string{u.Mail}
	}
	next.Mail = ""
	return next, nil
}

// invited is the address under which a user is invited: across clouds the user
// principal name (graph-cross-tenant §4.9).
func (c *cycle) invited(u *directory.User) string {
	if u.Mail == "" || !c.source.SameCloud(c.target) {
		return u.UserPrincipalName
	}
	return u.Mail
}

// apply writes what flows to the copy.
func (c *cycle) apply(t *task, before, next *directory.User, kind origin) error {
	if kind >= matchedUser {
		if a := next.Account(); a.HomeTenantID == "" {
			invitation.Accept(next, c.source.ID, t.user.UserPrincipalName, c.at)
		}
	}
	// The account is the same under another name.
	next.ChangeAccount().HomeUPN = t.user.UserPrincipalName
	for _, r := range t.results {
		if err := c.set(t.link, r, before, next, kind); err != nil {
			return err
		}
	}
	return c.claimAddresses(before, next)
}

// set writes one value, if its flow type lets it flow.
func (c *cycle) set(l *link, r result, before, next *directory.User, kind origin) error {
	a := attributeOf(r.target)
	switch {
	case strings.EqualFold(r.target, attributeManager):
		return nil // after all users exist
	case a == nil || a.write == nil && a.name != attributeUPN:
		return refusal.NotModeled("the attribute '%s' of users in cross-tenant synchronization", r.target)
	case before != nil && r.kind == flowOnCreation:
		return nil
	case before != nil && r.kind == flowWhenUnset && !a.read(next).Empty():
		return nil
	case a.name == attributeUPN:
		if kind != pendingUser && !l.Pending {
			c.rename(next, r.value.String())
		}
		return nil
	case slices.Equal(a.read(next), r.value), a.name == attributeEnabled && strings.EqualFold(a.read(next).String(), r.value.String()):
		return nil
	default:
		return directory.Users.Class.Write(next, a.property, a.write(r.value), 0)
	}
}

// rename gives an external user the name that is made of the mapped one.
func (c *cycle) rename(next *directory.User, name string) {
	base := strings.ReplaceAll(name, "@", "_") + directory.UPNMarker
	if strings.HasPrefix(strings.ToLower(next.UserPrincipalName), strings.ToLower(base)) {
		return
	}
	next.UserPrincipalName = directory.ExternalUPN(c.target, name)
	for i, identity := range next.Identities {
		if identity.SignInType == directory.SignInUPN {
			next.Identities[i].IssuerAssignedID = next.UserPrincipalName
		}
	}
}

// claimAddresses recomputes the proxy addresses of a user with another mail. A new
// member has none unless a setting says so: it is not a recipient of Exchange
// (exchange §10).
func (c *cycle) claimAddresses(before, next *directory.User) error {
	former := ""
	if before != nil {
		former = before.Mail
	}
	enabled := next.UserType == directory.TypeGuest || len(next.ProxyAddresses) > 0 || c.at.Settings.SyncedMembersAreMailEnabled
	if enabled && next.Mail != former {
		directory.FollowMail(next, former)
	}
	if holder, taken := c.holderOf(next); taken && before == nil && enabled {
		if next.UserType == directory.TypeGuest && holder == "Contact" {
			next.ProxyAddresses = nil // like an invited guest (exchange §11)
			return nil
		}
	}
	return c.target.ClaimProxies(next.ProxyAddresses, next.ID)
}

func (c *cycle) holderOf(u *directory.User) (string, bool) {
	holder, taken := c.target.ProxyHolder("smtp:"+u.Mail, u.ID)
	return holder.Kind, taken && u.Mail != ""
}

// exported stores the user, its link and the record.
func (c *cycle) exported(t *task, r *Record, before, next *directory.User, kind origin) {
	r.Modified = modified(before, next)
	r.Target.ID, r.Target.Name = next.ID, next.DisplayName
	if kind == newUser && next.UserType == directory.TypeMember && c.at.Settings.SyncedMembersAreMailEnabled {
		guest := directory.Users.Clone(next)
		guest.UserType = directory.TypeGuest
		directory.Users.Put(c.target, guest, c.at) // Exchange sees a guest that becomes a member
	}
	if before == nil || len(r.Modified) > 0 || kind >= matchedUser {
		directory.Users.Put(c.target, next, c.at)
	}
	switch {
	case kind == newUser:
		r.Action = actionCreate
		c.report.Created++
	case kind == restoredUser:
		c.report.Restored++
	case len(r.Modified) == 0:
		r.Action, r.Status, r.Skip = actionOther, statusSkipped, skipRedundant
	case t.do == disable || !next.AccountEnabled && before.AccountEnabled:
		r.Action = actionDisable
		c.report.Disabled++
	default:
		c.report.Updated++
	}
	c.records = append(c.records, r)
	l := t.link
	l.Target, l.Seen, l.Deleted, l.Disabled = next.ID, t.state, false, !next.AccountEnabled
	l.Pending = l.Pending || kind == pendingUser
}
