package msgraph

import (
	"net/url"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

// refuseInvitation answers an application without permission in the words of
// the invitation service.
func refuseInvitation(r *request) error { return r.world().InvitationDenied(r.tenant()) }

func invite(r *request) (response, error) {
	body, err := r.object()
	if err != nil {
		return response{}, err
	}
	i, err := r.invitation(body)
	if err != nil {
		return response{}, err
	}
	outcome, err := r.world().Invite(r.tenant(), i, r.caller.actor())
	if err != nil {
		return response{}, err
	}
	return created(map[string]any{
		"@odata.context":          r.context("invitations/$entity"),
		"id":                      outcome.ID,
		"inviteRedeemUrl":         outcome.RedeemURL,
		"invitedUserDisplayName":  orNull(i.DisplayName),
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

func invalidInvitation(property string) *world.Fault {
	return invitationFault("Invalid value specified for property '" + property + "'.")
}

func invitationFault(message string) *world.Fault {
	return &world.Fault{Status: 400, Code: world.CodeInvitation, Message: message}
}

// invitation reads and checks the shape of a body (graph-identity §1.1); whether
// the address can be invited is the world's business.
func (r *request) invitation(body map[string]any) (world.Invitation, error) {
	var i world.Invitation
	for name, value := range body {
		if err := r.invitationProperty(&i, name, value); err != nil {
			return i, err
		}
	}
	target, err := url.Parse(i.RedirectURL)
	switch {
	case i.EmailAddress == "":
		return i, invitationFault("The property 'invitedUserEmailAddress' is required.")
	case i.RedirectURL == "":
		return i, invitationFault("The property 'inviteRedirectUrl' is required.")
	case err != nil || target.Host == "" || target.Scheme != "https" && target.Scheme != "http":
		return i, invalidInvitation("inviteRedirectUrl")
	case i.UserType != "" && i.UserType != "Guest" && i.UserType != "Member":
		return i, invalidInvitation("invitedUserType")
	case i.ResetRedemption && i.UserID == "":
		return i, invitationFault("The property 'invitedUser' is required to reset the redemption status.")
	}
	return i, nil
}

func (r *request) invitationProperty(i *world.Invitation, name string, value any) error {
	if world.IsAnnotation(name) {
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
		return r.sponsors(i, name, value)
	default:
		return invitationFault("The property '" + name + "' does not exist on type 'microsoft.graph.invitation'. Make sure to only use property names that are defined by the type.")
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

// sponsors are bound by link, or named by id as the SDK's models do; only the
// worldwide schema has them (graph-identity §1.1).
func (r *request) sponsors(i *world.Invitation, name string, value any) error {
	if !world.Worldwide(r.api.config.Cloud) {
		return invitationFault("The property 'invitedUserSponsors' does not exist on type 'microsoft.graph.invitation'. Make sure to only use property names that are defined by the type.")
	}
	elements, ok := value.([]any)
	if !ok {
		return invalidInvitation(name)
	}
	for _, e := range elements {
		if link, isLink := e.(string); isLink {
			id, err := r.referenced(link)
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
