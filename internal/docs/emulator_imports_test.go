package docs_test

import (
	"path"
	"slices"
	"strings"
	"testing"
)

// base is what every area of the emulator may import.
var base = []string{"kernel", "odata", "operation", "refusal", "schema", "settings"}

// emulatorMayImport says which other packages of the emulator those below the
// surface may import (DESIGN.md, Packages).
var emulatorMayImport = map[string][]string{
	"area/application":       append([]string{"area/directory"}, base...),
	"area/conditionalaccess": append([]string{"area/crosstenant", "area/directory"}, base...),
	"area/crosstenant":       append([]string{"area/directory"}, base...),
	"area/directory":         base,
	"area/exchange":          append([]string{"area/directory", "command", "opath"}, base...),
	"area/invitation":        append([]string{"area/crosstenant", "area/directory"}, base...),
	"area/organization":      base,
	"area/provisioning":      append([]string{"area/application", "area/crosstenant", "area/directory"}, base...),
	"cmdlet":                 {"command", "kernel", "refusal", "settings"},
	"command":                {"kernel", "refusal", "schema", "settings"},
	"graphapi":               base,
	"kernel":                 {"refusal", "schema", "settings"},
	"odata":                  nil,
	"opath":                  nil,
	"operation":              {"kernel", "odata", "refusal", "schema", "settings"},
	"refusal":                nil,
	"schema":                 {"refusal"},
	"settings":               nil,
}

// The kernel knows no area, an area only those that it builds on, and neither of
// them HTTP.
func TestLayersOfTheEmulator(t *testing.T) {
	t.Parallel()
	for file, imports := range production(t) {
		folder, inside := strings.CutPrefix(path.Dir(file), "emulator/")
		allowed, known := emulatorMayImport[folder]
		if !inside || !known {
			if strings.HasPrefix(folder, "area/") {
				t.Errorf("internal/%s is an area that DESIGN.md and this test do not know", file)
			}
			continue
		}
		for _, name := range imports {
			to, ours := strings.CutPrefix(name, module+"emulator/")
			switch {
			case ours && !slices.Contains(allowed, to):
				t.Errorf("internal/%s may not import internal/emulator/%s", file, to)
			case name == "net/http" && folder != "graphapi" && folder != "cmdlet":
				t.Errorf("internal/%s may not import net/http", file)
			}
		}
	}
}
