package acctest

import (
	"fmt"
	"os"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// settingsVariable changes settings of the emulator for all tests of a run:
// "name=value,name=value".
const settingsVariable = "MULTITENANT_EMULATOR_SETTINGS"

// ofTheRun are the settings of the test run.
var ofTheRun settings.Change

// settingsOfTheRun reads the variable.
func settingsOfTheRun() (settings.Change, error) {
	text := os.Getenv(settingsVariable)
	if text == "" {
		return settings.Parse()
	}
	change, err := settings.Parse(strings.Split(text, ",")...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", settingsVariable, err)
	}
	return change, nil
}

// over merges the settings of a test, if any, over others.
func over(others, chosen settings.Change) settings.Change {
	return func(s *settings.Settings) {
		others(s)
		if chosen != nil {
			chosen(s)
		}
	}
}
