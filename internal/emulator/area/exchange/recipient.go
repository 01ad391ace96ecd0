package exchange

import (
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// Recipient is an object in Exchange's own directory: a mail user, a mailbox, a mail
// contact, a group, or a user without mail. It has the id of its twin in Entra.
type Recipient struct {
	ID string `json:"id"`
	// Details is the RecipientTypeDetails; empty while Exchange does not have the
	// object, or does not have it any more.
	Details string `json:"details"`
	// Former is the Details before a deletion, for a restore.
	Former string `json:"former,omitempty"`
	// Gone marks a contact that was removed.
	Gone bool `json:"gone,omitempty"`

	Name              string    `json:"name"`
	Alias             string    `json:"alias"`
	DisplayName       string    `json:"displayName"`
	FirstName         string    `json:"firstName,omitempty"`
	LastName          string    `json:"lastName,omitempty"`
	UserPrincipalName string    `json:"userPrincipalName,omitempty"`
	UserType          string    `json:"userType,omitempty"`
	External          bool      `json:"external,omitempty"`
	Disabled          bool      `json:"disabled,omitempty"`
	DirSynced         bool      `json:"dirSynced,omitempty"`
	Person            Person    `json:"person"`
	Created           time.Time `json:"created,omitzero"`
	Changed           time.Time `json:"changed,omitzero"`

	Hidden bool `json:"hidden"`
	// Addresses are the EmailAddresses, Target is the ExternalEmailAddress with its
	// prefix.
	Addresses []string `json:"addresses,omitempty"`
	Target    string   `json:"target,omitempty"`
	// Texts, Flags and Lists are the other properties that differ from their
	// defaults, by name.
	Texts map[string]string   `json:"texts,omitempty"`
	Flags map[string]bool     `json:"flags,omitempty"`
	Lists map[string][]string `json:"lists,omitempty"`

	// session is that of the request that has written this version.
	session string
}

// Person holds the properties of a person that recipients show.
type Person struct {
	City       string `json:"city,omitempty"`
	Company    string `json:"company,omitempty"`
	Country    string `json:"country,omitempty"`
	Department string `json:"department,omitempty"`
	Office     string `json:"office,omitempty"`
	Phone      string `json:"phone,omitempty"`
	PostalCode string `json:"postalCode,omitempty"`
	State      string `json:"state,omitempty"`
	Title      string `json:"title,omitempty"`
}

// The values of RecipientTypeDetails (exchange §9.3, §10).
const (
	guestMailUser = "GuestMailUser"
	mailUser      = "MailUser"
	userMailbox   = "UserMailbox"
	mailContact   = "MailContact"
	groupMailbox  = "GroupMailbox"
	mailGroup     = "MailUniversalDistributionGroup"
	securityGroup = "MailUniversalSecurityGroup"
	// Users without mail are no recipients.
	plainUser  = "User"
	plainGuest = "GuestUser"
)

// recipientType is the RecipientType that belongs to the details.
func (r *Recipient) recipientType() string {
	switch r.Details {
	case guestMailUser:
		return mailUser
	case plainGuest:
		return plainUser
	case groupMailbox:
		return mailGroup
	}
	return r.Details
}

// isRecipient reports whether the object has mail.
func (r *Recipient) isRecipient() bool {
	return r.Details != "" && r.Details != plainUser && r.Details != plainGuest
}

func (r *Recipient) isUser() bool {
	return slices.Contains([]string{guestMailUser, mailUser, userMailbox, plainUser, plainGuest}, r.Details)
}

func (r *Recipient) isMailUser() bool { return r.Details == mailUser || r.Details == guestMailUser }

// guidMask makes the Guid of an object from its id in Entra, and the other way
// round. The version and the variant stay those of a random GUID.
var guidMask = [16]byte{0x5a, 0x3c, 0x96, 0x0f, 0xc3, 0x69, 0x0a, 0x5c, 0x05, 0x95, 0x3a, 0xa5, 0x69, 0xc3, 0x96, 0x5a}

// twin returns the Guid of the object with an id, or the id of that with a Guid,
// which differ in Exchange (exchange §8).
func twin(id string) string {
	raw, err := hex.DecodeString(strings.ReplaceAll(id, "-", ""))
	if err != nil || len(raw) != len(guidMask) {
		return ""
	}
	for i := range raw {
		raw[i] ^= guidMask[i]
	}
	text := hex.EncodeToString(raw)
	return strings.Join([]string{text[:8], text[8:12], text[12:16], text[16:20], text[20:]}, "-")
}

func (r *Recipient) guid() string { return twin(r.ID) }

// primary is the primary SMTP address.
func (r *Recipient) primary() string {
	for _, a := range r.Addresses {
		if address, ok := strings.CutPrefix(a, primaryPrefix); ok {
			return address
		}
	}
	return ""
}

func (r *Recipient) clone() *Recipient {
	c := *r
	c.Addresses = slices.Clone(r.Addresses)
	c.Texts, c.Flags, c.Lists = maps.Clone(r.Texts), maps.Clone(r.Flags), maps.Clone(r.Lists)
	return &c
}

// recipients are the objects that differ from what Exchange makes of their twins in
// Entra: those that requests have created or changed. All others are derived; see
// [derived].
var recipients = &kernel.Set[Recipient]{
	Declaration: kernel.Declaration{Name: "exchange_recipients", Unlisted: true, Steady: true},
	ID:          func(r *Recipient) *string { return &r.ID },
	Index: func(r *Recipient) []string {
		keys := []string{nameKey(r.Name), aliasKey(r.Alias)}
		for _, a := range r.Addresses {
			keys = append(keys, kernel.ProxyKey(a))
		}
		if r.UserPrincipalName != "" {
			keys = append(keys, kernel.NameKey(r.UserPrincipalName))
		}
		return keys
	},
	Copy: (*Recipient).clone,
}

func nameKey(name string) string   { return "cn:" + strings.ToLower(name) }
func aliasKey(alias string) string { return "alias:" + strings.ToLower(alias) }
