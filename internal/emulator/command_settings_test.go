package emulator

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"testing"
)

// Settings are saved, and the command line overrides saved ones.
func TestCommandKeepsSettings(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	readyFile := filepath.Join(dir, "ready.json")
	run := func(args ...string) (settings map[string]any) {
		c := launch(t, append(args, "-state", filepath.Join(dir, "state.json"), "-ready-file", readyFile)...)
		defer c.stop()
		r, client := readReady(t, readyFile)
		defer client.CloseIdleConnections()
		response, err := client.Get(r.Control + "/settings")
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(json.NewDecoder(response.Body).Decode(&settings), response.Body.Close()); err != nil {
			t.Fatal(err)
		}
		return settings
	}
	for _, want := range []struct {
		args           []string
		flapping, name any
	}{
		{[]string{"-set", "flapping_replicas=false", "-set", "derived_display_name=address", "-requests-move-lag"}, false, "address"},
		{nil, false, "address"},
		{[]string{"-set", `derived_display_name="nothing"`}, false, "nothing"},
	} {
		if got := run(want.args...); got["flapping_replicas"] != want.flapping || got["derived_display_name"] != want.name {
			t.Errorf("%v: settings are %v", want.args, got)
		}
	}
}
