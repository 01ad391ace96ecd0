package graph_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

// The responses of the service for partner "p".
var (
	entryConflict = answer{409, `{"error":{"code":"Request_MultipleObjectsWithSameKeyValue","message":"Another object exists."}}`}
	entryGone     = answer{404, `{"error":{"code":"Directory_ObjectNotFound","message":"Gone."}}`}
	entryAdded    = answer{201, `{"tenantId":"p"}`}
	entryDone     = answer{status: http.StatusNoContent}
	entryEmpty    = answer{200, `{"tenantId":"p"}`}
	entryTrusting = answer{200, `{"tenantId":"p","inboundTrust":{"isMfaAccepted":true}}`}
	entryClosed   = answer{200, `{"tenantId":"p","b2bCollaborationInbound":{"usersAndGroups":{"accessType":"blocked"}}}`}
	policySynced  = answer{200, `{"tenantId":"p","displayName":"P","userSyncInbound":{"isSyncAllowed":true},"groupSyncInbound":null}`}
	policyGroups  = answer{200, `{"tenantId":"p","displayName":"P","userSyncInbound":{"isSyncAllowed":true},"groupSyncInbound":{"isSyncAllowed":true}}`}
	entrySynced   = answer{200, `{"tenantId":"p","identitySynchronization":{"displayName":"P","userSyncInbound":{"isSyncAllowed":true}}}`}
)

// short lists the requests for partner "p": methods, with "sync" for its
// synchronization policy and "restore" for its deleted configuration.
func (s *script) short() string {
	return strings.NewReplacer(
		" "+partnerPath+"/identitySynchronization", " sync", " "+strings.Replace(partnerPath, "/v1.0", "/beta", 1)+"/identitySynchronization", " groups", " "+partnerPath, "", " /v1.0"+policyPath+"/partners", "",
		" /beta/policies/deletedItems/crossTenantPartners/p/restore", " restore",
	).
		Replace(strings.Join(s.sent, " "))
}

// trust is settings that only trust the partner's MFA.
func trust() graph.PartnerSettings {
	var s rules.AccessSettings
	s.InboundTrust = &rules.InboundTrust{IsMFAAccepted: true}
	var want graph.PartnerSettings
	want.Change.Set(rules.Trust, s)
	return want
}

// TestExistingPartner waits for one that may be deleted, continues one without
// other settings, and refuses one with other settings.
func TestExistingPartner(t *testing.T) {
	t.Parallel()
	nothing, sync := graph.PartnerSettings{}, graph.PartnerSettings{Sync: &rules.IdentitySync{DisplayName: "P", UserSyncAllowed: true}}
	groups := graph.PartnerSettings{Sync: &rules.IdentitySync{DisplayName: "P", UserSyncAllowed: true, GroupSyncAllowed: new(true)}}
	tests := map[string]struct {
		want      graph.PartnerSettings
		answers   []answer
		sent      string
		continued bool
	}{
		"deleted, says more":        {trust(), []answer{entryConflict, entryClosed, entryConflict, entryGone, entryAdded}, "POST GET POST GET POST", false},
		"deleted, lacks a block":    {trust(), []answer{entryConflict, entryEmpty, entryGone, entryAdded}, "POST GET PATCH POST", false},
		"deleted, lacks sync":       {sync, []answer{entryConflict, entryEmpty, entryGone, entryGone, entryGone, entryAdded}, "POST GET PUT sync PATCH sync GET POST", false},
		"deleted, lacks nothing":    {trust(), []answer{entryConflict, entryTrusting, entryGone, entryAdded}, "POST GET PATCH POST", false},
		"deleted, nothing to write": {nothing, []answer{entryConflict, entryEmpty, entryConflict, entryGone, entryAdded}, "POST GET POST GET POST", false},
		"not seen yet":              {trust(), []answer{entryConflict, entryGone, entryConflict, entryTrusting, entryDone}, "POST GET POST GET PATCH", true},
		"lacks a block":             {trust(), []answer{entryConflict, entryEmpty, entryDone}, "POST GET PATCH", true},
		"lacks sync":                {sync, []answer{entryConflict, entryEmpty, entryAdded, entrySynced}, "POST GET PUT sync GET", true},
		"lacks nothing":             {trust(), []answer{entryConflict, entryTrusting, entryDone}, "POST GET PATCH", true},
		"lacks nothing, sync only":  {sync, []answer{entryConflict, entrySynced, policySynced, entryDone, entrySynced}, "POST GET GET groups PATCH sync GET", true},
		"deleted, allows groups":    {sync, []answer{entryConflict, entrySynced, policyGroups, entryConflict, entryGone, entryAdded}, "POST GET GET groups POST GET POST", false},
		"allows groups as wanted": {
			groups, []answer{entryConflict, entrySynced, policyGroups, entryDone, entrySynced, policyGroups}, "POST GET GET groups PATCH groups GET GET groups", true,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, test.answers...)
			continued, err := c.AddPartner(t.Context(), "p", test.want)
			if err != nil || continued != test.continued || s.short() != test.sent {
				t.Errorf("continued %v after %q, error %v", continued, s.short(), err)
			}
		})
	}
}

