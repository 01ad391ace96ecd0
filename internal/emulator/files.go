package emulator

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// demo is the default seed.
//
//go:embed demo.json
var demo []byte

const demoName = "the built-in demo estate"

func seedText(path string) (name string, data []byte, err error) {
	if path == "" {
		return demoName, demo, nil
	}
	data, err = os.ReadFile(path)
	if err != nil {
		return "", nil, fmt.Errorf("read the seed: %w", err)
	}
	return path, data, nil
}

// loadState returns an empty origin when there is no saved state.
func loadState(w *kernel.World, path string) (origin string, err error) {
	if path == "" {
		return "", nil
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read the state: %w", err)
	}
	if err := w.LoadState(data); err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	return path, nil
}

func saveWorld(path string, w *kernel.World) error {
	if path == "" {
		return nil
	}
	data, err := w.SaveState()
	if err != nil {
		return err
	}
	return writeFile(path, data)
}

// clientFiles are the files that describe a running server to clients.
type clientFiles struct {
	ca, ready string
	// temporary is the directory of a CA file without a configured name.
	temporary string
}

// ready is the content of the ready file.
type ready struct {
	Clouds  map[string]Endpoints `json:"clouds"`
	CAFile  string               `json:"ca_file"`
	Control string               `json:"control"`
	Hosts   *Hosts               `json:"hosts,omitempty"`
}

// announce writes the CA file first, because the ready file names it.
func announce(set settings, server *Server) (clientFiles, error) {
	files := clientFiles{ca: set.caFile, ready: set.readyFile}
	switch {
	case files.ca != "":
	case files.ready != "":
		files.ca = filepath.Join(filepath.Dir(files.ready), "ca.pem")
	default:
		dir, err := os.MkdirTemp("", "multitenant-emulator-")
		if err != nil {
			return files, fmt.Errorf("create a folder for the CA certificate: %w", err)
		}
		files.temporary, files.ca = dir, filepath.Join(dir, "ca.pem")
	}
	var err error
	if files.ca, err = filepath.Abs(files.ca); err != nil {
		return files, fmt.Errorf("find the CA file: %w", err)
	}
	if err := writeFile(files.ca, server.CA().PEM()); err != nil {
		return files, errors.Join(err, files.remove())
	}
	if files.ready == "" {
		return files, nil
	}
	data, err := json.MarshalIndent(ready{server.Clouds(), files.ca, server.Control(), server.Hosts()}, "", "  ")
	if err != nil {
		return files, fmt.Errorf("encode the ready file: %w", err)
	}
	return files, writeFile(files.ready, append(data, '\n'))
}

// remove removes the files that describe a running server.
func (a clientFiles) remove() error {
	var all error
	if a.ready != "" {
		if err := os.Remove(a.ready); err != nil && !errors.Is(err, fs.ErrNotExist) {
			all = fmt.Errorf("remove the ready file: %w", err)
		}
	}
	if a.temporary != "" {
		if err := os.RemoveAll(a.temporary); err != nil {
			all = errors.Join(all, fmt.Errorf("remove the CA certificate: %w", err))
		}
	}
	return all
}

// writeFile replaces a file atomically, readable by its owner only: a waiting
// reader never sees a partial file.
func writeFile(path string, data []byte) (err error) {
	temporary, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("writing %s: %w", path, err), os.Remove(temporary.Name()))
		}
	}()
	if _, err := temporary.Write(data); err != nil {
		return errors.Join(err, temporary.Close())
	}
	if err := temporary.Close(); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), path)
}
