package rules

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Severity is the way a finding is reported.
type Severity string

// The severities, as written in `plan_checks`.
const (
	Error Severity = "error"
	Warn  Severity = "warn"
	Off   Severity = "off"
)

// AllSeverities lists the severities.
func AllSeverities() []Severity { return []Severity{Error, Warn, Off} }

// Severities are the severities that a configuration sets; all other codes have
// their default. The zero value is ready for use.
type Severities map[Code]Severity

// ParseSeverities reads the provider's `plan_checks`. Its error names the first
// wrong entry in the order of the codes.
func ParseSeverities(checks map[string]string) (Severities, error) {
	chosen := Severities{}
	for _, name := range slices.Sorted(maps.Keys(checks)) {
		code, severity := Code(name), Severity(checks[name])
		if err := CheckCode(name); err != nil {
			return nil, err
		}
		if !slices.Contains(AllSeverities(), severity) {
			return nil, fmt.Errorf("%q is not a severity of %s; the severities are %s", severity, code, list(AllSeverities()))
		}
		chosen[code] = severity
	}
	return chosen, nil
}

// checksPage lists all codes.
const checksPage = "https://registry.terraform.io/providers/multitenant-as-code/multitenant/latest/docs/guides/plan-checks"

// CheckCode returns an error for a name that is not the code of a check, and
// suggests the nearest code.
func CheckCode(name string) error {
	if _, ok := lookup(Code(name)); ok {
		return nil
	}
	nearest := ""
	if wanted, ok := number(name); ok {
		code := slices.MinFunc(Codes(), func(a, b Code) int { return cmp.Compare(distance(a, wanted), distance(b, wanted)) })
		nearest = fmt.Sprintf(" The nearest is %s: %s.", code, Title(code))
	}
	return fmt.Errorf("%q is not the code of a check.%s All codes are listed at %s", name, nearest, checksPage)
}

// number is the number at the end of a code, even if the rest is misspelled.
func number(name string) (int, bool) {
	digits := name[len(strings.TrimRight(name, "0123456789")):]
	n, err := strconv.Atoi(digits)
	return n, err == nil
}

func distance(code Code, from int) int {
	n, _ := number(string(code))
	return max(n-from, from-n)
}

// Of is the severity of a code.
func (s Severities) Of(code Code) Severity {
	if chosen, ok := s[code]; ok {
		return chosen
	}
	return DefaultSeverity(code)
}

// On reports whether any of the checks is not off.
func (s Severities) On(codes ...Code) bool {
	return slices.ContainsFunc(codes, func(c Code) bool { return s.Of(c) != Off })
}

// Judge sets the severity of findings in a plan and drops those that are off.
func (s Severities) Judge(findings []Finding) []Finding {
	var judged []Finding
	for _, f := range findings {
		f.Severity = s.Of(f.Code)
		if _, chosen := s[f.Code]; (f.Undecided || f.Minor) && f.Severity == Error && !chosen {
			f.Severity = Warn
		}
		if f.Severity != Off {
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
