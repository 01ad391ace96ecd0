package guestsync

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/evidence"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guestsync/reconcile"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

// witness writes the evidence of a run. A nil witness writes none.
type witness struct {
	place
	invitedAs string
	now       func() time.Time

	mu   sync.Mutex
	file *os.File
	head evidence.Head
	// err is the first error, after which no change may be made.
	err error
}

// open verifies the file and begins a run in it; it does nothing without evidence.
func (p *place) open(e *edge) (*witness, error) {
	if p == nil {
		return nil, nil
	}
	w := &witness{place: *p, invitedAs: e.settings.invitedAs, now: e.target.Now}
	if err := w.begin(e); err != nil {
		if w.file != nil {
			err = errors.Join(err, w.file.Close())
		}
		return nil, &evidenceError{p.path, err}
	}
	return w, nil
}

func (w *witness) begin(e *edge) (err error) {
	run := evidence.Record{Kind: evidence.Run, SourceTenant: e.source.ID, TargetTenant: e.target.ID}
	w.file, err = os.OpenFile(w.path, os.O_RDWR, 0o600)
	if errors.Is(err, fs.ErrNotExist) && (w.anchor.Continued || w.anchor.Head.Number == 0) {
		w.file, err = os.OpenFile(w.path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	}
	if err != nil {
		return err
	}
	if err := lock(w.file); err != nil {
		return fmt.Errorf("another run writes it: %w", err)
	}
	s, err := w.read(e, w.file)
	if err != nil {
		return err
	}
	if w.head, run.Discarded = s.Head, s.Torn; s.Runs == 0 {
		run.Continues = w.anchor.Head.String()
	}
	// An interrupted run leaves a part of a line.
	if err := w.file.Truncate(s.Valid); err != nil {
		return err
	}
	if _, err := w.file.Seek(s.Valid, io.SeekStart); err != nil {
		return err
	}
	_, err = w.write(func(evidence.Head) evidence.Record { return run })
	return err
}

// write appends a record, which is on the disk when write returns, unless it is a result:
// that of a change that has an intent can be lost with the power.
func (w *witness) write(record func(evidence.Head) evidence.Record) (uint64, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return 0, w.err
	}
	r := record(w.head)
	r.Time = w.now().UTC().Format("2006-01-02T15:04:05.000Z")
	line, head, err := w.head.Next(r)
	if err == nil {
		_, err = w.file.Write(line)
	}
	if err == nil && r.Kind != evidence.Result {
		err = w.file.Sync()
	}
	if err != nil {
		w.err = &evidenceError{w.path, err}
		return 0, w.err
	}
	w.head = head
	return head.Number, nil
}

// broken reports whether no further change may be made.
func (w *witness) broken() bool {
	if w == nil {
		return false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err != nil
}

// before writes what a step is about to do, and returns the number of the record; zero
// if the step writes nothing.
func (w *witness) before(s *reconcile.Step) (uint64, error) {
	writes := s.Kind == reconcile.Create || s.Kind == reconcile.Delete || s.FromBin || len(s.Set) > 0 || s.UserType != ""
	if w == nil || !writes || s.Kind == reconcile.Refuse {
		return 0, nil
	}
	return w.write(func(h evidence.Head) evidence.Record {
		r := evidence.Record{
			Kind: evidence.Intent, Change: s.Kind.String(), Why: s.Why.String(), SourceUser: s.Source.String(), Attributes: w.attributes(h, s),
		}
		if !s.Target.None() {
			r.TargetUser = s.Target.String()
		}
		return r
	})
}

// attributes are the properties that a step writes.
func (w *witness) attributes(h evidence.Head, s *reconcile.Step) []evidence.Attribute {
	var values []reconcile.Value
	if s.Kind == reconcile.Create {
		values = []reconcile.Value{{Name: "invitedUserEmailAddress", Text: s.Address}, {Name: "invitedUserType", Text: w.invitedAs}}
	}
	values = append(values, s.Set...)
	if s.UserType != "" {
		values = append(values, reconcile.Value{Name: "userType", Text: s.UserType})
	}
	all := make([]evidence.Attribute, 0, len(values))
	for _, v := range values {
		a := evidence.Attribute{Name: v.Name}
		switch w.values {
		case valuesPlain:
			a.Value = &v.Text
		case valuesNone:
		default:
			a.Digest = h.Digest(v.Name, v.Text)
		}
		all = append(all, a)
	}
	return all
}

// after writes the result of a step, of which before has returned the number. If that
// fails, the run stops, and close returns the error.
func (w *witness) after(of uint64, r result) {
	if w == nil || of == 0 {
		return
	}
	rec := evidence.Record{Kind: evidence.Result, Of: of, Outcome: "done"}
	if !r.target.None() {
		rec.TargetUser = r.target.String()
	}
	var (
		taken   *takenError
		refusal *service.Error
	)
	if errors.As(r.err, &refusal) {
		rec.Error = refusal.Code
	}
	switch {
	case errors.As(r.err, &taken):
		rec.Outcome, rec.Error = "refused", "existing user "+taken.userID
	case refuses(r.err):
		rec.Outcome = "refused"
	case r.err != nil:
		rec.Outcome = "failed"
	}
	_, _ = w.write(func(evidence.Head) evidence.Record { return rec })
}

// close ends the run and returns the head of the chain.
func (w *witness) close() (string, error) {
	if w == nil {
		return "", nil
	}
	_, err := w.write(func(evidence.Head) evidence.Record { return evidence.Record{Kind: evidence.End} })
	return w.head.String(), errors.Join(err, w.file.Close())
}

// witnessed carries out a step, with evidence before and after it.
func (c *carrier) witnessed(s *reconcile.Step, carry func() result) result {
	of, err := c.witness.before(s)
	if err != nil {
		return result{err: err}
	}
	r := carry()
	c.witness.after(of, r)
	return r
}
