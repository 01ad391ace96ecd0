package acctest

import (
	"fmt"
	"os"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

// settingsVariable changes settings of the emulator for all tests of a run:
// "name=value,name=value".
const settingsVariable = "MULTITENANT_EMULATOR_SETTINGS"

// ofTheRun are the settings of the run.
var ofTheRun world.SettingsChange

// settingsOfTheRun reads the variable.
func settingsOfTheRun() (world.SettingsChange, error) {
	text := os.Getenv(settingsVariable)
	if text == "" {
		return world.ParseSettings()
	}
	change, err := world.ParseSettings(strings.Split(text, ",")...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", settingsVariable, err)
	}
	return change, nil
}

// over lays the settings that a test chooses, if any, over others.
func over(others, chosen world.SettingsChange) world.SettingsChange {
	return func(s *world.Settings) {
		others(s)
		if chosen != nil {
			chosen(s)
		}
	}
}