// TestSettledPartner: an existing partner differs from a deleted one in how long
// it can be read.
func TestSettledPartner(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		there     answer
		want      graph.PartnerSettings
		continued bool
		err       error
	}{
		"says more":        {entryClosed, trust(), false, service.ErrConflict},
		"nothing to write": {entryEmpty, graph.PartnerSettings{}, true, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, slices.Repeat([]answer{entryConflict, test.there}, 50)...)
			continued, err := c.AddPartner(t.Context(), "p", test.want)
			if continued != test.continued || !errors.Is(err, test.err) || len(s.sent) < 10 || len(s.sent) > 40 {
				t.Errorf("continued %v after %d requests, error %v", continued, len(s.sent), err)
			}
		})
	}
}

// TestPartnerCannotBeContinued reports an existing configuration when writing the
// missing settings is refused.
func TestPartnerCannotBeContinued(t *testing.T) {
	t.Parallel()
	c, _ := scripted(t, entryConflict, entryEmpty, answer{400, `{"error":{"code":"Request_BadRequest","message":"No."}}`})
	continued, err := c.AddPartner(t.Context(), "p", trust())
	if e := (*service.Error)(nil); !continued || !errors.As(err, &e) || e.Code != "Request_BadRequest" {
		t.Errorf("continued %v, error %v", continued, err)
	}
}

func TestAdoptedPartner(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		answers []answer
		sent    string
		adopted bool
	}{
		"only not gone yet": {[]answer{entryConflict, entryGone, entryConflict, entryDone}, "POST PATCH POST PATCH", true},
		"gone by then":      {[]answer{entryConflict, entryGone, entryAdded}, "POST PATCH POST", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, test.answers...)
			adopted, err := c.AdoptPartner(t.Context(), "p", trust().Change)
			if err != nil || adopted != test.adopted || s.short() != test.sent {
				t.Errorf("adopted %v after %q, error %v", adopted, s.short(), err)
			}
		})
	}
}

// TestVanishingPartner reads a replica without the configuration. It is gone
// after two 404 answers in a row, and deleted after a successful deletion.
func TestVanishingPartner(t *testing.T) {
	t.Parallel()
	refresh := func(synced bool) func(context.Context, *graph.Client) error {
		return func(ctx context.Context, c *graph.Client) error {
			p, err := c.RefreshPartner(ctx, "p", synced, func(graph.Partner) bool { return true })
			if err == nil && (p.IdentitySync != nil) != synced {
				return fmt.Errorf("read %+v", p)
			}
			return err
		}
	}
	remove := func(ctx context.Context, c *graph.Client) error { return c.DeletePartner(ctx, "p", nil) }
	sync := func(ctx context.Context, c *graph.Client) error {
		_, err := c.SetIdentitySync(ctx, graph.Partner{TenantID: "p"}, rules.IdentitySync{DisplayName: "P", UserSyncAllowed: true})
		return err
	}
	for name, test := range map[string]struct {
		do      func(context.Context, *graph.Client) error
		answers []answer
		sent    string
		err     error
	}{
		"read, seen again":      {refresh(false), []answer{entryGone, entryEmpty}, "GET GET", nil},
		"read, gone":            {refresh(false), []answer{entryGone}, "GET GET", service.ErrNotFound},
		"read, synchronized":    {refresh(true), []answer{entryEmpty, entrySynced}, "GET GET", nil},
		"deleted, there":        {remove, []answer{entryGone, entryGone, entryGone, entryDone, entryGone}, "GET DELETE sync GET DELETE GET", nil},
		"deleted, gone before":  {remove, []answer{entryGone}, "GET DELETE sync GET DELETE GET", nil},
		"deleted at second try": {remove, []answer{entryEmpty, entryGone, entryEmpty, entryDone, entryGone}, "GET DELETE GET DELETE GET", nil},
		"synchronized late":     {sync, []answer{entryGone, entryGone, entryEmpty, entryAdded, entrySynced}, "PUT sync PATCH sync GET PUT sync GET", nil},
		"synchronized, gone":    {sync, []answer{entryGone}, "PUT sync PATCH sync GET", service.ErrNotFound},
	} {
		c, s := scripted(t, test.answers...)
		if err := test.do(t.Context(), c); !errors.Is(err, test.err) || s.short() != test.sent {
			t.Errorf("%s: error %v after %q", name, err, s.short())
		}
	}
}

