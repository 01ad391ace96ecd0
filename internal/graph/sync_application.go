package graph

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var (
	// Application.ReadWrite.OwnedBy is documented too, and lets an application change
	// only the objects that it created.
	writeApplications = []string{"Application.ReadWrite.All"}

	opInstantiate       = operation{"POST /applicationTemplates/{id}/instantiate", writeApplications}
	opListApplications  = operation{"GET /applications", readApplications}
	opUpdateApplication = operation{"PATCH /applications/{id}", writeApplications}
	opDeleteApplication = operation{"DELETE /applications/{id}", writeApplications}
	opDeletePrincipal   = operation{"DELETE /servicePrincipals/{id}", writeApplications}
)

// SyncApplication is the application of a synchronization: a registration with its
// service principal.
type SyncApplication struct {
	// PrincipalID is the object id of the service principal, which has the jobs.
	PrincipalID string
	AppID       string
	DisplayName string
	// RoleID is the id of the role whose holders are synchronized.
	RoleID string
}

const principalSelect = "id,appId,displayName"

// syncPrincipal is a service principal without its roles.
type syncPrincipal struct{ ID, AppID, DisplayName string }

func (p syncPrincipal) application() SyncApplication {
	return SyncApplication{PrincipalID: strings.ToLower(p.ID), AppID: strings.ToLower(p.AppID), DisplayName: p.DisplayName}
}

// Registration is the object of an application in its home tenant.
type Registration struct {
	ID      string
	Created time.Time `json:"createdDateTime"`
}

// SyncApplication reads the service principal of a synchronization. One of another
// application is a *NoSyncRoleError.
//
// GET /servicePrincipals/{id}.
func (c *Client) SyncApplication(ctx context.Context, principalID string) (SyncApplication, error) {
	p, err := c.principal(ctx, principalID)
	if err != nil {
		return SyncApplication{}, err
	}
	role, err := c.syncRoleIn(p)
	a := p.application()
	a.RoleID = strings.ToLower(role)
	return a, err
}

// RefreshSyncApplication reads the service principal of an existing synchronization.
// It is gone when several reads do not find it, as for users (RefreshUser).
//
// GET /servicePrincipals/{id}.
func (c *Client) RefreshSyncApplication(ctx context.Context, principalID string) (SyncApplication, error) {
	return lookFor(ctx, c, opServicePrincipal, "service principal "+principalID, 0,
		func(ctx context.Context) (SyncApplication, error) { return c.SyncApplication(ctx, principalID) })
}

// SyncApplicationGone reports whether a service principal that a replica has shown is
// deleted, as after a read of its synchronization that does not find it.
//
// GET /servicePrincipals/{id}.
func (c *Client) SyncApplicationGone(ctx context.Context, principalID string) bool {
	return c.disappears(ctx, "service principal "+principalID, func(ctx context.Context) bool {
		_, err := c.SyncApplication(ctx, principalID)
		return errors.Is(err, service.ErrNotFound)
	})
}

// Registration returns the object of an application, and false if there is none.
//
// GET /applications.
func (c *Client) Registration(ctx context.Context, appID string) (Registration, bool, error) {
	found, err := readAll[Registration](ctx, c, call{
		op: opListApplications, path: "/applications",
		query: url.Values{"$filter": {"appId eq '" + quoted(appID) + "'"}, "$select": {"id,createdDateTime"}},
	})
	if err != nil || len(found) == 0 {
		return Registration{}, false, err
	}
	return found[0], true, nil
}

