package graph

import (
	"github.com/microsoftgraph/msgraph-sdk-go/models"
)

// model returns the body of an invitation; without a message no mail is sent.
func (i Invitation) model(m *Message) models.Invitationable {
	body := models.NewInvitation()
	body.SetInvitedUserEmailAddress(&i.Email)
	body.SetInviteRedirectUrl(&i.RedirectURL)
	body.SetInvitedUserType(&i.UserType)
	if i.DisplayName != "" {
		body.SetInvitedUserDisplayName(&i.DisplayName)
	}
	send := m != nil
	body.SetSendInvitationMessage(&send)
	if send {
		body.SetInvitedUserMessageInfo(m.model())
	}
	if i.UserID != "" {
		// The SDK writes only fields that were set on this model: without the
		// backing store the id was dropped and a second user was created
		// (microsoftgraph/microsoft-graph-docs-contrib#9122).
		user := models.NewUser()
		user.SetId(&i.UserID)
		body.SetInvitedUser(user)
	}
	if i.Reset {
		body.SetResetRedemption(&i.Reset)
	}
	if len(i.Sponsors) > 0 {
		body.SetInvitedUserSponsors(objects(i.Sponsors))
	}
	return body
}

func objects(ids []string) []models.DirectoryObjectable {
	list := make([]models.DirectoryObjectable, 0, len(ids))
	for _, id := range ids {
		object := models.NewDirectoryObject()
		object.SetId(&id)
		list = append(list, object)
	}
	return list
}

func (m Message) model() models.InvitedUserMessageInfoable {
	info := models.NewInvitedUserMessageInfo()
	if m.Body != "" {
		info.SetCustomizedMessageBody(&m.Body)
	}
	if m.Language != "" {
		info.SetMessageLanguage(&m.Language)
	}
	if m.Cc != "" {
		address, recipient := models.NewEmailAddress(), models.NewRecipient()
		address.SetAddress(&m.Cc)
		recipient.SetEmailAddress(address)
		info.SetCcRecipients([]models.Recipientable{recipient})
	}
	return info
}

// text reads an optional string of an SDK model.
func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
