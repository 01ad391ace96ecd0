package guestsync

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guestsync/reconcile"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
)

const (
	// atOnce is the number of steps in flight. At the write quota of 20 requests a
	// second it allows each step three seconds.
	atOnce = 64
	// firstSteps are carried out before the others: if another run has used up the
	// quota, their refusals tell it, instead of one for each step in flight.
	firstSteps = 4
	// logged is the number of steps after which the progress is logged: every ten
	// seconds at the write quota.
	logged = 100
	// interruptGrace is the time that an interrupt leaves the steps in flight.
	interruptGrace = 10 * time.Second
)

// outcome is what a run did.
type outcome struct {
	done reconcile.Counts
	// refused are the first users that the service refused, with its reason.
	refused      []string
	refusedCount int
	// failed is the number of steps that the next run has to repeat, and failure the
	// first reason.
	failed  int
	failure error
}

// complete reports whether nothing is left for the next run.
func (o *outcome) complete() bool { return o.failed == 0 }

// refuse records a refusal.
func (o *outcome) refuse(name string, reason any) {
	if o.refusedCount++; len(o.refused) < mostNames {
		o.refused = append(o.refused, fmt.Sprintf("%s: %v", name, reason))
	}
}

// result is the result of one step.
type result struct {
	target reconcile.ID
	// owned is false if the service returned a user that existed before.
	owned bool
	// blocked means that the user was disabled already: that is not to be undone.
	blocked bool
	err     error
}

// carrier carries out the steps of a run.
type carrier struct {
	*edge
	ledger *reconcile.Ledger
	began  time.Time
	of     int

	mu sync.Mutex
	outcome
	// finished counts the steps with a result, and denials those of them that lacked a
	// permission.
	finished, denials int
}

// carryOut carries out steps, many at once, and records them in the ledger. It stops
// when the context ends, and when the application turns out to lack a permission.
func (e *edge) carryOut(ctx context.Context, l *reconcile.Ledger, steps []reconcile.Step) outcome {
	c := &carrier{edge: e, ledger: l, began: time.Now(), of: len(steps)}
	places := make([]int, len(steps))
	for i := range places {
		places[i] = i
	}
	// The steps in flight have an end of their own: their results count after an
	// interrupt.
	first := min(firstSteps, len(places))
	for _, some := range [][]int{places[:first], places[first:]} {
		_, err := share.Together(context.WithoutCancel(ctx), atOnce, some, func(_ context.Context, i int) (struct{}, error) {
			if c.stops(ctx) {
				return struct{}{}, nil
			}
			kept, cancel := share.Grace(ctx, interruptGrace)
			defer cancel()
			c.take(ctx, steps[i], c.witnessed(&steps[i], func() result { return e.carry(kept, steps[i]) }))
			return struct{}{}, nil
		})
		if c.failure == nil {
			c.failure = err
		}
	}
	c.failed += len(steps) - c.finished
	return c.outcome
}

// stops reports whether a further step is pointless.
func (c *carrier) stops(ctx context.Context) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return ctx.Err() != nil || c.witness.broken() || c.denials == c.finished && c.finished >= min(atOnce, c.of)
}

// take records the result of a step.
func (c *carrier) take(ctx context.Context, s reconcile.Step, r result) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.finished++; c.finished%logged == 0 {
		tflog.Info(ctx, "guest sync progress", progress(c.finished, c.of, time.Since(c.began)))
	}
	var taken *takenError
	lasting := errors.As(r.err, &taken) || refuses(r.err) || c.protects(ctx, s, r.err)
	switch {
	case r.err == nil:
		s.Owned, s.Blocked = s.Owned && r.owned, r.blocked
		c.ledger.Record(s, r.target, c.target.Now())
		c.done[s.Kind]++
		if s.Kind == reconcile.Refuse {
			c.refuse(s.Name(), s.Reason)
		}
	case lasting:
		c.ledger.Refuse(s, r.target, c.target.Now())
		c.refuse(s.Name(), r.err)
	default:
		if c.failed++; c.failure == nil {
			c.failure = r.err
		}
		if errors.Is(r.err, service.ErrForbidden) {
			c.denials++
		}
	}
}

// progress describes how far a run is.
func progress(done, of int, took time.Duration) map[string]any {
	rate := float64(done) / max(took.Seconds(), 0.001)
	return map[string]any{
		"done": done, "of": of, "per_second": fmt.Sprintf("%.1f", rate),
		"remaining": time.Duration(float64(of-done) / rate * float64(time.Second)).Round(time.Second).String(),
	}
}

