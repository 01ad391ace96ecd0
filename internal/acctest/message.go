package acctest

import (
	"regexp"
	"strings"
)

// Message matches the parts in order, in text that the CLI may have wrapped and
// framed between any words.
func Message(parts ...string) *regexp.Regexp {
	const frame = `[\s│╷╵]+`
	quoted := make([]string, 0, len(parts))
	for _, part := range parts {
		words := strings.Fields(part)
		for i, word := range words {
			words[i] = regexp.QuoteMeta(word)
		}
		quoted = append(quoted, strings.Join(words, frame))
	}
	return regexp.MustCompile(`(?s)` + strings.Join(quoted, `.*`))
}

// Tail returns the end of a command's output.
func Tail(out string) string {
	lines := strings.Split(strings.TrimSpace(out), "\n")
	return strings.Join(lines[max(0, len(lines)-40):], "\n")
}
