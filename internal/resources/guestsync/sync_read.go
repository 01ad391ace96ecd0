package guestsync

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guestsync/reconcile"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// A batch has 20 lookups of addresses, and a page 999 users. Above this number of
// lookups, and this part of the users of the sync, a listing takes fewer requests.
const (
	mostLookups    = 500
	mostLookupPart = 50
)

// edge is a sync with its two tenants.
type edge struct {
	source, target *tenant.Tenant
	settings       settings
	fingerprint    string
	// place is the file for evidence, and witness writes it during a run; nil for none.
	place   *place
	witness *witness
	// since is the time from which on the tenants are read. Zero means that what another
	// guest sync of the run has read is good enough.
	since time.Time
	// destroys means that a user who is missing needs no removal.
	destroys bool
	// lost means that the resource exists and its record does not, as after a provider
	// that was killed in an update.
	lost bool
}

// view is what the tenants report, and the links to what comes after.
type view struct {
	reconcile.Input
	sourceLink, targetLink string
	// targetRead is when the resource tenant was read. What belongs to it is read later:
	// a user who has left the list is in the recycle bin.
	targetRead time.Time
}

// look reads both tenants: their changes, if the record has links for them, or
// everything.
func (e *edge) look(ctx context.Context, rec record) (*view, error) {
	ledger, err := reconcile.DecodeLedger(rec.Ledger)
	if err != nil {
		return nil, err
	}
	if rec.Fingerprint != e.fingerprint {
		rec.SourceLink, rec.TargetLink = "", ""
	}
	v := &view{Input: reconcile.Input{Ledger: ledger}}
	if err := e.lookAtBoth(ctx, v, rec); err != nil {
		return nil, err
	}
	return v, e.complete(ctx, v)
}

// lookAtBoth reads the changes of both tenants at the same time. If the resource tenant
// has to be listed, that follows: of its users only those are kept that the home tenant
// makes relevant.
func (e *edge) lookAtBoth(ctx context.Context, v *view, rec record) error {
	defer func() { v.Now = e.target.Now() }()
	_, list, err := share.Both(ctx,
		func(ctx context.Context) (struct{}, error) { return struct{}{}, e.lookAtSource(ctx, v, rec.SourceLink) },
		func(ctx context.Context) (bool, error) { return e.lookAtTarget(ctx, v, rec.TargetLink) })
	if err != nil || !list {
		return err
	}
	return e.listTarget(ctx, v, func(each func([]graph.TrackedUser) error) error {
		r, err := e.target.Graph.AllUsers(ctx, e.since, everyProperty, each)
		v.targetLink, v.targetRead = r.Link, r.Ended
		return err
	})
}

// lookAtSource reads the users in scope. The users of groups and filters are listed:
// no delta query has them.
func (e *edge) lookAtSource(ctx context.Context, v *view, link string) error {
	readable := true
	if e.settings.withholdBy != "" {
		var err error
		if readable, err = e.source.Graph.UserPropertyReadable(ctx, e.settings.withholdBy); err != nil {
			return err
		}
	}
	people := newCollection(e.settings, readable)
	properties := e.settings.sourceProperties()
	v.Source.Complete, v.Source.Unreadable = true, !readable
	switch sc := e.settings.scope; {
	case sc.Filter != "":
		if err := e.source.Graph.EachUser(ctx, e.since, sc.Filter, properties, people.add); err != nil {
			return err
		}
	case len(sc.Groups) > 0:
		for _, id := range sc.Groups {
			if err := e.source.Graph.EachGroupUser(ctx, e.since, id, properties, people.add); err != nil {
				return err
			}
		}
	default:
		changes, err := e.source.Graph.UserChanges(ctx, e.since, link, properties, people.add)
		if errors.Is(err, service.ErrExpired) && link != "" {
			people, link = newCollection(e.settings, readable), ""
			changes, err = e.source.Graph.UserChanges(ctx, e.since, link, properties, people.add)
		}
		if err != nil {
			return err
		}
		v.sourceLink, v.Source.Complete = changes.Link, link == ""
	}
	v.Source.People, v.Source.Gone = people.users, people.gone
	return nil
}

// lookAtTarget reads the changes of the resource tenant, and reports whether its users
// have to be listed: without a link, or with one that has expired.
func (e *edge) lookAtTarget(ctx context.Context, v *view, link string) (list bool, err error) {
	if link == "" {
		return true, nil
	}
	changes := newExternals(e.settings, false, nil)
	read, err := e.target.Graph.UserChanges(ctx, e.since, link, everyProperty, changes.add)
	if errors.Is(err, service.ErrExpired) {
		return true, nil
	}
	v.targetLink, v.targetRead, v.Target.Users, v.Target.Gone = read.Link, read.Ended, changes.users, changes.gone
	return false, err
}

