package acctest

import (
	"fmt"
	"os"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

// settingsVariable turns settings of the emulator for all tests of a run:
// "name=value,name=value".
const settingsVariable = "MULTITENANT_EMULATOR_SETTINGS"

// turned are the settings of the run.
var turned world.SettingsChange = func(*world.Settings) {}

// turnSettings reads the settings of the run.
func turnSettings() (err error) {
	text := os.Getenv(settingsVariable)
	if text == "" {
		return nil
	}
	if turned, err = world.ParseSettings(strings.Split(text, ",")...); err != nil {
		return fmt.Errorf("%s: %w", settingsVariable, err)
	}
	return nil
}

// over lays what a test chooses over the settings of the run.
func over(chosen world.SettingsChange) world.SettingsChange {
	return func(s *world.Settings) {
		turned(s)
		if chosen != nil {
			chosen(s)
		}
	}
}
