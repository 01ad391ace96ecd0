package area_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// Ten minutes of lag pass within three reads each, and no object ages.
func TestRequestsMoveLag(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *kernel.Options) {
		o.RequestsMoveLag = true
		o.Settings = settings.With(func(s *settings.Settings) { s.FlappingReplicas = false })
	})
	w.SetLag(10 * time.Minute)
	u := invited(t, w, contosoID, "new@fabrikam.example")
	views := []struct {
		name string
		sees func() bool
	}{
		{"by id", func() bool { _, err := directory.Users.Get(w, contosoID, u.ID); return err == nil }},
		{"list", func() bool { return listed(t, w, u.ID) }},
		{"advanced query", func() bool { return indexed(t, w, u.ID) }},
	}
	for _, view := range views {
		if n := looksUntil(view.sees); n < 2 || n > 4 {
			t.Errorf("%s: seen with look %d", view.name, n)
		}
	}
	if now := w.Now(); !now.Equal(start) {
		t.Errorf("the clock stands at %v", now)
	}
}

// By default a stale response changes nothing: only time does.
func TestLagWaitsForTheClock(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *kernel.Options) { o.Lag = 10 * time.Minute })
	u := invited(t, w, contosoID, "new@fabrikam.example")
	if n := looksUntil(func() bool { _, err := directory.Users.Get(w, contosoID, u.ID); return err == nil }); n <= 4 {
		t.Errorf("seen with look %d", n)
	}
}

// Stale responses of other delays advance the lag too: the default of the
// cross-tenant access settings, the change log, a deleted partner.
func TestEveryStaleAnswerMovesLag(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *kernel.Options) { o.RequestsMoveLag = true })
	addPartner(t, w, contosoID, fabrikamID)
	w.SetLag(10 * time.Minute)
	mark, err := directory.Users.Mark(w, contosoID)
	if err != nil {
		t.Fatal(err)
	}
	if err := directory.UpdateUser(w, contosoID, adminID, map[string]any{"jobTitle": "x"}, inviter); err != nil {
		t.Fatal(err)
	}
	if err := updateDefault(w, contosoID, map[string]any{"inboundTrust": map[string]any{"isMfaAccepted": true}}); err != nil {
		t.Fatal(err)
	}
	if err := crosstenant.Partners.Delete(w, contosoID, fabrikamID, kernel.Actor{}); err != nil {
		t.Fatal(err)
	}
	answers := map[string]func() bool{
		"default": func() bool {
			p, err := defaultAccess(w, contosoID)
			return err == nil && p["isServiceDefault"] == false
		},
		"changes": func() bool {
			changes, _, _, err := directory.Users.Changes(w, contosoID, mark, 10)
			return err == nil && len(changes) == 1
		},
		"partner": func() bool {
			_, err := createPartner(w, contosoID, map[string]any{"tenantId": fabrikamID})
			return err == nil
		},
	}
	for name, fresh := range answers {
		if n := looksUntil(fresh); n > 4 {
			t.Errorf("%s: %d looks", name, n)
		}
	}
}

// looksUntil counts calls until one succeeds, ten at most.
func looksUntil(sees func() bool) int {
	n := 1
	for !sees() && n < 10 {
		n++
	}
	return n
}

func TestWaitUntil(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		end  func(w *kernel.World, gone context.CancelFunc)
		want bool
		took time.Duration
	}{
		"the clock is moved": {func(w *kernel.World, _ context.CancelFunc) { w.Advance(time.Minute); w.Advance(time.Hour) }, true, 0},
		"time passes":        {func(*kernel.World, context.CancelFunc) {}, true, time.Hour},
		"the context ends":   {func(_ *kernel.World, gone context.CancelFunc) { gone() }, false, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := area.NewWorld(kernel.Options{})
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				done := make(chan bool, 1)
				go func() { done <- w.WaitUntil(ctx, w.Now().Add(time.Hour)) }()
				synctest.Wait()
				select {
				case <-done:
					t.Fatal("it did not wait")
				default:
				}
				began := time.Now()
				tt.end(w, cancel)
				if got := <-done; got != tt.want || time.Since(began) != tt.took {
					t.Errorf("got %v after %s", got, time.Since(began))
				}
			})
		})
	}
}
