package graph_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// script gives prepared responses in order and records the requests.
type script struct {
	answers []answer
	sent    []string
	bodies  []map[string]any
}

type answer struct {
	status int
	body   string
}

func (s *script) RoundTrip(req *http.Request) (*http.Response, error) {
	s.sent = append(s.sent, req.Method+" "+req.URL.Path)
	var body map[string]any
	if req.Body != nil {
		if err := json.NewDecoder(req.Body).Decode(&body); err != nil {
			return nil, err
		}
	}
	s.bodies = append(s.bodies, body)
	a := s.answers[0]
	// The last response repeats.
	if len(s.answers) > 1 {
		s.answers = s.answers[1:]
	}
	header := http.Header{"Content-Type": {"application/json"}}
	if a.status >= http.StatusBadRequest {
		return nil, &transport.StatusError{Method: req.Method, Path: req.URL.Path, Status: a.status, Header: header, Body: []byte(a.body)}
	}
	return &http.Response{StatusCode: a.status, Header: header, ContentLength: int64(len(a.body)), Body: io.NopCloser(strings.NewReader(a.body)), Request: req}, nil
}

// hurried is a clock that advances at once when waited on.
type hurried struct{ now time.Time }

func (h *hurried) Now() time.Time { return h.now }

func (h *hurried) Wait(ctx context.Context, d time.Duration) error {
	h.now = h.now.Add(d)
	return ctx.Err()
}

func scripted(t *testing.T, answers ...answer) (*graph.Client, *script) {
	t.Helper()
	s := &script{answers: answers}
	c, err := graph.New(graph.Config{Root: "https://graph.example", TenantKey: "fabrikam", TenantID: "f", Transport: s, Clock: &hurried{time.Date(2026, 1, 15, 8, 0, 0, 0, time.UTC)}})
	if err != nil {
		t.Fatal(err)
	}
	return c, s
}

const (
	partnerPath = "/v1.0/policies/crossTenantAccessPolicy/partners/p"
	policyPath  = "/policies/crossTenantAccessPolicy"
)

func setting(access rules.AccessType, user, application string) *rules.B2BSetting {
	return &rules.B2BSetting{
		UsersAndGroups: &rules.Targets{Access: access, Targets: []rules.Target{{ID: user, Type: rules.TargetUser}}},
		Applications:   &rules.Targets{Access: access, Targets: []rules.Target{{ID: application, Type: rules.TargetApplication}}},
	}
}

// TestPartnerOnTheWire sends only the changes, and null for inherited blocks.
func TestPartnerOnTheWire(t *testing.T) {
	t.Parallel()
	target := func(access, id, kind string) map[string]any {
		return map[string]any{"accessType": access, "targets": []any{map[string]any{"target": id, "targetType": kind}}}
	}
	blocked := map[string]any{
		"usersAndGroups": target("blocked", rules.AllUsers, "user"), "applications": target("blocked", rules.AllApplications, "application"),
	}
	var settings rules.AccessSettings
	settings.B2BCollaborationOutbound = setting(rules.Blocked, rules.AllUsers, rules.AllApplications)
	settings.B2BCollaborationInbound = &rules.B2BSetting{UsersAndGroups: &rules.Targets{Access: rules.Allowed}}
	settings.TenantRestrictions = settings.B2BCollaborationOutbound
	settings.InboundTrust = &rules.InboundTrust{IsMFAAccepted: true}
	settings.AutomaticUserConsent = rules.UserConsent{OutboundAllowed: true}
	tests := map[string]struct {
		blocks []rules.Block
		want   map[string]any
	}{
		"set": {[]rules.Block{rules.CollaborationOutbound}, map[string]any{"b2bCollaborationOutbound": blocked}},
		// The service refuses the type name here (graph-cross-tenant §1.6).
		"restrictions": {[]rules.Block{rules.Restrictions}, map[string]any{"tenantRestrictions": blocked}},
		"a half without targets": {[]rules.Block{rules.CollaborationInbound}, map[string]any{
			"b2bCollaborationInbound": map[string]any{"usersAndGroups": map[string]any{"accessType": "allowed", "targets": []any{}}},
		}},
		"inherited": {[]rules.Block{rules.DirectInbound, rules.DirectOutbound}, map[string]any{
			"b2bDirectConnectInbound": nil, "b2bDirectConnectOutbound": nil,
		}},
		"all booleans": {[]rules.Block{rules.Trust, rules.Consent}, map[string]any{
			"inboundTrust":                 map[string]any{"isMfaAccepted": true, "isCompliantDeviceAccepted": false, "isHybridAzureADJoinedDeviceAccepted": false},
			"automaticUserConsentSettings": map[string]any{"inboundAllowed": false, "outboundAllowed": true},
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, answer{status: http.StatusNoContent})
			var change graph.AccessChange
			for _, b := range test.blocks {
				change.Set(b, settings)
			}
			if err := c.UpdatePartner(t.Context(), "p", change); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(s.bodies[0], test.want) {
				t.Errorf("sent %v, want %v", s.bodies[0], test.want)
			}
		})
	}
}

