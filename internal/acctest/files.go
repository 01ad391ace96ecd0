package acctest

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// ReadEstate reads the estate of an example, in the emulator's seed format.
func ReadEstate(t *testing.T, file string) *Estate {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var e Estate
	decoder := json.NewDecoder(bytes.NewReader(data))
	// Otherwise fields unknown to this package would be dropped silently.
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&e); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return &e
}

// ReadyFile writes the emulator's addresses to a file, as the emulator command
// does for shell scripts.
func (w *World) ReadyFile() string {
	w.t.Helper()
	data, err := json.Marshal(map[string]any{"clouds": w.server.Clouds(), "control": w.server.Control()})
	if err != nil {
		w.t.Fatal(err)
	}
	file := filepath.Join(w.t.TempDir(), "ready.json")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		w.t.Fatal(err)
	}
	return file
}
