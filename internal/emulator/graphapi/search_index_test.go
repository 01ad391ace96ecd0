package graphapi

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// The header selects the index, even for queries that need no advanced
// capabilities (graph-identity §2.4).
func TestSearchIndexAnswersAdvancedQueries(t *testing.T) {
	t.Parallel()
	const lag = 10 * time.Second
	b := newBench(t)
	b.set(func(s *settings.Settings) { s.EmptyPageWithNextLink = false })
	b.world.SetLag(lag)
	b.do(http.MethodPost, "/v1.0/invitations", `{"invitedUserEmailAddress":"new@partner.example","inviteRedirectUrl":"https://myapps.microsoft.com"}`).want(201)
	target := "/v1.0/users?$filter=" + url.QueryEscape("mail eq 'new@partner.example'")
	found := func(consistency string) int {
		b.header.Set("ConsistencyLevel", consistency)
		return len(b.do(http.MethodGet, target, "").want(200).values())
	}
	for passed, want := range []struct{ plain, advanced int }{{0, 0}, {0, 0}, {1, 0}, {1, 0}, {1, 1}} {
		if plain, advanced := found(""), found("Eventual"); plain != want.plain || advanced != want.advanced {
			t.Errorf("after %d lags: %d and %d found, want %+v", passed, plain, advanced, want)
		}
		b.world.Advance(lag)
	}
}
