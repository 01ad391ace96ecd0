package invitation

import (
	"slices"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// Message is the inviter's content for the mail of an invitation (graph-identity
// §1.1).
type Message struct {
	// Body is the custom text; empty selects Microsoft's text.
	Body string
	// Language is the language of Microsoft's text, such as "en-US".
	Language string
	// CC is the address of the only recipient of a copy, and CCName the name.
	CC, CCName string
}

// Mail is a sent invitation mail. It does not contain the redeem URL, which is a
// secret of the invited user.
type Mail struct {
	Time     time.Time `json:"time"`
	Tenant   string    `json:"tenant"`
	TenantID string    `json:"tenant_id"`
	UserID   string    `json:"user_id"`
	To       string    `json:"to"`
	CC       string    `json:"cc,omitempty"`
	// Application is the client id of the application that sent the invitation;
	// Inviter is the id of its signed-in user, if any.
	Application string `json:"application"`
	Inviter     string `json:"inviter,omitempty"`
	Language    string `json:"language"`
	// CustomText is the inviter's text, if the mail contains it.
	CustomText string `json:"custom_text,omitempty"`
	// Existing means that the user existed before the invitation; Reset, that the
	// invitation was to reset the redemption.
	Existing bool `json:"existing"`
	Reset    bool `json:"reset"`
}

const defaultLanguage = "en-US"

// mailed records the mail of an accepted invitation. Each invitation that requests
// a mail sends one, for new and for existing users.
func mailed(d *kernel.Directory, i Invitation, userID string, existing bool, by kernel.Actor, at kernel.Moment) {
	if !i.SendMessage {
		return
	}
	m := Mail{
		Time: at.Now, Tenant: d.Key, TenantID: d.ID, UserID: userID, To: i.EmailAddress, CC: i.Message.CC,
		Application: by.AppID, Inviter: by.UserID, Language: i.Message.Language, Existing: existing, Reset: i.ResetRedemption,
	}
	if m.Language == "" {
		m.Language = defaultLanguage
	}
	if carriesText(d, by, at) {
		m.CustomText = i.Message.Body
	}
	mails := Sent.In(d)
	*mails = append(*mails, m)
}

// carriesText reports whether the mail contains the inviter's text. Microsoft
// omits it if an application invites, or a user without a mail address
// (graph-identity §1.6).
func carriesText(d *kernel.Directory, by kernel.Actor, at kernel.Moment) bool {
	if by.UserID == "" {
		return !at.Settings.CustomMessagesOfApplicationsAreDropped
	}
	inviter := directory.Users.Truth(d, by.UserID)
	return inviter != nil && inviter.Mail != ""
}

// Sent are the invitation mails of a tenant in order of sending.
var Sent = &kernel.Value[[]Mail]{
	State: "mails", Shown: "mails",
	View: func(mails []Mail) any { return append([]Mail{}, mails...) },
}

// Mails lists the invitation mails of a tenant in order of sending.
func Mails(w *kernel.World, tenantID string) ([]Mail, error) {
	var mails []Mail
	err := w.Read(tenantID, func(d *kernel.Directory, _ kernel.Moment) error {
		mails = slices.Clone(*Sent.In(d))
		return nil
	})
	return mails, err
}

// ForgetMails clears the recorded mails of every tenant.
func ForgetMails(w *kernel.World) {
	w.Each(func(d *kernel.Directory) { *Sent.In(d) = nil })
}
