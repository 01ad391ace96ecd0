package topology

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Severity is how a finding is reported.
type Severity string

// The severities, as they are written in `plan_checks`.
const (
	Error Severity = "error"
	Warn  Severity = "warn"
	Off   Severity = "off"
)

// AllSeverities lists the severities.
func AllSeverities() []Severity { return []Severity{Error, Warn, Off} }

// Severities are the severities that a configuration has chosen; all other codes
// have their default. The zero value is ready for use.
type Severities map[Code]Severity

// ParseSeverities reads the provider's `plan_checks`. Its error names the first
// wrong entry in the order of the codes.
func ParseSeverities(checks map[string]string) (Severities, error) {
	chosen := Severities{}
	for _, name := range slices.Sorted(maps.Keys(checks)) {
		code, severity := Code(name), Severity(checks[name])
		if _, ok := lookup(code); !ok {
			return nil, fmt.Errorf("%q is not a check; the checks are %s", name, list(Codes()))
		}
		if !slices.Contains(AllSeverities(), severity) {
			return nil, fmt.Errorf("%q is not a severity of %s; the severities are %s", severity, code, list(AllSeverities()))
		}
		chosen[code] = severity
	}
	return chosen, nil
}

// Of is the severity of a code.
func (s Severities) Of(code Code) Severity {
	if chosen, ok := s[code]; ok {
		return chosen
	}
	return DefaultSeverity(code)
}

// Judge gives findings their chosen severity and drops those that are off.
func (s Severities) Judge(findings []Finding) []Finding {
	var judged []Finding
	for _, f := range findings {
		if f.Severity = s.Of(f.Code); f.Severity != Off {
			judged = append(judged, f)
		}
	}
	return judged
}

func list[T ~string](names []T) string {
	words := make([]string, 0, len(names))
	for _, n := range names {
		words = append(words, string(n))
	}
	return strings.Join(words, ", ")
}
