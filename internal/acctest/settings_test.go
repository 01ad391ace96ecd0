package acctest

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// The settings of a test take precedence over those of the run, including the
// default.
func TestSettingsOfTheRun(t *testing.T) {
	t.Setenv(settingsVariable, "flapping_replicas=false,search_index_lags=false,derived_display_name=nothing")
	run, err := settingsOfTheRun()
	if err != nil {
		t.Fatal(err)
	}
	s := area.NewWorld(kernel.Options{Settings: over(run, func(s *settings.Settings) { s.SearchIndexLags = true })}).Settings()
	if s.FlappingReplicas || !s.SearchIndexLags || s.DerivedDisplayName != settings.NoName {
		t.Errorf("settings are %+v", s)
	}
	want := settings.Default()
	want.FlappingReplicas, want.SearchIndexLags, want.DerivedDisplayName = false, false, settings.NoName
	if s := area.NewWorld(kernel.Options{Settings: over(run, nil)}).Settings(); s != want {
		t.Errorf("settings are %+v", s)
	}
	for _, text := range []string{"color=red", "flapping_replicas", "flapping_replicas=maybe"} {
		t.Setenv(settingsVariable, text)
		if _, err := settingsOfTheRun(); err == nil {
			t.Errorf("%s was taken", text)
		}
	}
}
