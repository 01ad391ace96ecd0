package acctest

import (
	"encoding/json"
	"strings"
)

// Said is a diagnostic of the CLI.
type Said struct {
	// Severity is error or warning.
	Severity, Summary, Detail string
	// Address is the address of the resource.
	Address string
}

// Diagnostics runs a command of the CLI and returns its diagnostics, and whether
// it succeeded.
func (s *Workspace) Diagnostics(args ...string) (said []Said, ok bool) {
	s.t.Helper()
	out, err := s.Run(append(args, "-json")...)
	for line := range strings.Lines(out) {
		var message struct {
			Diagnostic *struct {
				Severity, Summary, Detail, Address string
			}
		}
		if json.Unmarshal([]byte(line), &message) != nil || message.Diagnostic == nil {
			continue
		}
		d := message.Diagnostic
		said = append(said, Said{d.Severity, d.Summary, d.Detail, d.Address})
	}
	if err != nil && len(said) == 0 {
		s.t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return said, err == nil
}
