package kernel

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// savedWorld is the state that survives a restart. Writes that are not visible yet
// are saved as replicated. A tenant has the member "tenant" and one or more
// members for each part.
type savedWorld[T any] struct {
	Version int           `json:"version"`
	Offset  time.Duration `json:"clock_offset_ns"`
	// Settings that a saved state does not contain keep their initial values.
	Settings settings.Settings `json:"settings"`
	Tenants  []map[string]T    `json:"tenants"`
}

const stateVersion = 2

// SaveState writes the complete state, including secrets, for LoadState.
func (w *World) SaveState() ([]byte, error) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	saved := savedWorld[any]{Version: stateVersion, Offset: w.offset, Settings: w.settings}
	for _, d := range w.order {
		members := map[string]any{"tenant": d.Tenant}
		for _, p := range d.parts {
			p.save(d, members)
		}
		saved.Tenants = append(saved.Tenants, members)
	}
	data, err := json.Marshal(saved)
	if err != nil {
		return nil, fmt.Errorf("saving the state of the emulator: %w", err)
	}
	return data, nil
}

// LoadState replaces the complete state by a saved one, including the position of
// the virtual clock.
func (w *World) LoadState(data []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	start := settings.Default()
	if w.options.Settings != nil {
		w.options.Settings(&start)
	}
	saved := savedWorld[json.RawMessage]{Settings: start}
	if err := json.Unmarshal(data, &saved); err != nil {
		return fmt.Errorf("the state of the emulator cannot be read: %w", err)
	}
	if saved.Version != stateVersion {
		return fmt.Errorf("the state of the emulator has version %d, this emulator reads version %d", saved.Version, stateVersion)
	}
	if err := saved.Settings.Check(); err != nil {
		return fmt.Errorf("the state of the emulator has a setting that it cannot have: %w", err)
	}
	next := newTenants()
	for _, members := range saved.Tenants {
		if err := next.load(members, w.options.Areas); err != nil {
			return err
		}
	}
	w.replace(next)
	w.settings = saved.Settings
	w.setOffset(saved.Offset)
	return nil
}

func (t *tenants) load(members map[string]json.RawMessage, areas []Area) error {
	var tenant Tenant
	if err := unmarshal(members, "tenant", &tenant); err != nil {
		return fmt.Errorf("the state of the emulator cannot be read: %w", err)
	}
	if _, ok := schema.CloudOf(tenant.Cloud); !ok {
		return fmt.Errorf("the state of the emulator is incomplete for tenant %q: it has no cloud", tenant.Key)
	}
	d := newDirectory(tenant, t, areas)
	for _, p := range d.parts {
		if err := p.load(d, members); err != nil {
			return fmt.Errorf("the state of the emulator is incomplete for tenant %q: %w", tenant.Key, err)
		}
	}
	t.enlist(d)
	return nil
}
