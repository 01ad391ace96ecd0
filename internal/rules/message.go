package rules

import "fmt"

// bodyLeftOut is MT015: for privacy Microsoft omits custom text from mails of
// invitations that an application creates (graph-identity §1.6).
func bodyLeftOut(f InvitationFacts) []Finding {
	if !f.Body || f.ByUser {
		return nil
	}
	return []Finding{finding(BodyLeftOut,
		fmt.Sprintf("%s sends Microsoft's standard text: custom text is omitted from invitation mails when an application invites.", f.inviting()),
		"Remove message.body, and send your own text separately, with redeem_url in it; treat that link like a password."+
			" The text is included when a user with a mailbox invites, which use_cli = true can do.")}
}
