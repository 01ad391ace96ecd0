package rules

import "fmt"

// bodyLeftOut is MT015: for privacy Microsoft omits custom text from mails of
// invitations that an application creates (graph-identity §1.6).
func bodyLeftOut(f InvitationFacts) []Finding {
	if !f.Body || f.ByUser {
		return nil
	}
	return []Finding{finding(BodyLeftOut,
		fmt.Sprintf("%s sends Microsoft's own text: custom text is left out of invitation mails when an application invites.", f.inviting()),
		"Remove message.body, and send a text of your own by other means, with redeem_url in it; treat that link like a password."+
			" The text arrives when a user with a mailbox invites, which use_cli = true can do.")}
}
