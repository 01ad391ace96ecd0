package acctest

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

// What a test chooses wins over the settings of the run, the default included.
func TestSettingsOfTheRun(t *testing.T) {
	t.Setenv(settingsVariable, "flapping_replicas=false,search_index_lags=false,derived_display_name=nothing")
	run, err := settingsOfTheRun()
	if err != nil {
		t.Fatal(err)
	}
	s := world.New(world.Options{Settings: over(run, func(s *world.Settings) { s.SearchIndexLags = true })}).Settings()
	if s.FlappingReplicas || !s.SearchIndexLags || s.DerivedDisplayName != world.NoName {
		t.Errorf("settings are %+v", s)
	}
	want := world.DefaultSettings()
	want.FlappingReplicas, want.SearchIndexLags, want.DerivedDisplayName = false, false, world.NoName
	if s := world.New(world.Options{Settings: over(run, nil)}).Settings(); s != want {
		t.Errorf("settings are %+v", s)
	}
	for _, text := range []string{"colour=red", "flapping_replicas", "flapping_replicas=maybe"} {
		t.Setenv(settingsVariable, text)
		if _, err := settingsOfTheRun(); err == nil {
			t.Errorf("%s was taken", text)
		}
	}
}
