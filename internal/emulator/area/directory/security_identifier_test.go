package directory

import (
	"testing"
)

func TestSecurityIdentifier(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]any{
		"73d664e4-0886-4a73-b745-c694da45ddb4": "S-1-12-1-1943430372-1249052806-2496021943-3034400218",
		"no id":                                nil,
	} {
		if got := securityIdentifier(id); got != want {
			t.Errorf("%s: %v, want %v", id, got, want)
		}
	}
}
