package world

import (
	"encoding/json"
	"testing"
	"time"
)

// However precise the emulator's clock is, its answers say what the services do.
func TestTimesInAnswers(t *testing.T) {
	t.Parallel()
	now := start.Add(123456789 * time.Nanosecond)
	values := map[string]any{}
	for _, p := range userProperties {
		values["user "+p.Name] = p.Get(&User{Created: now})
	}
	for _, p := range registrationProperties {
		values["application "+p.Name] = p.Get(&Registration{Created: now})
	}
	for _, p := range assignmentProperties {
		values["assignment "+p.Name] = p.Get(&AppRoleAssignment{Created: now})
	}
	for name, want := range map[string]string{
		"user createdDateTime":        `"2026-01-15T09:00:00Z"`,
		"application createdDateTime": `"2026-01-15T09:00:00Z"`,
		"assignment createdDateTime":  `"2026-01-15T09:00:00.1234567Z"`,
	} {
		if got, err := json.Marshal(values[name]); err != nil || string(got) != want {
			t.Errorf("%s: %s, %v, want %s", name, got, err, want)
		}
	}
}
