package graph_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// post is a service that records its one request body and gives one response.
type post struct {
	method, path string
	body         map[string]any

	status int
	answer string
}

func (p *post) RoundTrip(req *http.Request) (*http.Response, error) {
	p.method, p.path = req.Method, req.URL.Path
	if req.Body != nil {
		if err := json.NewDecoder(req.Body).Decode(&p.body); err != nil {
			return nil, err
		}
	}
	header := http.Header{"Content-Type": {"application/json"}, "Request-Id": {"r-1"}}
	if p.status >= http.StatusBadRequest {
		return nil, &transport.StatusError{Method: req.Method, Path: req.URL.Path, Status: p.status, Header: header, Body: []byte(p.answer)}
	}
	return &http.Response{StatusCode: p.status, Header: header, ContentLength: int64(len(p.answer)), Body: io.NopCloser(strings.NewReader(p.answer)), Request: req}, nil
}

func client(t *testing.T, rt http.RoundTripper) *graph.Client {
	t.Helper()
	c, err := graph.New(graph.Config{Root: "https://graph.example", TenantKey: "fabrikam", TenantID: "f", Transport: rt})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestInvitationOnTheWire compares the request with the names of the
// documentation (graph-identity §1.1).
func TestInvitationOnTheWire(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		invitation graph.Invitation
		message    *graph.Message
		want       map[string]any
	}{
		"silent": {
			invitation: graph.Invitation{Email: "ana@contoso.example", UserType: "Guest", RedirectURL: "https://myapps.microsoft.com"},
			want: map[string]any{
				"invitedUserEmailAddress": "ana@contoso.example", "invitedUserType": "Guest",
				"inviteRedirectUrl": "https://myapps.microsoft.com", "sendInvitationMessage": false,
			},
		},
		"with sponsors": {
			invitation: graph.Invitation{
				Email: "ana@contoso.example", UserType: "Guest", RedirectURL: "https://myapps.microsoft.com", Sponsors: []string{"s-1", "s-2"},
			},
			want: map[string]any{
				"invitedUserEmailAddress": "ana@contoso.example", "invitedUserType": "Guest",
				"inviteRedirectUrl": "https://myapps.microsoft.com", "sendInvitationMessage": false,
				"invitedUserSponsors": []any{map[string]any{"id": "s-1"}, map[string]any{"id": "s-2"}},
			},
		},
		"with a message": {
			invitation: graph.Invitation{
				Email: "ana@contoso.example", UserType: "Member", RedirectURL: "https://portal.example", DisplayName: "Ana",
			},
			message: &graph.Message{Body: "Welcome.", Language: "es-ES", Cc: "mona@fabrikam.example"},
			want: map[string]any{
				"invitedUserEmailAddress": "ana@contoso.example", "invitedUserType": "Member", "invitedUserDisplayName": "Ana",
				"inviteRedirectUrl": "https://portal.example", "sendInvitationMessage": true,
				"invitedUserMessageInfo": map[string]any{
					"customizedMessageBody": "Welcome.", "messageLanguage": "es-ES",
					"ccRecipients": []any{map[string]any{"emailAddress": map[string]any{"address": "mona@fabrikam.example"}}},
				},
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := &post{status: http.StatusCreated, answer: `{"inviteRedeemUrl":"https://redeem.example","invitedUser":{"id":"u-1"}}`}
			c := client(t, p)
			send := c.Invite
			if test.message != nil {
				send = func(ctx context.Context, i graph.Invitation) (graph.Invited, error) {
					return c.Mail(ctx, i, *test.message)
				}
			}
			invited, err := send(t.Context(), test.invitation)
			if err != nil {
				t.Fatal(err)
			}
			if invited.UserID != "u-1" || invited.RedeemURL != "https://redeem.example" {
				t.Errorf("the outcome is %+v", invited)
			}
			if p.method != http.MethodPost || p.path != "/v1.0/invitations" || !reflect.DeepEqual(p.body, test.want) {
				t.Errorf("%s %s\n%v\nwant\n%v", p.method, p.path, p.body, test.want)
			}
		})
	}
}

