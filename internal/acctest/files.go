package acctest

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// ReadEstate reads the estate of an example: a seed as the emulator takes it.
func ReadEstate(t *testing.T, file string) *Estate {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var e Estate
	decoder := json.NewDecoder(bytes.NewReader(data))
	// What this package does not know would be left out silently.
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&e); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return &e
}

// ReadyFile writes where the emulator listens, as the emulator itself does for
// whoever starts it from a shell.
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
