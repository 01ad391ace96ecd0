package graph_test

import (
	"slices"
	"strings"
	"testing"
)

// A user has five sponsors at most: one is removed first only if there is no room for
// another one.
func TestSponsorsAreReplaced(t *testing.T) {
	t.Parallel()
	sponsors := func(ids string) answer {
		return answer{200, `{"value":[{"id":"` + strings.Join(strings.Split(ids, ""), `"},{"id":"`) + `"}]}`}
	}
	done := answer{204, ""}
	for name, test := range map[string]struct {
		have, want string
		sent       []string
	}{
		"no room":  {"abcde", "bcdef", []string{"DELETE", "POST"}},
		"room":     {"abcd", "bcdf", []string{"POST", "DELETE"}},
		"for one":  {"abcd", "cdfg", []string{"DELETE", "POST", "POST", "DELETE"}},
		"for none": {"abcde", "fghij", []string{"DELETE", "DELETE", "DELETE", "DELETE", "DELETE", "POST", "POST", "POST", "POST", "POST"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answers := []answer{sponsors(test.have)}
			for range test.sent {
				answers = append(answers, done)
			}
			c, s := scripted(t, append(answers, sponsors(test.want))...)
			err := c.SetSponsors(t.Context(), "u", strings.Split(test.want, ""))
			var writes []string
			for _, r := range s.sent {
				if method, _, _ := strings.Cut(r, " "); method != "GET" {
					writes = append(writes, method)
				}
			}
			if err != nil || !slices.Equal(writes, test.sent) {
				t.Errorf("%v after %v", err, s.sent)
			}
		})
	}
}
