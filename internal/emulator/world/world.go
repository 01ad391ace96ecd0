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
	*shared
	// truthful says that no replica stands in between; see [World.Truth].
	truthful bool
}

// shared is what a world has, however it is looked at.
type shared struct {
	mu       sync.RWMutex
	options  Options
	settings Settings
	clock
	lag time.Duration

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
	// RequestsMoveLag brings replicas on by a third of a write's way to a reader
	// whenever a request is answered without it: a client that asks again sees the
	// write with its fourth look at the latest, however long the lag is and however
	// fast the machine.
	RequestsMoveLag bool
	// Settings choose between behaviours that sources disagree about, where they
	// differ from [DefaultSettings].
	Settings SettingsChange
}

// New makes a world without tenants.
func New(options Options) *World {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.NewID == nil {
		options.NewID = newGUID
	}
	w := &World{shared: &shared{
		options:  options,
		settings: DefaultSettings(),
		lag:      options.Lag,
		clock:    clock{moved: make(chan struct{})},
		byID:     map[string]*directory{},
		byKey:    map[string]*directory{},
		domains:  map[domainKey]*directory{},
	}}
	if options.Settings != nil {
		options.Settings(&w.settings)
	}
	return w
}

// Truth is the same world without replicas in between: who asks it sees every
// write at once, and does not bring replicas on. It is made for tests.
func (w *World) Truth() *World { return &World{shared: w.shared, truthful: true} }

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

// read runs an operation that changes nothing.
func (w *World) read(tenantID string, f func(*directory, moment) error) error {
	missed, err := w.look(tenantID, f)
	if missed > 0 {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.catchUp(missed)
	}
	return err
}

// look also tells the longest delay of what the operation did not get to see.
func (w *World) look(tenantID string, f func(*directory, moment) error) (missed time.Duration, err error) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	d, err := w.directory(tenantID)
	if err != nil {
		return 0, err
	}
	at := w.moment()
	err = f(d, at)
	return at.op.missed, err
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
	err = f(d, at)
	w.catchUp(at.op.missed)
	return err
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