// refuses reports whether the service refuses a step for good. All else is left to the
// next run.
func refuses(err error) bool {
	var e *service.Error
	return errors.As(err, &e) && e.Final()
}

// protects reports whether the service refuses the change of one user: the application
// has the permission, but may not change an administrator or a user in a restricted
// unit (graph-identity §2.2). A refused invitation follows from settings of the tenant.
func (c *carrier) protects(ctx context.Context, s reconcile.Step, err error) bool {
	var call *service.Error
	if s.Target.None() || s.FromBin || !errors.As(err, &call) || !errors.Is(err, service.ErrForbidden) {
		return false
	}
	return slices.ContainsFunc(call.Permissions, func(permission string) bool {
		holds, told := c.target.Holds(ctx, permission)
		return told && holds
	})
}

// takenError means that the service answered an invitation with a user that must not be
// adopted.
type takenError struct{ userID string }

func (e *takenError) Error() string {
	return "the service answered with the existing user " + e.userID
}

// carry carries out one step.
func (e *edge) carry(ctx context.Context, s reconcile.Step) result {
	r := result{target: s.Target, owned: true}
	switch {
	case s.Kind == reconcile.Refuse:
		return r
	case s.Kind == reconcile.Create:
		return e.create(ctx, s)
	case s.Kind == reconcile.Delete:
		r.err = e.target.Graph.DeleteUser(ctx, s.Target.String())
		return r
	case s.Kind == reconcile.Disable && s.Steady:
		if r.blocked, r.err = e.blocked(ctx, s.Target.String()); r.blocked || r.err != nil {
			return r
		}
	case s.FromBin:
		if _, err := e.target.Graph.RestoreUser(ctx, s.Target.String()); err != nil {
			return result{err: err}
		}
	}
	r.err = e.write(ctx, s.Target.String(), s)
	if e.destroys && errors.Is(r.err, service.ErrNotFound) {
		r.err = nil
	}
	return r
}

// blocked reports whether a user is disabled. If that is so before a departure and the
// resource tenant has reported no change since the last run, an administrator did it, and
// not an interrupted run of this sync.
func (e *edge) blocked(ctx context.Context, id string) (bool, error) {
	found, err := e.target.Graph.TrackedUsers(ctx, []string{id}, []string{reconcile.AccountEnabled})
	u, exists := found[id]
	return exists && !u.AccountEnabled, err
}

// write writes the properties of a step.
func (e *edge) write(ctx context.Context, id string, s reconcile.Step) error {
	var values []graph.PropertyValue
	for _, v := range s.Set {
		values = append(values, graph.PropertyValue(v))
	}
	if s.UserType != "" {
		values = append(values, graph.PropertyValue{Name: "userType", Text: s.UserType})
	}
	if len(values) == 0 {
		return nil
	}
	return e.target.Graph.WriteUser(ctx, id, values)
}

// create invites a user without a mail. The service can answer with a user that
// existed before.
func (e *edge) create(ctx context.Context, s reconcile.Step) result {
	display := slices.IndexFunc(s.Set, func(v reconcile.Value) bool { return v.Name == string(graph.DisplayName) })
	invitation := graph.Invitation{
		Email: s.Address, UserType: e.settings.invitedAs, RedirectURL: e.target.Cloud.RedirectURL(e.target.ID),
	}
	if display >= 0 {
		invitation.DisplayName = s.Set[display].Text
	}
	invited, err := e.target.Graph.Invite(ctx, invitation)
	if err != nil {
		return result{err: err}
	}
	target, err := reconcile.ParseID(invited.UserID)
	if err != nil {
		return result{err: err}
	}
	u, err := e.target.Graph.AwaitUser(ctx, invited.UserID, graph.UserChange{})
	if err != nil {
		return result{err: err}
	}
	found := invited.Found(u)
	if found && e.settings.Existing != reconcile.Adopt {
		return result{err: &takenError{invited.UserID}}
	}
	if found {
		// The mark would make the user one of the sync.
		s.Set = slices.DeleteFunc(slices.Clone(s.Set), func(v reconcile.Value) bool { return v.Name == e.settings.Anchor })
	} else if display >= 0 {
		// The invitation has set the name.
		s.Set = slices.Delete(slices.Clone(s.Set), display, display+1)
	}
	err = e.write(ctx, invited.UserID, s)
	if refuses(err) && !found && e.settings.Anchor != "" {
		// A value is refused, and all others with it. The user is one of the sync nevertheless.
		mark := reconcile.Step{Set: []reconcile.Value{{Name: e.settings.Anchor, Text: s.Source.String()}}}
		err = cmp.Or(e.write(ctx, invited.UserID, mark), err)
	}
	return result{target: target, owned: !found, err: err}
}
