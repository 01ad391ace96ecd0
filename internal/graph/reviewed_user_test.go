package graph_test

import (
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
)

// TestLastSignIn: an attempt counts for a user that may sign in. One that may not is
// as inactive as it was, however often it tries.
func TestLastSignIn(t *testing.T) {
	t.Parallel()
	successesSince := time.Date(2023, time.December, 1, 0, 0, 0, 0, time.UTC)
	day := func(year int) time.Time { return time.Date(year, time.June, 1, 0, 0, 0, 0, time.UTC) }
	for name, c := range map[string]struct {
		enabled             bool
		attempt, successful time.Time
		want                time.Time
	}{
		"attempt after a success":           {true, day(2026), day(2025), day(2026)},
		"disabled, attempt after a success": {false, day(2026), day(2025), day(2025)},
		"no success known":                  {true, day(2026), time.Time{}, day(2026)},
		"disabled, no success known":        {false, day(2026), time.Time{}, successesSince},
		"disabled, an early attempt":        {false, day(2022), time.Time{}, day(2022)},
		"disabled, nothing":                 {false, time.Time{}, time.Time{}, time.Time{}},
	} {
		u := graph.ReviewedUser{AccountEnabled: c.enabled}
		u.SignIns.Interactive, u.SignIns.Successful = c.attempt, c.successful
		if got := u.LastSignIn(); !got.Equal(c.want) {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
