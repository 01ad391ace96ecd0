package browser_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/dejavu/dejavusansbold"
)

// fontconfig lets the browser see the font of one folder alone, drawn alike on every
// machine; its verbs are that folder and one for its cache.
const fontconfig = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>%s</dir>
  <cachedir>%s</cachedir>
  <match target="font">
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
  </match>
</fontconfig>
`

// fonts writes the only font of the browser, plain and bold, and returns the file for
// FONTCONFIG_FILE. The fonts of machines differ, and with them the sizes of pictures.
func fonts(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	config := filepath.Join(t.TempDir(), "fonts.conf")
	for file, data := range map[string][]byte{
		config:                            fmt.Appendf(nil, fontconfig, folder, t.TempDir()),
		filepath.Join(folder, "sans.ttf"): dejavusans.TTF,
		filepath.Join(folder, "bold.ttf"): dejavusansbold.TTF,
	} {
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return config
}
