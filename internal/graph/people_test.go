package graph

import (
	"strings"
	"testing"
	"time"
)

// TestExternalFilter uses only the operators that Graph's index supports for each
// property (graph-identity §2.4).
func TestExternalFilter(t *testing.T) {
	t.Parallel()
	const everybody = "(creationType eq 'Invitation' or externalUserState eq 'PendingAcceptance' or externalUserState eq 'Accepted'" +
		" or endsWith(userPrincipalName,'#EXT#@fabrikam.onmicrosoft.com'))"
	noon := time.Date(2025, 1, 31, 13, 0, 0, 0, time.FixedZone("", 3600))
	tests := map[string]struct {
		search ExternalSearch
		want   string
	}{
		"everybody": {ExternalSearch{}, ""},
		"type":      {ExternalSearch{UserType: "Guest"}, "userType eq 'Guest'"},
		"state":     {ExternalSearch{State: "Accepted"}, "externalUserState eq 'Accepted'"},
		"times": {
			ExternalSearch{CreatedFrom: noon, CreatedBefore: noon},
			"createdDateTime ge 2025-01-31T12:00:00Z and createdDateTime le 2025-01-31T12:00:00Z",
		},
		"domain": {
			ExternalSearch{Domain: "contoso.example"},
			"(endsWith(mail,'@contoso.example') or otherMails/any(x:endsWith(x,'@contoso.example'))" +
				" or endsWith(userPrincipalName,'_contoso.example#EXT#@fabrikam.onmicrosoft.com'))",
		},
		"apostrophe": {ExternalSearch{UserType: "G'uest"}, "userType eq 'G''uest'"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := everybody
			if test.want != "" {
				want += " and " + test.want
			}
			if got := test.search.filter("fabrikam.onmicrosoft.com"); got != want {
				t.Errorf("the filter is\n  %s\nwant\n  %s", got, want)
			}
		})
	}
}

// A link may have another host, for example behind a proxy, and the token must
// not be sent there.
func TestNextPageStaysBelowTheRoot(t *testing.T) {
	t.Parallel()
	for link, want := range map[string]string{
		"https://graph.microsoft.com/v1.0/users?$skiptoken=a%20b":          "/users?$skiptoken=a%20b",
		"https://proxy.example/graph/v1.0/groups/1/members?x=/v1.0/&y=1":   "/groups/1/members?x=/v1.0/&y=1",
		"https://graph.microsoft.com/v1.0/users?$filter=a%20eq%20'v1.0/b'": "/users?$filter=a%20eq%20'v1.0/b'",
		"https://elsewhere.example/v1.0/users?$skiptoken=RFNwdAIAAQAAABc6": "/users?$skiptoken=RFNwdAIAAQAAABc6",
	} {
		got, err := below(link, version)
		if err != nil || got != want {
			t.Errorf("below(%q) = %q, %v, want %q", link, got, err, want)
		}
	}
	if got, err := below("https://graph.microsoft.com/users", version); err == nil || !strings.Contains(err.Error(), "no version") {
		t.Errorf("a link without a version leads to %q, %v", got, err)
	}
}
