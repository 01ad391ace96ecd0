package graph

import (
	"context"
	"net/http"
	"net/url"
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
	SignIns           struct {
		Interactive    time.Time `json:"lastSignInDateTime"`
		NonInteractive time.Time `json:"lastNonInteractiveSignInDateTime"`
		Successful     time.Time `json:"lastSuccessfulSignInDateTime"`
	} `json:"signInActivity"`
	Sponsors []struct {
		ID string `json:"id"`
	} `json:"sponsors"`
}

// LastSignIn is the latest sign-in. The two attempts count besides the success,
// which is not known from before December 2023 (graph-identity §2.8).
func (u ReviewedUser) LastSignIn() time.Time {
	latest := u.SignIns.Successful
	for _, at := range []time.Time{u.SignIns.Interactive, u.SignIns.NonInteractive} {
		if at.After(latest) {
			latest = at
		}
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
