package guestsync

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guestsync/reconcile"
)

// person converts a user of the home tenant. The address is the user principal name:
// the service finds the account of a guest by it (MT001).
func (s settings) person(sources []string, u *graph.TrackedUser, readable bool) (reconcile.Person, error) {
	id, err := reconcile.ParseID(u.ID)
	if err != nil {
		return reconcile.Person{}, err
	}
	p := reconcile.Person{ID: id, Address: u.UserPrincipalName, Values: make([]string, len(sources))}
	if !strings.EqualFold(u.Mail, p.Address) {
		p.Also = u.Mail
	}
	for i, name := range sources {
		p.Values[i] = u.Value(name)
	}
	if s.withholdBy != "" {
		p.Withhold, p.Unreadable = u.Value(s.withholdBy), !readable
	}
	return p, nil
}

// external converts a user of the resource tenant. A delta query does not report every
// property, a list does.
func (s settings) external(u *graph.TrackedUser, listed bool) (reconcile.External, error) {
	id, err := reconcile.ParseID(u.ID)
	if err != nil {
		return reconcile.External{}, err
	}
	x := reconcile.External{
		ID: id, Internal: !u.External(), Addresses: u.Addresses(), UserType: u.UserType, MailEnabled: u.MailEnabled(), Full: listed,
	}
	if x.Internal {
		// Internal users only occupy addresses.
		x.Values = make([]string, len(s.Attributes))
		return x, nil
	}
	if u.CreationType == "Invitation" && u.Pending() {
		x.Invited = u.CreatedDateTime.Unix()
	}
	if s.Anchor != "" {
		x.Anchor = u.Value(s.Anchor)
	}
	if s.departures {
		x.Hidden = u.Value(reconcile.ShowInAddressList) == reconcile.False
		x.Disabled = u.Value(reconcile.AccountEnabled) == reconcile.False
	}
	for _, a := range s.Attributes {
		x.Values = append(x.Values, u.Value(a.Name))
	}
	return x, nil
}