// TestDefaultOnTheWire sends the order of redemption, and no block of a partner.
func TestDefaultOnTheWire(t *testing.T) {
	t.Parallel()
	order := map[string]any{"primaryIdentityProviderPrecedenceOrder": []any{"externalFederation"}, "fallbackIdentityProvider": "microsoftAccount"}
	c, s := scripted(t, answer{status: 204}, answer{200, `{"invitationRedemptionIdentityProviderConfiguration":` +
		`{"primaryIdentityProviderPrecedenceOrder":["externalFederation"],"fallbackIdentityProvider":"microsoftAccount"}}`})
	want := &rules.RedemptionOrder{Primary: []string{"externalFederation"}, Fallback: "microsoftAccount"}
	var change graph.AccessChange
	change.Set(rules.Redemption, rules.Redemption.Only(want))
	if err := errors.Join(c.SetDefaultAccess(t.Context(), change), c.AwaitDefaultAccess(t.Context(), change)); err != nil {
		t.Error(err)
	}
	if body := map[string]any{"invitationRedemptionIdentityProviderConfiguration": order}; !reflect.DeepEqual(s.bodies[0], body) {
		t.Errorf("sent %v, want %v", s.bodies[0], body)
	}
}

func TestNoChangeSendsNothing(t *testing.T) {
	t.Parallel()
	c, s := scripted(t)
	if err := c.UpdatePartner(t.Context(), "p", graph.AccessChange{}); err != nil || len(s.sent) > 0 {
		t.Errorf("sent %v, error %v", s.sent, err)
	}
}

// TestWriteInvalidatesReads reads a changed partner again.
func TestWriteInvalidatesReads(t *testing.T) {
	t.Parallel()
	trusting := `{"tenantId":"p","inboundTrust":{"isMfaAccepted":true}}`
	c, s := scripted(t, answer{200, `{"tenantId":"p","inboundTrust":null}`}, answer{status: 204}, answer{200, trusting})
	var change graph.AccessChange
	var settings rules.AccessSettings
	settings.InboundTrust = &rules.InboundTrust{IsMFAAccepted: true}
	change.Set(rules.Trust, settings)
	for range 3 {
		if p, err := c.PartnerAccess(t.Context(), "p"); err != nil || p.InboundTrust != nil {
			t.Fatalf("read %+v, %v", p, err)
		}
	}
	if err := c.UpdatePartner(t.Context(), "p", change); err != nil {
		t.Fatal(err)
	}
	p, err := c.PartnerAccess(t.Context(), "p")
	if err != nil || p.InboundTrust == nil || !p.InboundTrust.IsMFAAccepted {
		t.Errorf("read %+v, %v after the change", p, err)
	}
	if want := []string{"GET " + partnerPath, "PATCH " + partnerPath, "GET " + partnerPath}; !slices.Equal(s.sent, want) {
		t.Errorf("sent %v, want %v", s.sent, want)
	}
}

func TestCloudEndpointsOnTheWire(t *testing.T) {
	t.Parallel()
	const v1, beta = "/v1.0" + policyPath, "/beta" + policyPath
	refused := answer{400, `{"error":{"code":"Request_BadRequest","message":"Invalid property 'allowedCloudEndpoints'."}}`}
	missing := answer{404, `{"error":{"code":"Directory_ObjectNotFound","message":"Gone."}}`}
	none, empty, done := answer{200, `{"id":"x"}`}, answer{200, `{"allowedCloudEndpoints":[]}`}, answer{status: 204}
	public := answer{200, `{"allowedCloudEndpoints":["microsoftonline.com"]}`}
	tests := map[string]struct {
		list    []string
		answers []answer
		sent    []string
		fails   bool
	}{
		"written, seen late":        {[]string{"microsoftonline.com"}, []answer{done, empty, public}, []string{"PATCH " + v1, "GET " + v1, "GET " + v1}, false},
		"cleared":                   {nil, []answer{done, empty}, []string{"PATCH " + v1, "GET " + v1}, false},
		"404 at first":              {nil, []answer{missing, done, empty}, []string{"PATCH " + v1, "PATCH " + v1, "GET " + v1}, false},
		"only beta knows it":        {nil, []answer{refused, done, none, empty}, []string{"PATCH " + v1, "PATCH " + beta, "GET " + v1, "GET " + beta}, false},
		"neither version knows it":  {nil, []answer{refused, refused}, []string{"PATCH " + v1, "PATCH " + beta}, true},
		"a refusal is not repeated": {nil, []answer{{403, `{"error":{"code":"Authorization_RequestDenied","message":"No."}}`}}, []string{"PATCH " + v1}, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, test.answers...)
			if err := c.SetCloudEndpoints(t.Context(), test.list); (err != nil) != test.fails {
				t.Errorf("error is %v", err)
			}
			if !slices.Equal(s.sent, test.sent) {
				t.Errorf("sent %v, want %v", s.sent, test.sent)
			}
			want := []any{}
			for _, e := range test.list {
				want = append(want, e)
			}
			if got := s.bodies[0]["allowedCloudEndpoints"]; !reflect.DeepEqual(got, want) {
				t.Errorf("sent the list %#v, want %#v", got, want)
			}
		})
	}
}

func TestSameSettings(t *testing.T) {
	t.Parallel()
	of := func(s *rules.B2BSetting) rules.AccessSettings {
		var all rules.AccessSettings
		all.B2BCollaborationInbound = s
		return all
	}
	one := setting(rules.Allowed, "AAAA", "x")
	shuffled := setting(rules.Allowed, "aaaa", "X")
	shuffled.Applications.Targets = append(shuffled.Applications.Targets, shuffled.Applications.Targets[0])
	half := setting(rules.Allowed, "aaaa", "x")
	half.Applications = nil
	for name, c := range map[string]struct {
		a, b *rules.B2BSetting
		want bool
	}{
		"case and repetition": {one, shuffled, true},
		"inherited":           {nil, nil, true},
		"set and inherited":   {one, nil, false},
		"half":                {one, half, false},
		"access":              {one, setting(rules.Blocked, "aaaa", "x"), false},
		"target":              {one, setting(rules.Allowed, "bbbb", "x"), false},
	} {
		if got := rules.CollaborationInbound.Same(of(c.a), of(c.b)); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
