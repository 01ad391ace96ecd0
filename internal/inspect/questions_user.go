package inspect

import (
	"context"
	"errors"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// The questions of a plan to the resource tenant about an address or a user.
var (
	// Holders reads the users that block an invitation to an address.
	Holders = about("holders of an address", func(ctx context.Context, t *tenant.Tenant, email string) ([]graph.User, error) {
		return t.Graph.Holders(ctx, email)
	}, permission.AddressHolders)
	// AliasHolders reads the users with the addresses, by address.
	AliasHolders = about("holders of aliases", func(ctx context.Context, t *tenant.Tenant, addresses []string) (map[string][]graph.User, error) {
		return t.Graph.UsersByAddresses(ctx, addresses)
	}, permission.AliasHolders)
	// DeletedHolders reads the users in the recycle bin that had an address.
	DeletedHolders = about("deleted holders of an address", func(ctx context.Context, t *tenant.Tenant, email string) ([]graph.User, error) {
		return t.Graph.DeletedByAddress(ctx, email)
	}, permission.DeletedHolders)
	// Contacts reads the mail contacts with an address.
	Contacts = about("mail contacts", func(ctx context.Context, t *tenant.Tenant, email string) ([]graph.Contact, error) {
		return t.Graph.ContactsByAddress(ctx, email)
	}, permission.Contacts)
	// ContactUsers reads the users with the address of a mail contact.
	ContactUsers = about("users with the address of a mail contact", func(ctx context.Context, t *tenant.Tenant, email string) ([]graph.User, error) {
		return t.Graph.UsersByAddress(ctx, email)
	}, permission.ContactUsers)
	// ContactHolder reads the recipient of Exchange Online with the address of a mail
	// contact, nil without one.
	ContactHolder = about("recipient with the address of a mail contact", func(ctx context.Context, t *tenant.Tenant, email string) (*exchange.Recipient, error) {
		return orNone(t.Exchange.RecipientByAddress(ctx, email))
	}, permission.ContactHolder, permission.ContactExchange)
	// Manager and Sponsor read whether the target of a user's reference exists.
	Manager = whicheverPermission(about("manager", func(ctx context.Context, t *tenant.Tenant, id string) (bool, error) {
		return t.Graph.ManagerExists(ctx, id)
	}, permission.ReferencedUsers, permission.ReferencedContacts))
	Sponsor = whicheverPermission(about("sponsor", func(ctx context.Context, t *tenant.Tenant, id string) (bool, error) {
		return t.Graph.SponsorExists(ctx, id)
	}, permission.ReferencedUsers, permission.ReferencedGroups))
	// PresentUser reads the current user, nil when it does not exist.
	PresentUser = about("user", func(ctx context.Context, t *tenant.Tenant, u Presence) (*graph.User, error) {
		return orNone(t.Graph.PresentUser(ctx, u.ID, u.Current))
	}, permission.PresentType)
)

// HomeHolders reads the users of the home tenant with an address.
var HomeHolders = about("holders of an address at home", func(ctx context.Context, t *tenant.Tenant, email string) ([]graph.User, error) {
	return t.Graph.UsersByAddress(ctx, email)
}, permission.HomePerson)

// Presence asks for a user. A list may show a change late: a user of a list that is not
// Current, because a check would report it, is read again.
type Presence struct {
	ID      string
	Current func(graph.User) bool
}

// orNone converts a missing object to nil.
func orNone[T any](found T, err error) (*T, error) {
	if errors.Is(err, service.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &found, nil
}

// UsersFacts converts users to facts.
func UsersFacts(users []graph.User) []rules.User {
	facts := make([]rules.User, 0, len(users))
	for _, u := range users {
		facts = append(facts, UserFacts(u))
	}
	return facts
}

// UserFacts converts a user to facts.
func UserFacts(u graph.User) rules.User {
	return rules.User{
		ID: u.ID, UserPrincipalName: u.UserPrincipalName, Mail: u.Mail, ProxyAddresses: u.ProxyAddresses,
		UserType: rules.UserType(u.UserType), OnPremisesUPN: u.OnPremisesUserPrincipalName, External: u.External(),
		State: u.ExternalUserState, Blocked: !u.AccountEnabled,
	}
}

// HolderFacts converts a recipient to facts.
func HolderFacts(r *exchange.Recipient) *rules.AddressHolder {
	if r == nil {
		return nil
	}
	return &rules.AddressHolder{ID: r.ObjectID, Name: r.DisplayName, Type: r.Type}
}