// listTarget lists the users of the resource tenant: an internal user can hold an
// address too. A home tenant that was read completely tells which of them are relevant,
// so that a small sync keeps few users of a large tenant.
func (e *edge) listTarget(ctx context.Context, v *view, list func(each func([]graph.TrackedUser) error) error) error {
	var relevant func(*reconcile.External) bool
	others := marked{}
	if v.Source.Complete {
		matters := reconcile.Relevant(e.settings.Settings, v.Input)
		relevant = func(u *reconcile.External) bool {
			if matters(u) || e.settings.departures && u.Anchor != "" {
				return true
			}
			others.add(u)
			return false
		}
	}
	all := newExternals(e.settings, true, relevant)
	if err := list(all.add); err != nil {
		return err
	}
	v.Target = reconcile.Target{Users: all.users, Complete: true}
	return e.findOrphans(ctx, v, others)
}

// complete reads what a decision needs beside the changes.
func (e *edge) complete(ctx context.Context, v *view) error {
	if err := e.readPeople(ctx, v); err != nil {
		return err
	}
	if err := e.readUsers(ctx, v); err != nil {
		return err
	}
	border := e.source.Cloud.Name != e.target.Cloud.Name
	addresses, everyone := reconcile.NeededAddresses(e.settings.Settings, v.Input, border)
	looks := len(addresses) > 0
	switch {
	case v.Target.Complete || !looks:
	case everyone || len(addresses) > max(mostLookups, v.Ledger.Len()/mostLookupPart):
		err := e.listTarget(ctx, v, func(each func([]graph.TrackedUser) error) error {
			return e.target.Graph.EachUser(ctx, v.targetRead, "", everyProperty, each)
		})
		if err != nil {
			return err
		}
	default:
		if err := e.readHolders(ctx, v, addresses); err != nil {
			return err
		}
	}
	if !looks && len(v.Target.Gone) == 0 && !v.Target.Complete {
		return nil
	}
	bin := newExternals(e.settings, true, nil)
	err := e.target.Graph.EachDeletedUser(ctx, v.targetRead, everyProperty, bin.add)
	v.Target.Deleted = bin.users
	return err
}

// readPeople reads users of the home tenant that have not changed.
func (e *edge) readPeople(ctx context.Context, v *view) error {
	var ids []string
	for _, id := range reconcile.NeededPeople(e.settings.Settings, v.Input) {
		ids = append(ids, id.String())
	}
	if len(ids) == 0 {
		return nil
	}
	found, err := e.source.Graph.TrackedUsers(ctx, ids, e.settings.sourceProperties())
	if err != nil {
		return err
	}
	people := newCollection(e.settings, !v.Source.Unreadable)
	for _, id := range ids {
		u, exists := found[id]
		if !exists {
			u = graph.TrackedUser{User: graph.User{ID: id}, Removed: &struct{}{}}
		}
		if err := people.add([]graph.TrackedUser{u}); err != nil {
			return err
		}
	}
	v.Source.People = append(v.Source.People, people.users...)
	v.Source.Gone = append(v.Source.Gone, people.gone...)
	return nil
}

// readUsers reads users of the resource tenant that have not changed.
func (e *edge) readUsers(ctx context.Context, v *view) error {
	if v.Target.Complete {
		return nil
	}
	var ids []string
	for _, id := range reconcile.NeededUsers(e.settings.Settings, v.Input) {
		ids = append(ids, id.String())
	}
	if len(ids) == 0 {
		return nil
	}
	found, err := e.target.Graph.TrackedUsers(ctx, ids, everyProperty)
	if err != nil {
		return err
	}
	users := newExternals(e.settings, true, nil)
	err = users.add(slices.Collect(maps.Values(found)))
	v.Target.Users = append(v.Target.Users, users.users...)
	return err
}

// readHolders reads the users of the resource tenant with the addresses.
func (e *edge) readHolders(ctx context.Context, v *view, addresses []string) error {
	found, err := e.target.Graph.TrackedByAddresses(ctx, addresses, everyProperty)
	if err != nil {
		return err
	}
	holders := newExternals(e.settings, true, nil)
	if err := holders.add(found); err != nil {
		return err
	}
	// A read of an address outranks the delta query.
	v.Target.Users = slices.DeleteFunc(v.Target.Users, func(u reconcile.External) bool {
		_, again := holders.places[u.ID]
		return again
	})
	v.Target.Users = append(v.Target.Users, holders.users...)
	return nil
}