// TestWritesAreRemembered: the result of a write is used for the rest of the run,
// even if the next replica does not have it.
func TestWritesAreRemembered(t *testing.T) {
	t.Parallel()
	list := func(clouds string) answer { return answer{200, `{"allowedCloudEndpoints":[` + clouds + `]}`} }
	partner := func(ctx context.Context, c *graph.Client) (bool, error) {
		s, err := c.PartnerAccess(ctx, "p")
		return s != nil && s.InboundTrust != nil, err
	}
	synced := func(ctx context.Context, c *graph.Client) error {
		_, err := c.SetIdentitySync(ctx, graph.Partner{TenantID: "p"}, rules.IdentitySync{DisplayName: "P", UserSyncAllowed: true})
		return err
	}
	for name, test := range map[string]struct {
		answers []answer
		write   func(context.Context, *graph.Client) error
		ask     func(context.Context, *graph.Client) (seen bool, err error)
		seen    bool
	}{
		"a new entry": {[]answer{entryGone, entryAdded, entryTrusting, entryGone}, func(ctx context.Context, c *graph.Client) error {
			if _, err := c.AddPartner(ctx, "p", trust()); err != nil {
				return err
			}
			_, err := c.AwaitPartner(ctx, "p", trust().Change)
			return err
		}, partner, true},
		"its synchronization": {[]answer{entryGone, entryAdded, {200, strings.Replace(entrySynced.body, `"p",`, `"p","inboundTrust":{},`, 1)}, entryGone}, synced, partner, true},
		"a deleted entry": {[]answer{entryTrusting, entryTrusting, entryDone, entryGone}, func(ctx context.Context, c *graph.Client) error {
			return c.DeletePartner(ctx, "p", nil)
		}, partner, false},
		"the default": {[]answer{entryEmpty, entryDone, entryTrusting, entryEmpty}, func(ctx context.Context, c *graph.Client) error {
			if err := c.SetDefaultAccess(ctx, trust().Change); err != nil {
				return err
			}
			return c.AwaitDefaultAccess(ctx, trust().Change)
		}, func(ctx context.Context, c *graph.Client) (bool, error) {
			s, err := c.DefaultAccess(ctx)
			return s.InboundTrust != nil, err
		}, true},
		"the clouds": {[]answer{list(""), entryDone, list(`"microsoftonline.us"`), list("")}, func(ctx context.Context, c *graph.Client) error {
			return c.SetCloudEndpoints(ctx, []string{"microsoftonline.us"})
		}, func(ctx context.Context, c *graph.Client) (bool, error) {
			clouds, err := c.CloudEndpoints(ctx)
			return len(clouds) == 1, err
		}, true},
	} {
		c, _ := scripted(t, test.answers...)
		if _, err := test.ask(t.Context(), c); err != nil {
			t.Errorf("%s: %v before the write", name, err)
		}
		if err := test.write(t.Context(), c); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if seen, err := test.ask(t.Context(), c); seen != test.seen || err != nil {
			t.Errorf("%s: seen %t, %v after the write", name, seen, err)
		}
	}
}
