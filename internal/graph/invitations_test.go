package graph_test

import (
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
)

// TestTwoInvitationsOfOneUser: of two invitations within a second that the service
// answers with one user, the one by the user's own address has made them, in
// whatever order the answers come.
func TestTwoInvitationsOfOneUser(t *testing.T) {
	t.Parallel()
	kim := graph.User{ID: "u", Mail: "kim@contoso.example", UserPrincipalName: "kim_contoso.example#EXT#@fabrikam.onmicrosoft.com", CreatedDateTime: time.Now()}
	mailless := kim
	mailless.Mail = ""
	suffixed := mailless
	suffixed.UserPrincipalName, suffixed.OtherMails = "kim_contoso.example1#EXT#@fabrikam.onmicrosoft.com", []string{"Kim@contoso.example"}
	tests := map[string]struct {
		first, second string
		user          graph.User
		found         [2]bool
	}{
		"the user's address first":  {"Kim@contoso.example", "k.lee@contoso.example", kim, [2]bool{false, true}},
		"the user's address second": {"k.lee@contoso.example", "kim@contoso.example", kim, [2]bool{true, false}},
		"one address":               {"kim@contoso.example", "KIM@contoso.example", kim, [2]bool{false, true}},
		"a contact has the mail":    {"k.lee@contoso.example", "kim@contoso.example", suffixed, [2]bool{true, false}},
		"no mail yet":               {"k.lee@contoso.example", "kim@contoso.example", mailless, [2]bool{true, false}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := client(t, &post{status: 201, answer: `{"status":"PendingAcceptance","invitedUser":{"id":"u"}}`})
			for i, email := range []string{test.first, test.second} {
				invited, err := c.Invite(t.Context(), graph.Invitation{Email: email, UserType: "Guest"})
				if err != nil {
					t.Fatal(err)
				}
				if got := invited.Found(test.user); got != test.found[i] {
					t.Errorf("%s: the user was there before: %v", email, got)
				}
			}
		})
	}
}
