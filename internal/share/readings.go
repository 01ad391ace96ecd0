package share

import (
	"bytes"
	"compress/flate"
	"context"
	"fmt"
	"io"
	"sync"
	"time"
)

// Readings shares lists that are too long to be kept as objects: a list that is being
// read, or was read a short time ago, serves all callers with the same key. Its pages are
// kept compressed; 300,000 users take about 20 MB. It is safe for concurrent use, and must
// not be copied after the first call.
type Readings struct {
	// Limit bounds a reading, which no single caller can cancel.
	Limit time.Duration
	// Age is how long a reading serves others after its end.
	Age time.Duration
	Now func() time.Time

	mu sync.Mutex
	// flights belong to a round, which Forget ends.
	flights *Flights[*reading]
	known   map[string]*reading
}

// Reading describes a list that was read.
type Reading struct {
	// Link leads to what has changed since; empty if the list has none.
	Link string
	// Ended is the end of the reading.
	Ended time.Time
}

// reading is a list with its pages.
type reading struct {
	Reading
	began time.Time
	pages [][]byte
}

// Each passes the pages of a list to each, and calls read unless the list is known. A
// reading that began before a time is not used: what it lacks may be in what the caller
// has read since. Read passes each page to keep.
func (r *Readings) Each(
	ctx context.Context, key string, notBefore time.Time, read func(ctx context.Context, keep func([]byte) error) (link string, err error),
	each func([]byte) error,
) (Reading, error) {
	for {
		found, err := r.find(ctx, key, notBefore, read)
		switch {
		case err != nil:
			return Reading{}, err
		case found.began.Before(notBefore):
			// It was in flight.
		default:
			return found.Reading, found.each(each)
		}
	}
}

// Forget drops all lists, also those that are being read.
func (r *Readings) Forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.flights, r.known = nil, nil
}

func (r *Readings) find(
	ctx context.Context, key string, notBefore time.Time, read func(context.Context, func([]byte) error) (string, error),
) (*reading, error) {
	found, flights := r.look(key, notBefore)
	if found != nil {
		return found, nil
	}
	return flights.Do(ctx, key, func(ctx context.Context) (*reading, error) {
		// Another call may have ended since the caller looked.
		if found, _ := r.look(key, notBefore); found != nil {
			return found, nil
		}
		now := &reading{began: r.Now()}
		link, err := read(ctx, now.keep)
		if err != nil {
			return nil, err
		}
		now.Reading = Reading{link, r.Now()}
		r.store(key, now, flights)
		return now, nil
	})
}

// look returns a known list, and the flights of this round.
func (r *Readings) look(key string, notBefore time.Time) (*reading, *Flights[*reading]) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.flights == nil {
		r.flights, r.known = &Flights[*reading]{Limit: r.Limit}, map[string]*reading{}
	}
	found := r.known[key]
	if found != nil && (found.began.Before(notBefore) || r.old(found)) {
		found = nil
	}
	return found, r.flights
}

func (r *Readings) old(l *reading) bool { return r.Now().Sub(l.Ended) > r.Age }

// store keeps a list, unless its round is over, and drops those that are too old.
func (r *Readings) store(key string, l *reading, round *Flights[*reading]) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.flights != round {
		return
	}
	for other, known := range r.known {
		if r.old(known) {
			delete(r.known, other)
		}
	}
	r.known[key] = l
}

// keep compresses a page.
func (l *reading) keep(page []byte) error {
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestSpeed)
	if err == nil {
		_, err = w.Write(page)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return fmt.Errorf("compress a page: %w", err)
	}
	l.pages = append(l.pages, packed.Bytes())
	return nil
}

func (l *reading) each(each func([]byte) error) error {
	for _, packed := range l.pages {
		page, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
		if err != nil {
			return fmt.Errorf("decompress a page: %w", err)
		}
		if err := each(page); err != nil {
			return err
		}
	}
	return nil
}