// TestEmptyAnswerIsAnError: after an answer without a user, the invitation may
// exist.
func TestEmptyAnswerIsAnError(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{"", "{}", `{"invitedUser":{}}`, `{"invitedUser":null}`} {
		_, err := client(t, &post{status: http.StatusCreated, answer: answer}).Invite(t.Context(), graph.Invitation{Email: "ana@contoso.example"})
		if !errors.Is(err, service.ErrAmbiguous) || !strings.Contains(err.Error(), "names no user") {
			t.Errorf("the answer %q gives the error %v", answer, err)
		}
	}
	if _, err := client(t, &post{status: http.StatusOK}).Organization(t.Context()); err == nil {
		t.Error("an empty answer is no organization")
	}
}

// TestChangeOnTheWire distinguishes set, cleared and absent properties.
func TestChangeOnTheWire(t *testing.T) {
	t.Parallel()
	off := false
	p := &post{status: http.StatusNoContent}
	err := client(t, p).UpdateUser(t.Context(), "u-1", graph.UserChange{
		Set:            map[graph.Property]string{graph.GivenName: "Ana", graph.BusinessPhone: "+34 910"},
		Clear:          []graph.Property{graph.JobTitle},
		AccountEnabled: &off,
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"givenName": "Ana", "businessPhones": []any{"+34 910"}, "jobTitle": nil, "accountEnabled": false}
	if p.method != http.MethodPatch || p.path != "/v1.0/users/u-1" || !reflect.DeepEqual(p.body, want) {
		t.Errorf("%s %s\n%v\nwant\n%v", p.method, p.path, p.body, want)
	}
	p = &post{status: http.StatusNoContent}
	if err := client(t, p).UpdateUser(t.Context(), "u-1", graph.UserChange{Clear: []graph.Property{graph.BusinessPhone}}); err != nil {
		t.Fatal(err)
	}
	// A collection does not accept null (graph-identity §2.2).
	if want := map[string]any{"businessPhones": []any{}}; !reflect.DeepEqual(p.body, want) {
		t.Errorf("the body is %v, want %v", p.body, want)
	}
}

// TestRefusals maps Graph's error envelopes to distinct errors.
func TestRefusals(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		status  int
		answer  string
		is      error
		isNot   error
		message string
	}{
		{
			"forbidden", 403, `{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges."}}`,
			service.ErrForbidden, service.ErrUnauthorized, "Insufficient privileges. (403 Authorization_RequestDenied, request-id r-1)",
		},
		{"invitation without permission", 401, `{"error":{"code":"Unauthorized","message":"No."}}`, service.ErrForbidden, service.ErrUnauthorized, "No. (401 Unauthorized"},
		{"token", 401, `{"error":{"code":"InvalidAuthenticationToken","message":"Expired."}}`, service.ErrUnauthorized, service.ErrForbidden, "Expired."},
		{"not found", 404, `{"error":{"code":"Request_ResourceNotFound","message":{"lang":"en","value":"Gone."}}}`, service.ErrNotFound, service.ErrForbidden, "Gone."},
		{"proxy", 502, `<html>Bad   gateway</html>`, nil, service.ErrNotFound, `unexpected response from graph.example: 502 Bad Gateway, application/json, no error of Microsoft Graph, beginning with "<html>Bad gateway</html>"`},
		{"nothing", 400, ``, nil, service.ErrNotFound, "unexpected response from graph.example: 400 Bad Request"},
		{"page of a gateway", 404, `<html>Not found</html>`, nil, service.ErrNotFound, "404 Not Found"},
		{"object of a gateway", 404, `{"error":"not found","message":"no route"}`, nil, service.ErrNotFound, "404 Not Found"},
		{"refusal by a proxy", 403, `<html>Blocked by policy</html>`, nil, service.ErrForbidden, "403 Forbidden"},
		{"sign-in of a proxy", 401, `{"error":{"message":"sign in"}}`, nil, service.ErrForbidden, "401 Unauthorized"},
		{"proxy that disagrees", 409, ``, nil, service.ErrConflict, "409 Conflict"},
		{"no such path", 404, `{"error":{"code":"UnknownError","message":""}}`, nil, service.ErrNotFound, "no reason given (404 UnknownError"},
		{"no such tenant", 404, `{"error":{"code":"Directory_TenantNotFound","message":"No."}}`, nil, service.ErrNotFound, "404"},
		{"no such partner", 404, `{"error":{"code":"Directory_ObjectNotFound","message":"No."}}`, service.ErrNotFound, service.ErrConflict, "404"},
		{"code without the status", 400, `{"error":{"code":"Request_ResourceNotFound","message":"No."}}`, nil, service.ErrNotFound, "400"},
		{"same value", 409, `{"error":{"code":"Request_MultipleObjectsWithSameKeyValue","message":"No."}}`, service.ErrConflict, service.ErrNotFound, "409"},
		{"same value as a bad request", 400, `{"error":{"code":"Request_MultipleObjectsWithSameKeyValue","message":"No."}}`, service.ErrConflict, service.ErrNotFound, "400"},
		{"same value in the details", 400, `{"error":{"code":"Request_BadRequest","message":"No.","details":[{"code":"ObjectConflict","target":"proxyAddresses"}]}}`, service.ErrConflict, service.ErrNotFound, "400"},
		{"objects in the details", 400, `{"error":{"code":"Request_BadRequest","message":"No.","details":[{"code":"Other"},{"code":"ConflictingObjects"}]}}`, service.ErrConflict, service.ErrNotFound, "400"},
		{"same value in words", 400, `{"error":{"code":"Request_BadRequest","message":"Another object with the same value for property tenantId already exists."}}`, service.ErrConflict, service.ErrNotFound, "400"},
		{"another request at the same moment", 409, `{"error":{"code":"Directory_ConcurrencyViolation","message":"No."}}`, nil, service.ErrConflict, "409"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := client(t, &post{status: test.status, answer: test.answer}).UserByName(t.Context(), "ana@contoso.example")
			var refused *service.Error
			if !errors.As(err, &refused) || refused.Tenant != "fabrikam" || refused.Operation != "GET /users/{id}" {
				t.Fatalf("the error is %#v", err)
			}
			if test.is != nil && !errors.Is(err, test.is) || errors.Is(err, test.isNot) {
				t.Errorf("%v is not told apart", err)
			}
			if !strings.Contains(refused.Error(), test.message) {
				t.Errorf("the message is %q, want %q in it", refused.Error(), test.message)
			}
		})
	}
}

// TestLookUpsAreDefaultQueries finds users by address without the index of
// advanced queries, which gets a new user late (graph-identity §2.4).
func TestLookUpsAreDefaultQueries(t *testing.T) {
	t.Parallel()
	asked := 0
	c := client(t, transportFunc(func(req *http.Request) (*http.Response, error) {
		asked++
		if req.Header.Get("ConsistencyLevel") != "" || req.URL.Query().Has("$count") {
			t.Errorf("%s is an advanced query", req.URL)
		}
		return &http.Response{
			StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Request: req,
			Body: io.NopCloser(strings.NewReader(`{"value":[]}`)),
		}, nil
	}))
	for _, look := range []func(context.Context, string) ([]graph.User, error){c.UsersByAddress, c.DeletedByAddress} {
		if _, err := look(t.Context(), "ana@contoso.example"); err != nil {
			t.Error(err)
		}
	}
	if asked != 2 {
		t.Errorf("%d requests were sent", asked)
	}
}

type transportFunc func(*http.Request) (*http.Response, error)

func (f transportFunc) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }
