package graph

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// opSignIns is the list of users with their sign-in activity, which takes both
// permissions and Entra ID P1 (graph-identity §2.8).
var opSignIns = operation{"GET /users with signInActivity", []string{"AuditLog.Read.All"}}

// ReviewedUser is an external user as a review of guests sees it.
type ReviewedUser struct {
	ID                string     `json:"id"`
	UserPrincipalName string     `json:"userPrincipalName"`
	Mail              string     `json:"mail"`
	OtherMails        []string   `json:"otherMails"`
	DisplayName       string     `json:"displayName"`
	UserType          string     `json:"userType"`
	AccountEnabled    bool       `json:"accountEnabled"`
	CreationType      string     `json:"creationType"`
	ExternalUserState string     `json:"externalUserState"`
	Created           time.Time  `json:"createdDateTime"`
	StateChanged      time.Time  `json:"externalUserStateChangeDateTime"`
	Identities        []Identity `json:"identities"`
	// Deleted is zero for a user that is not in the recycle bin.
	Deleted time.Time `json:"deletedDateTime"`
	SignIns struct {
		Interactive    time.Time `json:"lastSignInDateTime"`
		NonInteractive time.Time `json:"lastNonInteractiveSignInDateTime"`
		Successful     time.Time `json:"lastSuccessfulSignInDateTime"`
	} `json:"signInActivity"`
	Sponsors []struct {
		ID string `json:"id"`
	} `json:"sponsors"`
}

// successesSince is the time since which the service knows successful sign-ins
// (graph-identity §2.8).
var successesSince = time.Date(2023, time.December, 1, 0, 0, 0, 0, time.UTC)

// LastSignIn is the latest sign-in. The two attempts count besides the success,
// which is not known from before December 2023 (graph-identity §2.8). Attempts of a
// user that may not sign in fail, so that only those before that time count: otherwise
// a user that was disabled because it was inactive would be active by trying.
func (u ReviewedUser) LastSignIn() time.Time {
	latest := u.SignIns.Successful
	if !u.AccountEnabled && !latest.IsZero() {
		return latest
	}
	for _, at := range []time.Time{u.SignIns.Interactive, u.SignIns.NonInteractive} {
		if at.After(latest) {
			latest = at
		}
	}
	if !u.AccountEnabled && latest.After(successesSince) {
		return successesSince
	}
	return latest
}

var reviewSelect = strings.Join([]string{
	"id", "userPrincipalName", "mail", "otherMails", "displayName", "userType", "accountEnabled", "creationType",
	"externalUserState", "externalUserStateChangeDateTime", "createdDateTime", "identities",
}, ",")

// ReviewedUsers lists the external users, with the last sign-ins if asked for, but
// without sponsors: Graph expands nothing in an advanced query (graph-identity §2.4).
//
// GET /users, GET /organization.
func (c *Client) ReviewedUsers(ctx context.Context, signIns bool) ([]ReviewedUser, error) {
	o, err := c.Organization(ctx)
	if err != nil {
		return nil, err
	}
	op, columns, top := opListUsers, reviewSelect, "999"
	if signIns {
		// Pages with sign-in activity have at most 500 users (graph-identity §2.8).
		op, columns, top = opSignIns, columns+",signInActivity", "500"
	}
	return everything[ReviewedUser](ctx, c, call{
		op: op, method: http.MethodGet, path: "/users", advanced: true,
		query: url.Values{"$filter": {ExternalSearch{}.filter(o.InitialDomain)}, "$select": {columns}, "$count": {"true"}, "$top": {top}},
	})
}

// UsersWithSponsors lists the ids of the external users that have sponsors, with the
// number of the latter.
//
// GET /users.
func (c *Client) UsersWithSponsors(ctx context.Context) (map[string]int, error) {
	found, err := everything[ReviewedUser](ctx, c, call{
		op: opListUsers, method: http.MethodGet, path: "/users", query: url.Values{
			"$filter": {"userType eq 'Guest' or creationType eq 'Invitation'"}, "$select": {"id"}, "$expand": {"sponsors($select=id)"}, "$top": {"999"},
		},
	})
	sponsors := make(map[string]int, len(found))
	for _, u := range found {
		if len(u.Sponsors) > 0 {
			sponsors[u.ID] = len(u.Sponsors)
		}
	}
	return sponsors, err
}

// DeletedGuests lists the external users in the recycle bin, which keeps them for 30
// days.
//
// GET /directory/deletedItems/microsoft.graph.user.
func (c *Client) DeletedGuests(ctx context.Context) ([]ReviewedUser, error) {
	found, err := everything[ReviewedUser](ctx, c, call{
		op: opListDeleted, method: http.MethodGet, path: "/directory/deletedItems/microsoft.graph.user",
		query: url.Values{"$select": {reviewSelect + ",deletedDateTime"}, "$top": {"999"}},
	})
	return slices.DeleteFunc(found, func(u ReviewedUser) bool {
		return !User{UserPrincipalName: u.UserPrincipalName, CreationType: u.CreationType, ExternalUserState: u.ExternalUserState}.External()
	}), err
}
