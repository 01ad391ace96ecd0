package area_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
)

// Times in responses have the services' precision, whatever the emulator's clock.
func TestTimesInAnswers(t *testing.T) {
	t.Parallel()
	now := start.Add(123456789 * time.Nanosecond)
	values := map[string]any{}
	for _, p := range directory.Users.Class.Properties {
		values["user "+p.Name] = p.Get(&directory.User{Created: now})
	}
	for _, p := range application.Registrations.Class.Properties {
		values["application "+p.Name] = p.Get(&application.Registration{Created: now})
	}
	for _, p := range application.Assignments.Class.Properties {
		values["assignment "+p.Name] = p.Get(&application.AppRoleAssignment{Created: now})
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