// CreateSyncApplication creates the application of a synchronization from its
// template, and returns when the synchronization service knows its service principal.
// The caller has read the configurations: after a lost answer, a new blank one with
// the name is the result. If there is none, the error is ambiguous; the request is not
// repeated, because a second application would remain.
//
// POST /applicationTemplates/{id}/instantiate, GET /servicePrincipals,
// GET /servicePrincipals/{id}.
func (c *Client) CreateSyncApplication(ctx context.Context, name string, before []SyncConfiguration) (a SyncApplication, registrationID string, err error) {
	defer c.forgetSyncs()
	var made struct {
		Application      struct{ ID string }
		ServicePrincipal syncPrincipal
	}
	err = c.send(ctx, call{
		op: opInstantiate, method: http.MethodPost, path: "/applicationTemplates/" + syncTemplate + "/instantiate", body: map[string]string{"displayName": name},
	}, &made)
	a, registrationID = made.ServicePrincipal.application(), strings.ToLower(made.Application.ID)
	if err == nil && a.PrincipalID == "" {
		err = c.failed(opInstantiate, &transport.AmbiguousError{Err: errors.New("the answer names no service principal")})
	}
	if errors.Is(err, service.ErrAmbiguous) {
		if a = c.lostSyncApplication(ctx, name, before); a.PrincipalID == "" {
			return a, "", err
		}
		err = nil
	}
	if err != nil {
		return SyncApplication{}, "", err
	}
	c.markFresh(a.PrincipalID)
	ready, err := c.AwaitSyncApplication(ctx, a.PrincipalID)
	if err != nil {
		return a, registrationID, err
	}
	if registrationID == "" {
		r, _, err := c.Registration(ctx, ready.AppID)
		return ready, strings.ToLower(r.ID), err
	}
	return ready, registrationID, nil
}

// lostSyncApplication finds the application that a request with a lost answer has
// created.
func (c *Client) lostSyncApplication(ctx context.Context, name string, before []SyncConfiguration) SyncApplication {
	found, _ := lostResult(ctx, c, "an application "+name, func(ctx context.Context) (SyncApplication, bool, error) {
		all, err := c.ReadSyncConfigurations(ctx)
		i := slices.IndexFunc(all, func(s SyncConfiguration) bool {
			return s.DisplayName == name && s.Blank() && !c.isFresh(s.PrincipalID) &&
				!slices.ContainsFunc(before, func(b SyncConfiguration) bool { return b.PrincipalID == s.PrincipalID })
		})
		if err != nil || i < 0 {
			return SyncApplication{}, false, err
		}
		return all[i].SyncApplication, true, nil
	})
	return found
}

// AwaitSyncApplication returns a new service principal as soon as both Graph and the
// synchronization service know it.
//
// GET /servicePrincipals/{id}, GET /servicePrincipals/{id}/synchronization/jobs.
func (c *Client) AwaitSyncApplication(ctx context.Context, principalID string) (SyncApplication, error) {
	c.markFresh(principalID)
	var found SyncApplication
	err := c.whenReady(ctx, opServicePrincipal, principalID, func(ctx context.Context) (err error) {
		found, err = c.SyncApplication(ctx, principalID)
		return err
	})
	if err != nil {
		return found, err
	}
	return found, c.whenReady(ctx, opSyncJobs, principalID, func(ctx context.Context) error {
		_, err := c.SyncJobs(ctx, principalID)
		return err
	})
}

// RenameSyncApplication gives an application another display name, and returns when
// its service principal shows it.
//
// PATCH /applications/{id}, GET /servicePrincipals/{id}.
func (c *Client) RenameSyncApplication(ctx context.Context, registrationID, principalID, name string) error {
	defer c.forgetSyncs()
	err := c.send(ctx, call{
		op: opUpdateApplication, method: http.MethodPatch, path: "/applications/" + url.PathEscape(registrationID), body: map[string]string{"displayName": name},
	}, nil)
	if err != nil {
		return err
	}
	err = transport.Poll(ctx, c.clock, "the name of service principal "+principalID, func(ctx context.Context) (bool, string, error) {
		a, err := c.SyncApplication(ctx, principalID)
		return a.DisplayName == name, "the name " + a.DisplayName, err
	})
	return c.named(opServicePrincipal, err)
}

// DeleteSyncApplication deletes a service principal with its jobs and secrets, and its
// application. What is missing already is no error. Users that were synchronized
// remain in the target tenant (graph-cross-tenant §4.6).
//
// GET /applications, DELETE /servicePrincipals/{id}, DELETE /applications/{id}.
func (c *Client) DeleteSyncApplication(ctx context.Context, principalID, registrationID string) error {
	defer c.forgetSyncs()
	for _, k := range []call{
		{op: opDeletePrincipal, method: http.MethodDelete, path: applicationPath(principalID)},
		{op: opDeleteApplication, method: http.MethodDelete, path: "/applications/" + url.PathEscape(registrationID)},
	} {
		if err := unless(c.send(ctx, k, nil), service.ErrNotFound); err != nil {
			return err
		}
	}
	return nil
}
