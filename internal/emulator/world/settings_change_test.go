package world

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// Every setting has a name and takes values of its kind only.
func TestEverySettingCanBeSet(t *testing.T) {
	t.Parallel()
	taken := map[reflect.Kind][]string{reflect.Bool: {"true", "false"}, reflect.String: {"nothing", `"nothing"`}}
	for i, name := range SettingNames() {
		kind := reflect.TypeFor[Settings]().Field(i).Type.Kind()
		for _, value := range []string{"true", "false", "nothing", `"nothing"`, "null", "5"} {
			change, err := ParseSettings(name + "=" + value)
			if want := slices.Contains(taken[kind], value); want != (err == nil) {
				t.Errorf("%s=%s: %v", name, value, err)
			}
			if err != nil {
				continue
			}
			s := DefaultSettings()
			change(&s)
			if got := fmt.Sprint(reflect.ValueOf(s).Field(i)); got != strings.Trim(value, `"`) {
				t.Errorf("%s=%s makes it %s", name, value, got)
			}
		}
	}
}

func TestSettingsLieOverEachOther(t *testing.T) {
	t.Parallel()
	run, err := ParseSettings("flapping_replicas=false", "refused_characters=~!", "search_index_lags=false")
	if err != nil {
		t.Fatal(err)
	}
	w := New(Options{Settings: func(s *Settings) {
		run(s)
		s.SearchIndexLags = true
	}})
	if s := w.Settings(); s.FlappingReplicas || s.RefusedCharacters != "~!" || !s.SearchIndexLags || !s.InvitationReadsLate {
		t.Errorf("settings are %+v", s)
	}
}

func TestStateKeepsSettings(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *Options) { o.Settings = SettingsWith(func(s *Settings) { s.FlappingReplicas = false }) })
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
	if err := restarted.LoadState([]byte(old)); err != nil || restarted.Settings() != DefaultSettings() {
		t.Errorf("an old state makes settings %+v, %v", restarted.Settings(), err)
	}
	bad := strings.Replace(text, `"derived_display_name":"local_part"`, `"derived_display_name":"first"`, 1)
	if err := restarted.LoadState([]byte(bad)); err == nil {
		t.Error("a setting that does not exist was loaded")
	}
}
