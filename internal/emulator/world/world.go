package world

import (
	"crypto/rand"
	"fmt"
	"strings"
	"sync"
	"time"
)

// World is every tenant of every cloud, behind one lock. It is safe for
// concurrent use.
type World struct {
	mu       sync.RWMutex
	options  Options
	settings Settings
	offset   time.Duration
	lag      time.Duration

	tenants []*directory
	byID    map[string]*directory
	byKey   map[string]*directory
	domains map[domainKey]*directory
}

// domainKey is a verified domain within one Entra cloud: the same name may be
// verified in two clouds, never twice in one.
type domainKey struct{ endpoint, name string }

// Options are the sources of time and identity, and the choices about what the
// reference leaves open. The zero value is ready for use.
type Options struct {
	// Now is the clock beneath the virtual one; time.Now when nil.
	Now func() time.Time
	// NewID makes object ids; random version 4 GUIDs when nil.
	NewID func() string
	// Lag is how long a write takes to reach readers.
	Lag time.Duration
	// Settings choose between behaviours that sources disagree about;
	// [DefaultSettings] when nil.
	Settings *Settings
}

// New makes a world without tenants.
func New(options Options) *World {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.NewID == nil {
		options.NewID = newGUID
	}
	w := &World{
		options:  options,
		settings: DefaultSettings(),
		lag:      options.Lag,
		byID:     map[string]*directory{},
		byKey:    map[string]*directory{},
		domains:  map[domainKey]*directory{},
	}
	if options.Settings != nil {
		w.settings = *options.Settings
	}
	return w
}

// Settings are the facts that hold now.
func (w *World) Settings() Settings {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.settings
}

// ChangeSettings changes the facts from now on, or none of them when change
// fails.
func (w *World) ChangeSettings(change func(*Settings) error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	next := w.settings
	if err := change(&next); err != nil {
		return err
	}
	w.settings = next
	return nil
}

// Now is the virtual clock, in UTC.
func (w *World) Now() time.Time {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.now()
}

func (w *World) now() time.Time { return w.options.Now().Add(w.offset).UTC() }

// Advance moves the virtual clock forward: tokens age, lag passes, and deleted
// users come closer to their end.
func (w *World) Advance(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.offset += d
	for _, t := range w.tenants {
		t.expire(w.moment())
	}
}

// SetLag changes how long writes from now on take to reach readers. Writes that
// are already under way keep the lag they were made with.
func (w *World) SetLag(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lag = d
}

// Lag is the replication lag of writes made now.
func (w *World) Lag() time.Duration {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.lag
}

// moment is the instant of one operation and when its writes can be read.
func (w *World) moment() moment {
	now := w.now()
	return moment{now: now, visible: now.Add(w.lag), listed: now.Add(2 * w.lag)}
}

// read runs an operation that changes nothing.
func (w *World) read(tenantID string, f func(*directory, moment) error) error {
	w.mu.RLock()
	defer w.mu.RUnlock()
	d, err := w.directory(tenantID)
	if err != nil {
		return err
	}
	return f(d, w.moment())
}

// write runs an operation that may change the tenant. Deleted users whose time
// has come are gone before it starts.
func (w *World) write(tenantID string, f func(*directory, moment) error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	d, err := w.directory(tenantID)
	if err != nil {
		return err
	}
	at := w.moment()
	d.expire(at)
	return f(d, at)
}

func (w *World) directory(tenantID string) (*directory, error) {
	if d, ok := w.byID[strings.ToLower(tenantID)]; ok {
		return d, nil
	}
	return nil, errNoTenant(tenantID)
}

func newGUID() string {
	var b [16]byte
	// crypto/rand.Read is documented never to fail.
	_, _ = rand.Read(b[:])
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:16])
}

// isGUID says whether s has the shape of a GUID, in either case.
func isGUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i, c := range []byte(s) {
		switch {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return false
			}
		case !isHex(c):
			return false
		}
	}
	return true
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
