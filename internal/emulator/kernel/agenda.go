package kernel

import (
	"encoding/json"
	"slices"
	"time"
)

// Agenda lists tasks that a write has caused and that are due later than the write
// itself, such as the changes that another directory takes over with a delay. Due
// tasks are carried out before the next operation on the tenant, with the state of
// that time.
type Agenda[T any] struct {
	// State is the member of the state file.
	State string
	// Do carries a task out.
	Do func(d *Directory, task T, at Moment)
}

// entry is a task and the time from which it is due.
type entry[T any] struct {
	task T
	stamp
}

// Add lists a task that is due a number of lags after now. With no lag it is
// carried out at once.
func (a *Agenda[T]) Add(d *Directory, task T, lags int, at Moment) {
	late := stamp{at.heard, at.stamp().delay(View(lags))}
	if late.reaches(1, at) {
		a.Do(d, task, at)
		return
	}
	a.in(d).add(entry[T]{task, late})
}

// pending are the tasks of a tenant.
type pending[T any] struct {
	entries []entry[T]
	// next is the time at which the first of them is due.
	next time.Time
}

func (p *pending[T]) add(e entry[T]) {
	if due := e.due(1); len(p.entries) == 0 || due.Before(p.next) {
		p.next = due
	}
	p.entries = append(p.entries, e)
}

// due reports whether a task is due.
func (a *Agenda[T]) due(d *Directory, at Moment) bool {
	in := a.in(d)
	return len(in.entries) > 0 && !in.next.After(at.heard)
}

// Misses reports whether a task is still to come. The operation records that its
// response was stale.
func (a *Agenda[T]) Misses(d *Directory, at Moment, concerns func(T) bool) bool {
	missed := false
	for _, e := range a.in(d).entries {
		if concerns(e.task) && e.misses(1, at) {
			missed = true
		}
	}
	return missed
}

// expire carries out the due tasks, in the order in which they have become due.
func (a *Agenda[T]) expire(d *Directory, at Moment) {
	in := a.in(d)
	var due []entry[T]
	listed := in.entries
	in.entries = nil
	for _, e := range listed {
		if e.reaches(1, at) {
			due = append(due, e)
			continue
		}
		in.add(e)
	}
	slices.SortStableFunc(due, func(x, y entry[T]) int { return x.due(1).Compare(y.due(1)) })
	for _, e := range due {
		a.Do(d, e.task, at)
	}
}

func (a *Agenda[T]) in(d *Directory) *pending[T] { return keptBy[*pending[T]](d, a) }

func (a *Agenda[T]) empty() any { return &pending[T]{} }

func (a *Agenda[T]) begin(*Directory, Moment) {}

// save lists the tasks without their times: after a restart they are due.
func (a *Agenda[T]) save(d *Directory, into map[string]any) {
	tasks := make([]T, 0, len(a.in(d).entries))
	for _, e := range a.in(d).entries {
		tasks = append(tasks, e.task)
	}
	into[a.State] = tasks
}

func (a *Agenda[T]) load(d *Directory, from map[string]json.RawMessage) error {
	var tasks []T
	if err := unmarshal(from, a.State, &tasks); err != nil {
		return err
	}
	for _, task := range tasks {
		a.in(d).add(entry[T]{task: task})
	}
	return nil
}

func (a *Agenda[T]) snapshot(*Directory, map[string]any) {}

func (a *Agenda[T]) seed() (Member, bool) { return Member{}, false }
