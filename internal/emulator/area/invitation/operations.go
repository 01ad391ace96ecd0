package invitation

import (
	"net/url"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// refuseInvitation refuses an application without permission with the error of the
// invitation service.
func refuseInvitation(c *operation.Call) error { return InvitationDenied(c.World, c.Tenant) }

func inviteUser(c *operation.Call) (operation.Answer, error) {
	body, err := c.Object()
	if err != nil {
		return operation.Answer{}, err
	}
	i, err := readInvitation(c, body)
	if err != nil {
		return operation.Answer{}, err
	}
	outcome, err := Invite(c.World, c.Tenant, i, c.Actor)
	if err != nil {
		return operation.Answer{}, err
	}
	return operation.Created(map[string]any{
		"@odata.context":          c.Context("invitations/$entity"),
		"id":                      outcome.ID,
		"inviteRedeemUrl":         outcome.RedeemURL,
		"invitedUserDisplayName":  schema.TextOrNull(i.DisplayName),
		"invitedUserType":         outcome.UserType,
		"invitedUserEmailAddress": i.EmailAddress,
		"sendInvitationMessage":   i.SendMessage,
		"resetRedemption":         i.ResetRedemption,
		"inviteRedirectUrl":       i.RedirectURL,
		"status":                  outcome.Status,
		"invitedUserMessageInfo":  messageInfo(i.Message),
		"invitedUser":             map[string]any{"id": outcome.UserID},
	}), nil
}

func invalidInvitation(property string) *refusal.Error {
	return errInvitation("Invalid value specified for property '%s'.", property)
}

// readInvitation reads and checks the structure of a body (graph-identity §1.1);
// the world checks the address.
func readInvitation(c *operation.Call, body map[string]any) (Invitation, error) {
	var i Invitation
	for name, value := range body {
		if err := readProperty(c, &i, name, value); err != nil {
			return i, err
		}
	}
	target, err := url.Parse(i.RedirectURL)
	switch {
	case i.EmailAddress == "":
		return i, errInvitation("The property 'invitedUserEmailAddress' is required.")
	case i.RedirectURL == "":
		return i, errInvitation("The property 'inviteRedirectUrl' is required.")
	case err != nil || target.Host == "" || target.Scheme != "https" && target.Scheme != "http":
		return i, invalidInvitation("inviteRedirectUrl")
	case i.UserType != "" && i.UserType != "Guest" && i.UserType != "Member":
		return i, invalidInvitation("invitedUserType")
	case i.ResetRedemption && i.UserID == "":
		return i, errInvitation("The property 'invitedUser' is required to reset the redemption status.")
	}
	return i, nil
}

func readProperty(c *operation.Call, i *Invitation, name string, value any) error {
	if schema.IsAnnotation(name) {
		return nil
	}
	valid := value == nil
	switch name {
	case "invitedUserEmailAddress":
		i.EmailAddress, valid = value.(string)
	case "inviteRedirectUrl":
		i.RedirectURL, valid = value.(string)
	case "invitedUserDisplayName":
		valid = nullable(value, &i.DisplayName) && len(i.DisplayName) <= 256
	case "invitedUserType":
		valid = nullable(value, &i.UserType)
	case "sendInvitationMessage":
		valid = nullable(value, &i.SendMessage)
	case "resetRedemption":
		valid = nullable(value, &i.ResetRedemption)
	case "invitedUserMessageInfo":
		valid = readMessage(&i.Message, value)
	case "invitedUser":
		if value != nil {
			i.UserID, valid = onlyID(value)
		}
	case "invitedUserSponsors", "invitedUserSponsors@odata.bind":
		return readSponsors(c, i, name, value)
	default:
		return errInvitation("The property '%s' does not exist on type 'microsoft.graph.invitation'. Make sure to only use property names that are defined by the type.", name)
	}
	if !valid {
		return invalidInvitation(name)
	}
	return nil
}

// nullable stores a value of the field's type, or nothing for null.
func nullable[T any](value any, field *T) bool {
	if value == nil {
		return true
	}
	v, ok := value.(T)
	*field = v
	return ok
}

func onlyID(value any) (string, bool) {
	object, _ := value.(map[string]any)
	id, ok := object["id"].(string)
	return id, ok && id != ""
}

// readSponsors reads sponsors bound by link, or identified by id as in the SDK's
// models; only the worldwide schema has them (graph-identity §1.1).
func readSponsors(c *operation.Call, i *Invitation, name string, value any) error {
	if !schema.TypeOf("invitation").Has("invitedUserSponsors", c.Edition()) {
		return errInvitation("The property 'invitedUserSponsors' does not exist on type 'microsoft.graph.invitation'. Make sure to only use property names that are defined by the type.")
	}
	elements, ok := value.([]any)
	if !ok {
		return invalidInvitation(name)
	}
	for _, e := range elements {
		if link, isLink := e.(string); isLink {
			id, err := c.Referenced(link)
			if err != nil {
				return err
			}
			i.Sponsors = append(i.Sponsors, id)
			continue
		}
		id, ok := onlyID(e)
		if !ok {
			return invalidInvitation(name)
		}
		i.Sponsors = append(i.Sponsors, id)
	}
	return nil
}
