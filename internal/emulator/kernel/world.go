package kernel

import (
	"crypto/rand"
	"encoding/hex"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// World is every tenant of every cloud, behind one lock. It is safe for concurrent
// use.
type World struct {
	*shared
	// truthful means that reads bypass the replicas; see [World.Truth].
	truthful bool
	origin   *Origin
}

// shared is the state that a world and its truthful view share.
type shared struct {
	mu       sync.RWMutex
	options  Options
	settings settings.Settings
	clock
	lag time.Duration
	tenants
}

// Options are the sources of time and ids, the areas, and the settings for
// behavior that the reference leaves open. The zero value is ready for use.
type Options struct {
	// Now is the clock under the virtual one; time.Now if nil.
	Now func() time.Time
	// NewID returns object ids; random version 4 GUIDs if nil.
	NewID func() string
	// Lag is the time until a write is visible to readers.
	Lag time.Duration
	// RequestsMoveLag advances the replicas by a third of a write's delay whenever a
	// response misses that write: a client that retries sees the write on the fourth
	// read at the latest, independent of the lag and the speed of the machine.
	RequestsMoveLag bool
	// Settings select between behaviors on which sources disagree, if they differ
	// from [settings.Default].
	Settings settings.Change
	// Areas define the state of tenants, in the order in which a seed fills them.
	Areas []Area
}

// New creates a world without tenants.
func New(options Options) *World {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.NewID == nil {
		options.NewID = NewGUID
	}
	w := &World{shared: &shared{
		options:  options,
		settings: settings.Default(),
		lag:      options.Lag,
		clock:    clock{moved: make(chan struct{})},
		tenants:  newTenants(),
	}}
	if options.Settings != nil {
		options.Settings(&w.settings)
	}
	return w
}

// Truth is the same world without replicas: reads see every write immediately, and
// do not advance the replicas. It is for tests.
func (w *World) Truth() *World { return &World{shared: w.shared, truthful: true, origin: w.origin} }

// Settings returns the current settings.
func (w *World) Settings() settings.Settings {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.settings
}

// ChangeSettings changes the settings for later operations; if change fails, none
// of them.
func (w *World) ChangeSettings(change func(*settings.Settings) error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	next := w.settings
	if err := change(&next); err != nil {
		return err
	}
	w.settings = next
	return nil
}

// Read runs a read-only operation on a tenant. Due tasks are carried out before it
// starts.
func (w *World) Read(tenantID string, f func(*Directory, Moment) error) error {
	w.carryOut(tenantID)
	missed, err := w.look(tenantID, f)
	if missed > 0 {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.catchUp(missed)
	}
	return err
}

// carryOut carries out the due tasks of a tenant. A truthful operation does not
// anticipate the others.
func (w *World) carryOut(tenantID string) {
	if !w.hasDue(tenantID) {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if d, err := w.directory(tenantID); err == nil {
		at := w.moment()
		at.truthful = false
		d.expire(at.From(Origin{}))
	}
}

func (w *World) hasDue(tenantID string) bool {
	w.mu.RLock()
	defer w.mu.RUnlock()
	d, err := w.directory(tenantID)
	at := w.moment()
	return err == nil && slices.ContainsFunc(d.agendas, func(a agenda) bool { return a.due(d, at) })
}

// look also returns the longest delay of a write that the operation did not see.
func (w *World) look(tenantID string, f func(*Directory, Moment) error) (missed time.Duration, err error) {
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

// Write runs an operation that may change the tenant. Expired deleted objects are
// removed before it starts.
func (w *World) Write(tenantID string, f func(*Directory, Moment) error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	d, err := w.directory(tenantID)
	if err != nil {
		return err
	}
	at := w.moment()
	d.expire(at.From(Origin{}))
	err = f(d, at)
	w.catchUp(at.op.missed)
	return err
}

// Each runs an operation on every tenant.
func (w *World) Each(f func(*Directory)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, d := range w.order {
		f(d)
	}
}

// NewGUID returns a random version 4 GUID.
func NewGUID() string {
	var b [16]byte
	// crypto/rand.Read is documented never to fail.
	_, _ = rand.Read(b[:])
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	text := hex.EncodeToString(b[:])
	return text[:8] + "-" + text[8:12] + "-" + text[12:16] + "-" + text[16:20] + "-" + text[20:]
}

func lower(s string) string { return strings.ToLower(s) }
