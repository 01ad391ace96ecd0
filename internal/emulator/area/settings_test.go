package area_test

import (
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

func TestSettingsLieOverEachOther(t *testing.T) {
	t.Parallel()
	run, err := settings.Parse("flapping_replicas=false", "refused_characters=~!", "search_index_lags=false")
	if err != nil {
		t.Fatal(err)
	}
	w := area.NewWorld(kernel.Options{Settings: func(s *settings.Settings) {
		run(s)
		s.SearchIndexLags = true
	}})
	if s := w.Settings(); s.FlappingReplicas || s.RefusedCharacters != "~!" || !s.SearchIndexLags || !s.InvitationReadsLate {
		t.Errorf("settings are %+v", s)
	}
}

func TestStateKeepsSettings(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *kernel.Options) {
		o.Settings = settings.With(func(s *settings.Settings) { s.FlappingReplicas = false })
	})
	load(t, w, estate) // another seed changes no setting
	data, err := w.SaveState()
	if err != nil {
		t.Fatal(err)
	}
	restarted := newWorld(t, nil)
	if err := restarted.LoadState(data); err != nil || restarted.Settings().FlappingReplicas {
		t.Errorf("settings are %+v, %v", restarted.Settings(), err)
	}
	text := string(data)
	a, b := strings.Index(text, `"settings":{`), strings.Index(text, `"tenants":[`)
	old := text[:a] + text[b:]
	if err := restarted.LoadState([]byte(old)); err != nil || restarted.Settings() != settings.Default() {
		t.Errorf("an old state makes settings %+v, %v", restarted.Settings(), err)
	}
	bad := strings.Replace(text, `"derived_display_name":"local_part"`, `"derived_display_name":"first"`, 1)
	if err := restarted.LoadState([]byte(bad)); err == nil {
		t.Error("a setting that does not exist was loaded")
	}
}
