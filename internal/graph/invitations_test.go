package graph_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
)

// TestTwoInvitationsOfOneUser: when two invitations within a second return one
// user, the one by the user's own address created it, in any order of the
// answers.
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

// TestHoldersAreReadByName: lists lack a user that was invited a moment ago; a
// read by the derived name finds it. A user with such a name but another address
// is not a holder.
func TestHoldersAreReadByName(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]int{"ana@contoso.example": 1, "ana@married.example": 0} {
		c := client(t, directory{
			"/v1.0/users":        `{"value":[]}`,
			"/v1.0/organization": `{"value":[{"id":"f","verifiedDomains":[{"name":"fabrikam.onmicrosoft.com","isInitial":true}]}]}`,
			"/v1.0/users/ana_contoso.example#EXT#@fabrikam.onmicrosoft.com": `{"id":"u","mail":"` + address + `"}`,
		})
		if found, err := c.Holders(t.Context(), "ana@contoso.example"); err != nil || len(found) != want {
			t.Errorf("%s: found %+v, %v", address, found, err)
		}
	}
}

// directory answers reads by path, single or in a batch.
type directory map[string]string

func (d directory) RoundTrip(req *http.Request) (*http.Response, error) {
	body := d[req.URL.Path]
	if req.URL.Path == "/v1.0/$batch" {
		var batch struct{ Requests []struct{ ID, URL string } }
		if err := json.NewDecoder(req.Body).Decode(&batch); err != nil {
			return nil, err
		}
		var answers []string
		for _, r := range batch.Requests {
			at, err := url.Parse("/v1.0" + r.URL)
			if err != nil {
				return nil, err
			}
			answers = append(answers, fmt.Sprintf(`{"id":%q,"status":200,"body":%s}`, r.ID, d[at.Path]))
		}
		body = `{"responses":[` + strings.Join(answers, ",") + `]}`
	}
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Request: req,
		ContentLength: int64(len(body)), Body: io.NopCloser(strings.NewReader(body)),
	}, nil
}

// TestUserOfAnEarlierInvitation: a user created before the invitation already
// existed, by the service's own clock. Times of the service are whole seconds.
func TestUserOfAnEarlierInvitation(t *testing.T) {
	t.Parallel()
	since := time.Date(2026, 1, 15, 8, 0, 0, 0, time.UTC)
	invited := graph.Invited{UserID: "u", Address: "kim@contoso.example", Since: since}
	for age, want := range map[time.Duration]bool{-time.Second: false, 0: false, time.Second: true, 24 * time.Hour: true} {
		if got := invited.Found(graph.User{ID: "u", Mail: "kim@contoso.example", CreatedDateTime: since.Add(-age)}); got != want {
			t.Errorf("%s before the invitation: the user was there before: %v", age, got)
		}
	}
}
